//! Moving on by itself where whoever has a question is there no more.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::ask::routed_words;
use super::turns::to_netsec;
use super::{Pass, pass, record};
use crate::accounts;
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::program;
use crate::questions::clocks::Clocks;
use crate::questions::model::{EventKind, Question, Turn};
use crate::questions::rules::{self, Routing, Server};
use crate::questions::store::{Filter, NewEvent, Sort};
use crate::questions::{QuestionError, Reader, store};
use crate::web::Grant;

/// Questions that are looked through at a time.
const LOOKED_AT: i64 = 1_000;

/// Frees what somebody took by hand who is there no more, and gives to Network
/// Security what waits with champions where nobody who serves the team is there.
/// Returns how many went.
///
/// # Errors
///
/// The database's own.
pub fn settle_turns(tx: &mut Tx, clocks: &Clocks, now: Timestamp) -> Result<usize, QuestionError> {
    // What is freed here may go on in the same breath.
    Ok(free_taken(tx, clocks, now)? + pass_on(tx, clocks, now)?)
}

/// Gives back what somebody has who is away, has left, or is no longer in
/// Network Security, where it is with them.
fn free_taken(tx: &mut Tx, clocks: &Clocks, now: Timestamp) -> Result<usize, QuestionError> {
    let taken = store::list_owned(tx, LOOKED_AT)?;
    let owners: HashSet<PersonId> =
        taken.iter().filter_map(|question| Some(question.claimed_by.as_ref()?.id)).collect();
    if owners.is_empty() {
        return Ok(0);
    }
    let gone = Gone::find(tx, &owners, clocks.calendar().today(now))?;
    let mut freed = 0;
    for question in &taken {
        let Some(words) = gone.words(question) else { continue };
        let now = question.not_before(now);
        if store::save_freed(tx, question, now)? {
            store::insert_event(tx, &NewEvent::new(question.id, now, None, EventKind::Released, &words))?;
            record(tx, None, now, question, "question.released", json!({ "why": "gone" }))?;
            freed += 1;
        }
    }
    Ok(freed)
}

/// Who of some people is not there.
struct Gone {
    away: HashMap<PersonId, Day>,
    left: HashSet<PersonId>,
    in_netsec: HashSet<PersonId>,
}

impl Gone {
    fn find(tx: &mut Tx, people: &HashSet<PersonId>, today: Day) -> Result<Self, QuestionError> {
        let ids: Vec<PersonId> = people.iter().copied().collect();
        Ok(Gone {
            away: program::away_these(tx, people, today)?,
            left: accounts::disabled_of(tx, &ids)?,
            in_netsec: accounts::granted_of(tx, Grant::NetSec, &ids)?,
        })
    }

    /// Why a question is free again; nothing where whoever has it is there.
    fn words(&self, question: &Question) -> Option<String> {
        let owner = question.claimed_by.as_ref()?;
        let whose =
            if question.state.is_with_netsec() { "anybody in Network Security" } else { "whoever serves the team" };
        let why = if self.left.contains(&owner.id) {
            "can no longer sign in".to_owned()
        } else if question.state.is_with_netsec() && !self.in_netsec.contains(&owner.id) {
            "is no longer in Network Security".to_owned()
        } else {
            format!("is away until {}", self.away.get(&owner.id)?.words())
        };
        Some(format!("{} {why}, so it waits for {whose} again.", owner.name))
    }
}

fn pass_on(tx: &mut Tx, clocks: &Clocks, now: Timestamp) -> Result<usize, QuestionError> {
    let filter = Filter { reader: Reader::Site, turns: vec![Turn::Champion], is_free: true, ..Filter::default() };
    let waiting = store::list(tx, &filter, Sort::Due, LOOKED_AT)?;
    let mut teams: Vec<_> = waiting.iter().filter_map(Question::team_id).collect();
    teams.sort_unstable();
    teams.dedup();
    let serving = program::serving_these(tx, &teams, clocks.calendar().today(now))?;
    let mut moved = 0;
    for question in &waiting {
        let serving = question.team_id().and_then(|team| serving.get(&team)).map(Vec::as_slice).unwrap_or_default();
        let servers = Server::all(serving);
        let routing = rules::route(question.asker.id, Some(&servers), question.urgency, question.visibility);
        if matches!(routing, Routing::NoChampion | Routing::AllAway | Routing::AskerServes) {
            let now = question.not_before(now);
            let turned = to_netsec(clocks, question, now);
            let words = routed_words(routing, question, serving).unwrap_or_default().replace("straight ", "on ");
            let turning = Pass { by: None, turned, owner: Some(None), kind: EventKind::Routed, words: &words };
            match pass(tx, now, question, &turning) {
                // Somebody was faster.
                Err(QuestionError::Changed { .. }) => {}
                done => {
                    done?;
                    record(tx, None, now, question, "question.routed", json!({ "why": words }))?;
                    moved += 1;
                }
            }
        }
    }
    Ok(moved)
}
