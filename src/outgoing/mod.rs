//! Requests that leave: where they may go, how long they may take, and how much
//! of an answer is read (N05).

mod client;
mod reach;

pub use client::{Answer, Client, Failure, Reply};
pub use reach::{Reach, Refused, is_public};
