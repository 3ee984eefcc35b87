//! How much of the questions can be found. Asking never waits for who fills the index.

use std::sync::atomic::{AtomicI64, Ordering};

/// Not filled to the end yet.
const NOTHING: i64 = -1;

/// How far it is.
#[derive(Debug)]
pub struct Progress {
    seen: AtomicI64,
    /// The last question that is in it, and the last there is.
    filled: AtomicI64,
    highest: AtomicI64,
}

impl Default for Progress {
    fn default() -> Self {
        Progress { seen: AtomicI64::new(NOTHING), filled: AtomicI64::new(0), highest: AtomicI64::new(0) }
    }
}

impl Progress {
    /// The change up to which questions are found.
    pub fn seen(&self) -> Option<i64> {
        Some(self.seen.load(Ordering::Acquire)).filter(|seen| *seen != NOTHING)
    }

    /// All questions are found, as they were at this change.
    pub fn set_seen(&self, seen: i64) {
        self.seen.store(seen, Ordering::Release);
    }

    /// Questions up to this number are found, of those up to `highest`.
    pub fn set_filled(&self, filled: i64, highest: i64) {
        self.seen.store(NOTHING, Ordering::Release);
        self.filled.store(filled, Ordering::Release);
        self.highest.store(highest, Ordering::Release);
    }

    /// What to tell a reader; nothing once all questions are found.
    pub fn words(&self) -> Option<String> {
        if self.seen().is_some() {
            return None;
        }
        let (filled, highest) = (self.filled.load(Ordering::Acquire), self.highest.load(Ordering::Acquire));
        let how_far = if highest > 0 { format!(", {filled} of {highest} are in it") } else { String::new() };
        Some(format!(
            "The search index of the questions is being built{how_far}. Some are not found yet; try again in a moment."
        ))
    }
}
