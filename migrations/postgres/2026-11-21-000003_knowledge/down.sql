DROP TABLE article_reads;
DROP TABLE feedback;
DROP TABLE articles;
