-- People, how they sign in, what they may do, and the record of changes.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

CREATE TABLE changes (
    sequence INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    chat TEXT NOT NULL DEFAULT '',
    password_hash TEXT,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT people_handle_key UNIQUE (handle),
    CONSTRAINT people_email_folded_key UNIQUE (email_folded)
) STRICT;

CREATE TABLE grants (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    -- What a manager manages: 'department' or 'team' with its key, or 'all' with ''.
    scope_kind TEXT NOT NULL,
    scope_key TEXT NOT NULL,
    granted_by TEXT REFERENCES people (id),
    granted_at INTEGER NOT NULL,
    CONSTRAINT grants_person_id_kind_scope_kind_scope_key_key UNIQUE (person_id, kind, scope_kind, scope_key)
) STRICT;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the cookie: whoever reads this table can't sign in with it.
    token_hash TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash)
) STRICT;
CREATE INDEX sessions_person_id ON sessions (person_id);

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL,
    purpose TEXT NOT NULL,
    -- Nobody yet where it is the link for the first admin.
    person_id TEXT REFERENCES people (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash)
) STRICT;

-- Form tokens that were sent, with the address that the first send led to.
CREATE TABLE submissions (
    person_id TEXT NOT NULL REFERENCES people (id),
    token TEXT NOT NULL,
    target TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, token)
) STRICT;

CREATE TABLE audit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    -- Nobody where a command or the program itself did it.
    actor_id TEXT REFERENCES people (id),
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    -- JSON: what is worth knowing of before and after.
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entries_subject ON audit_entries (subject_kind, subject_key);
