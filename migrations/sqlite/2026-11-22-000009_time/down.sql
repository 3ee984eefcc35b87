ALTER TABLE people DROP COLUMN time_zone;
DROP TABLE time_offers;
DROP TABLE time_undo;
DROP TABLE time_closings;
DROP TABLE contracted_hours;
DROP TABLE allocations;
DROP TABLE time_months;
