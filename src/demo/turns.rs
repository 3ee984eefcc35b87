//! What is turning in the sample company today: a term that ends and is to be
//! renewed, somebody on leave, somebody who left; and what teams look after.

use super::company::{Company, TeamLife, ago};
use super::{DemoError, held};
use crate::accounts::{self, Person};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::absences::{NewAbsence, add_absence, answer_stand_in, ask_stand_in};
use crate::program::terms::{TermRow, list_terms_of_team};
use crate::program::{self, Actor, BelongingKind, Continues, Ending, NewBelonging, Nomination, ProgramSettings};
use crate::program::{TermRole, TermState, handovers, put_belonging};
use crate::web::Grant;

/// Lets the last days happen. Nothing here is left to chance, so that the year
/// before it stays what it was.
pub(super) fn live(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    for (number, life) in company.teams.iter().enumerate() {
        own(tx, life, number, company)?;
    }
    let mut turning = Vec::new();
    // The department that can be looked at as its manager comes first.
    let (first, rest): (Vec<_>, Vec<_>) = company.teams.iter().partition(|life| life.team.department == "Payments");
    for life in first.into_iter().chain(rest) {
        if turning.len() < 3 && !["Checkout", "Fraud Signals"].contains(&life.team.name.as_str()) {
            turning.extend(champion(tx, life)?.map(|(row, person)| (life, row, person)));
        }
    }
    let mut turning = turning.into_iter();
    if let Some((life, row, person)) = turning.next() {
        renew(tx, company, life, &row, &person, now)?;
    }
    if let Some((life, row, person)) = turning.next() {
        be_away(tx, company, life, &row, &person, now)?;
    }
    if let Some((_, _, person)) = turning.next() {
        leave(tx, company, &person, now)?;
    }
    Ok(())
}

/// The champion under way of a team, without a last day, and somebody beside them.
fn champion(tx: &mut Tx, life: &TeamLife) -> Result<Option<(TermRow, Person)>, DemoError> {
    let rows = held(list_terms_of_team(tx, life.team.id))?;
    let is_one = |row: &TermRow| {
        let term = &row.term;
        term.role == TermRole::Champion && term.state == TermState::Active && term.ends_on.is_none()
    };
    let row = rows.into_iter().find(is_one).filter(|_| life.people.len() > 1);
    let person = row.as_ref().and_then(|row| life.people.iter().find(|person| person.id == row.term.person_id));
    Ok(row.clone().zip(person.cloned()))
}

/// Every team has a repository and a service, every third a worker besides.
fn own(tx: &mut Tx, life: &TeamLife, number: usize, company: &Company) -> Result<(), DemoError> {
    let slug = &life.team.slug;
    let mut all = vec![
        (BelongingKind::Repository, format!("acme/{slug}"), format!("https://git.example.com/acme/{slug}")),
        (BelongingKind::Service, format!("{slug}-api"), String::new()),
    ];
    if number.is_multiple_of(3) {
        let link = format!("https://git.example.com/acme/{slug}-worker");
        all.push((BelongingKind::Repository, format!("acme/{slug}-worker"), link));
    }
    for (kind, name, link) in all {
        let new = NewBelonging { kind, name, link };
        held(put_belonging(tx, Actor::Trusted(None), company.founded.start_utc(), &life.team, &new))?;
    }
    Ok(())
}

/// A term with three weeks to go, whose champion would go on and waits for the manager.
fn renew(
    tx: &mut Tx,
    company: &Company,
    life: &TeamLife,
    row: &TermRow,
    person: &Person,
    now: Timestamp,
) -> Result<(), DemoError> {
    let (at, last) = (ago(now, 5), company.today.plus_days(21));
    let ending = Ending { on: last, reason: "one year is over".into(), thanks: String::new() };
    held(program::end_term(tx, Actor::Trusted(Some(company.lead.id)), at, row.term.id, &ending))?;
    let renewal = Nomination {
        person: person.id,
        role: TermRole::Champion,
        allocation_percent: 10,
        starts_on: Some(last.plus_days(1)),
        ends_on: Some(last.plus_months(12)),
        continues: Continues::Renews(row.term.id),
    };
    let member = company.member(person, &[], company.today);
    let (settings, actor) = (ProgramSettings::default(), Actor::Member(&member));
    held(program::nominate(tx, &settings, actor, at, &life.team, &renewal)).map(drop)
}

/// Away since the day before yesterday; somebody of the team said yes to standing in.
fn be_away(
    tx: &mut Tx,
    company: &Company,
    life: &TeamLife,
    row: &TermRow,
    person: &Person,
    now: Timestamp,
) -> Result<(), DemoError> {
    let at = ago(now, 6);
    let days = NewAbsence { first_on: company.today.plus_days(-2), last_on: company.today.plus_days(9) };
    let by = Actor::Trusted(Some(person.id));
    let absence = held(add_absence(tx, by, at, person, days))?;
    if let Some(other) = life.people.iter().find(|other| other.id != person.id) {
        let request = held(ask_stand_in(tx, by, at, absence.id, row.term.id, other.id))?;
        held(answer_stand_in(tx, Actor::Trusted(Some(other.id)), ago(now, 5), request.id, true))?;
    }
    Ok(())
}

/// Left the company yesterday; nobody has handed over yet.
fn leave(tx: &mut Tx, company: &Company, person: &Person, now: Timestamp) -> Result<(), DemoError> {
    let admin = company.member(&company.lead, &[Grant::Admin], company.today);
    let at = ago(now, 1);
    held(accounts::set_state(tx, &admin, at, person, false))?;
    handovers::raise_handover(tx, Actor::Trusted(Some(admin.id)), person.id, at)?;
    Ok(())
}
