DROP TABLE reviews;
DROP TABLE completions;
DROP TABLE courses;
DROP TABLE time_entries;
DROP TABLE terms;
DROP TABLE memberships;
DROP TABLE teams;
DROP TABLE departments;
