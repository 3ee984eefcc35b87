//! Questions as duties of a champion: what waits with them, or was handed to
//! them, goes to another when they go.

use serde_json::json;

use super::Reader;
use super::clocks::{self, Clocks, Due};
use super::model::{EventKind, Question, QuestionState, Visibility};
use super::store::{self, Filter, NewEvent, Sort, Turned};
use super::tells;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError, Tx, changes};
use crate::program::terms::{TermRole, find_role};
use crate::program::{Duties, Duty, Handing, ProgramError, Team, serving};

/// Questions of one team that are looked through; more than any team has open.
const LOOKED_AT: i64 = 1_000;

/// The open questions of a team, as its champion's duties.
pub struct QuestionDuties {
    /// By which a question's clock begins anew where it goes to Network Security.
    pub clocks: Clocks,
}

impl Duties for QuestionDuties {
    fn name(&self) -> &'static str {
        "Questions"
    }

    fn list(
        &self,
        connection: &mut Connection,
        person: PersonId,
        team: &Team,
        now: Timestamp,
    ) -> Result<Vec<Duty>, ProgramError> {
        let open = list_open(connection, person, team, now)?;
        let duty = |question: &Question| Duty {
            // Whoever looks after the team sees that there is something, and no more.
            label: match question.visibility {
                Visibility::Everyone => format!("Question {}: {}", question.number, question.title),
                _ => "A question that is not for everyone".into(),
            },
            path: if question.visibility == Visibility::Everyone { question.number.path() } else { String::new() },
            fact: match question.is_overdue(now) {
                true => "late".into(),
                false => format!("due {}", question.due_at.relative(now)),
            },
        };
        Ok(open.iter().map(duty).collect())
    }

    fn hand_over(&self, tx: &mut Tx, handing: &Handing<'_>, now: Timestamp) -> Result<usize, ProgramError> {
        let open = list_open(tx, handing.from.id, handing.team, now)?;
        let goes_on = is_served_by_others(tx, handing.from.id, handing.team, now)?;
        for question in &open {
            let (state, words) = match handing.to {
                Some(to) => {
                    (QuestionState::WithChampion, format!("{} handed it over to {}.", handing.from.name, to.name))
                }
                None if goes_on => {
                    let words =
                        format!("{} handed it over to whoever serves {}.", handing.from.name, handing.team.name);
                    (QuestionState::WithChampion, words)
                }
                None => {
                    let words = format!(
                        "{} handed it over, and nobody else serves {}, so it went to Network Security.",
                        handing.from.name, handing.team.name
                    );
                    (QuestionState::WithNetSec, words)
                }
            };
            let event = NewEvent::new(question.id, now, handing.by, EventKind::HandedOver, &words);
            let event = match self.save(tx, question, state, handing.to.map(|to| to.id), now)? {
                Some(turned) => event.turning(turned.turn, turned.due.at),
                None => event,
            };
            store::insert_event(tx, &event)?;
            record(tx, question, handing, now)?;
            tells::tell(tx, now, question.number)?;
        }
        Ok(open.len())
    }
}

/// What waits with `person` for the team: what was handed to them, and what waits
/// with the champion, if that is them or nobody else is there to answer.
fn list_open(
    connection: &mut Connection,
    person: PersonId,
    team: &Team,
    now: Timestamp,
) -> Result<Vec<Question>, ProgramError> {
    let filter = Filter {
        reader: Reader::Site,
        teams: Some(vec![team.id]),
        states: vec![QuestionState::WithChampion],
        ..Filter::default()
    };
    let mut open = store::list(connection, &filter, Sort::Due, LOOKED_AT)?;
    if open.is_empty() {
        return Ok(open);
    }
    let is_champion = find_role(connection, team.id, person)? == Some(TermRole::Champion);
    let has_all = is_champion || !is_served_by_others(connection, person, team, now)?;
    open.retain(|question| match &question.claimed_by {
        Some(owner) => owner.id == person,
        None => has_all,
    });
    Ok(open)
}

fn is_served_by_others(
    connection: &mut Connection,
    person: PersonId,
    team: &Team,
    now: Timestamp,
) -> Result<bool, ProgramError> {
    Ok(serving(connection, team.id, now.day())?.iter().any(|one| one.is_there() && one.person_id != person))
}

impl QuestionDuties {
    /// Gives a question to one person, or to whoever has its state. Returns the
    /// turn that begins with it, where one does.
    fn save(
        &self,
        tx: &mut Tx,
        question: &Question,
        state: QuestionState,
        to: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Option<Turned>, DbError> {
        let goes_on = state == question.state;
        let (turn, due) = if goes_on {
            (question.turn, Due { target_at: question.target_at, at: question.due_at })
        } else {
            let (turn, launch) = (state.turn(), question.launches_at());
            let clocks = &self.clocks;
            (turn, clocks::start(&clocks.targets, &clocks.calendar(), turn, question.urgency, launch, now))
        };
        let turned = Turned { state, turn, due };
        store::save_turn(tx, question, &turned, now, Some(to))?;
        Ok((!goes_on).then_some(turned))
    }
}

fn record(tx: &mut Tx, question: &Question, handing: &Handing<'_>, now: Timestamp) -> Result<(), DbError> {
    let number = question.number.to_string();
    let to = handing.to.map(|to| to.handle.as_str());
    let detail = json!({ "from": handing.from.handle, "to": to, "team": handing.team.slug });
    let subject = ("question", number.as_str());
    audit::record(tx, now, Entry { actor: handing.by, action: "question.handed_over", subject, detail })?;
    changes::announce(tx, now, "question", &number)
}
