//! A year of terms: who was nominated, who serves, who left.

use super::chance::Chance;
use super::company::{Company, Served, TeamLife, ago, working_hour};
use super::{DemoError, held};
use crate::accounts::Person;
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::TermId;
use crate::program::{self, Actor, Continues, Ending, Nomination, ProgramSettings, Scope, Term, TermRole};

/// Lives a team's year of terms: the program grew, some champions left, a few
/// teams have nobody, some nominations wait.
pub(super) fn serve(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &mut Company,
    index: usize,
    manager: &Person,
    now: Timestamp,
) -> Result<(), DemoError> {
    let (today, founded) = (company.today, company.founded);
    let life = &mut company.teams[index];
    let known = life.team.name.clone();
    let first = life.people[0].clone();
    if known == "Fraud Signals" {
        // Waits for her own answer, so that accepting can be tried.
        let nomination = proposal(&first, TermRole::Champion, None, None);
        nominate(tx, manager, ago(now, 9), life, &nomination)?;
        return Ok(());
    }
    let fate = if known == "Checkout" { 1 } else { chance.between(1, 100) };
    let joined = founded.plus_days(chance.between(5, 330));
    match fate {
        // Serves to this day; some terms end this month.
        1..=72 => {
            let ends = chance.happens(12).then(|| today.plus_days(chance.between(2, 25)));
            begin(tx, life, &first, manager, joined, ends)?;
        }
        // Left, and a colleague took over after a gap.
        73..=84 => {
            let gap = chance.between(10, 60);
            let left = joined.plus_days((today.days_since(joined) - gap - 20).max(1) / 2);
            let term = begin(tx, life, &first, manager, joined, None)?;
            end(tx, life, term, left, "moved to another team")?;
            let second = life.people[1].clone();
            let from = left.plus_days(gap);
            if from < today {
                begin(tx, life, &second, manager, from, None)?;
            }
        }
        // Left, and nobody came.
        85..=90 => {
            let left = joined.plus_days((today.days_since(joined) - 5).max(1));
            let term = begin(tx, life, &first, manager, joined, None)?;
            end(tx, life, term, left, "left the company")?;
        }
        // Said no, or has yet to answer.
        91..=95 => {
            let nomination = proposal(&first, TermRole::Champion, None, None);
            let asked = ago(now, chance.between(2, 20));
            let term = nominate(tx, manager, asked, life, &nomination)?;
            if chance.happens(50) {
                let said = ago(now, 1);
                held(program::decline(tx, Actor::Trusted(Some(first.id)), said, term.id, "no time before the launch"))?;
            }
        }
        _ => {}
    }
    if life.served.iter().any(|served| served.until.is_none()) && chance.happens(25) && known != "Checkout" {
        let deputy = life.people[2].clone();
        let from = today.plus_days(-chance.between(10, 120)).max(joined);
        let at = working_hour(from, 10);
        let nomination = proposal(&deputy, TermRole::Deputy, None, None);
        let term = nominate(tx, manager, at, life, &nomination)?;
        accept(tx, &deputy, at, &term)?;
    }
    Ok(())
}

fn proposal(person: &Person, role: TermRole, starts_on: Option<Day>, ends_on: Option<Day>) -> Nomination {
    let continues = Continues::Nothing;
    Nomination { person: person.id, role, allocation_percent: 10, starts_on, ends_on, continues }
}

fn nominate(
    tx: &mut Tx,
    manager: &Person,
    at: Timestamp,
    life: &TeamLife,
    nomination: &Nomination,
) -> Result<Term, DemoError> {
    let (settings, actor) = (ProgramSettings::default(), Actor::Trusted(Some(manager.id)));
    held(program::nominate(tx, &settings, actor, at, &life.team, nomination))
}

fn accept(tx: &mut Tx, person: &Person, at: Timestamp, term: &Term) -> Result<(), DemoError> {
    let (settings, actor) = (ProgramSettings::default(), Actor::Trusted(Some(person.id)));
    held(program::accept(tx, &settings, actor, at, term.id, &Scope::default())).map(drop)
}

fn begin(
    tx: &mut Tx,
    life: &mut TeamLife,
    person: &Person,
    manager: &Person,
    from: Day,
    ends_on: Option<Day>,
) -> Result<TermId, DemoError> {
    let nomination = proposal(person, TermRole::Champion, Some(from), ends_on);
    let asked = working_hour(from.plus_days(-4), 10);
    let term = nominate(tx, manager, asked, life, &nomination)?;
    accept(tx, person, working_hour(from, 9), &term)?;
    life.served.push(Served { person: person.clone(), from, until: None });
    Ok(term.id)
}

fn end(tx: &mut Tx, life: &mut TeamLife, term: TermId, on: Day, why: &str) -> Result<(), DemoError> {
    let ending = Ending { on, reason: why.to_owned(), thanks: String::new() };
    held(program::end_term(tx, Actor::Trusted(None), working_hour(on, 16), term, &ending))?;
    if let Some(served) = life.served.last_mut() {
        served.until = Some(on);
    }
    Ok(())
}
