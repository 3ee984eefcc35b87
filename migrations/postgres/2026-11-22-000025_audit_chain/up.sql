-- What was recorded is sealed into a chain: each seal covers its entry and the
-- seal before it, so that nothing can be changed or left out unseen.
ALTER TABLE audit_entries ADD COLUMN salt TEXT NOT NULL DEFAULT '';
CREATE TABLE audit_seals (
    number BIGINT NOT NULL PRIMARY KEY,
    entry_id TEXT COLLATE "C" NOT NULL REFERENCES audit_entries (id),
    -- Of salt, subject and detail, which can be erased without breaking the chain.
    words_hash TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    CONSTRAINT audit_seals_entry_id_key UNIQUE (entry_id)
);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only';
END;
$$;
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
FOR EACH ROW WHEN (
    NEW.id IS DISTINCT FROM OLD.id OR NEW.recorded_at IS DISTINCT FROM OLD.recorded_at
    OR NEW.actor_id IS DISTINCT FROM OLD.actor_id OR NEW.action IS DISTINCT FROM OLD.action
    OR NEW.subject_kind IS DISTINCT FROM OLD.subject_kind
    OR NEW.subject_key <> '' OR NEW.detail <> '' OR NEW.salt <> ''
) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seals_keep BEFORE UPDATE OR DELETE ON audit_seals
FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_whole BEFORE TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seals_whole BEFORE TRUNCATE ON audit_seals
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
