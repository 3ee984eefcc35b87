DROP TABLE services;
DROP TABLE repositories;
DROP TABLE handovers;
DROP TABLE stand_ins;
DROP TABLE absences;
DROP INDEX terms_renews_id_key;
DROP INDEX terms_team_id_person_id_key;
DROP INDEX terms_state_ends_on;
DROP INDEX terms_thanked_by;
DROP INDEX terms_follows_id;
DROP INDEX terms_scope_id;
ALTER TABLE terms DROP COLUMN thanked_by;
ALTER TABLE terms DROP COLUMN thanks;
ALTER TABLE terms DROP COLUMN follows_id;
ALTER TABLE terms DROP COLUMN renews_id;
ALTER TABLE terms DROP COLUMN scope_id;
CREATE UNIQUE INDEX terms_team_id_person_id_key ON terms (team_id, person_id)
    WHERE state IN ('nominated', 'approved', 'accepted', 'active');
DROP TABLE scopes;
