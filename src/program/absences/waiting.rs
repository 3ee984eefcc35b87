//! Reminders about absences.

use diesel::prelude::*;

use super::model::StandInState;
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::StandInId;
use crate::db::schema::{absences, people, stand_ins, teams, terms};
use crate::program::ProgramError;
use crate::program::reminders::{Reminder, ReminderKind};
use crate::web::Member;

/// What `member` should not forget of absences: to say whether they stand in.
pub fn reminders(connection: &mut Connection, member: &Member, today: Day) -> Result<Vec<Reminder>, ProgramError> {
    let asked: Vec<(Day, Day, String, String, StandInId)> = stand_ins::table
        .inner_join(absences::table.on(absences::id.eq(stand_ins::absence_id)))
        .inner_join(terms::table.on(terms::id.eq(stand_ins::term_id)))
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(stand_ins::person_id.eq(member.id))
        .filter(stand_ins::state.eq(StandInState::Asked))
        .filter(absences::last_on.ge(today))
        .order((absences::first_on, stand_ins::id))
        .select((absences::first_on, absences::last_on, people::name, teams::name, stand_ins::id))
        .load(connection)?;
    let reminder = |(first, last, name, team, id): (Day, Day, String, String, StandInId)| Reminder {
        on: first,
        words: format!("{name} asks you to stand in for {team} from {} to {}", first.words(), last.words()),
        path: format!("/stand-ins/{id}"),
        kind: ReminderKind::Absence,
    };
    Ok(asked.into_iter().map(reminder).collect())
}
