-- Why it was no answer, in a word; empty where nothing was chosen.
ALTER TABLE feedback ADD COLUMN reason TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX feedback_given_at ON feedback (given_at);

-- That somebody read an article through and found it right. It counts while the
-- text has the same fingerprint; the newest of an article counts.
CREATE TABLE article_reviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    reviewed_by TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    reviewed_at BIGINT NOT NULL,
    reviewed_on INTEGER NOT NULL,
    review_after INTEGER NOT NULL,
    -- What an article that was published here said before, to be taken back to.
    before_reviewed_on INTEGER NOT NULL,
    before_review_after INTEGER NOT NULL
);
CREATE INDEX article_reviews_slug ON article_reviews (slug, id);

-- That a reader says an article is no longer true. It counts while the text has
-- the same fingerprint and nobody has settled it.
CREATE TABLE article_flags (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    slug TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    reported_at BIGINT NOT NULL,
    -- Nobody where the reader was not signed in.
    person_id TEXT COLLATE "C" REFERENCES people (id),
    words TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    outcome_words TEXT NOT NULL DEFAULT '',
    settled_by TEXT COLLATE "C" REFERENCES people (id),
    settled_at BIGINT
);
CREATE INDEX article_flags_slug ON article_flags (slug, id);
CREATE INDEX article_flags_reported_at ON article_flags (reported_at);

-- What was searched for on a day, without who.
CREATE TABLE searches (
    words TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    times BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    asks BIGINT NOT NULL,
    -- Of the latest search: how many articles were shown, and the first of them.
    hits BIGINT NOT NULL,
    best_slug TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (words, day)
);
CREATE INDEX searches_day ON searches (day);

-- What was opened from the results of a search.
CREATE TABLE search_clicks (
    words TEXT COLLATE "C" NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    day INTEGER NOT NULL,
    clicks BIGINT NOT NULL,
    PRIMARY KEY (words, slug, day)
);
CREATE INDEX search_clicks_day ON search_clicks (day);
