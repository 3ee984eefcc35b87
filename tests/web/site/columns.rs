//! A form takes the fields that it names: every column of the schema is sent
//! with each, and changes nothing.

use std::collections::BTreeSet;

use diesel::prelude::*;
use drawbridge::db::keys::PersonId;
use drawbridge::db::schema::{people, questions, reviews, teams, time_entries};

use super::matrix::world::World;
use crate::harness::Client;

const SCHEMA: &str = include_str!("../../../src/db/schema.rs");

/// Every name of a column, but for those that the form itself has.
fn columns(own: &[(&str, &str)]) -> BTreeSet<String> {
    let lines = SCHEMA.lines().filter_map(|line| line.trim().split_once(" -> "));
    let names: BTreeSet<String> = lines.map(|(column, _)| column.to_owned()).collect();
    assert!(names.len() > 200, "the schema is read: {}", names.len());
    names.into_iter().filter(|name| !own.iter().any(|(field, _)| field == name)).collect()
}

/// Sends the form twice: as it is, and with every column that it does not name.
async fn send_both(client: &Client, path: &str, fields: &[(&str, &str)], named: &[&str], stranger: PersonId) {
    client.post(path, fields).await.assert_redirect();
    send_all(client, path, fields, named, stranger).await;
}

/// Sends the form with every column that it does not name.
async fn send_all(client: &Client, path: &str, fields: &[(&str, &str)], named: &[&str], stranger: PersonId) {
    let own: Vec<(&str, &str)> = fields.iter().copied().chain(named.iter().map(|name| (*name, ""))).collect();
    let columns = columns(&own);
    let stranger = stranger.to_string();
    let foreign = |name: &str| match name {
        name if name.ends_with("_id") || name.ends_with("_by") || name == "id" => stranger.clone(),
        "state" => "active".to_owned(),
        name if name.ends_with("_at") || name.ends_with("_on") || name == "number" || name == "minutes" => {
            "4102444800".to_owned()
        }
        "version" => "1".to_owned(),
        _ => "yes".to_owned(),
    };
    let more: Vec<(String, String)> = columns.iter().map(|name| (name.clone(), foreign(name))).collect();
    let all: Vec<(&str, &str)> =
        fields.iter().copied().chain(more.iter().map(|(name, value)| (name.as_str(), value.as_str()))).collect();
    client.post(path, &all).await.assert_redirect();
}

#[actix_web::test]
async fn a05_a_question_takes_no_column_that_its_form_does_not_name() {
    let world = World::found().await;
    let fields = [("title", "Which port has the pool?"), ("body", "It is refused.")];
    // The same question again would be the one that is there.
    let first = [("title", "Which port has the pool, please?"), ("body", "It is refused.")];
    world.client("mate").post("/questions", &first).await.assert_redirect();
    // What the form names beside what is sent.
    let named = [
        "team",
        "urgency",
        "searched",
        "visibility",
        "flow",
        "about",
        "launch",
        "on_behalf",
        "topics",
        "checked",
        "draft",
    ];

    send_all(world.client("mate"), "/questions", &fields, &named, world.people["admin"].id).await;

    type Row = (PersonId, String, String, Option<PersonId>, Option<PersonId>, String, Option<PersonId>);
    let rows: Vec<Row> = world
        .app
        .read(|connection| {
            questions::table
                .filter(questions::title.like("Which port has the pool%"))
                .order(questions::number)
                .select((
                    questions::asker_id,
                    questions::state,
                    questions::visibility,
                    questions::claimed_by,
                    questions::answered_by,
                    questions::answer,
                    questions::asked_by,
                ))
                .load(connection)
        })
        .await;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0], rows[1]);
    assert_eq!(rows[0].0, world.people["mate"].id);
}

#[actix_web::test]
async fn a05_time_and_reviews_take_no_column_that_their_forms_do_not_name() {
    let world = World::found().await;
    let (champ, stranger) = (world.client("champ"), world.people["champ2"].id);
    let line = [("length", "45m"), ("activity", "training"), ("note", "gecko"), ("day", "2026-11-17")];
    let review = [("kind", "design"), ("title", "On the gecko"), ("outcome", "approved"), ("day", "2026-11-17")];

    send_both(champ, "/time", &line, &["line", "team", "source", "return", "confirmed"], stranger).await;
    let named = [
        "team",
        "link",
        "length",
        "note",
        "state",
        "critical",
        "high",
        "medium",
        "low",
        "findings",
        "preflight_why",
        "preflight_flows",
        "log",
    ];
    send_both(champ, "/reviews", &review, &named, stranger).await;

    let entries: Vec<(PersonId, i32)> = world
        .app
        .read(|connection| {
            let own = time_entries::table.filter(time_entries::note.eq("gecko"));
            own.select((time_entries::person_id, time_entries::minutes)).load(connection)
        })
        .await;
    let reviewed: Vec<PersonId> = world
        .app
        .read(|connection| {
            reviews::table.filter(reviews::title.eq("On the gecko")).select(reviews::person_id).load(connection)
        })
        .await;
    assert_eq!(entries, vec![(world.people["champ"].id, 45); 2]);
    assert_eq!(reviewed, vec![world.people["champ"].id; 2]);
}

#[actix_web::test]
async fn a05_accounts_and_teams_take_no_column_that_their_forms_do_not_name() {
    let world = World::found().await;
    let (admin, stranger) = (world.client("admin"), world.people["dev"].id);

    admin.post("/accounts", &[("name", "Eve Plain"), ("email", "plain@example.com")]).await.assert_redirect();
    let columns = columns(&[("name", ""), ("email", ""), ("chat", "")]);
    let mut all: Vec<(&str, &str)> = vec![("name", "Eve Full"), ("email", "full@example.com")];
    all.extend(columns.iter().map(|name| (name.as_str(), if name == "state" { "active" } else { "yes" })));
    admin.post("/accounts", &all).await.assert_redirect();
    let team = [("name", "Returns"), ("department", "payments")];
    admin.post("/teams", &team).await.assert_redirect();
    let stranger = stranger.to_string();
    let mut more: Vec<(&str, &str)> = vec![("name", "Refunds"), ("department", "payments")];
    more.extend([("id", stranger.as_str()), ("slug", "checkout"), ("department_id", "x"), ("created_at", "0")]);
    admin.post("/teams", &more).await.assert_redirect();

    type Eve = (String, Option<String>, i32);
    let (rows, slugs): (Vec<Eve>, Vec<String>) = world
        .app
        .read(|connection| {
            let eves = people::table.filter(people::name.like("Eve %"));
            let rows = eves.select((people::state, people::password_hash, people::version)).load(connection)?;
            let made = teams::table.filter(teams::name.eq_any(["Returns", "Refunds"])).order(teams::name);
            Ok((rows, made.select(teams::slug).load(connection)?))
        })
        .await;
    assert_eq!(rows, vec![("invited".to_owned(), None, 1); 2]);
    assert_eq!(slugs, ["refunds", "returns"]);
}
