-- Services that use the API in their own name. Each is an account that is off,
-- so that nobody signs in to it and no list of people holds it; its tokens are
-- taken while it has not ended.
CREATE TABLE service_accounts (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES people (id),
    about TEXT NOT NULL,
    -- Who answers for it: a team, or somebody.
    team_id TEXT COLLATE "C" REFERENCES teams (id),
    owner_id TEXT COLLATE "C" REFERENCES people (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK ((team_id IS NULL) <> (owner_id IS NULL))
);
CREATE INDEX service_accounts_team_id ON service_accounts (team_id);
CREATE INDEX service_accounts_owner_id ON service_accounts (owner_id);

-- People who left and whose name was erased: their row stays for what they did.
CREATE TABLE former_people (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES people (id),
    erased_at BIGINT NOT NULL
);
