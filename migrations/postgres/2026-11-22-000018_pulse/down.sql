DROP TABLE pulse_participants;
DROP TABLE pulse_answers;
