-- Why it was no answer, in a word; empty where nothing was chosen.
ALTER TABLE feedback ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX feedback_given_at ON feedback (given_at);

-- That somebody read an article through and found it right. It counts while the
-- text has the same fingerprint; the newest of an article counts.
CREATE TABLE article_reviews (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reviewed_by TEXT NOT NULL REFERENCES people (id),
    reviewed_at INTEGER NOT NULL,
    reviewed_on INTEGER NOT NULL,
    review_after INTEGER NOT NULL,
    -- What an article that was published here said before, to be taken back to.
    before_reviewed_on INTEGER NOT NULL,
    before_review_after INTEGER NOT NULL
) STRICT;
CREATE INDEX article_reviews_slug ON article_reviews (slug, id);

-- That a reader says an article is no longer true. It counts while the text has
-- the same fingerprint and nobody has settled it.
CREATE TABLE article_flags (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    -- Nobody where the reader was not signed in.
    person_id TEXT REFERENCES people (id),
    words TEXT NOT NULL,
    outcome TEXT NOT NULL,
    outcome_words TEXT NOT NULL DEFAULT '',
    settled_by TEXT REFERENCES people (id),
    settled_at INTEGER
) STRICT;
CREATE INDEX article_flags_slug ON article_flags (slug, id);
CREATE INDEX article_flags_reported_at ON article_flags (reported_at);

-- What was searched for on a day, without who.
CREATE TABLE searches (
    words TEXT NOT NULL,
    day INTEGER NOT NULL,
    times INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    asks INTEGER NOT NULL,
    -- Of the latest search: how many articles were shown, and the first of them.
    hits INTEGER NOT NULL,
    best_slug TEXT NOT NULL,
    PRIMARY KEY (words, day)
) STRICT;
CREATE INDEX searches_day ON searches (day);

-- What was opened from the results of a search.
CREATE TABLE search_clicks (
    words TEXT NOT NULL,
    slug TEXT NOT NULL,
    day INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    PRIMARY KEY (words, slug, day)
) STRICT;
CREATE INDEX search_clicks_day ON search_clicks (day);
