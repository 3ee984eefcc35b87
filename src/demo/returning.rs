//! Questions that came back, and those that were never asked: answers that did
//! not hold, and articles that were taken in place of asking.

use jiff::SignedDuration;

use super::company::{Company, working_hour};
use super::{DemoError, held};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::knowledge::Library;
use crate::questions::{self, AnswerInput, Clocks, Filter, Question, QuestionState, Reader, Sort, Taken};
use crate::web::{Grant, Member};

/// Weeks in which somebody took what was shown beside the form.
const WEEKS: i32 = 20;
/// What was taken, one after the other.
const TAKEN: [&str; 5] = [
    "do-i-need-to-open-a-port",
    "connection-timed-out",
    "http-proxy-settings",
    "ssh-through-bastion",
    "vpn-connected-no-access",
];
/// Answers that did not hold; every so many of the answered ones, the newest first.
const REOPENED: usize = 4;
const APART: usize = 9;

/// Lives both. Nothing here is left to chance.
pub(super) fn live(tx: &mut Tx, company: &Company, library: &Library, now: Timestamp) -> Result<(), DemoError> {
    take(tx, company, library)?;
    let Some(person) = company.netsec.first() else { return Ok(()) };
    let filter = Filter { reader: Reader::Site, states: vec![QuestionState::Answered], ..Filter::default() };
    let answered = held(questions::list(tx, &filter, Sort::Newest, 500))?;
    let of_netsec = |question: &&Question| {
        question.answered_by.as_ref().is_some_and(|by| company.netsec.iter().any(|person| person.id == by.id))
    };
    for question in answered.iter().filter(of_netsec).step_by(APART).skip(1).take(REOPENED) {
        let Some(answered_at) = question.answered_at else { continue };
        let analyst = company.member(person, &[Grant::NetSec], answered_at.day());
        come_back(tx, &analyst, question, answered_at, now)?;
    }
    Ok(())
}

fn take(tx: &mut Tx, company: &Company, library: &Library) -> Result<(), DemoError> {
    let readers = company.teams.iter().filter_map(|life| life.people.last());
    for (week, reader) in (1..=WEEKS).zip(readers) {
        let slug = TAKEN[week as usize % TAKEN.len()];
        if library.article(slug).is_some() {
            let at = working_hour(company.today.plus_days(-7 * week).monday(), 10);
            let member = company.member(reader, &[], at.day());
            let taken = Taken::Article(slug.to_owned());
            held(questions::take(tx, (library, &Clocks::default()), &member, at, &taken))?;
        }
    }
    Ok(())
}

/// Two weeks after its answer, when that counted as confirmed, it does not hold any more.
fn come_back(
    tx: &mut Tx,
    analyst: &Member,
    question: &Question,
    answered_at: Timestamp,
    now: Timestamp,
) -> Result<(), DemoError> {
    let (clocks, at) = (Clocks::default(), working_hour(answered_at.day().plus_days(14).monday(), 9));
    let again = at.plus(SignedDuration::from_hours(5));
    if again > now {
        return Ok(());
    }
    held(questions::reopen(tx, &clocks, analyst, at, question.number, "It worked until the move to the new zone."))?;
    let seen = held(questions::find(tx, &Reader::Site, question.number))?.version;
    let words = format!("{}\n\nAfter the move the same holds for the new zone; its range was added.", question.answer);
    held(questions::answer(tx, &clocks, analyst, again, question.number, &AnswerInput { words, seen, read: None }))
}
