//! The form of a meeting that was held and that nobody had called.

use super::date::NOTES_LIMIT;
use super::{MeetingForm, invitation};
use crate::db::Connection;
use crate::db::keys::PersonId;
use crate::program::ProgramError;
use crate::program::fields::Fields;
use crate::program::meetings::actions::HeldMeeting;
use crate::program::meetings::model::{Invitee, NewMeeting};
use crate::web::fold::text;

/// `POST /meetings/held`
#[derive(Debug, Default, Clone)]
pub struct HeldForm {
    /// What it was, and when; its people are those who were there and have no box.
    pub meeting: MeetingForm,
    /// Handles of those who are ticked.
    pub there: Vec<String>,
    /// Whether its sender was there.
    pub me: bool,
    pub notes: String,
}

impl HeldForm {
    /// The form as it was sent; boxes come once for each that is ticked.
    pub fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = HeldForm::default();
        for (name, value) in pairs {
            match name.as_str() {
                "there" => form.there.push(value),
                "me" => form.me = value == "yes",
                "notes" => form.notes = value,
                _ => form.meeting.take(&name, value),
            }
        }
        form
    }

    /// The meeting as `sender` remembers it.
    pub fn parse(&self, connection: &mut Connection, sender: PersonId) -> Result<HeldMeeting, ProgramError> {
        let mut fields = Fields::default();
        let meeting = self.meeting.without_invitees(&mut fields);
        let notes = fields.keep("notes", text(&self.notes, NOTES_LIMIT));
        let mut there: Vec<Invitee> = self.me.then_some(Invitee::Person(sender)).into_iter().collect();
        there.extend(invitation::people(connection, &self.there.join(","), &mut fields)?);
        there.extend(invitation::people(connection, &self.meeting.people, &mut fields)?);
        let invitees = invitation::each_once(there);
        if invitees.is_empty() && fields.is_fine() {
            fields.add("people", "say who was there");
        }
        match (meeting, notes) {
            (Some(meeting), Some(notes)) if fields.is_fine() => {
                Ok(HeldMeeting { meeting: NewMeeting { invitees, ..meeting }, notes })
            }
            _ => Err(fields.refuse()),
        }
    }
}
