//! Offers to log time for what somebody finished: a review, a question that
//! they answered. One click logs it, another waves it away.
//!
//! An entry keeps what it came from. Once the entry is gone, the offer stands again.

mod actions;
pub(in crate::program) mod handlers;
mod model;
mod pages;
mod store;

pub use actions::{dismiss_offer, log_offer};
pub use model::{AnsweredQuestion, Offer, OfferKind, Source};
pub use pages::OfferLine;
pub(in crate::program) use store::settle;
pub use store::{forget_dismissed, list_offers, sources_of};
