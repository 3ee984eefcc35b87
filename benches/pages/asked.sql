-- What a company asked over three years, made by SQLite alone: `asked.rs` puts
-- the sizes in. The newest @OPEN@ questions are open, and every twelfth is not
-- for everyone. Five events each.
CREATE TEMP TABLE words (n INTEGER PRIMARY KEY, word TEXT NOT NULL);
INSERT INTO words (n, word)
WITH RECURSIVE
    n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < 10000),
    s(d, syllable) AS (SELECT i, substr('bakelominurasotivuze', 2 * i + 1, 2) FROM n WHERE i < 10)
SELECT i, a.syllable || b.syllable || c.syllable || d.syllable
FROM n, s AS a, s AS b, s AS c, s AS d
WHERE a.d = i / 1000 AND b.d = i / 100 % 10 AND c.d = i / 10 % 10 AND d.d = i % 10;
INSERT INTO questions (id, number, title, title_folded, body, searched, asker_id, team_id, urgency, state, asked_at,
    turn_since, due_at, claimed_by, claimed_at, answer, answered_by, answered_at, version, turn, target_at,
    first_response_at, visibility)
WITH RECURSIVE
    n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @QUESTIONS@),
    -- Forty topics, thousands of services: some words stand in many questions, most in few.
    q(i, topic, service, host, city, port, at, is_open, kind) AS (
        SELECT i, (SELECT word FROM words WHERE n = i * 7919 % 40), (SELECT word FROM words WHERE n = i * 104729 % 9000), (SELECT word FROM words WHERE n = i * 15485863 % 2500), (SELECT word FROM words WHERE n = i * 32452843 % 600),
            1024 + i * 49979687 % 9000,
            @TODAY@ * 86400000000 - (@QUESTIONS@ - i) * (@DAYS@ * 86400000000 / @QUESTIONS@),
            i >= @QUESTIONS@ - @OPEN@, i % 5
        FROM n),
    s(i, title, topic, service, host, city, port, at, is_open, state) AS (
        SELECT i, CASE kind
            WHEN 0 THEN printf('Which port does %s need to reach the %s database?', service, topic)
            WHEN 1 THEN printf('May %s open port %d towards %s?', service, port, host)
            WHEN 2 THEN printf('Connection to %s in %s is refused behind the proxy', host, city)
            WHEN 3 THEN printf('Is the firewall rule of %s still needed for %s?', service, topic)
            ELSE printf('How do we rotate the certificate of %s on %s?', topic, host) END,
            topic, service, host, city, port, at, is_open,
            CASE WHEN NOT is_open THEN iif(i % 9 = 0, 'published', 'answered')
                WHEN i % 4 = 0 THEN 'with_champion' ELSE 'with_netsec' END
        FROM q)
SELECT printf('01900000-0000-7101-8000-%012x', i), i + 1, title, lower(title),
    printf('We run %s in %s and moved it to %s last week. Since then the flow to port %d times out, '
        || 'and the log says that the %s gateway drops it. What should we ask for?', service, city, host, port, topic),
    '', printf('01900000-0000-7003-8000-%012x', i * 31 % @ASKERS@),
    printf('01900000-0000-7002-8000-%012x', i * 31 % @ASKERS@ % @TEAMS@),
    CASE i % 20 WHEN 0 THEN 'blocked' WHEN 1 THEN 'low' ELSE 'normal' END, state, at,
    at, at + 172800000000, iif(is_open AND i % 6 = 0, iif(i >= @QUESTIONS@ - 600 AND i % 4 > 0,
        (SELECT id FROM people WHERE handle = 'ines-marchetti'), printf('01900000-0000-7003-8000-%012x', i % @PEOPLE@)), NULL),
    iif(is_open AND i % 6 = 0, at, NULL),
    iif(is_open, '', printf('Use the egress proxy of %s; port %d is open by baseline. See the page on %s.',
        city, port, topic)),
    iif(is_open, NULL, printf('01900000-0000-7003-8000-%012x', i % @PEOPLE@)), iif(is_open, NULL, at + 86400000000),
    1,
    CASE WHEN NOT is_open THEN 'nobody' WHEN i % 10 = 3 THEN 'asker'
        WHEN state = 'with_champion' THEN 'champion' ELSE 'netsec' END,
    at + 172800000000, iif(is_open, NULL, at + 43200000000),
    CASE WHEN i % 12 <> 0 THEN 'everyone' WHEN i % 24 = 0 THEN 'netsec' ELSE 'team' END
FROM s;
-- events
INSERT INTO question_events (id, question_id, happened_at, person_id, kind, words, turn, due_at)
WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k + 1 < 5)
SELECT printf('01900000-0000-7102-8000-%012x', (number - 1) * 5 + k), id, asked_at + k * 7200000000,
    CASE k WHEN 4 THEN answered_by ELSE asker_id END,
    CASE k WHEN 0 THEN 'asked' WHEN 1 THEN 'escalated' WHEN 2 THEN 'responded' WHEN 3 THEN 'commented'
        ELSE iif(answered_at IS NULL, 'commented', 'answered') END,
    CASE k WHEN 0 THEN '' WHEN 1 THEN 'Nobody here knows the network of the vendor.'
        WHEN 4 THEN iif(answered_at IS NULL, 'Any news?', answer) ELSE 'We looked at the log, and it shows a reset.' END,
    CASE k WHEN 0 THEN 'champion' WHEN 1 THEN 'netsec' WHEN 4 THEN iif(answered_at IS NULL, NULL, 'nobody') END,
    CASE WHEN k < 2 THEN due_at END
FROM questions, k
ORDER BY questions.id, k;
-- what is kept beside them
INSERT INTO question_confirmations (question_id, confirmed_at)
SELECT id, answered_at FROM questions WHERE answered_at IS NOT NULL ORDER BY id;
INSERT INTO question_measures (question_id, asked_at, respond_minutes, answer_minutes, champion_minutes,
    netsec_minutes, was_with_champion, was_with_netsec, reopened)
SELECT id, asked_at, 60 + number % 300, iif(answered_at IS NULL, NULL, 200 + number % 2000), 60 + number % 100,
    number % 1500, 1, 1, 0
FROM questions ORDER BY id;
INSERT INTO question_topics (question_id, kind, value)
SELECT id, 'category', CASE number % 4 WHEN 0 THEN 'dns' WHEN 1 THEN 'firewall' WHEN 2 THEN 'proxy' ELSE 'tls' END
FROM questions ORDER BY id;
INSERT INTO question_watchers (question_id, person_id, since)
SELECT id, printf('01900000-0000-7003-8000-%012x', number * 17 % @PEOPLE@), asked_at FROM questions
WHERE number % 10 = 0 ORDER BY id;
INSERT INTO counters (name, value) VALUES ('questions', @QUESTIONS@);
-- gaps
INSERT INTO gaps (id, number, seed, words, state, searches, questions, waited_minutes, weight, first_at, latest_at,
    version)
SELECT printf('01900000-0000-7103-8000-%012x', number), row_number() OVER (ORDER BY number), title, title,
    iif(number % 60 = 0, 'closed', 'open'), number % 7, 10, 600 + number % 9000, 10 + number % 500, asked_at, asked_at, 1
FROM questions WHERE number % 10 = 0 ORDER BY number;
INSERT INTO gap_questions (question_id, gap_id, is_for_everyone, is_open, waited_minutes, counted_at)
SELECT id, printf('01900000-0000-7103-8000-%012x', max(number - number % 10, 10)), visibility = 'everyone',
    answered_at IS NULL, 60, asked_at
FROM questions ORDER BY id;
INSERT INTO counters (name, value) SELECT 'gaps', count(*) FROM gaps;
DROP TABLE temp.words;
