DROP INDEX questions_claimed_by;
CREATE INDEX questions_claimed_by ON questions (claimed_by, due_at);
DROP INDEX questions_turn_due_at;
CREATE INDEX questions_turn_due_at ON questions (turn, due_at, number);
