DROP TABLE question_unmeasured;
DROP TABLE question_measures;
