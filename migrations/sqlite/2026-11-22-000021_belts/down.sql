DROP TABLE kudos;
DROP TABLE belt_promotions;
