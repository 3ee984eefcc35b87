-- The queue is counted from its index alone, by who has what as well.
DROP INDEX questions_turn_due_at;
CREATE INDEX questions_turn_due_at ON questions (turn, due_at, number, claimed_by);
-- What nobody has is nearly everything: it is no way to look for what is free.
DROP INDEX questions_claimed_by;
CREATE INDEX questions_claimed_by ON questions (claimed_by, due_at) WHERE claimed_by IS NOT NULL;
