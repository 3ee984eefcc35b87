DROP INDEX questions_turn_turned;
DROP INDEX questions_team_turned;
DROP TABLE feed_addresses;
