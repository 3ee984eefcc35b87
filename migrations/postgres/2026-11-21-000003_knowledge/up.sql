-- Articles that were published in the browser, and what readers say of all articles.
CREATE TABLE articles (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    -- JSON arrays of text, as in the front matter of an article's file.
    tags TEXT NOT NULL,
    phrasings TEXT NOT NULL,
    related TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The question that it answers, by its number.
    question_number BIGINT,
    author_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    published_at BIGINT NOT NULL,
    reviewed_on INTEGER NOT NULL,
    review_after INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT articles_slug_key UNIQUE (slug)
);

CREATE TABLE feedback (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    helpful BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE INDEX feedback_slug ON feedback (slug);

-- How often an article was opened on a day; nobody's name is kept.
CREATE TABLE article_reads (
    slug TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    reads BIGINT NOT NULL,
    PRIMARY KEY (slug, day)
);
