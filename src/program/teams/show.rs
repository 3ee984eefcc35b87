//! One team's page, and who belongs to it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::forms::{MemberForm, person_named};
use super::pages::{ServingTerm, ShowPage};
use super::{Team, access, actions, store};
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::belongings::list_belongings_of;
use crate::program::belts::{Belts, belts_of};
use crate::program::files::ProgramFiles;
use crate::program::reviews::list_reviews_of_team;
use crate::program::terms::{self, access as term_access, list_terms_of_team};
use crate::program::time::owed::{Honoured, honoured_by, honoured_since, shares_on};
use crate::program::time::rules::Band;
use crate::program::{
    Actor, ProgramError, ProgramSettings, Serving, TeamExtras, find_whom_to_ask, onboarding, serving,
};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{Form, Member, Shell, html, see_other_saying};

/// Reviews that a team's page shows.
const REVIEWS: i64 = 5;

pub(super) async fn page_of(
    shell: Shell,
    member: Member,
    db: &Db,
    now: Timestamp,
    slug: String,
    extras: Option<Arc<dyn TeamExtras>>,
    (belts, settings): (Arc<Belts>, Data<ProgramSettings>),
) -> Result<ShowPage, AppError> {
    Ok(db
        .read(move |connection| {
            let team = store::find_team(connection, &slug)?;
            let mut sections = match extras {
                Some(extras) => extras.sections(connection, &member, &team, now)?,
                None => Vec::new(),
            };
            sections.extend(onboarding::section_of_team(connection, &member, &team, now.day())?);
            let honoured = honoured_by(connection, &member.calendar, team.id, now.day())?;
            let (serving, waiting) = terms_of(connection, &member, &team, now)?;
            let who: Vec<_> = serving.iter().map(|one| one.person.person_id).collect();
            let worn = belts_of(connection, &belts, &who, now.day())?;
            let worn = worn.into_iter().map(|(person, key)| (person, belts.name(&key).to_owned())).collect();
            Ok::<_, ProgramError>(ShowPage {
                belts: worn,
                contact: find_whom_to_ask(connection, &settings)?,
                members: store::list_members(connection, team.id)?,
                belongings: list_belongings_of(connection, team.id)?,
                reviews: list_reviews_of_team(connection, team.id, REVIEWS)?,
                band: honoured.as_ref().and_then(Honoured::band).map_or("", Band::label),
                band_since: honoured_since(now.day()).words(),
                can_shape: access::may_shape(&member),
                can_manage: access::may_manage(&member, &team),
                can_nominate: term_access::may_nominate(&member, &team),
                is_member: member.teams.contains(&team.id),
                own_handle: member.handle.clone(),
                problems: Vec::new(),
                person: String::new(),
                shell,
                sections,
                serving,
                waiting,
                team,
            })
        })
        .await?)
}

/// Who serves today, and terms that don't (any more, or yet) as far as the member may know of them.
fn terms_of(
    connection: &mut Connection,
    member: &Member,
    team: &Team,
    now: Timestamp,
) -> Result<(Vec<ServingTerm>, Vec<terms::TermRow>), ProgramError> {
    let people = serving(connection, team.id, now.day())?;
    let (mut under_way, mut waiting) = (Vec::new(), Vec::new());
    for row in list_terms_of_team(connection, team.id)? {
        // Missing among those who serve: their account is switched off.
        let is_shown = people.iter().any(|person| person.person_id == row.term.person_id);
        if terms::rules::is_serving(&row.term, now.day()) && is_shown {
            under_way.push(row);
        } else if term_access::may_see(member, team, &row.term) {
            waiting.push(row);
        }
    }
    let shares = shares_on(connection, under_way.iter().map(|row| &row.term), now.day())?;
    let with_term = |person: Serving| {
        let at = under_way.iter().position(|row| row.term.person_id == person.person_id);
        let row = at.map(|at| under_way.swap_remove(at));
        let percent = row.as_ref().and_then(|row| shares.get(&row.term.id).copied()).unwrap_or_default();
        ServingTerm { row, percent, person }
    };
    Ok((people.into_iter().map(with_term).collect(), waiting))
}

/// `POST /teams/{slug}/members`
pub async fn create_member(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, settings): (Data<ProgramFiles>, Data<ProgramSettings>),
    (slug, form): (Path<String>, Form<MemberForm>),
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (wanted, named, actor) = (slug.clone(), form.person.clone(), member.clone());
    let added = db
        .write(move |tx| {
            let team = store::find_team(tx, &wanted)?;
            let person = person_named(tx, &named)?;
            let is_new = actions::add_member(tx, Actor::Member(&actor), now, &team, &person)?;
            Ok::<_, ProgramError>((person.name, is_new))
        })
        .await;
    let problems = match added {
        Ok((name, is_new)) => {
            let words = if is_new { "belongs to the team now" } else { "belongs to the team already" };
            return Ok(see_other_saying(&format!("/teams/{slug}"), format!("{name} {words}.")));
        }
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let extras = request.app_data::<Data<Arc<dyn TeamExtras>>>().map(|extras| Arc::clone(extras.get_ref()));
    let shown = page_of(shell, member, &db, now, slug, extras, (files.belts.get(), settings)).await?;
    html(StatusCode::UNPROCESSABLE_ENTITY, &ShowPage { problems, person: form.person, ..shown })
}

/// `POST /teams/{slug}/members/remove`
pub async fn delete_member(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<MemberForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let target = format!("/teams/{slug}");
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("Take {} out of this team?", form.person),
            action: &format!("{target}/members/remove"),
            label: "Take them out",
            fields: &[("person", &form.person)],
            cancel: &target,
        });
    }
    let person = db
        .write(move |tx| {
            let team = store::find_team(tx, &slug)?;
            let person = crate::accounts::find_by_handle(tx, &form.person)?;
            actions::remove_member(tx, Actor::Member(&member), now, &team, person.id)
        })
        .await?;
    Ok(see_other_saying(&target, format!("{} is not in the team any more.", person.name)))
}
