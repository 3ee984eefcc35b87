DROP TABLE audit_entries;
DROP TABLE submissions;
DROP TABLE invitations;
DROP TABLE sessions;
DROP TABLE grants;
DROP TABLE people;
DROP TABLE changes;
DROP TABLE counters;
