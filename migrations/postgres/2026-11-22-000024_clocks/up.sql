-- What goes live when; each has an address of its own.
CREATE TABLE launches (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    launches_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" REFERENCES people (id),
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT launches_slug_key UNIQUE (slug)
);
CREATE INDEX launches_team_id ON launches (team_id, launches_at);
CREATE INDEX launches_launches_at ON launches (launches_at);
CREATE INDEX launches_created_by ON launches (created_by);

-- Whose turn it is, and when their time runs out; due_at is that, or a launch before.
ALTER TABLE questions ADD COLUMN turn TEXT COLLATE "C" NOT NULL DEFAULT 'nobody';
ALTER TABLE questions ADD COLUMN target_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE questions ADD COLUMN first_response_at BIGINT;
ALTER TABLE questions ADD COLUMN launch_id TEXT COLLATE "C" REFERENCES launches (id);
-- Who may read it: everyone, the team, or Network Security; its asker always.
ALTER TABLE questions ADD COLUMN visibility TEXT COLLATE "C" NOT NULL DEFAULT 'everyone';
-- Who asked, where they asked for somebody else.
ALTER TABLE questions ADD COLUMN asked_by TEXT COLLATE "C" REFERENCES people (id);
-- The service or repository that it is about: which of the two, and its name.
ALTER TABLE questions ADD COLUMN about_kind TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN about TEXT NOT NULL DEFAULT '';
-- SOURCE -- PORT/PROTOCOL --> DESTINATION, or empty.
ALTER TABLE questions ADD COLUMN flow TEXT NOT NULL DEFAULT '';
UPDATE questions SET
    target_at = due_at,
    turn = CASE state WHEN 'with_champion' THEN 'champion' WHEN 'with_netsec' THEN 'netsec' ELSE 'nobody' END,
    first_response_at = answered_at;
CREATE INDEX questions_turn_due_at ON questions (turn, due_at, number);
CREATE INDEX questions_launch_id ON questions (launch_id);
CREATE INDEX questions_asked_by ON questions (asked_by);

-- Whose turn it is after the event, and until when; empty where it changes neither.
ALTER TABLE question_events ADD COLUMN turn TEXT COLLATE "C";
ALTER TABLE question_events ADD COLUMN due_at BIGINT;
UPDATE question_events SET turn = CASE kind
    WHEN 'asked' THEN 'champion'
    WHEN 'routed' THEN 'netsec'
    WHEN 'escalated' THEN 'netsec'
    WHEN 'answered' THEN 'nobody'
    WHEN 'handed_over' THEN CASE WHEN words LIKE '%went to Network Security.' THEN 'netsec' END
END;

-- What a question is about: categories and tags of the articles.
CREATE TABLE question_topics (
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (id),
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (question_id, kind, value)
);
CREATE INDEX question_topics_value ON question_topics (kind, value);

-- Who wants to know, too.
CREATE TABLE question_watchers (
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (question_id, person_id)
);
CREATE INDEX question_watchers_person_id ON question_watchers (person_id);

-- The other fields of the form, as JSON.
ALTER TABLE question_drafts ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
