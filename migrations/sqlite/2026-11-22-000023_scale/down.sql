DROP INDEX completions_unverified_recorded_at;
CREATE INDEX completions_state ON completions (state);
DROP INDEX terms_approved_approved_at;
DROP INDEX terms_nominated_nominated_at;
DROP INDEX terms_under_way_ends_on;
CREATE INDEX terms_state_ends_on ON terms (state, ends_on);
