//! A year of somebody, to be printed or handed on.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::open;
use crate::accounts::{PersonName, list_managers};
use crate::clock::{Clock, Day};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::belts::evidence::Answers;
use crate::program::belts::pages::YearPage;
use crate::program::belts::year::year_of;
use crate::program::belts::{access, store};
use crate::program::files::ProgramFiles;
use crate::program::{ProgramError, TeamName};
use crate::web::{Member, Scope, Shell, Site, page, see_other};

/// The first year that has a page; nobody was a champion before.
const FIRST: i16 = 1971;

/// `GET /people/{handle}/year`
pub async fn show_this_year(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    let (person, _) = db.read(move |connection| open(connection, &member, &handle, today)).await?;
    Ok(see_other(&format!("/people/{}/year/{}", person.handle, today.date().year())))
}

/// `GET /people/{handle}/year/{year}`
pub async fn show_year(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, answers): (Data<ProgramFiles>, Data<Arc<dyn Answers>>),
    site: Data<Site>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let ((handle, year), today) = (place.into_inner(), clock.now().day());
    let missing = || AppError::NotFound("year");
    let this_year = today.date().year();
    let year: i16 = year.parse().ok().filter(|year| (FIRST..=this_year).contains(year)).ok_or_else(missing)?;
    let span = Day::new(year, 1, 1).zip(Day::new(year, 12, 31)).ok_or_else(missing)?;
    let (belts, answers) = (files.belts.get(), Arc::clone(answers.get_ref()));
    let shown = db
        .read(move |connection| {
            let (person, teams) = open(connection, &member, &handle, today)?;
            // The belt of that year, not of today.
            let belt = store::belts_of(connection, &belts, &[person.id], span.1.min(today))?.remove(&person.id);
            let link = |year: i16| shell.to(&format!("/people/{}/year/{year}", person.handle));
            let mut of = year_of(connection, answers.as_ref(), person.id, span)?;
            if !access::may_open_meetings(&member, person.id) {
                of.meetings.iter_mut().for_each(|one| one.path.clear());
            }
            Ok::<_, ProgramError>(YearPage {
                of,
                belt: belt.map(|key| belts.name(&key).to_owned()).unwrap_or_default(),
                previous: if year > FIRST { link(year - 1) } else { String::new() },
                next: if year < this_year { link(year + 1) } else { String::new() },
                address: site.absolute(&format!("/people/{}/year/{year}", person.handle)),
                managers: managers(connection, &teams)?,
                is_self: person.id == member.id,
                is_running: year == this_year,
                today: today.words(),
                year,
                person,
                shell,
            })
        })
        .await?;
    page(&shown)
}

/// Managers whom the page names at the most.
const MANAGERS: i64 = 5;

/// Who looks after these teams.
fn managers(connection: &mut Connection, teams: &[TeamName]) -> Result<Vec<(PersonName, String)>, ProgramError> {
    let scopes: Vec<Scope> =
        teams.iter().flat_map(|team| [Scope::Team(team.id), Scope::Department(team.department_id)]).collect();
    Ok(list_managers(connection, &scopes, MANAGERS)?)
}
