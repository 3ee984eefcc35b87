//! Entering an absence, and asking somebody to stand in.

use serde_json::json;

use super::model::{Absence, StandIn, StandInState};
use super::{access, rules, store};
use crate::accounts::{self, Person, PersonState};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{AbsenceId, PersonId, RowVersion, StandInId, TermId};
use crate::db::{Tx, changes};
use crate::program::{Actor, ProgramError, Team, team_by_id, teams, teams_of, teams_served, terms};

const ENTERED_BY: &str = "days of absence are entered by the person, their manager and the program's lead";

/// Days on which somebody will be away, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAbsence {
    /// The first day.
    pub first_on: Day,
    /// The last day.
    pub last_on: Day,
}

/// Enters days on which a person is away.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the days don't fit, or overlap others.
pub fn add_absence(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    person: &Person,
    new: NewAbsence,
) -> Result<Absence, ProgramError> {
    check_entry(tx, actor, person.id, now)?;
    check_days(tx, person.id, new, None, now)?;
    let absence = Absence {
        id: AbsenceId::generate(),
        person_id: person.id,
        first_on: new.first_on,
        last_on: new.last_on,
        entered_by: actor.id(),
        entered_at: now,
        version: RowVersion::FIRST,
    };
    store::insert(tx, &absence)?;
    record(tx, actor, now, "absence.added", &person.handle, &absence)?;
    Ok(absence)
}

/// Changes the days of an absence, which was read at version `seen`.
///
/// # Errors
///
/// [`ProgramError::Changed`]; [`ProgramError::Invalid`] as for a new one.
pub fn save_absence(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    id: AbsenceId,
    new: NewAbsence,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    let mut absence = store::find(tx, id)?;
    let person = accounts::find_person(tx, absence.person_id)?;
    check_entry(tx, actor, person.id, now)?;
    check_days(tx, person.id, new, Some(id), now)?;
    (absence.first_on, absence.last_on, absence.version) = (new.first_on, new.last_on, seen);
    store::save(tx, &absence)?;
    record(tx, actor, now, "absence.changed", &person.handle, &absence)
}

/// Takes an absence away: the person is back, or never went. On days that have
/// passed they were away all the same, so what began ends yesterday instead.
///
/// # Errors
///
/// [`ProgramError::NotYours`].
pub fn remove_absence(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: AbsenceId) -> Result<(), ProgramError> {
    let mut absence = store::find(tx, id)?;
    let person = accounts::find_person(tx, absence.person_id)?;
    check_entry(tx, actor, person.id, now)?;
    let yesterday = now.day().plus_days(-1);
    if absence.first_on <= yesterday {
        absence.last_on = absence.last_on.min(yesterday);
        store::save(tx, &absence)?;
    } else {
        store::delete(tx, id)?;
    }
    record(tx, actor, now, "absence.removed", &person.handle, &absence)
}

fn check_entry(tx: &mut Tx, actor: Actor<'_>, person: PersonId, now: Timestamp) -> Result<(), ProgramError> {
    let mut theirs = teams_of(tx, person)?;
    theirs.extend(teams_served(tx, person, now.day())?);
    if actor.may(|member| access::may_enter(member, person, &theirs)) {
        return Ok(());
    }
    Err(ProgramError::NotYours(ENTERED_BY))
}

fn check_days(
    tx: &mut Tx,
    person: PersonId,
    new: NewAbsence,
    except: Option<AbsenceId>,
    now: Timestamp,
) -> Result<(), ProgramError> {
    let mut others = store::list_absences_of(tx, person, new.first_on)?;
    others.retain(|other| Some(other.id) != except);
    rules::check_days(new.first_on, new.last_on, &others, now.day())
        .map_err(|(field, words)| ProgramError::field(field, words))
}

fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    handle: &str,
    absence: &Absence,
) -> Result<(), ProgramError> {
    let detail = json!({ "first": absence.first_on.to_string(), "last": absence.last_on.to_string() });
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("person", handle), detail })?;
    for (_, _, team, _) in store::list_terms_under_way(tx, absence.person_id)? {
        changes::announce(tx, now, "team", &team)?;
    }
    Ok(())
}

/// Asks somebody to stand in during an absence in one of the absent person's
/// terms, in the place of whoever was asked before. Who asks themselves, as a
/// deputy does who offers it, has said yes.
///
/// # Errors
///
/// [`ProgramError::Invalid`] for the field `person` where they can't.
pub fn ask_stand_in(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    absence: AbsenceId,
    term: TermId,
    person: PersonId,
) -> Result<StandIn, ProgramError> {
    let absence = store::find(tx, absence)?;
    let row = terms::find_term(tx, term)?;
    let team = team_by_id(tx, row.term.team_id)?;
    if row.term.person_id != absence.person_id || !row.term.state.is_open() {
        return Err(ProgramError::NotFound("term"));
    }
    check_entry(tx, actor, absence.person_id, now)?;
    let person = accounts::find_person(tx, person)?;
    check_stand_in(tx, &team, &absence, &person, now)?;
    let by_own_word = actor.id() == Some(person.id);
    let request = StandIn {
        id: StandInId::generate(),
        absence_id: absence.id,
        term_id: term,
        person_id: person.id,
        state: if by_own_word { StandInState::Accepted } else { StandInState::Asked },
        asked_by: actor.id(),
        asked_at: now,
        answered_at: by_own_word.then_some(now),
        version: RowVersion::FIRST,
    };
    store::put_stand_in(tx, &request)?;
    tell(tx, actor, now, "stand_in.asked", &team, &person, &absence)?;
    Ok(request)
}

fn check_stand_in(
    tx: &mut Tx,
    team: &Team,
    absence: &Absence,
    person: &Person,
    now: Timestamp,
) -> Result<(), ProgramError> {
    let refuse = |words: String| Err(ProgramError::field("person", words));
    if person.id == absence.person_id {
        return refuse(format!("{} is away; choose somebody else", person.name));
    }
    if person.state == PersonState::Disabled {
        return refuse(format!("the account of {} is switched off", person.name));
    }
    if absence.last_on < now.day() {
        return refuse("this absence is over; nobody has to stand in any more".into());
    }
    if !teams::list_members(tx, team.id)?.iter().any(|member| member.person_id == person.id) {
        return refuse(format!("{} does not belong to {}", person.name, team.name));
    }
    let own = store::list_absences_of(tx, person.id, absence.first_on)?;
    match own.iter().find(|own| own.first_on <= absence.last_on) {
        None => Ok(()),
        Some(own) => {
            refuse(format!("{} is away, too, from {} to {}", person.name, own.first_on.words(), own.last_on.words()))
        }
    }
}

/// Says yes or no to standing in; nobody else can say it.
///
/// # Errors
///
/// [`ProgramError::NotFound`] for whoever may not even see the request, and
/// [`ProgramError::WrongState`] where they said it already.
pub fn answer_stand_in(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    id: StandInId,
    yes: bool,
) -> Result<StandIn, ProgramError> {
    let mut request = store::find_stand_in(tx, id)?;
    let absence = store::find(tx, request.absence_id)?;
    if !actor.is(request.person_id) {
        let theirs = teams_of(tx, absence.person_id)?;
        return Err(match actor.may(|member| access::may_enter(member, absence.person_id, &theirs)) {
            true => ProgramError::NotYours("only the person who is asked can say whether they stand in"),
            false => ProgramError::NotFound("request to stand in"),
        });
    }
    if request.state == StandInState::Declined || absence.last_on < now.day() {
        return Err(ProgramError::WrongState("this request is over".into()));
    }
    request.state = if yes { StandInState::Accepted } else { StandInState::Declined };
    request.answered_at = Some(now);
    store::save_answer(tx, &request)?;
    let row = terms::find_term(tx, request.term_id)?;
    let team = team_by_id(tx, row.term.team_id)?;
    let person = accounts::find_person(tx, request.person_id)?;
    let action = if yes { "stand_in.accepted" } else { "stand_in.declined" };
    tell(tx, actor, now, action, &team, &person, &absence)?;
    Ok(request)
}

fn tell(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    team: &Team,
    person: &Person,
    absence: &Absence,
) -> Result<(), ProgramError> {
    let detail = json!({
        "person": person.handle,
        "first": absence.first_on.to_string(),
        "last": absence.last_on.to_string(),
    });
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("team", &team.slug), detail })?;
    changes::announce(tx, now, "team", &team.slug)?;
    Ok(())
}
