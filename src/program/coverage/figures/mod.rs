//! The figures of the program: what each counts, in a sentence that stands
//! beside it, and the rows behind it. No row names a person: the program's
//! figures never become a ranking of people.

pub mod handlers;
mod pages;
mod rules;
mod sheet;
mod sheets;

pub use rules::{Figures, FirstWork, Period, reason_words};
pub use sheet::{Cell, Column, Sheet};
pub use sheets::Sheets;

use crate::program::time::owed::DEFINITION;
use crate::text_enum;

text_enum! {
    /// One figure; the word is its place in addresses.
    pub enum Figure {
        /// Teams with a champion.
        Covered = "covered",
        /// Terms that end soon.
        Ending = "ending",
        /// Nominations that wait for a word.
        Nominations = "nominations",
        /// Required courses that are in date.
        Training = "training",
        /// Teams that were given their time.
        Time = "time",
        /// Teams that were at the meetings of all champions.
        Attendance = "attendance",
        /// Terms that ended before their last day.
        EndedEarly = "ended-early",
        /// How long a term takes to the first piece of work.
        FirstWork = "first-contribution",
        /// How many people a champion is there for.
        People = "people",
    }
}

impl Figure {
    /// What stands under the number.
    pub fn label(self) -> &'static str {
        match self {
            Figure::Covered => "of teams have a champion",
            Figure::Ending => "terms end within 30 days",
            Figure::Nominations => "nominations wait for a word",
            Figure::Training => "of required courses in date",
            Figure::Time => "teams were given their time",
            Figure::Attendance => "of the teams came to meetings",
            Figure::EndedEarly => "terms ended early",
            Figure::FirstWork => "to the first contribution",
            Figure::People => "people, champion to people",
        }
    }

    /// The heading over its rows.
    pub fn title(self) -> &'static str {
        match self {
            Figure::Covered => "Teams with a champion, by department",
            Figure::Ending => "Terms that end within 30 days",
            Figure::Nominations => "Nominations that wait for a word",
            Figure::Training => "Required courses in date, by team",
            Figure::Time => "Time given, by team",
            Figure::Attendance => "Teams at meetings, by team",
            Figure::EndedEarly => "Terms that ended early",
            Figure::FirstWork => "Days to the first contribution, by department",
            Figure::People => "People for each champion, by department",
        }
    }

    /// What it is called where it stands by itself.
    pub fn name(self) -> &'static str {
        self.title().split(',').next().unwrap_or_default()
    }

    /// What it counts, in a sentence.
    pub fn definition(self) -> &'static str {
        match self {
            Figure::Covered => {
                "Teams that somebody serves as champion on the day, of all teams that there were on it. A deputy \
                 alone does not count. A department is covered in bands: none, some (fewer than half of its teams), \
                 half, most (four of five or more)."
            }
            Figure::Ending => {
                "Terms of champions and deputies who serve on the day, and whose last day is at most 30 days away, and that \
                 nobody has renewed yet."
            }
            Figure::Nominations => {
                "Champions and deputies who were nominated and wait for a manager's approval or for the nominee's own \
                 answer."
            }
            Figure::Training => {
                "Required courses with a completion that is in date, of all that those who serve a team on the day \
                 should have."
            }
            Figure::Time => DEFINITION,
            Figure::Attendance => {
                "Meetings in the period to which everybody who serves was invited, counted once for each team that \
                 somebody served on the day: how often one of those who served the team was there."
            }
            Figure::EndedEarly => {
                "Terms that were ended in the period before the last day that was agreed, or without one, of all that \
                 served in it. A term that is renewed goes on."
            }
            Figure::FirstWork => {
                "Days from the first day of a term to its first review, answer or time entry: half of the terms that \
                 began in the period took no longer. Terms without any yet are left out and named beside it."
            }
            Figure::People => {
                "People who belong to a team and can sign in, for each person who serves a team as champion. Whoever only \
                 stands in for a champion does not count as one."
            }
        }
    }
}
