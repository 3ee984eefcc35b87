//! One person's periods as bars, each with a mark at what was owed.

use super::owed::PeriodRow;
use super::rules::duration_words;
use crate::calendar::Span;

/// The drawing's height and width, in units of its own, and where bars stand.
const HEIGHT: i64 = 190;
const WIDTH: i64 = 480;
const TOP: i64 = 14;
const BOTTOM: i64 = 160;
const LEFT: i64 = 44;

/// The chart and its table.
pub struct Chart {
    /// What a screen reader hears of the drawing.
    pub label: String,
    /// The bars, the oldest first.
    pub bars: Vec<Bar>,
    /// The largest value, in words, at the top of the scale.
    pub most: String,
    /// The `viewBox`.
    pub view: String,
}

/// One period.
pub struct Bar {
    /// The period's words.
    pub words: String,
    /// The words below the bar; empty where there is no room.
    pub tick: String,
    /// Where the bar begins and how wide it is.
    pub x: i64,
    pub width: i64,
    /// Its top and height.
    pub y: i64,
    pub height: i64,
    /// The height of the mark at what was owed; none where nothing was.
    pub goal: Option<i64>,
    /// Minutes in words.
    pub given: String,
    pub owed: String,
    /// The share that was given, in words; empty where nothing was owed.
    pub share: String,
}

impl Bar {
    /// Where the mark begins and ends, a little wider than the bar.
    pub fn mark(&self) -> (i64, i64) {
        (self.x - 3, self.x + self.width + 3)
    }

    /// Where the words below stand.
    pub fn middle(&self) -> i64 {
        self.x + self.width / 2
    }
}

impl Chart {
    /// Whether nothing was given and nothing owed.
    pub fn is_empty(&self) -> bool {
        self.bars.iter().all(|bar| bar.goal.is_none() && bar.height == 0)
    }

    /// The chart of these periods, the oldest first.
    pub fn of(rows: &[PeriodRow], span: Span) -> Self {
        let most = rows.iter().map(|row| row.given.max(row.owed)).max().unwrap_or(0).max(60);
        let slot = (WIDTH - LEFT) / rows.len().max(1) as i64;
        let width = slot * 6 / 10;
        let scaled = |minutes: i64| (BOTTOM - TOP) * minutes / most;
        let every = rows.len().div_ceil(6);
        let bar = |(place, row): (usize, &PeriodRow)| Bar {
            words: row.period.words(span),
            tick: if (rows.len() - 1 - place).is_multiple_of(every) { tick(row, span) } else { String::new() },
            x: LEFT + slot * place as i64 + (slot - width) / 2,
            width,
            y: BOTTOM - scaled(row.given),
            height: scaled(row.given),
            goal: (row.owed > 0).then(|| BOTTOM - scaled(row.owed)),
            given: duration_words(row.given),
            owed: duration_words(row.owed),
            share: if row.owed > 0 { format!("{} %", row.given * 100 / row.owed) } else { String::new() },
        };
        let last = rows.last().map(|row| (duration_words(row.given), duration_words(row.owed)));
        let (given, owed) = last.unwrap_or_default();
        Chart {
            label: format!("Your time by {}: {given} of {owed} in the latest of {}", span.as_str(), rows.len()),
            bars: rows.iter().enumerate().map(bar).collect(),
            most: duration_words(most),
            view: format!("0 0 {WIDTH} {HEIGHT}"),
        }
    }
}

/// What stands below a bar: the first day of a week, a month's short name, a quarter.
fn tick(row: &PeriodRow, span: Span) -> String {
    match span {
        Span::Week => row.period.first.date().strftime("%-d %b").to_string(),
        Span::Month => row.period.first.date().strftime("%b").to_string(),
        Span::Quarter => row.period.words(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeekStart;
    use crate::clock::Day;

    #[test]
    fn bars_stay_within_the_drawing_and_marks_within_the_scale() {
        let today = Day::new(2026, 11, 22).unwrap_or_else(|| panic!("a day"));
        for (given, owed) in [(0, 0), (600, 240), (10, 240), (240, 240)] {
            let periods = Span::Week.up_to(today, WeekStart::MONDAY, 9);
            let rows: Vec<PeriodRow> = periods.into_iter().map(|period| PeriodRow { period, given, owed }).collect();
            let chart = Chart::of(&rows, Span::Week);
            for bar in &chart.bars {
                assert!(bar.y >= TOP && bar.y + bar.height == BOTTOM && bar.x + bar.width <= WIDTH, "{given} {owed}");
                assert!(bar.goal.is_none_or(|goal| (TOP..=BOTTOM).contains(&goal)), "{given} {owed}");
            }
            assert_eq!(chart.bars.iter().filter(|bar| !bar.tick.is_empty()).count(), 5);
        }
    }
}
