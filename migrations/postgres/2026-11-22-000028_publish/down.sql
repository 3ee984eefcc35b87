DROP TABLE gap_progress;
DROP TABLE gap_questions;
DROP TABLE gap_searches;
DROP TABLE gap_terms;
DROP TABLE gaps;
DROP TABLE learnt_phrasings;
DROP INDEX questions_article_slug;
DROP INDEX people_name_folded;
DROP TABLE question_publications;
UPDATE question_events SET kind = 'commented' WHERE kind = 'missed';
-- The release before knows no confirmed answers, and no articles that were given as an answer.
DELETE FROM question_events WHERE kind IN ('confirmed', 'referred');
DROP TABLE question_confirmations;
