DROP TRIGGER audit_entries_keep ON audit_entries;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
FOR EACH ROW WHEN (
    NEW.id IS DISTINCT FROM OLD.id OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at
    OR NEW.actor_id IS DISTINCT FROM OLD.actor_id OR NEW.action IS DISTINCT FROM OLD.action
    OR NEW.subject_kind IS DISTINCT FROM OLD.subject_kind
    OR NEW.subject_key <> '' OR NEW.detail <> '' OR NEW.salt <> ''
) EXECUTE FUNCTION audit_refuse();
DROP INDEX audit_entries_recorded;
DROP INDEX audit_entries_action;
DROP INDEX audit_entries_actor;
DROP INDEX audit_entries_subject;
CREATE INDEX audit_entries_subject ON audit_entries (subject_kind, subject_key);
ALTER TABLE audit_entries DROP COLUMN origin;
