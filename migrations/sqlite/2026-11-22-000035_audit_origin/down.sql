DROP TRIGGER audit_entries_keep;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
WHEN NEW.id IS NOT OLD.id OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.actor_id IS NOT OLD.actor_id
    OR NEW.action IS NOT OLD.action OR NEW.subject_kind IS NOT OLD.subject_kind
    OR NEW.subject_key <> '' OR NEW.detail <> '' OR NEW.salt <> ''
BEGIN
    SELECT RAISE(ABORT, 'the record is append-only');
END;
DROP INDEX audit_entries_recorded;
DROP INDEX audit_entries_action;
DROP INDEX audit_entries_actor;
DROP INDEX audit_entries_subject;
CREATE INDEX audit_entries_subject ON audit_entries (subject_kind, subject_key);
ALTER TABLE audit_entries DROP COLUMN origin;
