//! Offers as pages show them.

use super::model::{Offer, OfferKind};
use crate::program::time::rules::{duration_words, typed_length};

/// Offers of one page; who logs some sees the next.
const SHOWN: usize = 5;

/// One offer: the entry that a click makes, in the words of its form.
pub struct OfferLine {
    /// The offer.
    pub offer: Offer,
    /// `review/0199…`
    pub source: String,
    /// The length as somebody would type it.
    pub length: String,
}

impl OfferLine {
    /// The first few offers.
    pub fn list(offers: Vec<Offer>) -> Vec<Self> {
        let line = |offer: Offer| OfferLine {
            source: offer.source.to_string(),
            length: typed_length(offer.entry.minutes),
            offer,
        };
        offers.into_iter().take(SHOWN).map(line).collect()
    }

    /// What it was, in a word.
    pub fn what(&self) -> String {
        match self.offer.source.kind {
            OfferKind::Review => self.offer.entry.activity.label().to_owned(),
            OfferKind::Question => format!("Answered question {}", self.offer.source.subject),
        }
    }

    /// What a screen reader hears of the buttons: "45 min of …".
    pub fn said(&self) -> String {
        format!("{} of {}", duration_words(i64::from(self.offer.entry.minutes)), self.offer.entry.note)
    }
}
