-- What each person gave a team in a month, kept up to date by every transaction
-- that writes time entries, so that no page adds them up.
CREATE TABLE time_months (
    -- The first day of the month.
    month INTEGER NOT NULL,
    team_id TEXT NOT NULL REFERENCES teams (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    minutes INTEGER NOT NULL CHECK (minutes >= 0),
    entries INTEGER NOT NULL CHECK (entries >= 0),
    PRIMARY KEY (month, team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX time_months_team_id_month ON time_months (team_id, month);
CREATE INDEX time_months_person_id_month ON time_months (person_id, month);
INSERT INTO time_months (month, team_id, person_id, minutes, entries)
SELECT
    CAST(strftime('%s', day * 86400, 'unixepoch', 'start of month') AS INTEGER) / 86400 AS month_of,
    team_id, person_id, SUM(minutes), COUNT(*)
FROM time_entries
GROUP BY month_of, team_id, person_id;

-- The share of working time of a term from a day on, in percent; before the
-- first of these days the term's own share holds.
CREATE TABLE allocations (
    id TEXT NOT NULL PRIMARY KEY,
    term_id TEXT NOT NULL REFERENCES terms (id),
    from_day INTEGER NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    set_by TEXT REFERENCES people (id),
    set_at INTEGER NOT NULL,
    CONSTRAINT allocations_term_id_from_day_key UNIQUE (term_id, from_day)
) STRICT;
CREATE INDEX allocations_set_by ON allocations (set_by);

-- What a person's contract says from a day on; before that, and for whom there
-- is nothing here, what the company's settings say.
CREATE TABLE contracted_hours (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    from_day INTEGER NOT NULL,
    minutes_per_week INTEGER NOT NULL CHECK (minutes_per_week BETWEEN 0 AND 10080),
    set_by TEXT REFERENCES people (id),
    set_at INTEGER NOT NULL,
    CONSTRAINT contracted_hours_person_id_from_day_key UNIQUE (person_id, from_day)
) STRICT;
CREATE INDEX contracted_hours_set_by ON contracted_hours (set_by);

-- That months were closed by hand (this one and all before it), or that one was
-- opened again. The latest that speaks of a month counts.
CREATE TABLE time_closings (
    id TEXT NOT NULL PRIMARY KEY,
    -- The first day of the month.
    month INTEGER NOT NULL,
    action TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    person_id TEXT NOT NULL REFERENCES people (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX time_closings_month ON time_closings (month);
CREATE INDEX time_closings_person_id ON time_closings (person_id);

-- What an entry was before its person changed it or took it away, so that this
-- can be undone for a while.
CREATE TABLE time_undo (
    entry_id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    team_id TEXT NOT NULL REFERENCES teams (id),
    day INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    activity TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    -- The version that the entry had before.
    version INTEGER NOT NULL,
    removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX time_undo_person_id ON time_undo (person_id, made_at);
CREATE INDEX time_undo_team_id ON time_undo (team_id);

-- Offers to log time that a person took or waved away: what they came from.
CREATE TABLE time_offers (
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, kind, subject)
) STRICT;
CREATE INDEX time_offers_settled_at ON time_offers (settled_at);

-- The zone that a person works in, as IANA names it; empty: the company's.
ALTER TABLE people ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
