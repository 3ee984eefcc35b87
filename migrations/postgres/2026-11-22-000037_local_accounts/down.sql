DROP TABLE half_sign_ins;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
DROP TABLE known_browsers;
DROP TABLE sign_in_tries;
ALTER TABLE sessions DROP COLUMN proved_at;
ALTER TABLE sessions DROP COLUMN address;
ALTER TABLE sessions DROP COLUMN device;
