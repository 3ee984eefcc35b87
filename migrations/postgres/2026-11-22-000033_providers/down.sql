DROP TABLE provided_memberships;
DELETE FROM grants WHERE source <> '';
ALTER TABLE grants DROP CONSTRAINT grants_person_id_kind_scope_source_key;
ALTER TABLE grants DROP COLUMN source;
ALTER TABLE grants ADD CONSTRAINT grants_person_id_kind_scope_kind_scope_key_key
    UNIQUE (person_id, kind, scope_kind, scope_key);
ALTER TABLE sessions DROP COLUMN provider;
DROP TABLE linked_sign_ins;
DROP TABLE sign_in_attempts;
