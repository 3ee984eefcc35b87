//! Somebody's belt and year, as pages.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::actions::{self, Case};
use super::evidence::{Answers, gather};
use super::file::Belts;
use super::model::{Ground, Promotion, PromotionState};
use super::pages::{HistoryLine, LevelLine, ShowPage, YearPage};
use super::rules::{Ticked, tick};
use super::year::year_of;
use super::{access, store};
use crate::accounts::{self, Person};
use crate::clock::{Clock, Day, Timestamp};
use crate::db::{Connection, Db, Tx};
use crate::error::AppError;
use crate::program::files::ProgramFiles;
use crate::program::{Actor, ProgramError, TeamName, teams_of, teams_served};
use crate::web::fold::line;
use crate::web::form::Choice;
use crate::web::{Form, Member, Shell, html, page, see_other_saying};

/// Characters of a reason.
const REASON: usize = 500;

/// The teams that somebody belongs to or serves.
fn all_teams(connection: &mut Connection, person: &Person, today: Day) -> Result<Vec<TeamName>, ProgramError> {
    let mut teams = teams_of(connection, person.id)?;
    let served = teams_served(connection, person.id, today)?;
    teams.extend(served.into_iter().filter(|team| !teams.contains(team)).collect::<Vec<_>>());
    Ok(teams)
}

/// The person with their teams, if `member` may see their belt.
fn open(
    connection: &mut Connection,
    member: &Member,
    handle: &str,
    today: Day,
) -> Result<(Person, Vec<TeamName>), ProgramError> {
    let person = accounts::find_by_handle(connection, handle)?;
    let teams = all_teams(connection, &person, today)?;
    if !access::may_see(member, person.id, &teams) {
        return Err(ProgramError::NotFound("belt"));
    }
    Ok((person, teams))
}

fn page_of(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    belts: &Belts,
    answers: &dyn Answers,
    handle: &str,
    now: Timestamp,
) -> Result<ShowPage, ProgramError> {
    let today = now.day();
    let (person, teams) = open(connection, member, handle, today)?;
    let evidence = gather(connection, answers, person.id, today)?;
    let has = store::belts_of(connection, belts, &[person.id])?.remove(&person.id);
    let place = has.as_deref().and_then(|key| belts.place(key));
    let next = place.map_or(0, |place| place + 1);
    let levels: Vec<LevelLine> = belts
        .0
        .iter()
        .enumerate()
        .map(|(number, level)| LevelLine {
            name: level.name.clone(),
            about: level.about.clone(),
            ticked: tick(level, &evidence, today),
            has: place.is_some_and(|place| number <= place),
            is_next: number == next,
        })
        .collect();
    let promotions = store::list_promotions(connection, person.id)?;
    let asked = promotions.iter().find(|one| one.state == PromotionState::Asked);
    let is_self = member.id == person.id;
    let agrees =
        access::may_agree_as_manager(member, person.id, &teams) || access::may_agree_as_lead(member, person.id);
    let agreed = |one: &Promotion| one.manager_id == Some(member.id) || one.lead_id == Some(member.id);
    let next_is_met = levels.get(next).is_some_and(|level| level.ticked.iter().all(Ticked::is_met));
    Ok(ShowPage {
        belt: has.as_deref().map(|key| belts.name(key).to_owned()).unwrap_or_default(),
        asked: asked.map(|one| belts.name(&one.level).to_owned()).unwrap_or_default(),
        asked_words: asked.map(words_missing).unwrap_or_default(),
        can_ask: is_self && asked.is_none() && next_is_met,
        can_agree: agrees && asked.is_some_and(|one| !agreed(one)),
        is_lead: access::may_agree_as_lead(member, person.id),
        higher: belts.0.iter().skip(next).map(|level| Choice::new(&level.key, &level.name, "")).collect(),
        history: history(connection, belts, &promotions)?,
        year: today.date().year(),
        problems: Vec::new(),
        words: String::new(),
        why: String::new(),
        reason: String::new(),
        is_self,
        levels,
        person,
        shell,
    })
}

/// Whose word is missing.
fn words_missing(promotion: &Promotion) -> String {
    match (promotion.manager_id, promotion.lead_id) {
        (None, None) => "It waits for the word of a manager and of a program lead.".into(),
        (Some(_), None) => "A manager agreed; it waits for a program lead.".into(),
        (None, Some(_)) => "A program lead agreed; it waits for a manager.".into(),
        (Some(_), Some(_)) => String::new(),
    }
}

fn history(
    connection: &mut Connection,
    belts: &Belts,
    promotions: &[Promotion],
) -> Result<Vec<HistoryLine>, ProgramError> {
    let mut lines = Vec::new();
    for one in promotions.iter().filter(|one| one.state != PromotionState::Asked) {
        let mut name = |id: Option<crate::db::keys::PersonId>| match id {
            Some(id) => Ok::<_, ProgramError>(accounts::find_person(connection, id)?.name),
            None => Ok(String::new()),
        };
        let level = belts.name(&one.level);
        let (words, chip) = match (one.state, one.ground) {
            (PromotionState::Given, Ground::Override) => {
                (format!("{level}: given by {} on their own word", name(one.lead_id)?), "baseline")
            }
            (PromotionState::Given, Ground::Evidence) => {
                (format!("{level}: {} and {} agreed", name(one.manager_id)?, name(one.lead_id)?), "open")
            }
            (PromotionState::TakenBack, _) => {
                (format!("{level}: taken back by {}", name(one.refused_by)?), "forbidden")
            }
            _ => (format!("{level}: {} said not yet", name(one.refused_by)?), "unknown"),
        };
        let when = one.settled_at.unwrap_or(one.asked_at).day().words();
        lines.push(HistoryLine { words, when, why: one.words.clone(), chip });
    }
    Ok(lines)
}

/// `GET /people/{handle}/belt`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: Data<ProgramFiles>,
    answers: Data<Arc<dyn Answers>>,
    handle: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (now, belts, answers) = (clock.now(), files.belts.get(), Arc::clone(answers.get_ref()));
    let shown =
        db.read(move |connection| page_of(connection, shell, &member, &belts, answers.as_ref(), &handle, now)).await?;
    page(&shown)
}

/// What a form about a belt sends.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct BeltForm {
    /// `ask`, `agree`, `refuse`, `override`, `take-back`.
    act: String,
    level: String,
    /// Why not yet.
    words: String,
    /// Why it is given by a lead's own word.
    why: String,
    /// Why it is taken back.
    reason: String,
}

/// A reason, or what is wrong with its field.
fn reason(field: &'static str, text: &str) -> Result<String, ProgramError> {
    line(text, REASON).map_err(|words| ProgramError::field(field, words))
}

fn act(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    case: &Case<'_>,
    form: &BeltForm,
) -> Result<String, ProgramError> {
    match form.act.as_str() {
        "ask" => {
            actions::ask(tx, actor, now, case)?;
            Ok("It is asked for. Your manager and the program's lead are reminded.".into())
        }
        "agree" => {
            let promotion = actions::agree(tx, actor, now, case)?;
            let name = case.belts.name(&promotion.level);
            Ok(match promotion.state {
                PromotionState::Given => format!("{} has the {name} now.", case.person.name),
                _ => "You agreed; the other word is still missing.".into(),
            })
        }
        "refuse" => {
            actions::refuse(tx, actor, now, case, &reason("words", &form.words)?)?;
            Ok("You said no for now; your words are on the page.".into())
        }
        "override" => {
            actions::override_with(tx, actor, now, case, &form.level, &reason("why", &form.why)?)?;
            Ok("Given. Your name and your words stand beside it.".into())
        }
        "take-back" => {
            actions::take_back(tx, actor, now, case, &reason("reason", &form.reason)?)?;
            Ok("Taken back. Your words are on the page.".into())
        }
        _ => Err(ProgramError::WrongState("this can't be done with a belt".into())),
    }
}

/// `POST /people/{handle}/belt`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, answers): (Data<ProgramFiles>, Data<Arc<dyn Answers>>),
    handle: Path<String>,
    form: Form<BeltForm>,
) -> Result<HttpResponse, AppError> {
    let (now, belts, answers) = (clock.now(), files.belts.get(), Arc::clone(answers.get_ref()));
    let (handle, form) = (handle.into_inner(), form.into_inner());
    let (whose, sent, actor) = (handle.clone(), form.clone(), member.clone());
    let (levels, given) = (Arc::clone(&belts), Arc::clone(&answers));
    let done = db
        .write(move |tx| {
            let (person, teams) = open(tx, &actor, &whose, now.day())?;
            let case = Case { person: &person, teams: &teams, belts: &levels, answers: given.as_ref() };
            act(tx, Actor::Member(&actor), now, &case, &sent)
        })
        .await;
    let problems = match done {
        Ok(words) => return Ok(see_other_saying(&format!("/people/{handle}/belt"), words)),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let shown =
        db.read(move |connection| page_of(connection, shell, &member, &belts, answers.as_ref(), &handle, now)).await?;
    html(
        StatusCode::UNPROCESSABLE_ENTITY,
        &ShowPage { problems, words: form.words, why: form.why, reason: form.reason, ..shown },
    )
}

/// `GET /people/{handle}/year/{year}`
pub async fn show_year(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: Data<ProgramFiles>,
    answers: Data<Arc<dyn Answers>>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let ((handle, year), now) = (place.into_inner(), clock.now());
    let missing = || AppError::NotFound("year");
    let this_year = now.day().date().year();
    let year: i16 = year.parse().ok().filter(|year| (1971..=this_year).contains(year)).ok_or_else(missing)?;
    let span = Day::new(year, 1, 1).zip(Day::new(year, 12, 31)).ok_or_else(missing)?;
    let (belts, answers) = (files.belts.get(), Arc::clone(answers.get_ref()));
    let shown = db
        .read(move |connection| {
            let (person, _) = open(connection, &member, &handle, now.day())?;
            let belt = store::belts_of(connection, &belts, &[person.id])?.remove(&person.id);
            let link = |year: i16| shell.to(&format!("/people/{}/year/{year}", person.handle));
            Ok::<_, ProgramError>(YearPage {
                of: year_of(connection, answers.as_ref(), person.id, span)?,
                belt: belt.map(|key| belts.name(&key).to_owned()).unwrap_or_default(),
                previous: link(year - 1),
                next: if year < this_year { link(year + 1) } else { String::new() },
                today: now.day().words(),
                year,
                person,
                shell,
            })
        })
        .await?;
    page(&shown)
}
