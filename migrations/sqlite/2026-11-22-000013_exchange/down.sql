DROP TABLE import_files;
DROP TABLE code_owners;
DROP TABLE imported_memberships;
DROP TABLE imported_people;
