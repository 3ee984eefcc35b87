//! What the clock brings: questions that are late, or that a launch waits for,
//! each told once for each reason.

use std::collections::HashSet;

use futures_util::future::{FutureExt, LocalBoxFuture};

use super::reminders::words;
use super::{Audience, BEFORE_LAUNCH, Cause, Notice, notices, people};
use crate::clock::Timestamp;
use crate::db::{Connection, Db, Tx};
use crate::error::AppError;
use crate::notify::{self, NewNotice, NoticeKind, To, Watch};
use crate::program::ProgramError;
use crate::questions::Reader;
use crate::questions::clocks::Clocks;
use crate::questions::model::{Question, Turn};
use crate::questions::store::{self, Cursor, Filter, PageFrom, Sort};
use crate::questions::tells::{about, place};

/// Questions that are looked through at a time.
const PAGE: usize = 500;

/// Looks for what became late since.
pub struct QuestionWatch {
    /// By which it is late.
    pub clocks: Clocks,
}

/// Something that is to be told.
#[derive(Debug, Clone)]
struct Found {
    question: Question,
    cause: Cause,
    audiences: Vec<Audience>,
    /// The same for the same question and cause, until the cause begins anew.
    key: String,
}

impl Watch for QuestionWatch {
    fn name(&self) -> &'static str {
        "questions"
    }

    fn look<'a>(&'a self, db: &'a Db, now: Timestamp) -> LocalBoxFuture<'a, Result<(), AppError>> {
        async move {
            let mut from = PageFrom::Start;
            loop {
                let clocks = self.clocks.clone();
                let (found, next) = db.read(move |connection| find(connection, &clocks, now, from)).await?;
                if !found.is_empty() {
                    let clocks = self.clocks.clone();
                    db.write(move |tx| found.iter().try_for_each(|found| tell(tx, &clocks, now, found))).await?;
                }
                match next {
                    Some(line) => from = PageFrom::After(line),
                    None => return Ok(()),
                }
            }
        }
        .boxed_local()
    }
}

/// What of one page of open questions is to be told and was not, and the line
/// behind which there are more.
fn find(
    connection: &mut Connection,
    clocks: &Clocks,
    now: Timestamp,
    from: PageFrom,
) -> Result<(Vec<Found>, Option<Cursor>), ProgramError> {
    let calendar = clocks.calendar();
    let soon = calendar.zone.start(calendar.today(now).plus_days(BEFORE_LAUNCH[1] + 1));
    let filter = Filter {
        reader: Reader::Site,
        turns: vec![Turn::Asker, Turn::Champion, Turn::NetSec, Turn::Both],
        due_before: Some(soon),
        ..Filter::default()
    };
    let page = store::list_page(connection, &filter, Sort::Due, from, PAGE)?;
    let mut found: Vec<Found> = Vec::new();
    for question in page.questions {
        for notice in notices(&question, &clocks.targets, &calendar, now) {
            let key = key(&question, &notice);
            match found.iter_mut().rev().find(|known| known.key == key) {
                // What is asked back was told when it was.
                _ if notice.cause == Cause::AskedBack => {}
                Some(known) => known.audiences.push(notice.audience),
                None => {
                    let (cause, audiences) = (notice.cause, vec![notice.audience]);
                    found.push(Found { question: question.clone(), cause, audiences, key });
                }
            }
        }
    }
    let keys: Vec<String> = found.iter().map(|found| found.key.clone()).collect();
    let said = notify::list_said(connection, &keys)?;
    found.retain(|found| !said.contains(&found.key));
    Ok((found, page.next))
}

fn key(question: &Question, notice: &Notice) -> String {
    let cause = match notice.cause {
        Cause::Overdue => "overdue".to_owned(),
        Cause::LongOverdue => "long-overdue".to_owned(),
        Cause::AskedBack => "asked-back".to_owned(),
        Cause::LaunchNear(days) => format!("launch-{days}"),
    };
    format!("question/{}/{cause}/{}", question.number, notice.since.0)
}

fn tell(tx: &mut Tx, clocks: &Clocks, now: Timestamp, found: &Found) -> Result<(), ProgramError> {
    let (calendar, question) = (clocks.calendar(), &found.question);
    let mut to: Vec<To> = Vec::new();
    for audience in &found.audiences {
        let heard = people(tx, *audience, calendar.today(now))?;
        to.extend(heard.into_iter().map(|person| To::Person(person.id)));
        to.extend(place(question, *audience).map(To::Chat));
    }
    // Somebody may be in Network Security and run the program.
    let mut seen = HashSet::new();
    to.retain(|to| seen.insert(to.clone()));
    let said = NewNotice { title: words(question, found.cause, &calendar), ..about(question, NoticeKind::Late) };
    notify::send_once(tx, now, &found.key, &to, &said)?;
    Ok(())
}
