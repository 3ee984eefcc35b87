DROP TRIGGER audit_seals_keep;
DROP TRIGGER audit_seals_stay;
DROP TRIGGER audit_entries_keep;
DROP TRIGGER audit_entries_stay;
DROP TABLE audit_seals;
ALTER TABLE audit_entries DROP COLUMN salt;
