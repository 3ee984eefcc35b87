//! What is being written, what a second reader said of it, and an article that
//! another one replaced.

use jiff::SignedDuration;

use super::company::{Company, ago};
use super::{DemoError, held};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::RowVersion;
use crate::knowledge::retirement::{Retirement, retire};
use crate::knowledge::writing::{
    DraftInput, DraftNumber, Text, WritingSettings, ask_for_reader, create_draft, publish_draft, send_back,
};
use crate::knowledge::{Library, NewArticle, publish};
use crate::web::{Grant, Member};

/// Drafts of the champion whom visitors play, and an article that is gone.
pub(super) fn live(tx: &mut Tx, company: &Company, library: &Library, now: Timestamp) -> Result<(), DemoError> {
    let Some(checkout) = company.teams.iter().find(|life| life.team.name == "Checkout") else { return Ok(()) };
    let ana = company.member(&checkout.people[0], &[], company.today);
    let Some(kwame) = company.netsec.first() else { return Ok(()) };
    let kwame = company.member(kwame, &[Grant::NetSec], company.today);

    let [waiting, returned, published] = drafts();
    write(tx, library, &ana, ago(now, 1), waiting)?;
    let number = write(tx, library, &ana, ago(now, 4), returned)?;
    let why = "Name the port, and say which environments this is true for.";
    held(send_back(tx, &kwame, ago(now, 2), (number, ASKED), why))?;
    let number = write(tx, library, &ana, ago(now, 6), published)?;
    let settings = WritingSettings::default();
    held(publish_draft(tx, library, &kwame, ago(now, 3), (number, ASKED), &settings))?;
    replace(tx, library, &kwame, now)
}

/// A draft that was begun and asked for has been saved twice.
const ASKED: RowVersion = RowVersion(2);

fn write(
    tx: &mut Tx,
    library: &Library,
    author: &Member,
    at: Timestamp,
    input: DraftInput,
) -> Result<DraftNumber, DemoError> {
    let number = held(create_draft(tx, library, author, at, None, &input))?;
    let asked = at.plus(SignedDuration::from_mins(20));
    held(ask_for_reader(tx, library, author, asked, number))?;
    Ok(number)
}

fn replace(tx: &mut Tx, library: &Library, by: &Member, now: Timestamp) -> Result<(), DemoError> {
    let new = NewArticle {
        slug: Some("partner-ftp-drop".into()),
        title: "How do I reach the partner's FTP drop?".into(),
        category: "outbound-access".into(),
        tags: vec!["ftp".into(), "partner".into()],
        phrasings: vec!["ftp passive ports blocked".into()],
        body: "Through the file gateway, on 21/tcp and the passive range that the partner gave us.".into(),
        ..NewArticle::default()
    };
    let slug = held(publish(tx, library, by.id, ago(now, 190), &new))?;
    let gone = Retirement {
        why: "The partner switched FTP off; files go over HTTPS now.".into(),
        successor: Some("outbound-allow-list-by-domain".into()),
    };
    held(retire(tx, library, by, ago(now, 12), slug.as_str(), &gone))
}

/// One that waits for a second reader, one that was sent back, one that was published.
fn drafts() -> [DraftInput; 3] {
    [
        draft(
            "Which hosts does the payment page have to reach?",
            "outbound-access",
            "payment page blocked by proxy",
            "Two: the tokeniser and the fraud service, both on 443/tcp through the egress proxy. Nothing else is needed, \
             and the page never talks to the database itself.\n\n```flow\npayment-page -- 443/tcp --> egress-proxy\n```\n\n\
             ## Why so few\n\nThe page runs in the card-data zone, whose outbound list is kept short on purpose.",
        ),
        draft(
            "May the load generator reach the checkout API?",
            "ports-firewalls",
            "load test refused",
            "Yes, from the test range.",
        ),
        draft(
            "Why does the receipt printer need the relay?",
            "ports-firewalls",
            "receipt printer cannot print from cloud",
            "Because printers are in the shop network, which takes no connections from the cloud. The relay opens the \
             connection from the shop side and keeps it, so nothing has to be opened inbound.\n\n```flow\n\
             print-relay -- 443/tcp --> print-queue\n```",
        ),
    ]
}

fn draft(title: &str, category: &str, phrasing: &str, body: &str) -> DraftInput {
    let text = Text {
        title: title.to_owned(),
        category: category.to_owned(),
        tags: vec!["checkout".to_owned()],
        phrasings: vec![phrasing.to_owned()],
        related: Vec::new(),
        body: body.to_owned(),
    };
    DraftInput { text, note: "Asked in our team channel again and again".to_owned(), ..DraftInput::default() }
}
