//! Who is told of a nomination, and of each word that is given on it.

use std::collections::BTreeSet;

use super::model::{Term, TermState};
use super::room::Occupied;
use crate::accounts::{self, Person};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::notify::{self, NewNotice, NoticeKind, Subject, To};
use crate::program::{ProgramError, Team};
use crate::web::{Grant, Scope};

/// People of one grant who are asked; a department with more managers has heard.
const PEOPLE: i64 = 50;

/// Tells those whose word `term` waits for, or who waited for this one, where
/// it stands now; whoever gave the word, `actor`, knows.
///
/// # Errors
///
/// The database's own.
pub fn tell(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    term: &Term,
    team: &Team,
) -> Result<(), ProgramError> {
    let nominee = accounts::find_person(tx, term.person_id)?;
    let notice = notice(tx, term, team, &nominee)?;
    let mut hear: BTreeSet<PersonId> = match term.state {
        TermState::Nominated => deciders(tx, team)?,
        TermState::Approved => BTreeSet::from([term.person_id]),
        TermState::Rejected => BTreeSet::from([term.nominated_by]),
        TermState::Accepted | TermState::Active | TermState::Declined => deciders(tx, team)?,
        TermState::Ended => return Ok(()),
    };
    if term.answered_at.is_some() {
        hear.insert(term.nominated_by);
        hear.extend(term.approved_by);
    }
    hear.into_iter()
        .filter(|person| Some(*person) != actor)
        .try_for_each(|person| Ok(notify::send(tx, now, &To::Person(person), &notice)?))
}

/// Tells the nominee, who nominated them and whoever decides that somebody else
/// took the place that `term` was for.
///
/// # Errors
///
/// The database's own.
pub fn tell_no_room(
    tx: &mut Tx,
    now: Timestamp,
    term: &Term,
    team: &Team,
    there: &Occupied,
) -> Result<(), ProgramError> {
    let nominee = accounts::find_person(tx, term.person_id)?;
    let occupied = there.words(&team.name);
    let notice = NewNotice {
        title: format!("{occupied}: there is no place for {} now", nominee.name),
        words: "Take the nomination back, or give the other term a last day. Another nomination can be as deputy."
            .into(),
        ..notice(tx, term, team, &nominee)?
    };
    let mut hear = deciders(tx, team)?;
    hear.extend([term.person_id, term.nominated_by]);
    hear.into_iter().try_for_each(|person| Ok(notify::send(tx, now, &To::Person(person), &notice)?))
}

/// Who agrees to a nomination: the managers of the team or its department; the
/// leads where it has none, and the admins where nobody runs the program yet.
fn deciders(tx: &mut Tx, team: &Team) -> Result<BTreeSet<PersonId>, ProgramError> {
    let scopes = [Scope::Team(team.id), Scope::Department(team.department_id)];
    let managers = accounts::list_managers(tx, &scopes, PEOPLE)?;
    if !managers.is_empty() {
        return Ok(managers.into_iter().map(|(person, _)| person.id).collect());
    }
    for grant in [Grant::Lead, Grant::Admin] {
        let granted = accounts::list_granted(tx, grant, PEOPLE)?;
        if !granted.is_empty() {
            return Ok(granted.into_iter().map(|person| person.id).collect());
        }
    }
    Ok(BTreeSet::new())
}

fn notice(tx: &mut Tx, term: &Term, team: &Team, nominee: &Person) -> Result<NewNotice, ProgramError> {
    let (role, name, team) = (term.role.label().to_lowercase(), &nominee.name, &team.name);
    let mut name_of = |id: PersonId| Ok::<_, ProgramError>(accounts::find_person(tx, id)?.name);
    let (title, words) = match term.state {
        TermState::Nominated if term.nominated_by == term.person_id => {
            (format!("{name} would like to serve {team} as {role}: agree, or say no"), "")
        }
        TermState::Nominated => {
            let by = name_of(term.nominated_by)?;
            (format!("{by} nominated {name} as {role} of {team}: agree, or say no"), "")
        }
        TermState::Approved => (format!("You are asked to serve {team} as {role}: accept, or decline"), ""),
        TermState::Rejected => {
            let by = term.approved_by.map(&mut name_of).transpose()?.unwrap_or_else(|| "Drawbridge".into());
            (format!("{by} did not agree that {name} serves {team} as {role}"), term.decline_reason.as_str())
        }
        TermState::Declined => {
            (format!("{name} declined to serve {team} as {role}: nominate another"), term.decline_reason.as_str())
        }
        TermState::Accepted | TermState::Active | TermState::Ended => {
            let first = term.starts_on.map(|day| format!(" from {} on", day.words())).unwrap_or_default();
            (format!("{name} accepted to serve {team} as {role}{first}"), "")
        }
    };
    Ok(NewNotice {
        kind: NoticeKind::Program,
        title,
        words: words.to_owned(),
        path: format!("/terms/{}", term.id),
        thread: format!("{name} as {role} of {team}"),
        subject: Subject { kind: "term".into(), key: term.id.to_string() },
        is_open: true,
        useful_until: None,
    })
}
