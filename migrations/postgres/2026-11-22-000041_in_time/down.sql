DROP INDEX questions_turn_due_at;
CREATE INDEX questions_turn_due_at ON questions (turn, due_at, number, claimed_by);
ALTER TABLE notices DROP COLUMN useful_until;
