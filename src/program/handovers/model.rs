//! A handover that somebody has to make, or made.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{HandoverId, PersonId, TermId};
use crate::db::schema::handovers;
use crate::text_enum;

text_enum! {
    /// Why something has to be handed over.
    pub enum HandoverCause {
        /// The person left: their account is off, or no list has them any more.
        Left = "left",
        /// The person went to another team.
        LeftTeam = "left_team",
        /// The term ran out with something open.
        RanOut = "ran_out",
        /// Whoever looks after the team, or the person, did it unasked.
        Chosen = "chosen",
    }
}

text_enum! {
    /// Where a handover stands.
    pub enum HandoverState {
        /// Somebody has to make it.
        Open = "open",
        /// It was made.
        Done = "done",
        /// It was not needed after all.
        Dropped = "dropped",
    }
}

/// What somebody has to give to another.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = handovers)]
pub struct Handover {
    /// Its key.
    pub id: HandoverId,
    /// The term that it belongs to.
    pub term_id: TermId,
    /// Why.
    pub cause: HandoverCause,
    /// Where it stands.
    pub state: HandoverState,
    /// Who noticed; nobody where the site did.
    pub raised_by: Option<PersonId>,
    /// When.
    pub raised_at: Timestamp,
    /// Who made it, or dropped it.
    pub done_by: Option<PersonId>,
    /// When.
    pub done_at: Option<Timestamp>,
    /// Who has it now; nobody where it stayed with the team's others or went to
    /// Network Security.
    pub to_person_id: Option<PersonId>,
    /// How many things moved.
    pub moved: i32,
}

impl HandoverCause {
    /// Why, in words after the person's name.
    pub fn reason(self) -> &'static str {
        match self {
            HandoverCause::Left => "has left",
            HandoverCause::LeftTeam => "left the team",
            HandoverCause::RanOut => "came to the end of their term",
            HandoverCause::Chosen => "hands over",
        }
    }
}
