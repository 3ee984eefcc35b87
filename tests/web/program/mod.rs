//! The champion program: teams, terms, time, training, reviews and coverage.

mod coverage;
mod exchange;
mod people;
mod refusals;
mod reminders;
mod reviews;
mod teams;
mod terms;
mod time;
mod training;
