//! Working at questions: giving them to somebody, noting, linking, merging,
//! splitting, opening again, and what is said often.

mod handing;
mod merge;
mod next;
mod notes;
mod reopen;
mod replies;
mod split;
