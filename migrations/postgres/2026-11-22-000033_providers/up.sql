-- Signing in by identity providers, and what they give.

-- A try to sign in that is under way. Hashes only: what lets somebody in is with the browser.
CREATE TABLE sign_in_attempts (
    state_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    browser_hash TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    -- Whose account it is to be linked to; nobody's where it is to sign in.
    person_id TEXT COLLATE "C" REFERENCES people (id),
    -- Where to go on to: a path of ours.
    target TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_person_id ON sign_in_attempts (person_id);
CREATE INDEX sign_in_attempts_expires_at ON sign_in_attempts (expires_at);

-- Whom a provider knows as whom: its own subject, never a mail address.
CREATE TABLE linked_sign_ins (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    -- The provider's key in the settings.
    provider TEXT COLLATE "C" NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    -- How they are called there, for their own eyes.
    label TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    CONSTRAINT linked_sign_ins_issuer_subject_key UNIQUE (issuer, subject)
);
CREATE INDEX linked_sign_ins_person_id ON linked_sign_ins (person_id);

-- By which provider a session began; empty: by none.
ALTER TABLE sessions ADD COLUMN provider TEXT COLLATE "C" NOT NULL DEFAULT '';

-- A right is given by hand, by a provider, or by several: each gives and takes its own.
-- The source is the key of the provider whose groups gave it; empty: somebody did.
ALTER TABLE grants ADD COLUMN source TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE grants DROP CONSTRAINT grants_person_id_kind_scope_kind_scope_key_key;
ALTER TABLE grants ADD CONSTRAINT grants_person_id_kind_scope_source_key
    UNIQUE (person_id, kind, scope_kind, scope_key, source);

-- Which memberships a provider's groups brought, so that it takes back no others.
CREATE TABLE provided_memberships (
    provider TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    PRIMARY KEY (provider, person_id, team_id)
);
CREATE INDEX provided_memberships_person_id ON provided_memberships (person_id);
CREATE INDEX provided_memberships_team_id ON provided_memberships (team_id);
