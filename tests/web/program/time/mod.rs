//! The time that champions give.

mod log;
mod sums;

use crate::harness::{Client, TestApp, person, team, term};

/// Somebody of this name who serves a team of their own, signed in.
async fn champion(app: &TestApp, name: &str) -> Client {
    let team = app.insert(team(&format!("Team of {name}"))).await;
    let person = app.insert(person().named(name)).await;
    app.insert(term(person.id, team.id)).await;
    app.sign_in_as(&person).await
}
