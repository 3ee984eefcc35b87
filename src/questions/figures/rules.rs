//! What many questions add up to.

use std::collections::BTreeMap;

use crate::clock::Day;
use crate::db::keys::TeamId;
use crate::questions::model::Urgency;
use crate::text_enum;

text_enum! {
    /// What questions are told apart by.
    pub enum By {
        /// The month in which they were asked.
        Month = "month",
        /// Who had them.
        Hop = "hop",
        /// The team that asked.
        Team = "team",
        /// The shelf that they belong on.
        Topic = "topic",
        /// How much hung on them.
        Urgency = "urgency",
    }
}

impl By {
    /// The column's and the choice's name.
    pub fn label(self) -> &'static str {
        match self {
            By::Month => "Month",
            By::Hop => "Hop",
            By::Team => "Team",
            By::Topic => "Topic",
            By::Urgency => "Urgency",
        }
    }
}

/// One question; times are minutes of business time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The first day of the month in which it was asked.
    pub month: Day,
    /// The team that asked.
    pub team: Option<TeamId>,
    /// How much hung on it.
    pub urgency: Urgency,
    /// The slugs of its categories.
    pub topics: Vec<String>,
    /// Until the first response.
    pub respond: Option<i64>,
    /// Until the last answer that was not taken back.
    pub answer: Option<i64>,
    /// Of that, with the champion; none where it never was.
    pub champion: Option<i64>,
    /// Of that, with Network Security; none where it never was.
    pub netsec: Option<i64>,
    /// How often it was opened again.
    pub reopened: i32,
}

/// The middle and the end of many times, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Half of them took at most as long.
    pub median: i64,
    /// Nine of ten took at most as long.
    pub p90: i64,
}

impl Spread {
    /// The spread of these times by the nearest rank: the smallest of them that
    /// so many percent of all don't exceed. None of nothing.
    pub fn of(mut times: Vec<i64>) -> Option<Self> {
        times.sort_unstable();
        let rank = |percent: usize| times.get((times.len() * percent).div_ceil(100).checked_sub(1)?).copied();
        Some(Spread { median: rank(50)?, p90: rank(90)? })
    }
}

/// What some questions add up to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many were asked.
    pub asked: usize,
    /// How many of them have an answer.
    pub answered: usize,
    /// How many of these were never with Network Security.
    pub alone: usize,
    /// How many were opened again after an answer.
    pub reopened: usize,
    /// Times until the first response.
    pub respond: Option<Spread>,
    /// Times until the last answer.
    pub answer: Option<Spread>,
}

impl Sum {
    /// The sum of these.
    pub fn of<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> Self {
        let (mut sum, mut respond, mut answer) = (Sum::default(), Vec::new(), Vec::new());
        for fact in facts {
            sum.asked += 1;
            sum.reopened += usize::from(fact.reopened > 0);
            respond.extend(fact.respond);
            if let Some(minutes) = fact.answer {
                sum.answered += 1;
                sum.alone += usize::from(fact.netsec.is_none());
                answer.push(minutes);
            }
        }
        Sum { respond: Spread::of(respond), answer: Spread::of(answer), ..sum }
    }

    /// The sum of one hop: its times alone, of the questions that were ever there.
    fn of_hop(facts: &[Fact], time: impl Fn(&Fact) -> Option<i64>) -> Self {
        let there: Vec<&Fact> = facts.iter().filter(|fact| time(fact).is_some()).collect();
        let times = there.iter().filter(|fact| fact.answer.is_some()).filter_map(|fact| time(fact)).collect();
        Sum { answer: Spread::of(times), respond: None, ..Sum::of(there) }
    }
}

/// The hops, as keys of their lines.
pub const HOPS: [&str; 2] = ["champion", "netsec"];

/// The sums of `facts`, told apart, by key: a month's first day, a team's key, a
/// category's slug (empty: none), an urgency or a hop. Months and hops that had
/// no question are there, too.
pub fn sums(facts: &[Fact], by: By, months: &[Day]) -> Vec<(String, Sum)> {
    let mut groups: BTreeMap<String, Vec<&Fact>> = BTreeMap::new();
    match by {
        By::Hop => {
            let hops = [Sum::of_hop(facts, |fact| fact.champion), Sum::of_hop(facts, |fact| fact.netsec)];
            return HOPS.map(str::to_owned).into_iter().zip(hops).collect();
        }
        By::Month => groups.extend(months.iter().map(|month| (month.to_string(), Vec::new()))),
        By::Urgency => groups.extend(Urgency::ALL.iter().map(|urgency| (urgency.as_str().to_owned(), Vec::new()))),
        By::Team | By::Topic => {}
    }
    for fact in facts {
        for key in keys(fact, by) {
            groups.entry(key).or_default().push(fact);
        }
    }
    groups.into_iter().map(|(key, facts)| (key, Sum::of(facts))).collect()
}

fn keys(fact: &Fact, by: By) -> Vec<String> {
    match by {
        By::Month => vec![fact.month.to_string()],
        By::Team => vec![fact.team.map(|team| team.to_string()).unwrap_or_default()],
        By::Urgency => vec![fact.urgency.as_str().to_owned()],
        By::Topic if fact.topics.is_empty() => vec![String::new()],
        By::Topic => fact.topics.clone(),
        By::Hop => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rank_is_a_time_that_was_taken() {
        for (times, expected) in [
            (vec![], None),
            (vec![5], Some((5, 5))),
            (vec![9, 1], Some((1, 9))),
            (vec![3, 1, 2], Some((2, 3))),
            ((1..=10).collect(), Some((5, 9))),
            ((1..=11).rev().collect(), Some((6, 10))),
            ((1..=100).collect(), Some((50, 90))),
        ] {
            let spread = Spread::of(times.clone()).map(|spread| (spread.median, spread.p90));
            assert_eq!(spread, expected, "{times:?}");
        }
    }

    fn fact(answer: Option<i64>, champion: Option<i64>, netsec: Option<i64>) -> Fact {
        Fact {
            month: Day::new(2026, 11, 1).unwrap_or_else(|| panic!("a day")),
            team: None,
            urgency: Urgency::Normal,
            topics: Vec::new(),
            respond: Some(10),
            answer,
            champion,
            netsec,
            reopened: 0,
        }
    }

    #[test]
    fn questions_are_counted_where_they_were() {
        let facts = [
            fact(Some(60), Some(60), None),
            fact(Some(200), Some(20), Some(180)),
            fact(None, Some(400), None),
            Fact { reopened: 2, ..fact(Some(30), None, Some(30)) },
        ];
        let whole = Sum::of(&facts);
        assert_eq!((whole.asked, whole.answered, whole.alone, whole.reopened), (4, 3, 1, 1));
        assert_eq!(whole.answer, Some(Spread { median: 60, p90: 200 }));

        let hops = sums(&facts, By::Hop, &[]);
        let spread = |hop: usize| hops[hop].1.answer.map(|spread| (spread.median, spread.p90));
        assert_eq!((hops[0].1.asked, spread(0)), (3, Some((20, 60))), "what is not answered has no time yet");
        assert_eq!((hops[1].1.asked, spread(1)), (2, Some((30, 180))));
    }

    #[test]
    fn a_question_stands_under_each_of_its_topics() {
        let both = Fact { topics: vec!["dns".into(), "tls".into()], ..fact(Some(60), Some(60), None) };
        let counts = |by| -> Vec<(String, usize)> {
            let months = [fact(None, None, None).month.plus_months(-1)];
            sums(&[both.clone(), fact(None, None, None)], by, &months).into_iter().map(|(k, s)| (k, s.asked)).collect()
        };
        let pairs = |expected: &[(&str, usize)]| -> Vec<(String, usize)> {
            expected.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect()
        };
        assert_eq!(counts(By::Topic), pairs(&[("", 1), ("dns", 1), ("tls", 1)]));
        assert_eq!(counts(By::Month), pairs(&[("2026-10-01", 0), ("2026-11-01", 2)]));
        assert_eq!(counts(By::Urgency), pairs(&[("blocked", 0), ("low", 0), ("normal", 2)]));
    }
}
