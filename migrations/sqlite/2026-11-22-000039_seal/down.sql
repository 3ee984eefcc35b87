-- An earlier release can't open it, and makes another.
DELETE FROM notice_keys WHERE sealed IS NOT NULL;
ALTER TABLE notice_keys DROP COLUMN sealed;
DROP TABLE seal_marks;
