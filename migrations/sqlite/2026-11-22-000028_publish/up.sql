-- What whoever asked says of an answer; a row where there is an answer.
CREATE TABLE question_confirmations (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    -- When it counts as confirmed by itself; none once it is confirmed.
    confirms_at INTEGER,
    confirmed_at INTEGER,
    -- Nobody where it confirmed itself.
    confirmed_by TEXT REFERENCES people (id)
) STRICT;
CREATE INDEX question_confirmations_confirms_at ON question_confirmations (confirms_at) WHERE confirms_at IS NOT NULL;
CREATE INDEX question_confirmations_confirmed_by ON question_confirmations (confirmed_by);
-- Nobody was asked to confirm these.
INSERT INTO question_confirmations (question_id, confirmed_at)
    SELECT id, answered_at FROM questions WHERE state IN ('answered', 'published');

-- The draft that an answer becomes an article by.
CREATE TABLE question_publications (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    draft INTEGER NOT NULL,
    -- What was found in it and stays as it is, as JSON.
    kept TEXT NOT NULL,
    begun_by TEXT NOT NULL REFERENCES people (id),
    begun_at INTEGER NOT NULL,
    CONSTRAINT question_publications_draft_key UNIQUE (draft)
) STRICT;
CREATE INDEX question_publications_begun_by ON question_publications (begun_by);
-- People are looked for by the names that stand in a text.
CREATE INDEX people_name_folded ON people (name_folded);
CREATE INDEX questions_article_slug ON questions (article_slug) WHERE article_slug IS NOT NULL;

-- Words by which an article is found, beside those that stand in it.
CREATE TABLE learnt_phrasings (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    words TEXT NOT NULL,
    words_folded TEXT NOT NULL,
    -- The question that was answered by the article; none where a gap was closed by it.
    question_number INTEGER,
    gap_number INTEGER,
    learnt_by TEXT NOT NULL REFERENCES people (id),
    learnt_at INTEGER NOT NULL,
    CONSTRAINT learnt_phrasings_slug_words_key UNIQUE (slug, words_folded)
) STRICT;
CREATE INDEX learnt_phrasings_question_number ON learnt_phrasings (question_number) WHERE question_number IS NOT NULL;
CREATE INDEX learnt_phrasings_learnt_by ON learnt_phrasings (learnt_by);

-- What the articles lack: searches without an answer and questions that went to
-- Network Security, in like words.
CREATE TABLE gaps (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    -- By which others are found alike; they stay as they were.
    seed TEXT NOT NULL,
    -- What it is called: a search, or the title of a question for everyone; empty where it has neither.
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Sums over what everyone may read.
    searches INTEGER NOT NULL,
    questions INTEGER NOT NULL,
    waited_minutes INTEGER NOT NULL,
    -- How often, and how many hours: what it is ranked by.
    weight INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT REFERENCES people (id),
    closed_slug TEXT,
    closed_why TEXT NOT NULL DEFAULT '',
    reopened_at INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT gaps_number_key UNIQUE (number)
) STRICT;
CREATE INDEX gaps_state_weight ON gaps (state, weight DESC, number);
CREATE INDEX gaps_closed_by ON gaps (closed_by);

-- The stems of what it began with.
CREATE TABLE gap_terms (
    term TEXT NOT NULL,
    gap_id TEXT NOT NULL REFERENCES gaps (id),
    PRIMARY KEY (term, gap_id)
) STRICT;
CREATE INDEX gap_terms_gap_id ON gap_terms (gap_id);

CREATE TABLE gap_searches (
    words TEXT NOT NULL PRIMARY KEY,
    gap_id TEXT NOT NULL REFERENCES gaps (id),
    -- How often without an answer, on all days that are kept, and on the latest.
    times INTEGER NOT NULL,
    latest_day INTEGER NOT NULL,
    of_day INTEGER NOT NULL
) STRICT;
CREATE INDEX gap_searches_gap_id ON gap_searches (gap_id);
CREATE INDEX gap_searches_latest_day ON gap_searches (latest_day);

CREATE TABLE gap_questions (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    gap_id TEXT NOT NULL REFERENCES gaps (id),
    is_for_everyone INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    waited_minutes INTEGER NOT NULL,
    counted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX gap_questions_gap_id ON gap_questions (gap_id);
CREATE INDEX gap_questions_counted_at ON gap_questions (is_open, counted_at);

-- How far the searches and the changes of questions were read.
CREATE TABLE gap_progress (
    name TEXT NOT NULL PRIMARY KEY,
    change INTEGER NOT NULL,
    day INTEGER NOT NULL
) STRICT;
INSERT INTO gap_progress (name, change, day) VALUES ('gaps', 0, 0);
