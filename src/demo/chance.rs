//! Chance that comes out the same each time: the sample company is made from a
//! seed, so that screenshots, tests and benches show the same one.

/// SplitMix64: small, quick and good enough to scatter sample data.
///
/// Source: Steele, Lea, Flood, *Fast Splittable Pseudorandom Number
/// Generators*, OOPSLA 2014.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The sequence that `seed` starts.
    pub fn new(seed: u64) -> Self {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` up to and including `to`.
    pub fn between(&mut self, from: i32, to: i32) -> i32 {
        let span = i64::from(to).saturating_sub(i64::from(from)).max(0) as u64 + 1;
        from.saturating_add((self.next() % span) as i32)
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub fn happens(&mut self, percent: i32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of `things`; the first where there is none other to take.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let index = self.between(0, things.len().saturating_sub(1) as i32) as usize;
        &things[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_tells_the_same_story() {
        let (mut one, mut two) = (Chance::new(7), Chance::new(7));
        for _ in 0..1_000 {
            let number = one.between(-3, 12);
            assert_eq!(number, two.between(-3, 12));
            assert!((-3..=12).contains(&number));
        }
    }
}
