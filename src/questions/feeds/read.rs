//! What is in a feed, for whoever reads it.

use std::collections::HashMap;

use crate::accounts;
use crate::clock::{Day, Timestamp};
use crate::db::Connection;
use crate::db::keys::QuestionId;
use crate::program;
use crate::questions::model::{Question, Reason, Turn};
use crate::questions::readers::reader_of;
use crate::questions::store::{self, Filter};
use crate::questions::{QuestionError, Reader};
use crate::web::Member;

/// Questions in a feed. Readers keep what they have seen, so this has to last
/// from one look to the next.
const ENTRIES: usize = 50;

/// Who reads.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody who is signed in.
    Member(Box<Member>),
    /// Whoever has the address with this secret.
    Secret(String),
}

/// Which feed.
#[derive(Debug, Clone)]
pub enum Which {
    /// The questions of the team at this address.
    Team(String),
    /// What Network Security owes answers to.
    Queue,
}

/// A feed's questions, those that came to somebody last first.
#[derive(Debug)]
pub struct Feed {
    pub title: String,
    /// The page of the same, below the base.
    pub path: String,
    /// What stays the same when the team is called otherwise.
    pub key: String,
    pub questions: Vec<(Question, Timestamp)>,
    /// Why each is with Network Security; in their own feed alone.
    pub reasons: HashMap<QuestionId, Reason>,
}

/// Reads a feed with the rights that its reader has at this moment.
///
/// # Errors
///
/// [`QuestionError::NoFeed`] where the secret opens nothing, or not this.
pub fn read(connection: &mut Connection, who: &Who, which: &Which, today: Day) -> Result<Feed, QuestionError> {
    let reader = match who {
        Who::Member(member) => Reader::of(member),
        Who::Secret(token) => {
            let owner = accounts::feeds_owner(connection, token)?.ok_or(QuestionError::NoFeed)?;
            reader_of(connection, owner, today)?
        }
    };
    match which {
        Which::Team(slug) => team(connection, reader, slug),
        Which::Queue if reader == Reader::NetSec => queue(connection, reader),
        Which::Queue => Err(QuestionError::NoFeed),
    }
}

fn team(connection: &mut Connection, reader: Reader, slug: &str) -> Result<Feed, QuestionError> {
    let team = program::find_team(connection, slug)?;
    let filter = Filter { reader, teams: Some(vec![team.id]), ..Filter::default() };
    Ok(Feed {
        title: format!("Questions of {}", team.name),
        path: format!("/questions?team={}", team.slug),
        key: format!("/teams/{}/questions", team.id),
        questions: store::list_turned(connection, &filter, ENTRIES)?,
        reasons: HashMap::new(),
    })
}

fn queue(connection: &mut Connection, reader: Reader) -> Result<Feed, QuestionError> {
    let filter = Filter { reader, turns: Turn::OF_NETSEC.to_vec(), ..Filter::default() };
    let questions = store::list_turned(connection, &filter, ENTRIES)?;
    let ids: Vec<_> = questions.iter().map(|(question, _)| question.id).collect();
    Ok(Feed {
        title: "Questions for Network Security".into(),
        path: "/queue".into(),
        key: "/queue".into(),
        reasons: store::list_reasons(connection, &ids)?,
        questions,
    })
}
