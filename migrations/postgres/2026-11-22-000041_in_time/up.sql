-- What helps nobody after a launch is not held back past it.
ALTER TABLE notices ADD COLUMN useful_until BIGINT;
-- What was asked back is found and counted without looking at each question that waits for its asker.
DROP INDEX questions_turn_due_at;
CREATE INDEX questions_turn_due_at ON questions (turn, due_at, number, claimed_by, state);
