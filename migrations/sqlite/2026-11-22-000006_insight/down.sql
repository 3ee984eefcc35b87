DROP TABLE search_clicks;
DROP TABLE searches;
DROP TABLE article_flags;
DROP TABLE article_reviews;
DROP INDEX feedback_given_at;
ALTER TABLE feedback DROP COLUMN reason;
