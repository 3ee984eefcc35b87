//! How many tries there are, and how long somebody waits after those: pure
//! arithmetic of instants.

use jiff::SignedDuration;

use crate::clock::Timestamp;

/// What may be tried by one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Tries before anybody has to wait.
    pub free: u32,
    /// The first wait after those; each further try doubles it …
    pub first_wait: SignedDuration,
    /// … up to this, so that nobody is locked out for good.
    pub longest_wait: SignedDuration,
    /// How long it takes until one try is forgotten.
    pub forgets_after: SignedDuration,
}

/// What was tried by one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// When the last of them is forgotten: each adds its time.
    pub counts_until: Timestamp,
    /// When the last of them was.
    pub tried_at: Timestamp,
}

impl Tries {
    /// None.
    pub const NONE: Tries = Tries { counts_until: Timestamp(0), tried_at: Timestamp(0) };
}

/// Doublings that are counted beyond the free tries: from a second to beyond
/// any wait. More would be remembered for longer and change nothing.
const DOUBLINGS: u32 = 12;

impl Budget {
    /// How many tries count at `now`.
    pub fn count(&self, tries: &Tries, now: Timestamp) -> u32 {
        let left = tries.counts_until.since(now).as_micros().max(0);
        let each = self.forgets_after.as_micros().max(1);
        // A part of a try that is left counts as one.
        u32::try_from((left + each - 1) / each).unwrap_or(u32::MAX)
    }

    /// How long whoever made these tries has to wait at `now`; zero where they don't.
    pub fn wait(&self, tries: &Tries, now: Timestamp) -> SignedDuration {
        let count = self.count(tries, now);
        if count < self.free {
            return SignedDuration::ZERO;
        }
        let factor = 1_i32 << (count - self.free).min(DOUBLINGS);
        let pause = self.first_wait.saturating_mul(factor).min(self.longest_wait);
        // A clock that was set back lengthens no wait.
        let passed = now.since(tries.tried_at).max(SignedDuration::ZERO);
        (pause - passed).max(SignedDuration::ZERO)
    }

    /// The tries with one more, made at `now`.
    pub fn with_one_more(&self, tries: &Tries, now: Timestamp) -> Tries {
        let begins = tries.counts_until.max(now);
        let most = now.plus(self.forgets_after.saturating_mul((self.free + DOUBLINGS) as i32));
        Tries { counts_until: begins.plus(self.forgets_after).min(most), tried_at: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget {
        free: 5,
        first_wait: SignedDuration::from_secs(5),
        longest_wait: SignedDuration::from_mins(15),
        forgets_after: SignedDuration::from_hours(1),
    };

    fn seconds(seconds: i64) -> SignedDuration {
        SignedDuration::from_secs(seconds)
    }

    #[test]
    fn l04_waits_grow_up_to_a_limit() {
        let (mut now, mut tries) = (Timestamp(1_000_000_000_000_000), Tries::NONE);
        let mut waits = Vec::new();

        for _ in 0..16 {
            let wait = BUDGET.wait(&tries, now);
            waits.push(wait.as_secs());
            now = now.plus(wait);
            tries = BUDGET.with_one_more(&tries, now);
        }

        assert_eq!(waits, [0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
    }

    #[test]
    fn l04_of_ten_thousand_tries_in_a_day_few_are_looked_at() {
        let start = Timestamp(1_000_000_000_000_000);
        let (mut tries, mut looked_at) = (Tries::NONE, 0);

        for number in 0..10_000 {
            let now = start.plus(SignedDuration::from_micros(number * 8_640_000));
            if BUDGET.wait(&tries, now).is_zero() {
                tries = BUDGET.with_one_more(&tries, now);
                looked_at += 1;
            }
        }

        assert!((90..=110).contains(&looked_at), "{looked_at}");
    }

    #[test]
    fn l04_whoever_waits_gets_in_and_is_forgiven() {
        let start = Timestamp(1_000_000_000_000_000);
        let (mut now, mut tries) = (start, Tries::NONE);
        // A month of trying as often as it goes.
        while now.since(start) < SignedDuration::from_hours(24 * 30) {
            now = now.plus(BUDGET.wait(&tries, now));
            tries = BUDGET.with_one_more(&tries, now);
        }

        assert!(BUDGET.wait(&tries, now) <= seconds(900));
        assert!(BUDGET.wait(&tries, now.plus(seconds(900))).is_zero());
        assert_eq!(BUDGET.count(&tries, now.plus(SignedDuration::from_hours(17))), 0);
    }

    #[test]
    fn l04_a_clock_that_is_set_back_lengthens_no_wait() {
        let now = Timestamp(1_000_000_000_000_000);
        let tries = (0..8).fold(Tries::NONE, |tries, _| BUDGET.with_one_more(&tries, now));

        assert!(BUDGET.wait(&tries, now.plus(SignedDuration::from_hours(-1000))) <= BUDGET.longest_wait);
    }
}
