-- Articles of the database can be changed: every version stays, and what is
-- being written stands apart until somebody publishes it.

-- Who stands behind an article that came with the program and was changed
-- here; empty where that is its author.
ALTER TABLE articles ADD COLUMN owner TEXT NOT NULL DEFAULT '';
-- Since when it is no longer served; a file of the same address is hidden, too.
ALTER TABLE articles ADD COLUMN retired_at BIGINT;

CREATE TABLE article_versions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    article_id TEXT COLLATE "C" NOT NULL REFERENCES articles (id),
    -- 1, 2, 3 … within the article.
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    tags TEXT NOT NULL,
    phrasings TEXT NOT NULL,
    related TEXT NOT NULL,
    body TEXT NOT NULL,
    -- Nobody where it came with the program.
    author_id TEXT COLLATE "C" REFERENCES people (id),
    -- Who read it before it was published; nobody where its author published it.
    reader_id TEXT COLLATE "C" REFERENCES people (id),
    note TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    CONSTRAINT article_versions_article_id_number_key UNIQUE (article_id, number)
);
INSERT INTO article_versions
    (id, article_id, number, title, category, tags, phrasings, related, body, author_id, reader_id, note, published_at)
SELECT id, id, 1, title, category, tags, phrasings, related, body, author_id, NULL, '', published_at FROM articles;

CREATE TABLE article_drafts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    -- The article that it changes; none where it becomes a new one.
    slug TEXT COLLATE "C",
    -- The version that it was written over; 0 where the database held none.
    base INTEGER NOT NULL,
    title TEXT NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    tags TEXT NOT NULL,
    phrasings TEXT NOT NULL,
    related TEXT NOT NULL,
    body TEXT NOT NULL,
    -- What was changed and why, in a line.
    note TEXT NOT NULL,
    author_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    state TEXT COLLATE "C" NOT NULL,
    -- Who sent it back, and why.
    reader_id TEXT COLLATE "C" REFERENCES people (id),
    reader_words TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT article_drafts_number_key UNIQUE (number)
);
CREATE INDEX article_drafts_author ON article_drafts (author_id);
CREATE INDEX article_drafts_state ON article_drafts (state);
CREATE INDEX article_drafts_slug ON article_drafts (slug);
