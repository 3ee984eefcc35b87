-- What the FAQ could not answer, and everything that happened to it.
CREATE TABLE questions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    title_folded TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    -- What was typed into the search first; a published answer is found by it.
    searched TEXT NOT NULL DEFAULT '',
    asker_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team_id TEXT COLLATE "C" REFERENCES teams (id),
    urgency TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Since when it is the turn of whoever has it now, and until when.
    turn_since BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by TEXT COLLATE "C" REFERENCES people (id),
    claimed_at BIGINT,
    answer TEXT NOT NULL DEFAULT '',
    answered_by TEXT COLLATE "C" REFERENCES people (id),
    answered_at BIGINT,
    article_slug TEXT COLLATE "C",
    version INTEGER NOT NULL,
    CONSTRAINT questions_number_key UNIQUE (number)
);
CREATE INDEX questions_state_due_at ON questions (state, due_at);
CREATE INDEX questions_team_id ON questions (team_id);
CREATE INDEX questions_asker_id ON questions (asker_id);

CREATE TABLE question_events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (id),
    happened_at BIGINT NOT NULL,
    person_id TEXT COLLATE "C" REFERENCES people (id),
    kind TEXT COLLATE "C" NOT NULL,
    words TEXT NOT NULL DEFAULT ''
);
CREATE INDEX question_events_question_id ON question_events (question_id, id);

-- Words of somebody who was not signed in when they sent the form.
CREATE TABLE question_drafts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    searched TEXT NOT NULL,
    urgency TEXT COLLATE "C" NOT NULL,
    kept_at BIGINT NOT NULL
);
