DROP TABLE article_drafts;
DROP TABLE article_versions;
ALTER TABLE articles DROP COLUMN retired_at;
ALTER TABLE articles DROP COLUMN owner;
