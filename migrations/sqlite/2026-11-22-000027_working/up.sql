-- A duplicate leads to the question that was kept.
ALTER TABLE questions ADD COLUMN merged_into TEXT REFERENCES questions (id);
CREATE INDEX questions_merged_into ON questions (merged_into);

-- Lists are read in the order of numbers, by what they are narrowed to.
DROP INDEX questions_team_id;
DROP INDEX questions_asker_id;
DROP INDEX questions_state_due_at;
CREATE INDEX questions_team_id ON questions (team_id, number);
CREATE INDEX questions_asker_id ON questions (asker_id, number);
CREATE INDEX questions_state ON questions (state, number);
CREATE INDEX questions_claimed_by ON questions (claimed_by, due_at);

-- What champions and Network Security say among themselves. Not among the
-- events: whatever reads those can't show it by accident.
CREATE TABLE question_notes (
    id TEXT NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL REFERENCES questions (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    written_at INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX question_notes_question_id ON question_notes (question_id, id);
CREATE INDEX question_notes_person_id ON question_notes (person_id);

-- What helps with a question: the kind of thing, its address, and how it was called then.
CREATE TABLE question_links (
    question_id TEXT NOT NULL REFERENCES questions (id),
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    label TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (question_id, kind, target)
) STRICT;
CREATE INDEX question_links_target ON question_links (kind, target);
CREATE INDEX question_links_person_id ON question_links (person_id);

-- Words that are said often; everybody's in Network Security where they are nobody's.
CREATE TABLE saved_replies (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT REFERENCES people (id),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_by TEXT NOT NULL REFERENCES people (id),
    saved_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_replies_owner_id ON saved_replies (owner_id, key) WHERE owner_id IS NOT NULL;
CREATE UNIQUE INDEX saved_replies_key ON saved_replies (key) WHERE owner_id IS NULL;
CREATE INDEX saved_replies_saved_by ON saved_replies (saved_by);
