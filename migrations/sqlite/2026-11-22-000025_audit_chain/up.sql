-- What was recorded is sealed into a chain: each seal covers its entry and the
-- seal before it, so that nothing can be changed or left out unseen.
ALTER TABLE audit_entries ADD COLUMN salt TEXT NOT NULL DEFAULT '';
CREATE TABLE audit_seals (
    number INTEGER NOT NULL PRIMARY KEY,
    entry_id TEXT NOT NULL REFERENCES audit_entries (id),
    -- Of salt, subject and detail, which can be erased without breaking the chain.
    words_hash TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    CONSTRAINT audit_seals_entry_id_key UNIQUE (entry_id)
) STRICT;

CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the record is append-only');
END;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
WHEN NEW.id IS NOT OLD.id OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.actor_id IS NOT OLD.actor_id
    OR NEW.action IS NOT OLD.action OR NEW.subject_kind IS NOT OLD.subject_kind
    OR NEW.subject_key <> '' OR NEW.detail <> '' OR NEW.salt <> ''
BEGIN
    SELECT RAISE(ABORT, 'the record is append-only');
END;
CREATE TRIGGER audit_seals_stay BEFORE DELETE ON audit_seals
BEGIN
    SELECT RAISE(ABORT, 'the record is append-only');
END;
CREATE TRIGGER audit_seals_keep BEFORE UPDATE ON audit_seals
BEGIN
    SELECT RAISE(ABORT, 'the record is append-only');
END;
