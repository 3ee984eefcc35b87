-- The life of a term: what was agreed to, what it continues, who stands in
-- meanwhile, what is handed over at its end; and what teams own.

-- Scopes that somebody accepted; a text is kept once.
CREATE TABLE scopes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- SHA-256 of the words, in hexadecimal.
    fingerprint TEXT COLLATE "C" NOT NULL,
    -- Markdown.
    words TEXT NOT NULL,
    first_used_at BIGINT NOT NULL,
    CONSTRAINT scopes_fingerprint_key UNIQUE (fingerprint)
);

-- What the person said yes to; none before they did.
ALTER TABLE terms ADD COLUMN scope_id TEXT COLLATE "C" REFERENCES scopes (id);
-- The term of the same person that this one continues.
ALTER TABLE terms ADD COLUMN renews_id TEXT COLLATE "C" REFERENCES terms (id);
-- The term of somebody else that this one follows: the successor's.
ALTER TABLE terms ADD COLUMN follows_id TEXT COLLATE "C" REFERENCES terms (id);
-- A few words of thanks at its end, and whose they are.
ALTER TABLE terms ADD COLUMN thanks TEXT NOT NULL DEFAULT '';
ALTER TABLE terms ADD COLUMN thanked_by TEXT COLLATE "C" REFERENCES people (id);
CREATE INDEX terms_scope_id ON terms (scope_id);
CREATE INDEX terms_follows_id ON terms (follows_id);
CREATE INDEX terms_thanked_by ON terms (thanked_by);
CREATE INDEX terms_state_ends_on ON terms (state, ends_on);
-- A person has one open term in a team at the most, beside the one that it is renewed by.
DROP INDEX terms_team_id_person_id_key;
CREATE UNIQUE INDEX terms_team_id_person_id_key ON terms (team_id, person_id)
    WHERE renews_id IS NULL AND state IN ('nominated', 'approved', 'accepted', 'active');
CREATE UNIQUE INDEX terms_renews_id_key ON terms (renews_id)
    WHERE state IN ('nominated', 'approved', 'accepted', 'active');

-- Days on which somebody is away. Why is nobody's business, so it is not kept.
CREATE TABLE absences (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    first_on INTEGER NOT NULL,
    last_on INTEGER NOT NULL CHECK (last_on >= first_on),
    entered_by TEXT COLLATE "C" REFERENCES people (id),
    entered_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX absences_person_id_last_on ON absences (person_id, last_on);
CREATE INDEX absences_last_on ON absences (last_on);
CREATE INDEX absences_entered_by ON absences (entered_by);

-- Who stands in for an absent person in one of their terms, once they said yes.
CREATE TABLE stand_ins (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    absence_id TEXT COLLATE "C" NOT NULL REFERENCES absences (id),
    term_id TEXT COLLATE "C" NOT NULL REFERENCES terms (id),
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    state TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    version INTEGER NOT NULL,
    CONSTRAINT stand_ins_absence_id_term_id_key UNIQUE (absence_id, term_id)
);
CREATE INDEX stand_ins_term_id ON stand_ins (term_id);
CREATE INDEX stand_ins_person_id ON stand_ins (person_id);
CREATE INDEX stand_ins_asked_by ON stand_ins (asked_by);

-- What somebody who left has yet to give to another.
CREATE TABLE handovers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    term_id TEXT COLLATE "C" NOT NULL REFERENCES terms (id),
    cause TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    raised_by TEXT COLLATE "C" REFERENCES people (id),
    raised_at BIGINT NOT NULL,
    done_by TEXT COLLATE "C" REFERENCES people (id),
    done_at BIGINT,
    -- Who has it now; nobody where it went to Network Security.
    to_person_id TEXT COLLATE "C" REFERENCES people (id),
    -- How many things were handed over.
    moved INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX handovers_state_raised_at ON handovers (state, raised_at);
CREATE INDEX handovers_raised_by ON handovers (raised_by);
CREATE INDEX handovers_done_by ON handovers (done_by);
CREATE INDEX handovers_to_person_id ON handovers (to_person_id);
-- A term waits for one handover at the most.
CREATE UNIQUE INDEX handovers_term_id_key ON handovers (term_id) WHERE state = 'open';
CREATE INDEX handovers_term_id ON handovers (term_id);

-- What a team looks after: where its code is, and what it runs.
CREATE TABLE repositories (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    link TEXT NOT NULL DEFAULT '',
    CONSTRAINT repositories_name_folded_key UNIQUE (name_folded)
);
CREATE INDEX repositories_team_id ON repositories (team_id);

CREATE TABLE services (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    link TEXT NOT NULL DEFAULT '',
    CONSTRAINT services_name_folded_key UNIQUE (name_folded)
);
CREATE INDEX services_team_id ON services (team_id);
