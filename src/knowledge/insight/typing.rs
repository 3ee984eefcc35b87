//! Which of the searches that come while somebody types is the one they meant.
//!
//! Nothing says who sent a search, so wordings are held for some seconds and
//! compared with each other: one that goes on from another, or mends it, takes
//! its place. Two people who type the same at the same moment count as one.

use jiff::SignedDuration;

use super::log::Searched;
use crate::clock::Timestamp;

/// For so long a wording waits for one that goes on from it.
pub const SETTLES_AFTER: SignedDuration = SignedDuration::from_secs(10);
/// Who looked at the answers for so long before taking letters away had
/// searched for them.
const READ_AFTER: SignedDuration = SignedDuration::from_secs(3);
/// Letters that are mended at once.
const MENDED: usize = 3;
/// Wordings that wait at most; more are sent by a program.
const WAITING: usize = 500;

/// Wordings that may not be whole yet.
#[derive(Debug, Default)]
pub struct Typing(Vec<Searched>);

impl Typing {
    /// Takes a wording in; it takes the place of the one that it goes on from.
    pub fn take(&mut self, new: Searched) {
        let is_before = |old: &Searched| new.at.since(old.at) < SETTLES_AFTER && goes_on(old, &new);
        // The newest fits best where several would.
        if let Some(at) = self.0.iter().rposition(is_before) {
            self.0.remove(at);
        } else if self.0.len() >= WAITING {
            return;
        }
        self.0.push(new);
    }

    /// Takes out the wording that turned out to be whole: somebody went on from its answers.
    pub fn finish(&mut self, words: &str) -> Option<Searched> {
        let at = self.0.iter().rposition(|one| one.words == words)?;
        Some(self.0.remove(at))
    }

    /// The wordings to which nothing was added in time, and takes them out.
    pub fn settled(&mut self, now: Timestamp) -> Vec<Searched> {
        let (settled, waiting) =
            std::mem::take(&mut self.0).into_iter().partition(|one| now.since(one.at) >= SETTLES_AFTER);
        self.0 = waiting;
        settled
    }
}

/// Whether `new` is the same search as `old`, a moment later.
fn goes_on(old: &Searched, new: &Searched) -> bool {
    if new.words.starts_with(&old.words) {
        return true;
    }
    let was_read = new.at.since(old.at) >= READ_AFTER;
    if old.words.starts_with(&new.words) {
        return !was_read;
    }
    !was_read && is_mended(&old.words, &new.words)
}

/// Whether two texts differ in one place, by a few letters on either side.
fn is_mended(old: &str, new: &str) -> bool {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let front = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - front;
    let back = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let differs = old.len().max(new.len()) - front - back;
    differs <= MENDED && front + back > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types these wordings, each some milliseconds after the one before, and
    /// returns what is kept.
    fn typed(wordings: &[(&str, i64)]) -> Vec<String> {
        let mut typing = Typing::default();
        let mut at = Timestamp(0);
        for (words, after) in wordings {
            at = at.plus(SignedDuration::from_millis(*after));
            typing.take(Searched { words: (*words).to_owned(), at, answered: true, hits: 1, best: String::new() });
        }
        let settled = typing.settled(at.plus(SETTLES_AFTER));
        assert!(typing.0.is_empty(), "{wordings:?}");
        settled.into_iter().map(|one| one.words).collect()
    }

    #[test]
    fn the_last_wording_is_kept() {
        for (wordings, kept) in [
            (
                vec![("c", 0), ("conn", 200), ("connection ref", 900), ("connection refused", 400)],
                vec!["connection refused"],
            ),
            // Mended in the middle, and sent with Enter.
            (
                vec![("conection refused", 0), ("connection refused", 900), ("connection refused", 100)],
                vec!["connection refused"],
            ),
            // Taken away letter by letter, and something else typed.
            (vec![("dns", 0), ("dn", 100), ("d", 100), ("p", 300), ("proxy", 300)], vec!["d", "proxy"]),
            // Read first, then taken away: both were searched for.
            (vec![("dns", 0), ("d", 4_000), ("dhcp", 500)], vec!["dns", "dhcp"]),
            // Somebody else, at the same time.
            (vec![("vpn is slow", 0), ("kafka", 100), ("vpn is slow today", 100)], vec!["kafka", "vpn is slow today"]),
            (vec![("mtu", 0), ("mtu", 11_000)], vec!["mtu", "mtu"]),
        ] {
            assert_eq!(typed(&wordings), kept, "{wordings:?}");
        }
    }

    #[test]
    fn a_program_fills_no_memory() {
        let mut typing = Typing::default();
        for number in 0..10 * WAITING {
            let words = format!("{number} {}", number * 7_919);
            typing.take(Searched { words, at: Timestamp(0), answered: false, hits: 0, best: String::new() });
        }
        assert!(typing.0.len() <= WAITING, "{}", typing.0.len());
    }
}
