//! How long each question took, kept beside it.
//!
//! A measure is what the question's history adds up to, by
//! [`Walk`](crate::questions::clocks::Walk). Whatever writes to the history
//! marks the question in the same transaction; what is marked is counted again
//! within seconds, so that a measure never drifts from its history.

mod keep;
mod store;

pub use keep::{keep_measuring, list_waits, measure_changed};
pub use store::Waits;
pub(super) use store::{mark, mark_new};
