-- Local accounts: sessions that can be told apart, tries that are counted, a second factor.

-- What tells its owner one session from another: the browser in words, and from where it signed in.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- When its owner last proved who they are; what is dangerous asks again after a while.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET proved_at = created_at;

-- How often something was tried, by a hash of what and from where. In the database, so that
-- another node or a restart gives nobody more tries.
CREATE TABLE sign_in_tries (
    key TEXT NOT NULL PRIMARY KEY,
    -- When the last of them is forgotten: each adds its time.
    counts_until INTEGER NOT NULL,
    tried_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_tries_counts_until ON sign_in_tries (counts_until);

-- Browsers that somebody signed in with before, by the hash of a secret that each keeps,
-- and where that was. What others try does not keep them out.
CREATE TABLE known_browsers (
    browser_hash TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- The address, or the network of an IPv6 address.
    place TEXT NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (browser_hash, person_id)
) STRICT;
CREATE INDEX known_browsers_person_id ON known_browsers (person_id, place);
CREATE INDEX known_browsers_used_at ON known_browsers (used_at);

-- What somebody proves beside their password.
CREATE TABLE second_factors (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    -- Sealed with a key that is not in the database.
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    -- None until its owner has shown a code of it.
    confirmed_at INTEGER,
    -- The time step of the last code that was taken: none works twice.
    last_step INTEGER NOT NULL
) STRICT;

-- Codes for when the second factor is lost, by their hashes; each works once.
CREATE TABLE recovery_codes (
    person_id TEXT NOT NULL REFERENCES people (id),
    code_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (person_id, code_hash)
) STRICT;

-- Somebody whose password was right and who has not shown the second factor yet. It opens nothing else.
CREATE TABLE half_sign_ins (
    -- SHA-256 of what the browser keeps.
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- Where to go on to: a path of ours.
    target TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX half_sign_ins_person_id ON half_sign_ins (person_id);
CREATE INDEX half_sign_ins_expires_at ON half_sign_ins (expires_at);
