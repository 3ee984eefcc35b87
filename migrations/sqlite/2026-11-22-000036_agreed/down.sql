ALTER TABLE terms DROP COLUMN thanked_at;
DROP INDEX terms_ended_by;
ALTER TABLE terms DROP COLUMN ended_by;
ALTER TABLE terms DROP COLUMN agreed_until;
