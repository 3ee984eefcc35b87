//! Meetings as what the record is about.

use std::collections::HashSet;

use super::model::Meeting;
use super::reach::Reach;
use super::{access, store};
use crate::accounts;
use crate::db::keys::MeetingId;
use crate::db::{Connection, DbError};
use crate::notify::{Asked, Subjects, keys_of};
use crate::program::Standings;

/// Knows who may read of which meeting, as its page does.
pub struct MeetingSubjects;

impl Subjects for MeetingSubjects {
    fn kind(&self) -> &'static str {
        "meeting"
    }

    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError> {
        let reader = accounts::find_member(connection, &Standings, asked.person, asked.today)?;
        let reach = Reach::of_member(connection, &reader)?;
        let meetings = store::list_numbered(connection, &asked.numbers())?;
        let ids: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id).collect();
        let invitees = store::list_invitees_of(connection, &ids)?;
        let took_part = store::list_took_part(connection, &ids, asked.person)?;
        let sees = |meeting: &&Meeting| {
            let invited = invitees.get(&meeting.id).map_or(&[][..], Vec::as_slice);
            access::may_see(&reader, meeting, &reach, invited) || took_part.contains(&meeting.id)
        };
        Ok(keys_of(meetings.iter().filter(sees).map(|meeting| meeting.number)))
    }
}
