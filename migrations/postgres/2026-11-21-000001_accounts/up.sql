-- People, how they sign in, what they may do, and the record of changes.
CREATE TABLE counters (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE changes (
    sequence BIGINT NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE people (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    handle TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT COLLATE "C" NOT NULL,
    chat TEXT NOT NULL DEFAULT '',
    password_hash TEXT,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT people_handle_key UNIQUE (handle),
    CONSTRAINT people_email_folded_key UNIQUE (email_folded)
);

CREATE TABLE grants (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    kind TEXT COLLATE "C" NOT NULL,
    -- What a manager manages: 'department' or 'team' with its key, or 'all' with ''.
    scope_kind TEXT COLLATE "C" NOT NULL,
    scope_key TEXT COLLATE "C" NOT NULL,
    granted_by TEXT COLLATE "C" REFERENCES people (id),
    granted_at BIGINT NOT NULL,
    CONSTRAINT grants_person_id_kind_scope_kind_scope_key_key UNIQUE (person_id, kind, scope_kind, scope_key)
);

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- SHA-256 of the cookie: whoever reads this table can't sign in with it.
    token_hash TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX sessions_person_id ON sessions (person_id);

CREATE TABLE invitations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    token_hash TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    -- Nobody yet where it is the link for the first admin.
    person_id TEXT COLLATE "C" REFERENCES people (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash)
);

-- Form tokens that were sent, with the address that the first send led to.
CREATE TABLE submissions (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    token TEXT COLLATE "C" NOT NULL,
    target TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, token)
);

CREATE TABLE audit_entries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    recorded_at BIGINT NOT NULL,
    -- Nobody where a command or the program itself did it.
    actor_id TEXT COLLATE "C" REFERENCES people (id),
    action TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_key TEXT COLLATE "C" NOT NULL,
    -- JSON: what is worth knowing of before and after.
    detail TEXT NOT NULL
);
CREATE INDEX audit_entries_subject ON audit_entries (subject_kind, subject_key);
