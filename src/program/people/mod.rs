//! Somebody's page: their teams and terms, how to reach them and, for those
//! who may see it, the time that they gave and what they learnt.

pub(super) mod directory;
mod pages;
mod service;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::absences::{list_absences_of, may_enter};
use super::belts::belts_of;
use super::files::ProgramFiles;
use super::kudos::list_kudos;
use super::teams::access::may_see_details;
use super::terms::{list_terms_of, rules};
use super::time::{EntryLine, list_entries, week_of};
use super::training::{list_completions, list_due, list_in_date};
use super::{ProgramError, Serving, serving_these, teams_of};
use crate::accounts::{self, PersonState};
use crate::clock::{Clock, Day};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::web::{Grant, Member, Shell, page};
use pages::{Details, OwnTime, ShowPage};
use service::ServicePage;

/// Entries that the page shows to those who may see them.
const ENTRIES: i64 = 20;

/// Thanks that the page shows; all of them have a page of their own.
const KUDOS: i64 = 3;

/// `GET /people/{handle}`
pub(super) async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: Data<ProgramFiles>,
    handle: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (today, belts) = (clock.now().day(), files.belts.get());
    let ladder = files.ladder();
    let (handle, is_admin) = (handle.into_inner(), member.has(Grant::Admin));
    let (around, wanted) = (shell.clone(), handle.clone());
    let service = db.read(move |connection| ServicePage::find(connection, &around, &wanted, is_admin)).await?;
    if let Some(service) = service {
        return page(&service);
    }
    let shown = db
        .read(move |connection| {
            let person = accounts::find_by_handle(connection, &handle)?;
            let teams = teams_of(connection, person.id)?;
            let mut terms = list_terms_of(connection, person.id)?;
            terms.retain(|row| row.term.answered_at.is_some() && row.term.starts_on.is_some());
            let is_on = person.state != PersonState::Disabled;
            let (serving, past) = terms.into_iter().partition(|row| is_on && rules::is_serving(&row.term, today));
            let is_self = member.id == person.id;
            let details = if may_see_details(&member, person.id, &teams) {
                let time = if is_self { Some(own_time(connection, &member, today)?) } else { None };
                Some(Details {
                    time,
                    completions: list_completions(connection, person.id)?,
                    due: list_due(connection, &ladder, person.id, today)?,
                })
            } else {
                None
            };
            let in_date = list_in_date(connection, &ladder, person.id, today)?;
            let can_enter_leave = may_enter(&member, person.id, &teams);
            let absences = list_absences_of(connection, person.id, today)?;
            let away_until = absences.iter().find(|absence| absence.first_on <= today).map(|absence| absence.last_on);
            let belt = belts_of(connection, &belts, &[person.id], today)?.remove(&person.id);
            let belt = belt.map(|key| belts.name(&key).to_owned()).unwrap_or_default();
            let kudos = list_kudos(connection, person.id, KUDOS)?;
            let mut asked = serving_these(connection, &teams.iter().map(|team| team.id).collect::<Vec<_>>(), today)?;
            let teams = teams.into_iter().map(|team| {
                let first = asked.remove(&team.id).and_then(|people| people.into_iter().next());
                (team, first.filter(Serving::is_there))
            });
            let is_former = accounts::erasing::is_former(connection, person.id)?;
            Ok::<_, ProgramError>(ShowPage {
                belt,
                kudos,
                shell,
                person,
                teams: teams.collect(),
                serving,
                past,
                in_date,
                details,
                away_until,
                can_enter_leave,
                is_self,
                is_admin,
                is_former,
            })
        })
        .await?;
    page(&shown)
}

/// What `member` gave this week, and logged last.
fn own_time(connection: &mut Connection, member: &Member, today: Day) -> Result<OwnTime, ProgramError> {
    let entries = list_entries(connection, member.id, 0, ENTRIES)?;
    Ok(OwnTime {
        week: week_of(connection, &member.calendar, member.id, today)?,
        entries: EntryLine::list(connection, &member.calendar, entries, today)?,
    })
}
