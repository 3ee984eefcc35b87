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

-- Every second team without a champion has somebody who was asked to be one.
INSERT INTO terms (id, team_id, person_id, role, state, allocation_percent, nominated_by, nominated_at,
    approved_by, approved_at, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @TEAMS@)
SELECT printf('01900000-0000-7007-8000-%012x', i), printf('01900000-0000-7002-8000-%012x', i),
    printf('01900000-0000-7003-8000-%012x', i), 'champion', iif(i % 28 = 0, 'nominated', 'approved'), 10,
    printf('01900000-0000-7003-8000-%012x', i), (@TODAY@ - 4 - i % 40) * 86400000000,
    iif(i % 28 = 0, NULL, printf('01900000-0000-7003-8000-%012x', i)),
    iif(i % 28 = 0, NULL, (@TODAY@ - 4 - i % 40) * 86400000000), 1
FROM n
WHERE i % 14 = 0;

-- What everybody who serves was given; here and there something is missing.
INSERT INTO onboardings (term_id, begun_on, version)
SELECT id, starts_on, 1 FROM terms WHERE state = 'active';
INSERT INTO onboarding_items (id, term_id, position, item, title, help, owner, is_access, done_on, version)
WITH RECURSIVE
    serving(number, id) AS (SELECT row_number() OVER (ORDER BY id) - 1, id FROM terms WHERE state = 'active'),
    n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < 5)
SELECT printf('01900000-0000-7008-8000-%012x', number * 5 + k), id, k, printf('thing-%d', k), printf('Thing %d', k), '',
    CASE k % 4 WHEN 0 THEN 'netsec' WHEN 1 THEN 'lead' WHEN 2 THEN 'manager' ELSE 'champion' END, k % 2,
    iif((number + k) % 40 = 0, NULL, @TODAY@ - 30), 1
FROM serving, n;

-- Three courses, which everybody who serves takes each year; the evidence of a
-- few waits to be verified.
INSERT INTO courses (id, slug, title, title_folded, minutes, valid_months, version, audience)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < 3)
SELECT printf('01900000-0000-7009-8000-%012x', i), printf('course-%d', i), printf('Course %d', i),
    printf('course %d', i), 60, 12, 1, 'champions deputies'
FROM n;
INSERT INTO completions (id, person_id, course_id, completed_on, valid_until, evidence, recorded_at, state, certificate)
WITH RECURSIVE
    serving(number, person_id) AS
        (SELECT row_number() OVER (ORDER BY person_id) - 1, person_id FROM terms WHERE state = 'active'),
    n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < 9)
SELECT printf('01900000-0000-700a-8000-%012x', number * 9 + k), person_id,
    printf('01900000-0000-7009-8000-%012x', k % 3),
    @FOUNDED@ + (number * 7 + k % 3 * 31) % 300 + 365 * (k / 3),
    @FOUNDED@ + (number * 7 + k % 3 * 31) % 300 + 365 * (k / 3) + 364,
    iif(number % 50 = 0, 'https://academy.example.com/', ''), @TODAY@ * 86400000000,
    iif(k < 6, 'verified', 'recorded'), printf('%08x', number * 9 + k)
FROM serving, n;

-- A meeting of all champions each month, at which two of three were.
INSERT INTO meetings (id, number, kind, title, organiser_id, zone, first_day, starts_minute, minutes, repeats,
    last_day, sequence, created_at, changed_at, version)
VALUES ('01900000-0000-700b-8000-000000000000', 1, 'champions', 'Champions', '01900000-0000-7003-8000-000000000000',
    'UTC', @FOUNDED@, 600, 60, 'monthly', @TODAY@, 0, 0, 0, 1);
INSERT INTO meeting_invitees (id, meeting_id, kind, key)
VALUES ('01900000-0000-700c-8000-000000000000', '01900000-0000-700b-8000-000000000000', 'champions', '');
INSERT INTO meeting_dates (id, meeting_id, planned_on, day, starts_minute, minutes, starts_at, ends_at, state,
    notes_version, version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @DAYS@ / 30)
SELECT printf('01900000-0000-700d-8000-%012x', i), '01900000-0000-700b-8000-000000000000', @FOUNDED@ + i * 30,
    @FOUNDED@ + i * 30, 600, 60, (@FOUNDED@ + i * 30) * 86400000000 + 36000000000,
    (@FOUNDED@ + i * 30) * 86400000000 + 39600000000, 'planned', 1, 1
FROM n;
INSERT INTO meeting_participants (id, date_id, person_id, answer, attended)
WITH serving(number, person_id) AS
    (SELECT row_number() OVER (ORDER BY person_id) - 1, person_id FROM terms WHERE state = 'active')
SELECT printf('01900000-0000-700e-8000-%012x', number * 100 + (day - @FOUNDED@) / 30), meeting_dates.id, person_id,
    'accepted', (number + day / 30) % 3 <> 0
FROM serving, meeting_dates;

-- As many entries for everybody who serves, spread over all days; a person's
-- stand together, as they do in the indexes.
INSERT INTO time_entries (id, person_id, team_id, day, minutes, activity, note, created_at, version)
WITH RECURSIVE
    serving(number, person_id, team_id) AS
        (SELECT row_number() OVER (ORDER BY person_id) - 1, person_id, team_id FROM terms WHERE state = 'active'),
    each(count) AS (SELECT (@ENTRIES@ + count(*) - 1) / count(*) FROM serving),
    n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < (SELECT count FROM each))
SELECT printf('01900000-0000-7006-8000-%012x', number * count + k), person_id, team_id,
    @FOUNDED@ + k * @DAYS@ / count, 15 + 15 * ((number + k * 5) % 8),
    CASE (number + k) % 4 WHEN 0 THEN 'answering' WHEN 1 THEN 'pull-request-review' WHEN 2 THEN 'training'
        ELSE 'design-review' END,
    printf('service %d', k), (@FOUNDED@ + k * @DAYS@ / count) * 86400000000, 1
FROM serving, each, n
WHERE number * count + k < @ENTRIES@;
