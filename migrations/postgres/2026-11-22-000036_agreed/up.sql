-- The last day that was agreed, which stays when a term is given an earlier one: that is how it is known
-- that it ended early. None: no last day was agreed.
ALTER TABLE terms ADD COLUMN agreed_until INTEGER;
UPDATE terms SET agreed_until = ends_on;
-- Who ended it, or gave it its last day.
ALTER TABLE terms ADD COLUMN ended_by TEXT COLLATE "C" REFERENCES people (id);
CREATE INDEX terms_ended_by ON terms (ended_by);
-- When the thanks were said: they are news from then on, however long ago the term ended.
ALTER TABLE terms ADD COLUMN thanked_at BIGINT;
UPDATE terms SET thanked_at = ended_at WHERE thanks <> '';
