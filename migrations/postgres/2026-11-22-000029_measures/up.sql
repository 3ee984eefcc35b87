-- How long each question took, as its history adds up to. Minutes are business time.
CREATE TABLE question_measures (
    question_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES questions (id),
    -- When it was asked, as in the question.
    asked_at BIGINT NOT NULL,
    -- Until somebody whose part it is to answer said the first word; null: nobody has.
    respond_minutes BIGINT,
    -- Until its last answer, without the time that it waited for the asker; null: there is none.
    answer_minutes BIGINT,
    champion_minutes BIGINT NOT NULL,
    netsec_minutes BIGINT NOT NULL,
    -- Whether it ever was with the champion, and with Network Security, before its last answer.
    was_with_champion BOOLEAN NOT NULL,
    was_with_netsec BOOLEAN NOT NULL,
    -- How often an answer was not the end of it.
    reopened INTEGER NOT NULL
);
CREATE INDEX question_measures_asked_at ON question_measures (asked_at);

-- Questions whose history was written to since they were measured.
CREATE TABLE question_unmeasured (
    question_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES questions (id),
    -- Rises with each change, so that one that comes while it is measured is seen.
    changes INTEGER NOT NULL
);
INSERT INTO question_unmeasured (question_id, changes) SELECT id, 1 FROM questions;
