//! The champion program: teams, terms, time, training, reviews, meetings and coverage.

mod coverage;
mod exchange;
mod meetings;
mod people;
mod pulse;
mod refusals;
mod reminders;
mod reviews;
mod teams;
mod terms;
mod time;
mod training;
