//! What in a text should not leave a question: names of people, addresses,
//! hosts and secrets, each with its place and what may stand there instead.
//!
//! Finding is pure; [`known()`] says which people and names to look for. Nothing
//! is replaced that nobody decided about: a find is a question to the writer.

mod addresses;
mod apply;
mod known;
mod model;
mod names;
mod places;
mod scan;
#[cfg(test)]
mod tests;

pub use apply::{Decided, Decision, apply, undecided};
pub use known::{known, propose};
pub use model::{Find, FindKind, Kept, Texts};
pub use scan::{Known, KnownName, scan};
