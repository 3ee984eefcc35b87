//! The trend as points of a drawing.

use crate::clock::Day;

/// Width of the drawing's plot in its own units, eleven steps of 35; words stand to the right of it.
const WIDTH: usize = 385;
/// Height of the plot: one unit and a half per percent.
const HEIGHT: usize = 150;
/// Space above the plot, so that the topmost words are not cut off.
const TOP: usize = 15;
/// Space to the left of it, for the words of the scale.
const LEFT: usize = 40;

/// A line over months, from 0 to 100 %.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// "40,15 75,30 …" for a polyline.
    pub points: String,
    /// The same closed along the bottom, for the area under it.
    pub area: String,
    /// Where the last point is, and its value's words.
    pub last: (usize, usize, String),
    /// Months under the plot: where, and their words.
    pub months: Vec<(usize, String)>,
    /// What a screen reader says instead.
    pub label: String,
    /// The rows of the table behind it.
    pub rows: Vec<ChartRow>,
}

/// One row of the table behind the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRow {
    pub day: String,
    pub teams: usize,
    pub covered: usize,
    pub percent: usize,
}

impl Chart {
    /// The chart of teams and covered teams at some days, the oldest first.
    pub fn new(shares: &[(Day, usize, usize)]) -> Self {
        let rows: Vec<ChartRow> = shares
            .iter()
            .map(|(day, teams, covered)| ChartRow {
                day: day.words(),
                teams: *teams,
                covered: *covered,
                percent: percent(*covered, *teams),
            })
            .collect();
        let step = WIDTH / shares.len().saturating_sub(1).max(1);
        let x = |index: usize| LEFT + index * step;
        let y = |percent: usize| TOP + HEIGHT - percent * HEIGHT / 100;
        let points: Vec<_> =
            rows.iter().enumerate().map(|(index, row)| format!("{},{}", x(index), y(row.percent))).collect();
        let points = points.join(" ");
        let end = rows.len().saturating_sub(1);
        let last = rows.last().map_or_else(|| "–".into(), ChartRow::share);
        let first = rows.first().map_or_else(|| "–".into(), ChartRow::share);
        let height = rows.last().map_or(0, |row| row.percent);
        Chart {
            area: format!("{LEFT},{0} {points} {1},{0}", TOP + HEIGHT, x(end)),
            label: label(&first, &last),
            last: (x(end), y(height), last),
            // Every third month, and never one that would run into the last.
            months: shares
                .iter()
                .enumerate()
                .filter(|(index, _)| index % 3 == 0)
                .map(|(index, (day, _, _))| (x(index), day.date().strftime("%b %y").to_string()))
                .collect(),
            points,
            rows,
        }
    }
}

fn label(first: &str, last: &str) -> String {
    match first {
        "–" => format!("Share of teams with a champion: {last} today; there were no teams a year ago."),
        _ => format!("Share of teams with a champion: {first} a year ago, {last} today."),
    }
}

impl ChartRow {
    /// "83 %"; "–" where there were no teams yet.
    pub fn share(&self) -> String {
        if self.teams == 0 { "–".into() } else { format!("{} %", self.percent) }
    }
}

/// Whole percent, rounded, but 100 only where all are and 0 only where none is.
pub fn percent(part: usize, whole: usize) -> usize {
    let rounded = (part * 200 + whole).checked_div(2 * whole).unwrap_or(0);
    if part == 0 || part >= whole { rounded } else { rounded.clamp(1, 99) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_rounded_and_says_all_only_where_all_are() {
        for (part, whole, expected) in [(0, 0, 0), (2, 3, 67), (1, 3, 33), (1, 1_000, 1), (999, 1_000, 99), (4, 4, 100)]
        {
            assert_eq!(percent(part, whole), expected, "{part} of {whole}");
        }
    }

    #[test]
    fn the_line_runs_from_left_to_right_between_nothing_and_all() {
        let day = |month| Day::new(2026, month, 28).expect("a day");

        let chart = Chart::new(&[(day(1), 0, 0), (day(2), 4, 1), (day(3), 4, 4)]);

        assert_eq!(chart.points, "40,165 232,128 424,15");
        assert_eq!(chart.last, (424, 15, "100 %".to_owned()));
        assert_eq!(chart.rows[1].percent, 25);
    }
}
