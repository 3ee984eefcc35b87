DROP INDEX time_offers_entry_id;
ALTER TABLE time_offers DROP COLUMN entry_id;
