DROP TABLE question_drafts;
DROP TABLE question_events;
DROP TABLE questions;
