DROP TABLE former_people;
DROP TABLE service_accounts;
