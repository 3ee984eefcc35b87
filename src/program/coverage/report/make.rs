//! A quarter's report, from the coverage as it stood on the quarter's last day.

use std::sync::Arc;

use super::quarter::Quarter;
use super::stood::Stood;
use crate::clock::{Day, Timestamp};
use crate::program::coverage::figures::{Cell, Column, Figure, Figures, Period, Sheet, Sheets};
use crate::program::coverage::model::CoverageRow;
use crate::program::coverage::overview::{Overview, Share, holes, ratio};
use crate::program::coverage::rules::month_ends;
use crate::program::time::rules::Band;
use crate::web::fold::fold;

/// A quarter of the program.
pub struct Report {
    /// Which one.
    pub quarter: Quarter,
    /// The days that it covers.
    pub period: Period,
    /// Whether it goes on.
    pub is_running: bool,
    /// All teams together.
    pub all: DepartmentLine,
    /// All teams together, a quarter before.
    pub before: DepartmentLine,
    /// Each department, by name.
    pub departments: Vec<DepartmentLine>,
    /// The share at the ends of twelve months, the oldest first.
    pub months: Vec<(Day, Share)>,
    /// Reasons for terms that ended early.
    pub reasons: Sheet,
    /// Terms that ended early.
    pub ended_early: Sheet,
    /// Terms that end within 30 days after it.
    pub ending: Sheet,
    /// Teams without a champion on its last day, the most exposed first.
    pub holes: Sheet,
    /// When the oldest part of it was read.
    pub at: Timestamp,
    /// Rows behind figures that somebody looked at.
    sheets: Sheets,
}

/// The figures of a department, or of all teams.
#[derive(Debug, Clone)]
pub struct DepartmentLine {
    /// Its name.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
    /// Teams that were given their time, partly, and hardly.
    pub bands: [usize; 3],
}

impl Report {
    /// The report of a quarter over `rows`, which were counted at `at`; `stood`
    /// says how they stood in it and in the one before. None where the quarter
    /// has not begun.
    pub fn make(rows: &[&CoverageRow], quarter: Quarter, stood: [&Stood; 2], at: Timestamp) -> Option<Self> {
        let today = at.day();
        let period = quarter.period(today)?;
        let earlier = quarter.before().period(today)?;
        let teams = stood[0].teams(rows, period, today);
        let teams: Vec<&CoverageRow> = teams.iter().collect();
        let before = stood[1].teams(rows, earlier, today);
        let before: Vec<&CoverageRow> = before.iter().collect();
        let all = DepartmentLine::of("All teams", &teams, period);
        Some(Report {
            is_running: today <= quarter.last(),
            reasons: reasons(&all.figures),
            departments: by_department(&teams, period),
            before: DepartmentLine::of("All teams", &before, earlier),
            months: month_ends(period.to).into_iter().map(|day| (day, Share::on(rows, day))).collect(),
            ended_early: Sheet::ended_early(&teams, period),
            ending: Sheet::ending(&teams, period),
            holes: without_champion(&teams, period.to == today),
            sheets: Sheets::default(),
            at,
            quarter,
            period,
            all,
        })
    }

    /// The rows behind a figure of this quarter, over the teams that it was made
    /// of; none for what is known of the present alone.
    pub fn behind(&self, figure: Figure, rows: &[&CoverageRow], stood: &Stood) -> Option<Arc<Sheet>> {
        if !self.knows(figure) {
            return None;
        }
        Some(self.sheets.find_or(figure, || {
            let teams = stood.teams(rows, self.period, self.at.day());
            let teams: Vec<&CoverageRow> = teams.iter().collect();
            Sheet::behind(figure, &teams, &Overview::over(&teams, self.period.to), self.period)
        }))
    }

    /// The days that it covers, in words.
    pub fn days(&self) -> String {
        let end = if self.is_running { ", which goes on" } else { "" };
        format!("{} to {}{end}", self.period.from.words(), self.period.to.words())
    }

    /// Whether it tells of the teams as they stand today.
    pub fn is_of_today(&self) -> bool {
        self.period.to == self.at.day()
    }

    /// Whether the figure is known of this quarter.
    pub fn knows(&self, figure: Figure) -> bool {
        self.is_running || !matches!(figure, Figure::Nominations | Figure::People)
    }

    /// A figure in this quarter and in the one before, in words.
    pub fn values(&self, figure: Figure) -> (String, String) {
        (self.all.value(figure, self.is_running), self.before.value(figure, false))
    }

    /// All figures as a table.
    pub fn figures(&self) -> Sheet {
        const COLUMNS: [Column; 5] = [
            Column::words("figure", "Figure"),
            Column::words("quarter", "This quarter"),
            Column::words("before", "The quarter before"),
            Column::words("definition", "What it counts"),
            Column::words("counted_at", "Counted at"),
        ];
        let at = self.at.iso();
        let mut sheet = Sheet::new("Figures", &COLUMNS);
        sheet.rows = Figure::ALL
            .iter()
            .map(|figure| {
                let (now, before) = self.values(*figure);
                [figure.name(), &now, &before, figure.definition(), &at].map(Cell::text).to_vec()
            })
            .collect();
        sheet
    }

    /// Every department and all teams together, as a table.
    pub fn by_department(&self) -> Sheet {
        let (quarter, at) = (self.quarter.to_string(), self.at.iso());
        let mut sheet = Sheet::new("Departments", &DepartmentLine::COLUMNS);
        sheet.rows = self.departments.iter().chain([&self.all]).map(|line| line.cells(&quarter, &at)).collect();
        sheet
    }
}

impl DepartmentLine {
    const COLUMNS: [Column; 16] = [
        Column::words("quarter", "Quarter"),
        Column::words("department", "Department"),
        Column::number("teams", "Teams"),
        Column::number("covered", "With a champion"),
        Column::number("percent", "Percent"),
        Column::words("band", "Covered"),
        Column::number("time_given", "Time given"),
        Column::number("time_partly_given", "Partly"),
        Column::number("time_hardly_given", "Hardly"),
        Column::number("courses_in_date", "Courses in date"),
        Column::number("courses_required", "Courses required"),
        Column::number("terms_ended_early", "Ended early"),
        Column::number("terms_served", "Terms that served"),
        Column::number("terms_begun", "Terms begun"),
        Column::number("terms_with_a_contribution", "With a contribution"),
        Column::words("counted_at", "Counted at"),
    ];

    fn of(name: &str, rows: &[&CoverageRow], period: Period) -> Self {
        let count = |band| rows.iter().filter(|row| row.band == Some(band)).count();
        DepartmentLine {
            name: name.to_owned(),
            figures: Figures::over(rows, period),
            bands: [Band::Given, Band::Partly, Band::Hardly].map(count),
        }
    }

    /// The figure in words; a dash for what is known of the present alone.
    fn value(&self, figure: Figure, is_running: bool) -> String {
        match figure {
            Figure::Nominations | Figure::People if !is_running => "–".into(),
            Figure::Covered => {
                format!(
                    "{} ({} of {})",
                    self.figures.share.words(),
                    self.figures.share.covered,
                    self.figures.share.teams
                )
            }
            Figure::Training if self.figures.training.1 > 0 => {
                let (done, wanted) = self.figures.training;
                format!("{} ({done} of {wanted})", self.figures.value(figure))
            }
            figure => self.figures.value(figure),
        }
    }

    /// People for each champion; a dash where that is not known.
    pub fn ratio(&self) -> String {
        ratio(self.figures.people.0, self.figures.people.1)
    }

    fn cells(&self, quarter: &str, at: &str) -> Vec<Cell> {
        let figures = &self.figures;
        let share = Sheet::share_cells(&self.name, figures.share);
        let counts =
            [figures.ended_early.0, figures.ended_early.1, figures.first_work.begun, figures.first_work.worked];
        let mut cells = vec![Cell::text(quarter)];
        cells.extend(share);
        cells.extend(self.bands.map(Cell::count));
        cells.extend([Cell::number(figures.training.0), Cell::number(figures.training.1)]);
        cells.extend(counts.map(Cell::count));
        cells.push(Cell::text(at));
        cells
    }
}

fn by_department(rows: &[&CoverageRow], period: Period) -> Vec<DepartmentLine> {
    let mut by_name: std::collections::BTreeMap<String, Vec<&CoverageRow>> = Default::default();
    for row in rows {
        by_name.entry(fold(&row.department.1)).or_default().push(row);
    }
    by_name.into_values().map(|rows| DepartmentLine::of(&rows[0].department.1, &rows, period)).collect()
}

fn reasons(figures: &Figures) -> Sheet {
    let mut sheet =
        Sheet::new("Why terms ended early", &[Column::words("reason", "Reason"), Column::number("terms", "Terms")]);
    sheet.rows =
        figures.reasons.iter().map(|(reason, count)| vec![Cell::text(reason.as_str()), Cell::count(*count)]).collect();
    sheet
}

/// What was asked is known of the present alone, and so left out of what is over.
fn without_champion(rows: &[&CoverageRow], is_now: bool) -> Sheet {
    let mut columns = vec![Column::words("team", "Team"), Column::words("department", "Department")];
    if is_now {
        columns.extend([
            Column::words("state", "State"),
            Column::number("open_questions", "Open questions"),
            Column::number("asked_in_90_days", "Asked in 90 days"),
        ]);
    }
    let mut sheet = Sheet::new("Without a champion", &columns);
    for row in holes(rows).into_iter().map(|index| rows[index]) {
        let mut cells = vec![Cell::team(row), Cell::text(row.department.1.as_str())];
        if is_now {
            cells.extend([Cell::text(row.state.label()), Cell::number(row.asked.open), Cell::number(row.asked.lately)]);
        }
        sheet.rows.push(cells);
    }
    sheet
}
