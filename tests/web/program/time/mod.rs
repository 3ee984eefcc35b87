//! The time that champions give.

mod api;
mod closing;
mod lists;
mod log;
mod offers;
mod owed;
mod ranking;
mod slip;
mod sums;
mod undo;

use drawbridge::accounts::Person;
use drawbridge::calendar::WorkCalendar;
use drawbridge::program::{Team, find_team};

use crate::harness::{Client, TestApp, person, team, term};

/// Somebody of this name who serves a team of their own, signed in.
async fn champion(app: &TestApp, name: &str) -> Client {
    let (_, client) = serving(app, name).await;
    client
}

/// The same, with who they are.
async fn serving(app: &TestApp, name: &str) -> (Person, Client) {
    let team = app.insert(team(&format!("Team of {name}"))).await;
    let person = app.insert(person().named(name)).await;
    app.insert(term(person.id, team.id)).await;
    let client = app.sign_in_as(&person).await;
    (person, client)
}

/// The team that [`serving`] made.
async fn team_of(app: &TestApp, slug: &str) -> Team {
    let slug = slug.to_owned();
    app.read(move |connection| Ok(find_team(connection, &slug).expect("the team"))).await
}

/// Logs a line and expects it to be taken.
async fn log_line(client: &Client, line: &str) {
    client.submit("/me", "/time", &[("line", line)]).await.assert_redirect();
}

/// Changes the rules of time of the site.
fn with_calendar(app: &TestApp, change: impl FnOnce(&mut WorkCalendar)) {
    let mut calendar = (*app.calendar.get()).clone();
    change(&mut calendar);
    app.calendar.set(calendar);
}
