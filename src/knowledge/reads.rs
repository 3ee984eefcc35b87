//! Counts how often articles are opened, without anybody's name, in memory
//! first: reading must not wait for a write.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::Day;

/// Reads by article and day since the last flush.
#[derive(Debug, Default)]
pub struct Reads(Mutex<HashMap<(String, Day), i64>>);

impl Reads {
    /// Counts one.
    pub fn count(&self, slug: &str, day: Day) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((slug.to_owned(), day)).or_insert(0) += 1;
    }

    /// What was counted; it counts from nothing again.
    pub fn take(&self) -> Vec<(String, Day, i64)> {
        let counts = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut counts: Vec<_> = counts.into_iter().map(|((slug, day), count)| (slug, day, count)).collect();
        // All nodes in one order, so that none waits for another in a circle.
        counts.sort();
        counts
    }

    /// Puts back what could not be written.
    pub fn give_back(&self, counts: Vec<(String, Day, i64)>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (slug, day, count) in counts {
            *kept.entry((slug, day)).or_insert(0) += count;
        }
    }
}
