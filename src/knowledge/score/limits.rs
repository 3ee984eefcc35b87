//! What a score has to reach.

use std::str::FromStr;

use super::Tally;

/// What is measured, as a share from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The first hit answers.
    First,
    /// One of the first three hits does.
    FirstThree,
    /// The mean of 1 by the rank of the first hit that answers.
    ReciprocalRank,
    /// An article answers, but it was said that none does.
    Withheld,
    /// None answers, and that was said.
    SaidNo,
}

impl Measure {
    /// All of them, as they are printed.
    pub const ALL: [Measure; 5] =
        [Measure::First, Measure::FirstThree, Measure::ReciprocalRank, Measure::Withheld, Measure::SaidNo];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Measure::First => "success@1",
            Measure::FirstThree => "success@3",
            Measure::ReciprocalRank => "MRR@10",
            Measure::Withheld => "withheld",
            Measure::SaidNo => "said-no",
        }
    }
}

/// A share that has to be reached or kept to: `success@1=0.8`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Of what.
    pub measure: Measure,
    /// The share.
    pub share: f64,
}

impl Limit {
    /// What is wrong with a score that has to reach this; nothing where it does.
    pub fn missed_from_below(&self, tally: &Tally) -> Option<String> {
        self.missed(tally, |share| share < self.share, "at least")
    }

    /// What is wrong with a score that has to keep to this; nothing where it does.
    pub fn missed_from_above(&self, tally: &Tally) -> Option<String> {
        self.missed(tally, |share| share > self.share, "at most")
    }

    fn missed(&self, tally: &Tally, is_missed: impl Fn(f64) -> bool, words: &str) -> Option<String> {
        let name = self.measure.name();
        match tally.share(self.measure) {
            None => Some(format!("{name} can't be told: there is no such question")),
            Some(share) if is_missed(share) => Some(format!("{name} is {share:.3}, not {words} {}", self.share)),
            Some(_) => None,
        }
    }
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, share) = text.split_once('=').ok_or("write it as success@1=0.8")?;
        let measure = Measure::ALL.into_iter().find(|measure| measure.name().eq_ignore_ascii_case(name.trim()));
        let names = || Measure::ALL.map(Measure::name).join(", ");
        let measure = measure.ok_or_else(|| format!("there is no measure “{name}”; there are {}", names()))?;
        let share: f64 = share.trim().parse().map_err(|_| format!("“{share}” is no number from 0 to 1"))?;
        if !(0.0..=1.0).contains(&share) {
            return Err(format!("{share} is no number from 0 to 1"));
        }
        Ok(Limit { measure, share })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_and_held_against_a_score() {
        let tally = Tally { answerable: 10, first: 8, withheld: 1, ..Tally::default() };
        for (text, below, above) in [
            ("success@1=0.8", None, None),
            ("success@1=0.81", Some("success@1 is 0.800, not at least 0.81"), None),
            ("withheld=0.05", None, Some("withheld is 0.100, not at most 0.05")),
            (
                "said-no=0.5",
                Some("said-no can't be told: there is no such question"),
                Some("said-no can't be told: there is no such question"),
            ),
        ] {
            let limit: Limit = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(limit.missed_from_below(&tally).as_deref(), below, "{text}");
            assert_eq!(limit.missed_from_above(&tally).as_deref(), above, "{text}");
        }
        for text in ["success@1", "speed=1", "said-no=much", "said-no=85", "said-no=NaN"] {
            assert!(text.parse::<Limit>().is_err(), "{text}");
        }
    }
}
