DROP TABLE audit_seals;
DROP TRIGGER audit_entries_whole ON audit_entries;
DROP TRIGGER audit_entries_keep ON audit_entries;
DROP TRIGGER audit_entries_stay ON audit_entries;
DROP FUNCTION audit_refuse;
ALTER TABLE audit_entries DROP COLUMN salt;
