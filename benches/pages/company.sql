-- A company of any size, made by SQLite alone: `company.rs` puts the sizes in.
-- Keys are version 7 in form: the kind of row stands before the dash, its number at the end.
INSERT INTO departments (id, slug, name, name_folded, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @DEPARTMENTS@)
SELECT printf('01900000-0000-7001-8000-%012x', i), printf('department-%d', i), printf('Department %03d', i),
    printf('department %03d', i), 1
FROM n;

INSERT INTO teams (id, slug, name, name_folded, department_id, chat, created_at, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @TEAMS@)
SELECT printf('01900000-0000-7002-8000-%012x', i), printf('team-%d', i), printf('Team %05d', i),
    printf('team %05d', i), printf('01900000-0000-7001-8000-%012x', i % @DEPARTMENTS@), printf('#team-%d', i),
    @FOUNDED@ * 86400000000, 1
FROM n;

INSERT INTO people (id, handle, name, name_folded, email, email_folded, chat, password_hash, state, created_at, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @PEOPLE@)
SELECT printf('01900000-0000-7003-8000-%012x', i), printf('person-%d', i), printf('Person %05d', i),
    printf('person %05d', i), printf('person-%d@example.com', i), printf('person-%d@example.com', i),
    printf('@person-%d', i), NULL, 'active', @FOUNDED@ * 86400000000, 1
FROM n;

INSERT INTO memberships (id, person_id, team_id, since)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @PEOPLE@)
SELECT printf('01900000-0000-7004-8000-%012x', i), printf('01900000-0000-7003-8000-%012x', i),
    printf('01900000-0000-7002-8000-%012x', i % @TEAMS@), @FOUNDED@
FROM n;

-- The first person of a team is its champion, but for every seventh team; the
-- second, where there is one, is deputy of every third.
INSERT INTO terms (id, team_id, person_id, role, state, allocation_percent, nominated_by, nominated_at,
    approved_by, approved_at, answered_at, starts_on, ends_on, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @PEOPLE@)
SELECT printf('01900000-0000-7005-8000-%012x', i), printf('01900000-0000-7002-8000-%012x', i % @TEAMS@),
    printf('01900000-0000-7003-8000-%012x', i), iif(i < @TEAMS@, 'champion', 'deputy'), 'active', 10,
    printf('01900000-0000-7003-8000-%012x', i), @FOUNDED@ * 86400000000,
    printf('01900000-0000-7003-8000-%012x', i), @FOUNDED@ * 86400000000, @FOUNDED@ * 86400000000,
    @FOUNDED@ + i % 300, iif(i % 11 = 0, @TODAY@ + i % 60, NULL), 1
FROM n
WHERE (i < @TEAMS@ AND i % 7 <> 0) OR (i >= @TEAMS@ AND i % 3 = 0);

-- As many entries for everybody who serves, spread over all days; a person's
-- stand together, as they do in the indexes.
INSERT INTO time_entries (id, person_id, team_id, day, minutes, activity, note, created_at, version)
WITH RECURSIVE
    serving(number, person_id, team_id) AS
        (SELECT row_number() OVER (ORDER BY person_id) - 1, person_id, team_id FROM terms),
    each(count) AS (SELECT (@ENTRIES@ + count(*) - 1) / count(*) FROM serving),
    n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < (SELECT count FROM each))
SELECT printf('01900000-0000-7006-8000-%012x', number * count + k), person_id, team_id,
    @FOUNDED@ + k * @DAYS@ / count, 15 + 15 * ((number + k * 5) % 8),
    CASE (number + k) % 4 WHEN 0 THEN 'answering' WHEN 1 THEN 'pull-request-review' WHEN 2 THEN 'training'
        ELSE 'design-review' END,
    printf('service %d', k), (@FOUNDED@ + k * @DAYS@ / count) * 86400000000, 1
FROM serving, each, n
WHERE number * count + k < @ENTRIES@;
