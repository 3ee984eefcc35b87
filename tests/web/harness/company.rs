//! The smallest company in which a question has its way.

use drawbridge::accounts::Person;
use drawbridge::db::keys::TeamId;

use super::{Named, TestApp, membership, person, team, term};

/// A team, Checkout, with a champion, Ana Ruiz, and somebody who asks, Bo Lind.
pub struct Company {
    pub team: Named<TeamId>,
    pub champion: Person,
    pub asker: Person,
}

impl Company {
    pub async fn found(app: &TestApp) -> Self {
        let team = app.insert(team("Checkout")).await;
        let champion = app.insert(person().named("Ana Ruiz")).await;
        let asker = app.insert(person().named("Bo Lind")).await;
        app.insert(membership(champion.id, team.id)).await;
        app.insert(membership(asker.id, team.id)).await;
        app.insert(term(champion.id, team.id)).await;
        Company { team, champion, asker }
    }
}
