-- From when on the provider has to have asked who somebody is, where they go there to prove it; otherwise no matter.
ALTER TABLE sign_in_attempts ADD COLUMN proof_since BIGINT;
