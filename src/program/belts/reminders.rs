//! Belts that wait for somebody's word.

use std::collections::HashMap;

use super::{access, store};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::PersonId;
use crate::program::reminders::LINES;
use crate::program::{ProgramError, Reminder, ReminderKind, TeamName, list_teams_of, served_by_these};
use crate::web::{Grant, Member};

/// Promotions that are looked through; a company raises a few in a week.
const LOOKED_AT: i64 = 200;

/// The belts to which `member` could agree and has not.
///
/// # Errors
///
/// The database's own.
pub fn reminders(connection: &mut Connection, member: &Member, today: Day) -> Result<Vec<Reminder>, ProgramError> {
    if !member.has(Grant::Manager) && !member.has(Grant::Lead) {
        return Ok(Vec::new());
    }
    let mut asked = store::list_asked(connection, LOOKED_AT)?;
    let people: Vec<PersonId> = asked.iter().map(|promotion| promotion.person_id).collect();
    let mut teams: HashMap<PersonId, Vec<TeamName>> = HashMap::new();
    for (person, team) in list_teams_of(connection, &people)? {
        teams.entry(person).or_default().push(team);
    }
    for (person, _, team) in served_by_these(connection, &people, today)? {
        teams.entry(person).or_default().push(team);
    }
    asked.retain(|promotion| {
        let teams = teams.get(&promotion.person_id).map_or(&[][..], Vec::as_slice);
        let manages = access::may_agree_as_manager(member, promotion.person_id, teams);
        let leads = access::may_agree_as_lead(member, promotion.person_id);
        access::open_word(promotion, member.id, manages, leads).is_some()
    });
    let mut reminders = Vec::new();
    for promotion in asked.iter().take(LINES) {
        let person = crate::accounts::find_person(connection, promotion.person_id)?;
        reminders.push(Reminder {
            on: promotion.asked_at.day(),
            words: format!("{} asks for a belt; say whether you agree", person.name),
            path: format!("/people/{}/belt", person.handle),
            kind: ReminderKind::Belt,
        });
    }
    // There is no list of them: whoever says yes or no to the first sees the next ones here.
    if let (Some(first), more @ 1..) = (reminders.first(), asked.len().saturating_sub(LINES)) {
        let words = format!("{more} more ask for a belt; they follow once these have your word");
        reminders.push(Reminder { on: today, words, path: first.path.clone(), kind: ReminderKind::Belt });
    }
    Ok(reminders)
}
