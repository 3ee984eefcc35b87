-- What was answered to the questions of a quarter, without who and without when.
-- Rows lie in the order of their keys, which are hashes: nothing here, nor the
-- place of a row, leads to the row of pulse_participants that came with it.
CREATE TABLE pulse_answers (
    -- SHA-256 over a secret that only the browser has, the person, the quarter and the question.
    key TEXT NOT NULL PRIMARY KEY,
    quarter TEXT NOT NULL,
    audience TEXT NOT NULL,
    question TEXT NOT NULL,
    -- The department of the team that a champion serves; none for managers.
    department_id TEXT REFERENCES departments (id),
    value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 5),
    words TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX pulse_answers_quarter ON pulse_answers (quarter, audience, question);
CREATE INDEX pulse_answers_department_id ON pulse_answers (department_id);

-- Who answered, so that nobody is asked twice; not what, and not when.
CREATE TABLE pulse_participants (
    quarter TEXT NOT NULL,
    audience TEXT NOT NULL,
    question TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (quarter, audience, question, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pulse_participants_person_id ON pulse_participants (person_id);
