-- What goes out: one message to one person by mail, or to one place in chat.
CREATE TABLE deliveries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    channel TEXT COLLATE "C" NOT NULL,
    -- What goes one after the other: mail to a person, or a place in chat.
    lane TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" REFERENCES people (id),
    chat TEXT COLLATE "C" NOT NULL,
    is_digest BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    -- From when on it may go, and when it is tried next.
    ready_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    -- Who sends it at the moment, until when, and how often it was taken: what
    -- comes of an older taking counts no more.
    leased_by TEXT COLLATE "C" NOT NULL,
    leased_until BIGINT,
    lease INTEGER NOT NULL,
    ended_at BIGINT,
    problem TEXT NOT NULL
);
CREATE INDEX deliveries_waiting ON deliveries (channel, next_at) WHERE state = 'waiting';
CREATE INDEX deliveries_lane ON deliveries (lane, ready_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_state ON deliveries (state, ended_at);
CREATE INDEX deliveries_person_id ON deliveries (person_id);

-- What somebody hears of, written with the change that it is about.
CREATE TABLE notices (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- Who hears it; or the place in chat that does.
    person_id TEXT COLLATE "C" REFERENCES people (id),
    chat TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    path TEXT NOT NULL,
    thread TEXT NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_key TEXT COLLATE "C" NOT NULL,
    -- Whether its words may leave the site.
    is_open BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    -- When it was decided what goes out because of it.
    sorted_at BIGINT,
    -- When the digest goes that it waits for.
    digest_at BIGINT,
    delivery_id TEXT COLLATE "C" REFERENCES deliveries (id)
);
CREATE INDEX notices_person_id ON notices (person_id, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
CREATE INDEX notices_unsorted ON notices (id) WHERE sorted_at IS NULL;
CREATE INDEX notices_digest_at ON notices (digest_at) WHERE digest_at IS NOT NULL;
CREATE INDEX notices_delivery_id ON notices (delivery_id);
CREATE INDEX notices_created_at ON notices (created_at);

-- What was said already, where the clock is the cause and nobody's change.
CREATE TABLE notice_marks (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    marked_at BIGINT NOT NULL
);
CREATE INDEX notice_marks_marked_at ON notice_marks (marked_at);

-- What somebody wants by mail, where it is not what everybody gets.
CREATE TABLE notice_choices (
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    kind TEXT COLLATE "C" NOT NULL,
    choice TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person_id, kind)
);

-- Minutes of the day at which somebody is not to be disturbed, and gets the digest.
CREATE TABLE notice_hours (
    person_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES people (id),
    quiet_from INTEGER,
    quiet_until INTEGER,
    digest_at INTEGER NOT NULL
);

-- What links that end mails are signed with.
CREATE TABLE notice_keys (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL
);
