-- What a new champion needs, who walks beside them, and what is taken back at
-- the end of the term.
CREATE TABLE onboardings (
    term_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES terms (id),
    -- The first day of the term, or of the first that it continues.
    begun_on INTEGER NOT NULL,
    -- Another champion; nobody until one is proposed.
    buddy_id TEXT COLLATE "C" REFERENCES people (id),
    -- Who proposed them.
    buddy_by TEXT COLLATE "C" REFERENCES people (id),
    version INTEGER NOT NULL
);
CREATE INDEX onboardings_buddy_id ON onboardings (buddy_id);
CREATE INDEX onboardings_buddy_by ON onboardings (buddy_by);
CREATE INDEX onboardings_begun_on ON onboardings (begun_on);

-- The list as it was when the term was accepted; the template may change later.
CREATE TABLE onboarding_items (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    term_id TEXT COLLATE "C" NOT NULL REFERENCES terms (id),
    -- Its place in the list, from 0.
    position INTEGER NOT NULL,
    -- Its name in the template, by which lists are filtered.
    item TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    help TEXT NOT NULL,
    -- Who does it: netsec, lead, manager or champion.
    owner TEXT COLLATE "C" NOT NULL,
    -- Whether it is taken back at the end of the term.
    is_access BOOLEAN NOT NULL,
    asked_on INTEGER,
    asked_by TEXT COLLATE "C" REFERENCES people (id),
    done_on INTEGER,
    done_by TEXT COLLATE "C" REFERENCES people (id),
    evidence TEXT NOT NULL DEFAULT '',
    revoked_on INTEGER,
    revoked_by TEXT COLLATE "C" REFERENCES people (id),
    version INTEGER NOT NULL,
    CONSTRAINT onboarding_items_term_id_item_key UNIQUE (term_id, item)
);
CREATE INDEX onboarding_items_asked_by ON onboarding_items (asked_by);
CREATE INDEX onboarding_items_done_by ON onboarding_items (done_by);
CREATE INDEX onboarding_items_revoked_by ON onboarding_items (revoked_by);
CREATE INDEX onboarding_items_done_on_revoked_on ON onboarding_items (done_on, revoked_on);

-- A few words after 30, 60 and 90 days, from the champion and from whoever
-- walks beside them.
CREATE TABLE onboarding_reviews (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    term_id TEXT COLLATE "C" NOT NULL REFERENCES terms (id),
    -- Days after the beginning.
    days INTEGER NOT NULL,
    -- champion or companion.
    side TEXT COLLATE "C" NOT NULL,
    -- JSON: pairs of question and words, as they were asked.
    answers TEXT NOT NULL,
    written_by TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    written_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT onboarding_reviews_term_id_days_side_key UNIQUE (term_id, days, side)
);
CREATE INDEX onboarding_reviews_written_by ON onboarding_reviews (written_by);
