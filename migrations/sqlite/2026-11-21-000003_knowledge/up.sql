-- Articles that were published in the browser, and what readers say of all articles.
CREATE TABLE articles (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    category TEXT NOT NULL,
    -- JSON arrays of text, as in the front matter of an article's file.
    tags TEXT NOT NULL,
    phrasings TEXT NOT NULL,
    related TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The question that it answers, by its number.
    question_number INTEGER,
    author_id TEXT NOT NULL REFERENCES people (id),
    published_at INTEGER NOT NULL,
    reviewed_on INTEGER NOT NULL,
    review_after INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT articles_slug_key UNIQUE (slug)
) STRICT;

CREATE TABLE feedback (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    words TEXT NOT NULL,
    given_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_slug ON feedback (slug);

-- How often an article was opened on a day; nobody's name is kept.
CREATE TABLE article_reads (
    slug TEXT NOT NULL,
    day INTEGER NOT NULL,
    reads INTEGER NOT NULL,
    PRIMARY KEY (slug, day)
) STRICT;
