ALTER TABLE article_drafts DROP COLUMN address;
