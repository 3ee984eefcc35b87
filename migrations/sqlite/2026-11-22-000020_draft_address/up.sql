-- The address that a new article shall have; empty: made of its title.
ALTER TABLE article_drafts ADD COLUMN address TEXT NOT NULL DEFAULT '';
