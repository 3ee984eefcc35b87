DROP TABLE provided_memberships;
CREATE TABLE grants_by_hand (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    scope_kind TEXT NOT NULL,
    scope_key TEXT NOT NULL,
    granted_by TEXT REFERENCES people (id),
    granted_at INTEGER NOT NULL,
    CONSTRAINT grants_person_id_kind_scope_kind_scope_key_key UNIQUE (person_id, kind, scope_kind, scope_key)
) STRICT;
INSERT INTO grants_by_hand (id, person_id, kind, scope_kind, scope_key, granted_by, granted_at)
SELECT id, person_id, kind, scope_kind, scope_key, granted_by, granted_at FROM grants WHERE source = '';
DROP TABLE grants;
ALTER TABLE grants_by_hand RENAME TO grants;
ALTER TABLE sessions DROP COLUMN provider;
DROP TABLE linked_sign_ins;
DROP TABLE sign_in_attempts;
