//! Asking for a belt, agreeing to it, refusing it, giving it by one's own word,
//! and taking it back.

use serde_json::{Value, json};

use super::access::Word;
use super::evidence::{Answers, gather};
use super::file::Belts;
use super::model::{Ground, Level, Promotion};
use super::{access, rules, store};
use crate::accounts::Person;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, PromotionId, RowVersion};
use crate::db::{DbError, Tx};
use crate::program::ladder::PromotionState;
use crate::program::{Actor, ProgramError, TeamName};

/// What decides about somebody's belt.
pub struct Case<'a> {
    /// Whose.
    pub person: &'a Person,
    /// The teams that they belong to or serve.
    pub teams: &'a [TeamName],
    /// The levels.
    pub belts: &'a Belts,
    /// Where answers come from.
    pub answers: &'a dyn Answers,
}

/// Asks for the next level, in one's own name.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where something is missing, it was asked for
/// already, or there is no higher level.
pub fn ask(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, case: &Case<'_>) -> Result<Promotion, ProgramError> {
    if !actor.is(case.person.id) {
        return Err(ProgramError::NotYours("everybody asks for their own belt"));
    }
    if find_asked(tx, case.person.id)?.is_some() {
        return Err(ProgramError::WrongState("you have asked already; it waits for an answer".into()));
    }
    let level = next_level(tx, now, case)?;
    check_evidence(tx, now, case, level)?;
    let promotion = new(case.person.id, level, Ground::Evidence, case.person.id, now);
    store::insert(tx, &promotion)?;
    record(tx, actor, now, "belt.asked", case, &level.key, json!({}))?;
    Ok(promotion)
}

fn new(person: PersonId, level: &Level, ground: Ground, by: PersonId, now: Timestamp) -> Promotion {
    Promotion {
        id: PromotionId::generate(),
        person_id: person,
        level: level.key.clone(),
        state: PromotionState::Asked,
        ground,
        asked_by: by,
        asked_at: now,
        manager_id: None,
        lead_id: None,
        refused_by: None,
        words: String::new(),
        settled_at: None,
        version: RowVersion::FIRST,
    }
}

/// The place of the highest level that the person has.
fn place_of(tx: &mut Tx, now: Timestamp, case: &Case<'_>) -> Result<Option<usize>, DbError> {
    let has = store::belts_of(tx, case.belts, &[case.person.id], now.day())?.remove(&case.person.id);
    Ok(has.and_then(|key| case.belts.place(&key)))
}

/// The level after the highest that the person has.
fn next_level<'b>(tx: &mut Tx, now: Timestamp, case: &Case<'b>) -> Result<&'b Level, ProgramError> {
    let next = place_of(tx, now, case)?.map_or(0, |place| place + 1);
    case.belts.0.get(next).ok_or_else(|| ProgramError::WrongState("there is no higher belt".into()))
}

/// Refuses where the records do not carry the level.
fn check_evidence(tx: &mut Tx, now: Timestamp, case: &Case<'_>, level: &Level) -> Result<(), ProgramError> {
    let evidence = gather(tx, case.answers, &case.belts.ladder(), case.person.id, now.day())?;
    let missing = rules::tick(level, &evidence, now.day()).into_iter().find(|one| !one.is_met());
    match missing {
        None => Ok(()),
        Some(one) => {
            let words = format!("{} is not met: {} of {}", one.words, one.have, one.want);
            Err(ProgramError::WrongState(words))
        }
    }
}

/// The promotion that waits, if one does.
fn find_asked(tx: &mut Tx, person: PersonId) -> Result<Option<Promotion>, DbError> {
    Ok(store::list_promotions(tx, person)?.into_iter().find(|one| one.state == PromotionState::Asked))
}

fn asked(tx: &mut Tx, person: PersonId) -> Result<Promotion, ProgramError> {
    find_asked(tx, person)?.ok_or_else(|| ProgramError::WrongState("nothing waits for a word".into()))
}

/// Agrees, as manager or as lead; with both words the belt is given. One
/// person gives one of the two.
///
/// # Errors
///
/// [`ProgramError::NotYours`] where their word is not asked for;
/// [`ProgramError::WrongState`] where what is on record carries it no more.
pub fn agree(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, case: &Case<'_>) -> Result<Promotion, ProgramError> {
    let mut promotion = asked(tx, case.person.id)?;
    let Some(by) = actor.id() else { return Err(ProgramError::NotYours("somebody agrees by name")) };
    if promotion.manager_id == Some(by) || promotion.lead_id == Some(by) {
        return Err(ProgramError::WrongState("you have agreed already; the other word is somebody else's".into()));
    }
    let manages = actor.may(|member| access::may_agree_as_manager(member, case.person.id, case.teams));
    let leads = actor.may(|member| access::may_agree_as_lead(member, case.person.id));
    match access::open_word(&promotion, by, manages, leads) {
        Some(Word::Lead) => promotion.lead_id = Some(by),
        Some(Word::Manager) => promotion.manager_id = Some(by),
        None => return Err(ProgramError::NotYours("their manager and a program lead agree to a belt")),
    }
    let place = case.belts.place(&promotion.level);
    let level = place.and_then(|place| case.belts.0.get(place));
    let gone = || ProgramError::WrongState("the company has this level no longer; say “not yet” instead".into());
    let level = level.ok_or_else(gone)?;
    check_evidence(tx, now, case, level)?;
    let is_given = promotion.manager_id.is_some() && promotion.lead_id.is_some();
    if is_given {
        promotion.state = PromotionState::Given;
    }
    save(tx, &promotion, is_given.then_some(now))?;
    let action = if is_given { "belt.given" } else { "belt.agreed" };
    record(tx, actor, now, action, case, &promotion.level, json!({ "ground": promotion.ground.as_str() }))?;
    Ok(promotion)
}

/// Says no, with words.
///
/// # Errors
///
/// [`ProgramError::Invalid`] without a reason.
pub fn refuse(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, case: &Case<'_>, words: &str) -> Result<(), ProgramError> {
    let mut promotion = asked(tx, case.person.id)?;
    let has_a_word = actor.may(|member| {
        access::may_agree_as_manager(member, case.person.id, case.teams)
            || access::may_agree_as_lead(member, case.person.id)
    });
    if !has_a_word {
        return Err(ProgramError::NotYours("their manager and a program lead decide about a belt"));
    }
    promotion.state = PromotionState::Refused;
    promotion.refused_by = actor.id();
    promotion.words = words.to_owned();
    save(tx, &promotion, Some(now))?;
    record(tx, actor, now, "belt.refused", case, &promotion.level, json!({ "why": words }))?;
    Ok(())
}

/// Gives a level by a lead's own word, whatever is on record.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but leads, and for their own belt;
/// [`ProgramError::WrongState`] while the person waits for an answer.
pub fn override_with(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    case: &Case<'_>,
    level: &str,
    why: &str,
) -> Result<(), ProgramError> {
    let lead = actor.id().filter(|_| actor.may(|member| access::may_agree_as_lead(member, case.person.id)));
    let lead =
        lead.ok_or(ProgramError::NotYours("a program lead gives a belt by their own word, never to themselves"))?;
    let place = case.belts.place(level);
    let level = place.and_then(|place| case.belts.0.get(place));
    let level = level.ok_or_else(|| ProgramError::field("level", "choose a level"))?;
    if place_of(tx, now, case)? >= place {
        return Err(ProgramError::field("level", format!("they have the {} already", level.name)));
    }
    if find_asked(tx, case.person.id)?.is_some() {
        return Err(ProgramError::WrongState("they asked for a belt; agree to it, or say “not yet” first".into()));
    }
    let given = Promotion {
        state: PromotionState::Given,
        lead_id: Some(lead),
        words: why.to_owned(),
        settled_at: Some(now),
        ..new(case.person.id, level, Ground::Override, lead, now)
    };
    store::insert(tx, &given)?;
    record(tx, actor, now, "belt.overridden", case, &level.key, json!({ "why": why }))?;
    Ok(())
}

/// Takes the highest belt back, with words.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where there is none.
pub fn take_back(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    case: &Case<'_>,
    why: &str,
) -> Result<(), ProgramError> {
    if !actor.may(|member| access::may_agree_as_lead(member, case.person.id)) {
        return Err(ProgramError::NotYours("a belt is taken back by a program lead"));
    }
    let nothing = || ProgramError::WrongState("they have no belt".into());
    let place = place_of(tx, now, case)?;
    let has = place.and_then(|place| case.belts.0.get(place)).ok_or_else(nothing)?.key.clone();
    let given = store::list_promotions(tx, case.person.id)?.into_iter();
    for mut promotion in given.filter(|one| one.state == PromotionState::Given && one.level == has) {
        promotion.state = PromotionState::TakenBack;
        promotion.refused_by = actor.id();
        // What was signed for is not lost with the belt.
        promotion.words = match promotion.ground {
            Ground::Override => format!("{why} (It had been given because: {})", promotion.words),
            Ground::Evidence => why.to_owned(),
        };
        save(tx, &promotion, Some(now))?;
    }
    record(tx, actor, now, "belt.taken_back", case, &has, json!({ "why": why }))?;
    Ok(())
}

fn save(tx: &mut Tx, promotion: &Promotion, settled: Option<Timestamp>) -> Result<(), ProgramError> {
    if store::save(tx, promotion, settled)? { Ok(()) } else { Err(ProgramError::Changed("belt")) }
}

fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    case: &Case<'_>,
    level: &str,
    mut detail: Value,
) -> Result<(), DbError> {
    detail["level"] = json!(level);
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("person", &case.person.handle), detail })
}
