-- What the FAQ could not answer, and everything that happened to it.
CREATE TABLE questions (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    body TEXT NOT NULL,
    -- What was typed into the search first; a published answer is found by it.
    searched TEXT NOT NULL DEFAULT '',
    asker_id TEXT NOT NULL REFERENCES people (id),
    team_id TEXT REFERENCES teams (id),
    urgency TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    -- Since when it is the turn of whoever has it now, and until when.
    turn_since INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    claimed_by TEXT REFERENCES people (id),
    claimed_at INTEGER,
    answer TEXT NOT NULL DEFAULT '',
    answered_by TEXT REFERENCES people (id),
    answered_at INTEGER,
    article_slug TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT questions_number_key UNIQUE (number)
) STRICT;
CREATE INDEX questions_state_due_at ON questions (state, due_at);
CREATE INDEX questions_team_id ON questions (team_id);
CREATE INDEX questions_asker_id ON questions (asker_id);

CREATE TABLE question_events (
    id TEXT NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL REFERENCES questions (id),
    happened_at INTEGER NOT NULL,
    person_id TEXT REFERENCES people (id),
    kind TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX question_events_question_id ON question_events (question_id, id);

-- Words of somebody who was not signed in when they sent the form.
CREATE TABLE question_drafts (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    searched TEXT NOT NULL,
    urgency TEXT NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;
