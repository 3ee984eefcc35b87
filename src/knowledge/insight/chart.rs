//! The shares by week as points of a drawing.

use super::weeks::{Week, share_words};

/// Width of the plot in its own units, eleven steps of 35; words stand to the right of it.
const STEP: usize = 35;
/// Height of the plot: one unit and a half per percent.
const HEIGHT: i64 = 150;
/// Space above the plot, so that the topmost words are not cut off.
const TOP: i64 = 15;
/// Space to the left of it, for the words of the scale.
const LEFT: usize = 40;
/// Words nearer to each other than this would run into each other.
const APART: i64 = 22;

/// Two lines over weeks, from 0 to 100 %.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Searches that were answered.
    pub answered: Line,
    /// Searches from which an article was opened.
    pub clicked: Line,
    /// Weeks under the plot: where, and their words.
    pub weeks: Vec<(usize, String)>,
    /// What a screen reader says instead.
    pub label: String,
}

/// One line, and its words at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// "40,15 75,30 …" for a polyline; weeks without a search are left out.
    pub points: String,
    /// Where its last point is.
    pub end: (usize, i64),
    /// Where its words stand, and what they are.
    pub words_at: i64,
    /// Its name and last value.
    pub words: String,
}

impl Chart {
    /// The chart of these weeks, the oldest first.
    pub fn new(weeks: &[Week]) -> Self {
        let mut answered = line("answered", weeks.iter().map(Week::answered));
        let mut clicked = line("opened", weeks.iter().map(Week::clicked));
        let (upper, lower) =
            if answered.end.1 <= clicked.end.1 { (&mut answered, &mut clicked) } else { (&mut clicked, &mut answered) };
        let lacking = APART - (lower.end.1 - upper.end.1);
        if lacking > 0 && !upper.points.is_empty() {
            upper.words_at -= lacking / 2;
            lower.words_at += lacking - lacking / 2;
        }
        let label = format!(
            "Of the searches of each week, in the last one: {} answered, {} led to an article.",
            last(weeks.iter().map(Week::answered)),
            last(weeks.iter().map(Week::clicked)),
        );
        let weeks = weeks.iter().enumerate().filter(|(index, _)| index % 3 == 0);
        let weeks = weeks.map(|(index, week)| (x(index), week.monday.date().strftime("%-d %b").to_string()));
        Chart { answered, clicked, weeks: weeks.collect(), label }
    }
}

fn line(name: &str, shares: impl Iterator<Item = Option<i64>>) -> Line {
    let points: Vec<(usize, i64, i64)> = shares
        .enumerate()
        .filter_map(|(index, share)| Some((x(index), TOP + HEIGHT - share? * HEIGHT / 100, share?)))
        .collect();
    let Some((end_x, end_y, share)) = points.last().copied() else { return Line::default() };
    Line {
        points: points.iter().map(|(x, y, _)| format!("{x},{y}")).collect::<Vec<_>>().join(" "),
        end: (end_x, end_y),
        words_at: end_y + 5,
        words: format!("{share} % {name}"),
    }
}

fn last(shares: impl Iterator<Item = Option<i64>>) -> String {
    share_words(shares.flatten().last())
}

fn x(index: usize) -> usize {
    LEFT + index * STEP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;
    use crate::knowledge::insight::store::DayCounts;

    #[test]
    fn lines_leave_out_weeks_without_a_search_and_words_stand_apart() {
        let monday = Day::new(2026, 11, 2).expect("a day");
        let week = |index: i32, times, answered, clicked| Week {
            monday: monday.plus_days(7 * index),
            counts: DayCounts { times, answered, clicked, asks: 0 },
        };

        let chart = Chart::new(&[week(0, 4, 4, 0), week(1, 0, 0, 0), week(2, 10, 5, 5)]);

        assert_eq!(chart.answered.points, "40,15 110,90");
        assert_eq!(chart.clicked.points, "40,165 110,90");
        assert_eq!(chart.answered.words, "50 % answered");
        assert!((chart.answered.words_at - chart.clicked.words_at).abs() >= APART);
        assert_eq!(Chart::new(&[week(0, 0, 0, 0)]).answered, Line::default());
    }
}
