DROP TABLE notice_keys;
DROP TABLE notice_hours;
DROP TABLE notice_choices;
DROP TABLE notice_marks;
DROP TABLE notices;
DROP TABLE deliveries;
