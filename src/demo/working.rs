//! What Network Security does beside answering: replies that are said often, a
//! note, an article that helps, a duplicate, and a question that is opened again.

use jiff::SignedDuration;

use super::company::Company;
use super::{DemoError, held};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::RowVersion;
use crate::knowledge::Library;
use crate::questions::{self, Clocks, NewQuestion, QuestionNumber, ReplyInput};
use crate::web::Grant;

/// What is said often: key, what for, words.
const REPLIES: [(&str, &str, &str); 3] = [
    (
        "four",
        "What we need to know of a flow",
        "Hello {asker}, four things, please:\n\n- from which service\n- to which host\n- on which port and protocol\n- in which environment",
    ),
    (
        "proxy",
        "Outbound HTTPS goes through the proxy",
        "No rule is needed: outbound HTTPS leaves through the proxy. Set `HTTPS_PROXY` and try again; write here if it is still refused.",
    ),
    (
        "preflight",
        "It needs a pre-flight check",
        "This changes who talks to whom, {asker}, so it needs fifteen minutes with us before it is merged. Bring a sketch; the champion of {team} knows how.",
    ),
];

/// Works at the question of the launch, `kept`. Nothing here is left to chance.
pub(super) fn live(
    tx: &mut Tx,
    company: &Company,
    library: &Library,
    kept: QuestionNumber,
    now: Timestamp,
) -> Result<(), DemoError> {
    let Some(person) = company.netsec.first() else { return Ok(()) };
    let Some(life) = company.teams.iter().find(|life| life.team.name == "Checkout") else { return Ok(()) };
    let analyst = company.member(person, &[Grant::NetSec], now.day());
    let clocks = Clocks::default();
    for (key, title, body) in REPLIES {
        let input = ReplyInput {
            key: key.into(),
            title: title.into(),
            body: body.into(),
            is_shared: true,
            seen: RowVersion::FIRST,
        };
        held(questions::save_reply(tx, &analyst, now.plus(-SignedDuration::from_hours(24 * 40)), None, &input))?;
    }
    let at = now.plus(-SignedDuration::from_hours(12));
    let words =
        "The vendor's own list says that they pin the issuer, not the certificate. I have asked them in writing.";
    held(questions::note(tx, &analyst, at, kept, words))?;
    if library.article("expired-certificate-renewal").is_some() {
        held(questions::link(tx, library, &analyst, at, kept, "expired-certificate-renewal"))?;
    }
    let again = company.member(life.people.get(2).unwrap_or(&life.people[0]), &[], at.day());
    let twice = NewQuestion::plain(
        "Does the wallet vendor accept the new certificate?",
        "I heard that they check it. Is ours known there?",
        Some(life.team.id),
    );
    let twice = held(questions::ask(tx, &clocks, &again, at.plus(SignedDuration::from_mins(20)), &twice))?;
    held(questions::merge(tx, &analyst, at.plus(SignedDuration::from_mins(50)), twice, kept))
}
