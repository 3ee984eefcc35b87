//! The list of a term, its things, and the reviews of its first ninety days.

use diesel::prelude::*;

use crate::accounts::PersonName;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{OnboardingItemId, OnboardingReviewId, PersonId, RowVersion, TermId};
use crate::db::schema::onboarding_items;
use crate::text_enum;

text_enum! {
    /// Who does a thing of the list.
    pub enum Owner {
        /// Network Security.
        NetSec = "netsec",
        /// The program's lead.
        Lead = "lead",
        /// The team's manager.
        Manager = "manager",
        /// The champion.
        Champion = "champion",
    }
}

impl Owner {
    /// The owner in words.
    pub fn label(self) -> &'static str {
        match self {
            Owner::NetSec => "Network Security",
            Owner::Lead => "Program lead",
            Owner::Manager => "Manager",
            Owner::Champion => "Champion",
        }
    }
}

/// One thing that a champion needs.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = onboarding_items)]
pub struct Item {
    /// Its key.
    pub id: OnboardingItemId,
    /// The term.
    pub term_id: TermId,
    /// Its place in the list, from 0.
    pub position: i32,
    /// Its name in the template.
    pub item: String,
    /// What it is.
    pub title: String,
    /// What it is for; may be empty.
    pub help: String,
    /// Who does it.
    pub owner: Owner,
    /// Whether it is taken back at the end of the term.
    pub is_access: bool,
    /// Since when it is asked for.
    pub asked_on: Option<Day>,
    /// Who asked.
    pub asked_by: Option<PersonId>,
    /// When it was done.
    pub done_on: Option<Day>,
    /// Who says so.
    pub done_by: Option<PersonId>,
    /// What shows it: a link, a ticket, a word; may be empty.
    pub evidence: String,
    /// When it was taken back.
    pub revoked_on: Option<Day>,
    /// Who says so.
    pub revoked_by: Option<PersonId>,
    /// How often it was saved.
    pub version: RowVersion,
}

/// Where a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has asked for it yet.
    Open,
    /// It is asked for.
    Asked,
    /// It is there.
    Done,
    /// The term is over, and it is still there.
    ToRevoke,
    /// It was taken back.
    Revoked,
    /// The term is over, and it never came.
    Lapsed,
}

impl Standing {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            Standing::Open => "missing",
            Standing::Asked => "asked for",
            Standing::Done => "done",
            Standing::ToRevoke => "to be revoked",
            Standing::Revoked => "revoked",
            Standing::Lapsed => "not needed any more",
        }
    }

    /// The kind of state whose colour it has.
    pub fn kind(self) -> &'static str {
        match self {
            Standing::Open => "preflight",
            Standing::Asked => "baseline",
            Standing::Done => "open",
            Standing::ToRevoke => "forbidden",
            Standing::Revoked | Standing::Lapsed => "unknown",
        }
    }

    /// Whether somebody has to do something.
    pub fn is_waiting(self) -> bool {
        matches!(self, Standing::Open | Standing::Asked | Standing::ToRevoke)
    }
}

text_enum! {
    /// What is done with a thing.
    pub enum Act {
        /// It is asked for.
        Asked = "asked",
        /// It is there.
        Done = "done",
        /// It was said to be there by mistake.
        Undone = "undone",
        /// It was taken back.
        Revoked = "revoked",
        /// It was said to be taken back by mistake.
        Unrevoked = "unrevoked",
    }
}

/// What is said of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemMark {
    /// What is done with it.
    pub act: Act,
    /// When; today where no day is given.
    pub on: Option<Day>,
    /// What shows it; may be empty.
    pub evidence: String,
    /// The version of the row that was seen.
    pub seen: RowVersion,
}

/// The list of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onboarding {
    /// The term.
    pub term_id: TermId,
    /// Since when its person serves.
    pub begun_on: Day,
    /// Another champion who walks beside them.
    pub buddy: Option<PersonName>,
    /// How often the buddy changed.
    pub version: RowVersion,
}

text_enum! {
    /// Whose words they are.
    pub enum Side {
        /// The new champion's.
        Champion = "champion",
        /// The buddy's or, where there is none, the manager's.
        Companion = "companion",
    }
}

/// After how many days a review is: 30, 60 or 90.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReviewDays(i32);

impl ReviewDays {
    /// All three.
    pub const ALL: [ReviewDays; 3] = [ReviewDays(30), ReviewDays(60), ReviewDays(90)];

    /// The one of this number.
    pub fn parse(days: i32) -> Option<Self> {
        ReviewDays::ALL.into_iter().find(|one| one.0 == days)
    }

    /// The number.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day on which it is due.
    pub fn due(self, begun_on: Day) -> Day {
        begun_on.plus_days(self.0)
    }
}

/// What one side wrote in a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its key.
    pub id: OnboardingReviewId,
    /// After how many days.
    pub days: i32,
    /// Whose words they are.
    pub side: Side,
    /// Each question as it was asked, with what was written.
    pub answers: Vec<(String, String)>,
    /// Who wrote it last.
    pub written_by: PersonName,
    /// When.
    pub written_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_three_reviews() {
        for (days, known) in [(30, true), (60, true), (90, true), (0, false), (31, false), (-30, false)] {
            assert_eq!(ReviewDays::parse(days).is_some(), known, "{days}");
        }
        let begun = Day::parse("2026-01-31").unwrap_or_else(|words| panic!("{words}"));
        assert_eq!(ReviewDays::ALL[0].due(begun).to_string(), "2026-03-02");
    }
}
