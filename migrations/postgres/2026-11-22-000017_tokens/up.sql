-- What lets a script in as a person, for a part of what that person may do.
CREATE TABLE api_tokens (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- SHA-256 of the token: whoever reads this table can't use it.
    token_hash TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    -- What its owner calls it, so that they know which one to revoke.
    name TEXT NOT NULL,
    -- Words with a space between them.
    scopes TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- To the hour; none before the first use.
    used_at BIGINT,
    revoked_at BIGINT,
    CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX api_tokens_person_id ON api_tokens (person_id);
CREATE INDEX api_tokens_created_at ON api_tokens (created_at, id);
