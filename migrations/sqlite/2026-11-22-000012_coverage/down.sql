DROP INDEX questions_answered_by;
DROP INDEX questions_asked_at;
