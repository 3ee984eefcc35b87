-- A meeting, or a series of them: what is planned. When it happens stands in meeting_dates.
CREATE TABLE meetings (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Markdown.
    agenda TEXT NOT NULL DEFAULT '',
    -- A room, or the link of a call.
    place TEXT NOT NULL DEFAULT '',
    organiser_id TEXT NOT NULL REFERENCES people (id),
    -- The IANA name of the zone that the times below are meant in.
    zone TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    starts_minute INTEGER NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
    repeats TEXT NOT NULL,
    -- The last day on which it may happen; the first where it does not repeat.
    last_day INTEGER NOT NULL,
    -- SEQUENCE of RFC 5545: rises with each change that calendars have to follow.
    sequence INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    called_off_at INTEGER,
    call_off_reason TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL,
    CONSTRAINT meetings_number_key UNIQUE (number)
) STRICT;
CREATE INDEX meetings_organiser_id ON meetings (organiser_id);

-- Who is invited: everybody who serves, or one of these.
CREATE TABLE meeting_invitees (
    id TEXT NOT NULL PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    kind TEXT NOT NULL,
    -- The key of a department, a team or a person; empty where the kind says it all.
    key TEXT NOT NULL,
    CONSTRAINT meeting_invitees_meeting_id_kind_key_key UNIQUE (meeting_id, kind, key)
) STRICT;
CREATE INDEX meeting_invitees_kind_key ON meeting_invitees (kind, key);

-- Each time that a meeting happens, with what was noted there.
CREATE TABLE meeting_dates (
    id TEXT NOT NULL PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    -- The day that the series gives it; it keeps this name when it is moved.
    planned_on INTEGER NOT NULL,
    day INTEGER NOT NULL,
    starts_minute INTEGER NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    -- In place of the meeting's, where it is not empty.
    agenda TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    call_off_reason TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    notes_by TEXT REFERENCES people (id),
    notes_at INTEGER,
    notes_version INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT meeting_dates_meeting_id_planned_on_key UNIQUE (meeting_id, planned_on)
) STRICT;
CREATE INDEX meeting_dates_starts_at ON meeting_dates (starts_at);
CREATE INDEX meeting_dates_notes_by ON meeting_dates (notes_by);

-- What somebody answered to one date, and whether they were there.
CREATE TABLE meeting_participants (
    id TEXT NOT NULL PRIMARY KEY,
    date_id TEXT NOT NULL REFERENCES meeting_dates (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    answer TEXT,
    answered_at INTEGER,
    attended INTEGER NOT NULL CHECK (attended IN (0, 1)),
    -- Who said so: they themselves, or the organiser.
    attended_by TEXT REFERENCES people (id),
    CONSTRAINT meeting_participants_date_id_person_id_key UNIQUE (date_id, person_id)
) STRICT;
CREATE INDEX meeting_participants_person_id ON meeting_participants (person_id);
CREATE INDEX meeting_participants_attended_by ON meeting_participants (attended_by);

-- The address by which somebody's calendar follows their meetings.
CREATE TABLE calendar_feeds (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    -- SHA-256 of the secret part: whoever reads this table can't read the calendar.
    token_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash)
) STRICT;

-- A review that goes on, what was found, and the words that a pre-flight starts from.
ALTER TABLE reviews ADD COLUMN state TEXT NOT NULL DEFAULT 'done';
ALTER TABLE reviews ADD COLUMN critical INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN high INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN medium INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN low INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN findings TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN preflight_why TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN preflight_flows TEXT NOT NULL DEFAULT '';
CREATE INDEX reviews_day ON reviews (day, id);
