-- What all turns that ended add up to, answered or not; the one that goes on is in the question.
ALTER TABLE question_measures ADD COLUMN waited_minutes INTEGER NOT NULL DEFAULT 0;
-- An answer that lacked something is none now, so all are measured again.
INSERT INTO question_unmeasured (question_id, changes) SELECT id, 1 FROM questions WHERE true
ON CONFLICT (question_id) DO UPDATE SET changes = question_unmeasured.changes + 1;

-- How often something that was shown to whoever was about to ask was taken as
-- the answer. Nothing is kept of who that was, or what.
CREATE TABLE questions_avoided (
    day INTEGER NOT NULL,
    -- Which kind of thing was taken.
    kind TEXT NOT NULL CHECK (kind IN ('article', 'question')),
    -- Whether everyone may read it.
    is_for_everyone INTEGER NOT NULL CHECK (is_for_everyone IN (0, 1)),
    times INTEGER NOT NULL,
    PRIMARY KEY (day, kind, is_for_everyone)
) STRICT;
