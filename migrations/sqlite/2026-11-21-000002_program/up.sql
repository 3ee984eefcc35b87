-- Departments, teams, and who serves them as champion.
CREATE TABLE departments (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT departments_slug_key UNIQUE (slug),
    CONSTRAINT departments_name_folded_key UNIQUE (name_folded)
) STRICT;

CREATE TABLE teams (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    department_id TEXT NOT NULL REFERENCES departments (id),
    -- Where the team can be written to, such as '#checkout'.
    chat TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT teams_slug_key UNIQUE (slug),
    CONSTRAINT teams_name_folded_key UNIQUE (name_folded)
) STRICT;
CREATE INDEX teams_department_id ON teams (department_id);

CREATE TABLE memberships (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    team_id TEXT NOT NULL REFERENCES teams (id),
    since INTEGER NOT NULL,
    CONSTRAINT memberships_person_id_team_id_key UNIQUE (person_id, team_id)
) STRICT;
CREATE INDEX memberships_team_id ON memberships (team_id);

CREATE TABLE terms (
    id TEXT NOT NULL PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Share of working time granted to the term, in percent.
    allocation_percent INTEGER NOT NULL CHECK (allocation_percent BETWEEN 0 AND 100),
    nominated_by TEXT NOT NULL REFERENCES people (id),
    nominated_at INTEGER NOT NULL,
    approved_by TEXT REFERENCES people (id),
    approved_at INTEGER,
    -- When the nominee accepted or declined.
    answered_at INTEGER,
    decline_reason TEXT NOT NULL DEFAULT '',
    starts_on INTEGER,
    -- The last day, where one is set.
    ends_on INTEGER,
    ended_at INTEGER,
    end_reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX terms_team_id ON terms (team_id);
CREATE INDEX terms_person_id ON terms (person_id);
-- A person has one open term in a team at the most.
CREATE UNIQUE INDEX terms_team_id_person_id_key ON terms (team_id, person_id)
    WHERE state IN ('nominated', 'approved', 'accepted', 'active');

CREATE TABLE time_entries (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    team_id TEXT NOT NULL REFERENCES teams (id),
    day INTEGER NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    activity TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX time_entries_person_id_day ON time_entries (person_id, day);
CREATE INDEX time_entries_team_id_day ON time_entries (team_id, day);

CREATE TABLE courses (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    provider TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    minutes INTEGER NOT NULL,
    -- Whether every champion has to have it.
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    -- Months for which a completion counts; none: for good.
    valid_months INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT courses_slug_key UNIQUE (slug),
    CONSTRAINT courses_title_folded_key UNIQUE (title_folded)
) STRICT;

CREATE TABLE completions (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    course_id TEXT NOT NULL REFERENCES courses (id),
    completed_on INTEGER NOT NULL,
    -- The last day on which it counts; none: for good.
    valid_until INTEGER,
    -- A link or a word on where the certificate is.
    evidence TEXT NOT NULL DEFAULT '',
    recorded_at INTEGER NOT NULL,
    CONSTRAINT completions_person_id_course_id_completed_on_key UNIQUE (person_id, course_id, completed_on)
) STRICT;

CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    team_id TEXT NOT NULL REFERENCES teams (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL,
    day INTEGER NOT NULL,
    minutes INTEGER,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX reviews_person_id_day ON reviews (person_id, day);
CREATE INDEX reviews_team_id_day ON reviews (team_id, day);
