//! Belts that wait for somebody's word.

use super::{access, store};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::{ProgramError, Reminder, ReminderKind, teams_of, teams_served};
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
    let mut reminders = Vec::new();
    for promotion in store::list_asked(connection, LOOKED_AT)? {
        if promotion.manager_id == Some(member.id) || promotion.lead_id == Some(member.id) {
            continue;
        }
        let mut teams = teams_of(connection, promotion.person_id)?;
        teams.extend(teams_served(connection, promotion.person_id, today)?);
        let manages = access::may_agree_as_manager(member, promotion.person_id, &teams);
        let leads = access::may_agree_as_lead(member, promotion.person_id);
        if (manages && promotion.manager_id.is_none()) || (leads && promotion.lead_id.is_none()) {
            let person = crate::accounts::find_person(connection, promotion.person_id)?;
            reminders.push(Reminder {
                on: promotion.asked_at.day(),
                words: format!("{} asks for a belt; say whether you agree", person.name),
                path: format!("/people/{}/belt", person.handle),
                kind: ReminderKind::Belt,
            });
        }
    }
    Ok(reminders)
}
