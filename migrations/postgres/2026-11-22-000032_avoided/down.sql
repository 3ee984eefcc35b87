DROP TABLE questions_avoided;
ALTER TABLE question_measures DROP COLUMN waited_minutes;
