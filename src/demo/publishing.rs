//! From answers to articles: what should not leave the question is replaced, and
//! a second reader publishes.

use std::sync::Arc;

use jiff::SignedDuration;

use super::company::Company;
use super::{DemoError, held};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::knowledge::Library;
use crate::knowledge::writing::{Source, WritingSettings, find_draft, publish_draft};
use crate::questions::{
    self, AnswerInput, AnsweredQuestions, Clocks, Closing, NewQuestion, Publication, QuestionNumber, Reader, Referral,
    Texts, Visibility,
};
use crate::web::{Grant, Member};

/// Publishes the answer to a question that its asker has confirmed, with every
/// proposal taken over. `writer` opens the draft, `reader` publishes it.
pub(super) fn publish(
    tx: &mut Tx,
    library: &Library,
    (writer, reader): (&Member, &Member),
    at: Timestamp,
    (number, category): (QuestionNumber, &str),
    texts: Texts,
) -> Result<(), DemoError> {
    let question = held(questions::find(tx, &Reader::Site, number))?;
    let decided = held(questions::propose(tx, &question, &texts))?;
    let publication = Publication { texts, category: category.to_owned(), decided, seen: question.version };
    let draft = held(questions::open_draft(tx, library, writer, at, number, &publication))?;
    let seen = held(find_draft(tx, draft))?.version;
    let source = Source(Some(Arc::new(AnsweredQuestions)));
    let settings = WritingSettings { source, ..WritingSettings::default() };
    let read_at = at.plus(SignedDuration::from_hours(1));
    held(publish_draft(tx, library, reader, read_at, (draft, seen), &settings)).map(drop)
}

/// What visitors find under way: an answer that waits for its asker's word, one
/// that an article gave, one that is restricted and public without its names,
/// and what the articles lack.
pub(super) fn live(tx: &mut Tx, company: &Company, library: &Library, now: Timestamp) -> Result<(), DemoError> {
    let Some(life) = company.teams.iter().find(|life| life.team.name == "Checkout") else { return Ok(()) };
    let today = company.today;
    let ana = company.member(&life.people[0], &[], today);
    let asker = company.member(life.people.get(1).unwrap_or(&life.people[0]), &[], today);
    let [kwame, reader, ..] = company.netsec.as_slice() else { return Ok(()) };
    let (kwame, reader) =
        (company.member(kwame, &[Grant::NetSec], today), company.member(reader, &[Grant::NetSec], today));
    let ask =
        |tx: &mut Tx, at, question: &NewQuestion| held(questions::ask(tx, &Clocks::default(), &asker, at, question));
    let plain = |title: &str, body: &str| NewQuestion::plain(title, body, Some(life.team.id));

    let new = plain("Does the receipt printer follow our proxy settings?", "It prints from the shop network.");
    let number = ask(tx, ago_hours(now, 30), &new)?;
    let words = "No. It talks to the relay of the shop network, and needs no proxy at all.";
    answer(tx, &ana, ago_hours(now, 26), number, words)?;

    let new =
        plain("Do I have to open a port for the answer to my own request, too?", "We only allowed the way there.");
    let number = ask(tx, ago_hours(now, 52), &new)?;
    if let Some(article) = library.article("return-traffic-stateful-stateless") {
        let seen = held(questions::find(tx, &Reader::Site, number))?.version;
        let referral = Referral { slug: article.slug.to_string(), words: String::new(), seen, read: None };
        held(questions::refer(tx, (library, &Clocks::default()), &ana, ago_hours(now, 50), number, &referral))?;
        held(questions::confirm(tx, &asker, ago_hours(now, 49), number))?;
    }

    let new = NewQuestion {
        visibility: Visibility::Team,
        ..plain(
            "Checkout logs the card vendor's token. May db-3.cards.corp.io keep it until Monday?",
            "Found this morning. The log is on 10.20.3.7.",
        )
    };
    let number = ask(tx, ago_hours(now, 150), &new)?;
    let question = held(questions::find(tx, &Reader::Site, number))?;
    let words = "No. Cut the log off at once: stop the shipper on `10.20.3.7`, delete the lines, and have the vendor \
                 change the token. What was logged counts as read, however few could have read it.\n\n## Then\n\nTell \
                 Network Security which hosts held it; db-3.cards.corp.io is scrubbed the same day.";
    answer(tx, &kwame, ago_hours(now, 146), number, words)?;
    held(questions::confirm(tx, &asker, ago_hours(now, 140), number))?;
    let texts = Texts {
        title: "A token stands in a log. May the log be kept?".into(),
        tags: vec!["logs".into(), "secrets".into()],
        phrasings: vec![question.title, "token leaked into a log file".into()],
        body: words.into(),
    };
    publish(tx, library, (&kwame, &reader), ago_hours(now, 120), (number, "compliance"), texts)?;
    lack(tx, company, library, now)
}

fn answer(tx: &mut Tx, by: &Member, at: Timestamp, number: QuestionNumber, words: &str) -> Result<(), DemoError> {
    let seen = held(questions::find(tx, &Reader::Site, number))?.version;
    let input = AnswerInput { words: words.to_owned(), seen, read: None };
    held(questions::answer(tx, &Clocks::default(), by, at, number, &input))
}

fn ago_hours(now: Timestamp, hours: i64) -> Timestamp {
    now.plus(-SignedDuration::from_hours(hours))
}

/// Gathers what the articles lack, and closes one entry by a reason.
fn lack(tx: &mut Tx, company: &Company, library: &Library, now: Timestamp) -> Result<(), DemoError> {
    while held(questions::gather_gaps(tx, &Clocks::default(), now))? {}
    let Some(number) = held(questions::gap_of_search(tx, "label printer zebra 9100"))? else { return Ok(()) };
    let lead = company.member(&company.lead, &[Grant::Lead], company.today);
    let why = "Printers are the shop's; their help desk answers this.";
    held(questions::close_gap(tx, library, &lead, now, number, &Closing::Reason(why.into())))
}
