-- Belts: asked for by whoever has what they take, agreed to by a manager and a lead.
CREATE TABLE belt_promotions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    -- The key of a level in program/belts.toml.
    level TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- 'evidence', or 'override' where a lead gave it by their own word.
    ground TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    manager_id TEXT COLLATE "C" REFERENCES people (id),
    lead_id TEXT COLLATE "C" REFERENCES people (id),
    -- Who refused it, or took it back.
    refused_by TEXT COLLATE "C" REFERENCES people (id),
    -- Why it was refused, given by an override, or taken back.
    words TEXT NOT NULL DEFAULT '',
    settled_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX belt_promotions_person_id ON belt_promotions (person_id);
CREATE INDEX belt_promotions_asked_by ON belt_promotions (asked_by);
CREATE INDEX belt_promotions_manager_id ON belt_promotions (manager_id);
CREATE INDEX belt_promotions_lead_id ON belt_promotions (lead_id);
CREATE INDEX belt_promotions_refused_by ON belt_promotions (refused_by);
CREATE INDEX belt_promotions_state ON belt_promotions (state, asked_at);
-- A person asks for one level at a time.
CREATE UNIQUE INDEX belt_promotions_person_id_key ON belt_promotions (person_id) WHERE state = 'asked';

-- Thanks with a reason.
CREATE TABLE kudos (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    given_by TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE INDEX kudos_person_id ON kudos (person_id, given_at);
CREATE INDEX kudos_given_by ON kudos (given_by, given_at);
