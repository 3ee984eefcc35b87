//! Somebody's belt: what is reached, what is missing, what was decided.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::open;
use crate::accounts;
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::belts::evidence::{Answers, gather};
use crate::program::belts::file::Belts;
use crate::program::belts::model::{Ground, Promotion};
use crate::program::belts::pages::{HistoryLine, LevelLine, ShowPage};
use crate::program::belts::rules::{Ticked, tick};
use crate::program::belts::{access, store};
use crate::program::files::ProgramFiles;
use crate::program::ladder::PromotionState;
use crate::web::form::Choice;
use crate::web::{Member, Shell, page};

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

pub(super) fn page_of(
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
    let mut evidence = gather(connection, answers, &belts.ladder(), person.id, today)?;
    if !access::may_open_meetings(member, person.id) {
        evidence.meetings.iter_mut().for_each(|one| one.record.path.clear());
    }
    let has = store::belts_of(connection, belts, &[person.id], today)?.remove(&person.id);
    let place = has.as_deref().and_then(|key| belts.place(key));
    let next = place.map_or(0, |place| place + 1);
    let promotions = store::list_promotions(connection, person.id)?;
    let given = |key: &str| promotions.iter().find(|one| one.level == key && one.state == PromotionState::Given);
    let levels: Vec<LevelLine> = belts
        .0
        .iter()
        .enumerate()
        .map(|(number, level)| LevelLine {
            key: level.key.clone(),
            name: level.name.clone(),
            about: level.about.clone(),
            ticked: tick(level, &evidence, today),
            has: place.is_some_and(|place| number <= place),
            ground: given(&level.key).map(|one| one.ground),
            is_next: number == next,
        })
        .collect();
    let asked = promotions.iter().find(|one| one.state == PromotionState::Asked);
    let is_self = member.id == person.id;
    let manages = access::may_agree_as_manager(member, person.id, &teams);
    let leads = access::may_agree_as_lead(member, person.id);
    let has_word = |one: &&Promotion| access::open_word(one, member.id, manages, leads).is_some();
    let next_is_met = levels.get(next).is_some_and(|level| level.ticked.iter().all(Ticked::is_met));
    Ok(ShowPage {
        belt: has.as_deref().map(|key| belts.name(key).to_owned()).unwrap_or_default(),
        asked: asked.map(|one| name_of(belts, &one.level)).unwrap_or_default(),
        asked_words: asked.map(words_missing).unwrap_or_default(),
        can_ask: is_self && asked.is_none() && next_is_met,
        can_agree: asked.as_ref().is_some_and(has_word),
        can_refuse: asked.is_some() && (manages || leads),
        is_lead: leads,
        higher: belts.0.iter().skip(next).map(|level| Choice::new(&level.key, &level.name, "")).collect(),
        history: history(connection, belts, &promotions)?,
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

/// The level's name, or that there is none any more.
fn name_of(belts: &Belts, key: &str) -> String {
    match belts.place(key) {
        Some(_) => belts.name(key).to_owned(),
        None => format!("“{key}” (no longer a level)"),
    }
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
        let level = name_of(belts, &one.level);
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
