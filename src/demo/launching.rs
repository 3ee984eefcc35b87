//! A launch at two in the night, and the question that it waits for: it was
//! marked low, and is due all the same.

use jiff::SignedDuration;

use super::company::{Company, working_hour};
use super::{DemoError, held};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::questions::{self, Clocks, NewLaunch, NewQuestion, QuestionNumber, Topic, TopicKind, Urgency, Visibility};

/// Puts the launch down, with one question that is still open, and returns that. Nothing here is
/// left to chance.
pub(super) fn live(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<Option<QuestionNumber>, DemoError> {
    let Some(life) = company.teams.iter().find(|life| life.team.name == "Checkout") else { return Ok(None) };
    let asked_at = now.plus(-SignedDuration::from_hours(20));
    let asker = company.member(life.people.get(1).unwrap_or(&life.people[0]), &[], asked_at.day());
    let new = NewLaunch { name: "Express checkout".into(), at: working_hour(company.today.plus_days(1), 2) };
    let launch = held(questions::add_launch(tx, &asker, asked_at, life.team.id, &new))?;
    let question = NewQuestion {
        urgency: Urgency::Low,
        launch: Some(launch.id),
        topics: vec![Topic { kind: TopicKind::Category, value: "tls-certificates".into() }],
        ..NewQuestion::plain(
            "Which certificate does express checkout show to the wallet vendor?",
            "They pin ours, so a wrong one stops every payment. We go live in the night.",
            Some(life.team.id),
        )
    };
    let clocks = Clocks::default();
    let number = held(questions::ask(tx, &clocks, &asker, asked_at, &question))?;
    if let Some(champion) = life.served.iter().find(|served| served.on(asked_at.day())) {
        let later = asked_at.plus(SignedDuration::from_hours(3));
        let champion = company.member(&champion.person, &[], later.day());
        held(questions::escalate(tx, &clocks, &champion, later, number, "Only Network Security knows what they pin."))?;
    }
    // What is not for everyone: only Network Security and whoever asked find it.
    let incident = NewQuestion {
        visibility: Visibility::NetSec,
        ..NewQuestion::plain(
            "An old key of the wallet vendor stands in our build log. Whom do we tell?",
            "It was switched off in spring, the vendor says. The log is from last week.",
            Some(life.team.id),
        )
    };
    held(questions::ask(tx, &clocks, &asker, asked_at.plus(SignedDuration::from_hours(4)), &incident))?;
    Ok(Some(number))
}
