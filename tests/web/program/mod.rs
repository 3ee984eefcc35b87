//! The champion program: teams, terms, time, training, reviews, meetings and coverage.

mod coverage;
mod exchange;
mod people;
mod meetings;
mod refusals;
mod reminders;
mod reviews;
mod teams;
mod terms;
mod time;
mod training;
