-- The secret address by which a feed reader follows what its owner may read.
CREATE TABLE feed_addresses (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES people (id),
    -- SHA-256 of the secret part: whoever reads this table can't read the feeds.
    token_hash TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT feed_addresses_token_hash_key UNIQUE (token_hash)
);

-- A feed begins with what came to somebody last.
CREATE INDEX questions_team_turned ON questions (team_id, turn_since);
CREATE INDEX questions_turn_turned ON questions (turn, turn_since);
