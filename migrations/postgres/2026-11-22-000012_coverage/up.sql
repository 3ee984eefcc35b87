-- What teams asked lately, and who answered when, without reading the questions.
CREATE INDEX questions_asked_at ON questions (asked_at, team_id);
CREATE INDEX questions_answered_by ON questions (answered_by, answered_at);
