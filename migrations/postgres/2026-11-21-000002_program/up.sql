-- Departments, teams, and who serves them as champion.
CREATE TABLE departments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT departments_slug_key UNIQUE (slug),
    CONSTRAINT departments_name_folded_key UNIQUE (name_folded)
);

CREATE TABLE teams (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    department_id TEXT COLLATE "C" NOT NULL REFERENCES departments (id),
    -- Where the team can be written to, such as '#checkout'.
    chat TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT teams_slug_key UNIQUE (slug),
    CONSTRAINT teams_name_folded_key UNIQUE (name_folded)
);
CREATE INDEX teams_department_id ON teams (department_id);

CREATE TABLE memberships (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    since INTEGER NOT NULL,
    CONSTRAINT memberships_person_id_team_id_key UNIQUE (person_id, team_id)
);
CREATE INDEX memberships_team_id ON memberships (team_id);

CREATE TABLE terms (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    role TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- Share of working time granted to the term, in percent.
    allocation_percent INTEGER NOT NULL CHECK (allocation_percent BETWEEN 0 AND 100),
    nominated_by TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    nominated_at BIGINT NOT NULL,
    approved_by TEXT COLLATE "C" REFERENCES people (id),
    approved_at BIGINT,
    -- When the nominee accepted or declined.
    answered_at BIGINT,
    decline_reason TEXT NOT NULL DEFAULT '',
    starts_on INTEGER,
    -- The last day, where one is set.
    ends_on INTEGER,
    ended_at BIGINT,
    end_reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL
);
CREATE INDEX terms_team_id ON terms (team_id);
CREATE INDEX terms_person_id ON terms (person_id);
-- A person has one open term in a team at the most.
CREATE UNIQUE INDEX terms_team_id_person_id_key ON terms (team_id, person_id)
    WHERE state IN ('nominated', 'approved', 'accepted', 'active');

CREATE TABLE time_entries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    day INTEGER NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    activity TEXT COLLATE "C" NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX time_entries_person_id_day ON time_entries (person_id, day);
CREATE INDEX time_entries_team_id_day ON time_entries (team_id, day);

CREATE TABLE courses (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    title_folded TEXT COLLATE "C" NOT NULL,
    provider TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    minutes INTEGER NOT NULL,
    -- Whether every champion has to have it.
    required BOOLEAN NOT NULL,
    -- Months for which a completion counts; none: for good.
    valid_months INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT courses_slug_key UNIQUE (slug),
    CONSTRAINT courses_title_folded_key UNIQUE (title_folded)
);

CREATE TABLE completions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    course_id TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    completed_on INTEGER NOT NULL,
    -- The last day on which it counts; none: for good.
    valid_until INTEGER,
    -- A link or a word on where the certificate is.
    evidence TEXT NOT NULL DEFAULT '',
    recorded_at BIGINT NOT NULL,
    CONSTRAINT completions_person_id_course_id_completed_on_key UNIQUE (person_id, course_id, completed_on)
);

CREATE TABLE reviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    kind TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    outcome TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    minutes INTEGER,
    note TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX reviews_person_id_day ON reviews (person_id, day);
CREATE INDEX reviews_team_id_day ON reviews (team_id, day);
