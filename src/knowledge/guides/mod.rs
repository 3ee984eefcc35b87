//! Guided answers: a short chain of questions for whoever does not know what to
//! search for. Network Security writes them as files, `guides/SLUG.toml`; what
//! a reader answered stands in the address of the page.

mod files;
pub mod handlers;
mod model;
mod pages;
mod parse;
mod proof;
mod rules;
mod walk;

pub use files::{GuideShelf, Guides};
pub use model::{Answer, End, Guide, Question, State, Target, Then};
pub use proof::{GuideProof, prove};
pub use walk::{Place, Step, Walk};
