//! What a member sees of the answers.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::access;
use super::file::{PulseQuestion, PulseQuestions};
use super::model::{Audience, Count, Counted};
use super::rules::{Published, publish};
use super::store;
use crate::clock::Day;
use crate::db::keys::DepartmentId;
use crate::db::schema::departments;
use crate::db::{Connection, DbError};
use crate::program::coverage::Quarter;
use crate::web::Member;

/// Quarters of a trend: two years.
const QUARTERS: usize = 8;

/// The trend of one question.
#[derive(Debug, Clone)]
pub struct Trend {
    /// The question.
    pub question: PulseQuestion,
    /// All together, quarter by quarter; none where too few answered.
    pub all: Vec<Option<Count>>,
    /// Departments that the member may see, by name.
    pub departments: Vec<(String, Vec<Option<Count>>)>,
    /// What was written in the latest quarter that is shown, in no order.
    pub words: Vec<String>,
}

/// Everything that a member sees.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// The quarters that are over, the oldest first.
    pub quarters: Vec<String>,
    /// Each question's trend.
    pub trends: Vec<Trend>,
}

impl Results {
    /// The results that `member` may see on `today`. The quarter that goes on is
    /// not among them: whoever looked twice would know the answers in between.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn load(
        connection: &mut Connection,
        questions: &PulseQuestions,
        member: &Member,
        today: Day,
    ) -> Result<Self, DbError> {
        let quarters = closed_quarters(today);
        let (from, until) = (quarters[0].clone(), Quarter::of(today).to_string());
        let named: Vec<(DepartmentId, String)> = departments::table
            .order((departments::name_folded, departments::id))
            .select((departments::id, departments::name))
            .load(connection)?;
        let mut trends = Vec::new();
        for audience in Audience::ALL {
            let counted: Vec<Counted> = store::list_counted(connection, *audience, &from, &until)?;
            let published = publish(&counted);
            for question in questions.of(*audience) {
                let mut trend = Trend::of(question, &quarters, &published, &named, member);
                let shown = trend.all.iter().rposition(Option::is_some).filter(|_| access::may_read_words(member));
                if let Some(latest) = shown {
                    trend.words = store::list_words(connection, *audience, &quarters[latest], &question.key)?;
                }
                trends.push(trend);
            }
        }
        Ok(Results { quarters, trends }.since_the_first())
    }

    /// Without the quarters before the first of which something is shown.
    fn since_the_first(mut self) -> Self {
        let is_shown = |place: usize| self.trends.iter().any(|trend| trend.all[place].is_some());
        let before = (0..self.quarters.len()).position(is_shown).unwrap_or(0);
        self.quarters.drain(..before);
        for trend in &mut self.trends {
            trend.all.drain(..before);
            trend.departments.iter_mut().for_each(|(_, counts)| drop(counts.drain(..before)));
        }
        self
    }

    /// Whether anything is shown at all.
    pub fn is_empty(&self) -> bool {
        self.trends.iter().all(|trend| trend.all.iter().all(Option::is_none))
    }
}

/// Quarters that are over, the oldest first.
fn closed_quarters(today: Day) -> Vec<String> {
    let mut quarters = vec![Quarter::of(today).before()];
    while quarters.len() < QUARTERS {
        quarters.push(quarters[quarters.len() - 1].before());
    }
    quarters.iter().rev().map(Quarter::to_string).collect()
}

impl Trend {
    fn of(
        question: &PulseQuestion,
        quarters: &[String],
        published: &BTreeMap<(String, String), Published>,
        named: &[(DepartmentId, String)],
        member: &Member,
    ) -> Self {
        let cell = |quarter: &String| published.get(&(quarter.clone(), question.key.clone()));
        let of_department = |id: &DepartmentId| -> Vec<Option<Count>> {
            quarters.iter().map(|quarter| cell(quarter)?.departments.get(id).copied()).collect()
        };
        let may_see = |(id, _): &&(DepartmentId, String)| access::may_see_department(member, *id);
        Trend {
            question: question.clone(),
            all: quarters.iter().map(|quarter| cell(quarter).map(|cell| cell.all)).collect(),
            departments: named
                .iter()
                .filter(may_see)
                .map(|(id, name)| (name.clone(), of_department(id)))
                .filter(|(_, counts)| counts.iter().any(Option::is_some))
                .collect(),
            words: Vec::new(),
        }
    }

    /// The line of everybody together.
    pub fn chart(&self, quarters: &[String]) -> PulseChart {
        PulseChart::new(quarters, &self.all)
    }
}

/// Width of the plot and of the longest step in it, its height, and the space above and to its left.
const WIDTH: usize = 360;
const STEP: usize = 180;
const HEIGHT: i64 = 150;
const TOP: i64 = 15;
const LEFT: usize = 60;

/// Averages over quarters as points of a drawing, from 1 to 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulseChart {
    /// "60,15 111,30 …"; quarters without a value are left out.
    pub points: String,
    /// Where each point is, and its words.
    pub dots: Vec<(usize, i64, String)>,
    /// Quarters under the plot.
    pub quarters: Vec<(usize, String)>,
    /// What a screen reader says instead.
    pub label: String,
}

/// A quarter in few letters, so that eight of them stand beside each other: `Q3 26`.
fn short(quarter: &str) -> String {
    match quarter.split_once("-Q") {
        Some((year, number)) => format!("Q{number} {}", year.get(2..).unwrap_or(year)),
        None => quarter.to_owned(),
    }
}

impl PulseChart {
    fn new(quarters: &[String], counts: &[Option<Count>]) -> Self {
        let step = (WIDTH / quarters.len().saturating_sub(1).max(1)).min(STEP);
        let x = |place: usize| LEFT + place * step;
        let y = |tenths: i64| TOP + HEIGHT - (tenths - 10) * HEIGHT / 40;
        let dots: Vec<_> = counts
            .iter()
            .enumerate()
            .filter_map(|(place, count)| Some((x(place), y((*count)?.tenths()?), (*count)?.words())))
            .collect();
        let said: Vec<String> = quarters
            .iter()
            .zip(counts)
            .filter_map(|(quarter, count)| Some(format!("{quarter}: {}", (*count)?.words())))
            .collect();
        PulseChart {
            points: dots.iter().map(|(x, y, _)| format!("{x},{y}")).collect::<Vec<_>>().join(" "),
            dots,
            quarters: quarters.iter().enumerate().map(|(place, quarter)| (x(place), short(quarter))).collect(),
            label: format!("Averages from 1 to 5. {}.", said.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_runs_from_one_to_five_and_leaves_out_what_is_not_shown() {
        let quarters = ["2026-Q1".to_owned(), "2026-Q2".into(), "2026-Q3".into()];
        let count = |answers, sum| Some(Count { answers, sum });

        let chart = PulseChart::new(&quarters, &[count(5, 5), None, count(6, 30)]);

        assert_eq!(chart.points, "60,165 420,15");
        assert_eq!(chart.quarters[1], (240, "Q2 26".to_owned()));
        assert_eq!(chart.label, "Averages from 1 to 5. 2026-Q1: 1.0, 2026-Q3: 5.0.");
    }

    #[test]
    fn the_quarter_that_goes_on_is_not_shown() {
        let today = Day::new(2026, 11, 18).expect("a day");

        let quarters = closed_quarters(today);

        assert_eq!((quarters[0].as_str(), quarters[7].as_str()), ("2024-Q4", "2026-Q3"));
    }
}
