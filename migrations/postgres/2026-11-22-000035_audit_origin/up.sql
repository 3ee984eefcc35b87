-- From where a change came: its address and the name of its token, with a line
-- break between; only a hash of it where it was erased; empty where nothing is known.
ALTER TABLE audit_entries ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- The record is read from its end: all of it, by who, by what, and about what.
CREATE INDEX audit_entries_recorded ON audit_entries (recorded_at, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, recorded_at, id);
CREATE INDEX audit_entries_action ON audit_entries (action, recorded_at, id);
DROP INDEX audit_entries_subject;
CREATE INDEX audit_entries_subject ON audit_entries (subject_kind, subject_key, recorded_at, id);

-- An origin can be erased, leaving its hash, beside the words or without them.
DROP TRIGGER audit_entries_keep ON audit_entries;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
FOR EACH ROW WHEN (
    NEW.id IS DISTINCT FROM OLD.id OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at
    OR NEW.actor_id IS DISTINCT FROM OLD.actor_id OR NEW.action IS DISTINCT FROM OLD.action
    OR NEW.subject_kind IS DISTINCT FROM OLD.subject_kind
    OR NOT (
        (NEW.subject_key = '' AND NEW.detail = '' AND NEW.salt = '' AND NEW.origin = '')
        OR (
            NEW.subject_key = OLD.subject_key AND NEW.detail = OLD.detail AND NEW.salt = OLD.salt
            AND NEW.origin LIKE '#%' AND OLD.origin NOT LIKE '#%' AND OLD.origin <> ''
        )
    )
) EXECUTE FUNCTION audit_refuse();
