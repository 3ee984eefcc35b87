DROP TABLE article_redirects;
