-- Lists that somebody has to see to, each in the order in which it is shown, so
-- that the first few are read and no others. The index of states and last days
-- goes: as nearly all terms of a company are active it finds nothing, and it was
-- taken for the terms of fifty teams, where the index of teams is right.
DROP INDEX terms_state_ends_on;
CREATE INDEX terms_under_way_ends_on ON terms (ends_on, id) WHERE state IN ('accepted', 'active');
CREATE INDEX terms_nominated_nominated_at ON terms (nominated_at, id) WHERE state = 'nominated';
CREATE INDEX terms_approved_approved_at ON terms (approved_at, id) WHERE state = 'approved';
-- Evidence that waits to be verified, the oldest first. States of completions
-- are as few as those of terms.
DROP INDEX completions_state;
CREATE INDEX completions_unverified_recorded_at ON completions (recorded_at, id)
    WHERE state = 'recorded' AND (evidence <> '' OR file_id IS NOT NULL);
