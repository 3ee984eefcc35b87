-- How long each question took, as its history adds up to. Minutes are business time.
CREATE TABLE question_measures (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    -- When it was asked, as in the question.
    asked_at INTEGER NOT NULL,
    -- Until somebody whose part it is to answer said the first word; null: nobody has.
    respond_minutes INTEGER,
    -- Until its last answer, without the time that it waited for the asker; null: there is none.
    answer_minutes INTEGER,
    champion_minutes INTEGER NOT NULL,
    netsec_minutes INTEGER NOT NULL,
    -- Whether it ever was with the champion, and with Network Security, before its last answer.
    was_with_champion INTEGER NOT NULL CHECK (was_with_champion IN (0, 1)),
    was_with_netsec INTEGER NOT NULL CHECK (was_with_netsec IN (0, 1)),
    -- How often an answer was not the end of it.
    reopened INTEGER NOT NULL
) STRICT;
CREATE INDEX question_measures_asked_at ON question_measures (asked_at);

-- Questions whose history was written to since they were measured.
CREATE TABLE question_unmeasured (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    -- Rises with each change, so that one that comes while it is measured is seen.
    changes INTEGER NOT NULL
) STRICT;
INSERT INTO question_unmeasured (question_id, changes) SELECT id, 1 FROM questions;
