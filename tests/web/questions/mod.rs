//! Asking, answering, and what becomes of an answer.

mod act;
mod answer;
mod ask;
mod asking;
mod avoided;
mod bad;
mod clocks;
mod confirm;
mod figures;
mod gaps;
mod launches;
mod list;
mod publish;
mod redact;
mod refer;
mod restricted;
mod secret;
mod working;

use drawbridge::accounts::Person;
use drawbridge::db::keys::TeamId;

use crate::harness::{Client, Named, TestApp, membership, person, team, term};

/// A team with a champion, somebody who asks, and somebody who has no part in it.
struct Company {
    team: Named<TeamId>,
    champion: Person,
    asker: Person,
}

impl Company {
    async fn found(app: &TestApp) -> Self {
        let team = app.insert(team("Checkout")).await;
        let champion = app.insert(person().named("Ana Ruiz")).await;
        let asker = app.insert(person().named("Bo Lind")).await;
        app.insert(membership(champion.id, team.id)).await;
        app.insert(membership(asker.id, team.id)).await;
        app.insert(term(champion.id, team.id)).await;
        Company { team, champion, asker }
    }
}

/// Asks through the form, and returns the question's address.
async fn ask(client: &Client, title: &str) -> String {
    client.submit("/questions/new", "/questions", &[("title", title)]).await.location()
}
