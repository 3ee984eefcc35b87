-- What lets a script in as a person, for a part of what that person may do.
CREATE TABLE api_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the token: whoever reads this table can't use it.
    token_hash TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- What its owner calls it, so that they know which one to revoke.
    name TEXT NOT NULL,
    -- Words with a space between them.
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- To the hour; none before the first use.
    used_at INTEGER,
    revoked_at INTEGER,
    CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash)
) STRICT;
CREATE INDEX api_tokens_person_id ON api_tokens (person_id);
CREATE INDEX api_tokens_created_at ON api_tokens (created_at, id);
