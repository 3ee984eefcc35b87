//! The champion program: teams, terms, time, training, reviews, meetings and coverage.

mod belongings;
mod belts;
mod coverage;
mod exchange;
mod handover;
mod import_api;
mod leave;
mod meetings;
mod onboarding;
mod people;
mod pulse;
mod refusals;
mod reminders;
mod renewal;
mod reviews;
mod teams;
mod terms;
mod time;
mod training;
mod who;
