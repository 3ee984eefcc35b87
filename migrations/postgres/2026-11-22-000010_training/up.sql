-- Training as a whole: files as evidence, who has to have a course, versions of
-- courses, paths, results, what was looked through, and completions from elsewhere.

CREATE TABLE files (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- As it was called, cleaned; with the ending of its kind.
    name TEXT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    -- Where its bytes are: in file_contents, or in the folder of uploads under its key.
    place TEXT COLLATE "C" NOT NULL,
    kept_by TEXT COLLATE "C" REFERENCES people (id),
    kept_at BIGINT NOT NULL
);
CREATE INDEX files_kept_by ON files (kept_by);

-- Apart, so that a list of files never reads their bytes.
CREATE TABLE file_contents (
    file_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES files (id),
    content BYTEA NOT NULL
);

-- Further places where the course is given, a line each: provider, a tab, link.
ALTER TABLE courses ADD COLUMN more_offers TEXT NOT NULL DEFAULT '';
-- Who has to have it: words of a rule, such as champions deputies belt:green.
ALTER TABLE courses ADD COLUMN audience TEXT NOT NULL DEFAULT '';
-- Percent from which a result counts as passed; none: no result is asked for.
ALTER TABLE courses ADD COLUMN pass_mark INTEGER CHECK (pass_mark BETWEEN 1 AND 100);
-- The course that this one is the new version of.
ALTER TABLE courses ADD COLUMN replaces_id TEXT COLLATE "C" REFERENCES courses (id);
-- Whose completion of that course ends with renew_by, and has to be renewed.
ALTER TABLE courses ADD COLUMN renew_for TEXT COLLATE "C" NOT NULL DEFAULT 'nobody';
ALTER TABLE courses ADD COLUMN renew_by INTEGER;
CREATE UNIQUE INDEX courses_replaces_id_key ON courses (replaces_id);
UPDATE courses SET audience = 'champions deputies' WHERE required = TRUE;
ALTER TABLE courses DROP COLUMN required;

ALTER TABLE completions ADD COLUMN result INTEGER CHECK (result BETWEEN 0 AND 100);
-- Whether the result reached the course's mark on the day on which it was recorded.
ALTER TABLE completions ADD COLUMN passed BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE completions ADD COLUMN file_id TEXT COLLATE "C" REFERENCES files (id);
ALTER TABLE completions ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT 'recorded';
-- Who verified it or sent it back, when, and with which words.
ALTER TABLE completions ADD COLUMN judged_by TEXT COLLATE "C" REFERENCES people (id);
ALTER TABLE completions ADD COLUMN judged_at BIGINT;
ALTER TABLE completions ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- What its certificate is known by: the random end of the key.
ALTER TABLE completions ADD COLUMN certificate TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE completions ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE completions SET certificate = substr(id, 25);
CREATE UNIQUE INDEX completions_certificate_key ON completions (certificate);
CREATE INDEX completions_course_id ON completions (course_id);
CREATE INDEX completions_file_id ON completions (file_id);
CREATE INDEX completions_judged_by ON completions (judged_by);
CREATE INDEX completions_state ON completions (state);

-- The courses of a belt, in their order.
CREATE TABLE path_steps (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    belt TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    course_id TEXT COLLATE "C" NOT NULL REFERENCES courses (id),
    CONSTRAINT path_steps_belt_course_id_key UNIQUE (belt, course_id)
);
CREATE INDEX path_steps_course_id ON path_steps (course_id);

-- A file of completions from elsewhere that somebody is looking through.
CREATE TABLE training_imports (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    source TEXT NOT NULL,
    mapping TEXT NOT NULL,
    content TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at BIGINT NOT NULL
);
CREATE INDEX training_imports_person_id ON training_imports (person_id);

-- Which column is what, remembered for each source by its name.
CREATE TABLE training_mappings (
    source_folded TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at BIGINT NOT NULL
);
