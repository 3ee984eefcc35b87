DROP TABLE saved_replies;
DROP TABLE question_links;
DROP TABLE question_notes;
DROP INDEX questions_claimed_by;
DROP INDEX questions_state;
DROP INDEX questions_asker_id;
DROP INDEX questions_team_id;
CREATE INDEX questions_team_id ON questions (team_id);
CREATE INDEX questions_asker_id ON questions (asker_id);
CREATE INDEX questions_state_due_at ON questions (state, due_at);
DROP INDEX questions_merged_into;
-- What was kept answers; a duplicate without its link would wait for ever.
UPDATE questions SET state = 'answered', answer = 'This was asked twice; see the other question.' WHERE state = 'merged';
ALTER TABLE questions DROP COLUMN merged_into;
UPDATE question_events SET kind = 'commented' WHERE kind IN
    ('handed_on', 'assigned', 'reopened', 'merged', 'absorbed', 'split', 'split_off', 'reworded', 'linked', 'unlinked');
