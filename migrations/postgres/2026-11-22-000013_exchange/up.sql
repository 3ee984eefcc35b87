-- What lists that are imported again and again brought, so that it is seen who left.
CREATE TABLE imported_people (
    list TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    PRIMARY KEY (list, person_id)
);
CREATE INDEX imported_people_person_id ON imported_people (person_id);

CREATE TABLE imported_memberships (
    list TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    PRIMARY KEY (list, person_id, team_id)
);
CREATE INDEX imported_memberships_person_id ON imported_memberships (person_id);
CREATE INDEX imported_memberships_team_id ON imported_memberships (team_id);

-- The lines of a repository's CODEOWNERS, in their order; the last that matches counts.
CREATE TABLE code_owners (
    repository_id TEXT COLLATE "C" NOT NULL REFERENCES repositories (id),
    position INTEGER NOT NULL,
    pattern TEXT NOT NULL,
    -- Nobody where the line names nobody whom a team is known of.
    team_id TEXT COLLATE "C" REFERENCES teams (id),
    PRIMARY KEY (repository_id, position)
);
CREATE INDEX code_owners_team_id ON code_owners (team_id);

-- Files that are imported by themselves, and what came of the last time.
CREATE TABLE import_files (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- SHA-256 of what was read last, in hexadecimal.
    fingerprint TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    words TEXT NOT NULL,
    -- The lines of the report, one each.
    report TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    -- The fingerprint of which somebody said that so many have left.
    let_leave TEXT COLLATE "C" NOT NULL DEFAULT ''
);
