//! The pulse: a few questions each quarter, answered in a click and without a
//! name.
//!
//! Who answered is kept apart from what: the row of an answer is named by a
//! hash over a secret that only the browser has, carries no time, and can be
//! changed from that browser alone. What is shown covers five answers at least,
//! of quarters that are over, so that no difference tells what one person said.

pub(super) mod access;
mod actions;
mod file;
pub mod handlers;
mod model;
mod pages;
mod results;
mod rules;
mod store;

pub use actions::{Respondent, answer};
pub use file::{PulseQuestion, PulseQuestions};
pub use model::{Audience, FEWEST};
pub use pages::{AskedLine, PulseDesk, asked_words, cell, pulse_desk};
