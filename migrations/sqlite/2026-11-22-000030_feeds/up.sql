-- The secret address by which a feed reader follows what its owner may read.
CREATE TABLE feed_addresses (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    -- SHA-256 of the secret part: whoever reads this table can't read the feeds.
    token_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT feed_addresses_token_hash_key UNIQUE (token_hash)
) STRICT;

-- A feed begins with what came to somebody last.
CREATE INDEX questions_team_turned ON questions (team_id, turn_since);
CREATE INDEX questions_turn_turned ON questions (turn, turn_since);
