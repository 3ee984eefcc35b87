//! Lists that a script brings.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::accounts::Person;
use drawbridge::db::schema::audit_entries;
use drawbridge::web::Grant;
use serde_json::json;

use super::training::{add, course};
use crate::harness::{Answer, Client, TestApp, person};

const TEAMS: &str = "team,department\nCheckout,Payments\nLedger,Payments\n";

/// Somebody's script: their token, which imports and nothing else.
struct Script {
    client: Client,
    bearer: String,
}

impl Script {
    async fn of(app: &TestApp, owner: &Person) -> Self {
        let fields = [("name", "Nightly lists"), ("days", "30"), ("scope", "program:import")];
        let page = app.sign_in_as(owner).await.post("/me/tokens", &fields).await;
        let bearer = format!("Bearer {}", page.select("code[data-copy]").remove(0));
        Script { client: app.anonymous(), bearer }
    }

    async fn import(&self, kind: &str, text: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let headers = [("Authorization", self.bearer.as_str())];
        let file = ("file", "list.csv", text.as_bytes());
        self.client.post_file_with(&format!("/api/v1/import/{kind}"), &headers, &fields, file).await
    }
}

async fn granted(app: &TestApp, grant: Grant) -> Person {
    app.insert(person().named("Ines Marchetti").granted(grant)).await
}

#[actix_web::test]
async fn a_list_is_tried_and_taken_in_in_the_name_of_whoever_brings_it() {
    let app = TestApp::start().await;
    let lead = granted(&app, Grant::Lead).await;
    let (script, visitor) = (Script::of(&app, &lead).await, app.sign_in_as(&lead).await);

    let tried = script.import("teams", TEAMS, &[("dry_run", "yes")]).await;
    tried.assert_ok();
    assert_eq!((&tried.json()["written"], &tried.json()["added"]), (&json!(false), &json!(3)));
    visitor.get("/teams/checkout").await.assert_status(StatusCode::NOT_FOUND);
    let taken = script.import("teams", TEAMS, &[]).await.assert_ok().json();
    let first = json!({ "kind": "added", "words": "department Payments" });
    assert_eq!((&taken["written"], &taken["added"], &taken["changes"][0]), (&json!(true), &json!(3), &first));
    let again = script.import("teams", TEAMS, &[]).await.assert_ok().json();
    assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(2)));

    let owners = "* @acme/checkout\n/books/ @acme/ledger\n";
    script.import("repositories", owners, &[("repository", "acme/shop")]).await.assert_ok();
    script.import("services", "service,team\nshop,Checkout\n", &[]).await.assert_ok();
    visitor.get("/teams/checkout").await.assert_text("acme/shop").assert_text("shop");
    let recorded: Vec<bool> = app
        .read(|connection| {
            audit_entries::table
                .filter(audit_entries::action.eq("team.added"))
                .select(audit_entries::actor_id.is_not_null())
                .load(connection)
        })
        .await;
    assert_eq!(recorded, [true, true]);
}

#[actix_web::test]
async fn faults_are_named_by_line_and_column_and_too_many_leavers_are_asked_about() {
    let app = TestApp::start().await;
    let script = Script::of(&app, &granted(&app, Grant::Admin).await).await;
    script.import("teams", TEAMS, &[]).await.assert_ok();

    let list = "name,email,teams\nAna,ana@example.com,Checkout\nBo,nowhere,Checkout\nCy,cy@example.com,Nobody\n";
    let refused = script.import("people", list, &[]).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_header("content-type", "application/problem+json");
    let errors = &refused.json()["errors"];
    assert_eq!(
        (&errors[0]["line"], &errors[0]["column"], &errors[0]["value"]),
        (&json!(3), &json!("email"), &json!("nowhere"))
    );
    assert_eq!(
        (&errors[1]["line"], &errors[1]["column"], &errors[1]["value"]),
        (&json!(4), &json!("teams"), &json!("Nobody"))
    );
    let nothing = script.import("people", "", &[]).await;
    nothing.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let headers = [("Authorization", script.bearer.as_str())];
    let file = ("file", "people.csv", &[0xff, 0xfe, 0x00][..]);
    let binary = script.client.post_file_with("/api/v1/import/people", &headers, &[], file);
    binary.await.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("UTF-8");

    let all = "name,email\nAna,ana@example.com\nBo,bo@example.com\n";
    assert_eq!(script.import("people", all, &[]).await.assert_ok().json()["added"], 2);
    let some = "name,email\nAna,ana@example.com\n";
    let asked = script.import("people", some, &[]).await;
    asked.assert_status(StatusCode::CONFLICT).assert_text("1 of the 2 people of this list would leave");
    assert_eq!(asked.json()["changes"][0]["kind"], "left");
    let told = script.import("people", some, &[("let_leave", "yes")]).await.assert_ok().json();
    assert_eq!((&told["left"], &told["unchanged"]), (&json!(1), &json!(1)));
}

#[actix_web::test]
async fn accounts_are_the_admins_and_a_file_is_asked_for() {
    let app = TestApp::start().await;
    let lead = Script::of(&app, &granted(&app, Grant::Lead).await).await;
    let developer = Script::of(&app, &app.insert(person()).await).await;

    for kind in ["people", "catalogue"] {
        lead.import(kind, "name,email\nAna,ana@example.com\n", &[]).await.assert_status(StatusCode::FORBIDDEN);
    }
    for kind in ["teams", "people", "catalogue", "services", "repositories", "training"] {
        developer.import(kind, TEAMS, &[]).await.assert_status(StatusCode::FORBIDDEN);
        let headers = [("Authorization", "Bearer nonsense")];
        let nobody = app.anonymous();
        let nobody = nobody.post_file_with(&format!("/api/v1/import/{kind}"), &headers, &[], ("file", "x", b"x")).await;
        nobody.assert_status(StatusCode::UNAUTHORIZED);
    }
    lead.import("flags", TEAMS, &[]).await.assert_status(StatusCode::NOT_FOUND);
    let headers = [("Authorization", lead.bearer.as_str())];
    let other = lead.client.post_file_with("/api/v1/import/teams", &headers, &[], ("list", "t.csv", b"team\n")).await;
    other.assert_status(StatusCode::UNPROCESSABLE_ENTITY).assert_text("in the field file");
}

#[actix_web::test]
async fn completions_come_in_by_the_columns_that_a_script_names() {
    let app = TestApp::start().await;
    let script = Script::of(&app, &granted(&app, Grant::Lead).await).await;
    add(&app, course("Threat modelling")).await;
    app.insert(person().named("Ana Ruiz")).await;
    let list = "Wer,Kurs,Wann\nAna Ruiz,Threat modelling,02/11/2026\n";
    let columns = [("person", "Wer"), ("course", "Kurs"), ("completed_on", "Wann")];
    let with = |more: &[(&'static str, &'static str)]| [&columns[..], more].concat();

    let unclear = script.import("training", list, &columns).await;
    unclear.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        (&unclear.json()["errors"][0]["line"], &unclear.json()["errors"][0]["column"]),
        (&json!(2), &json!("Wann"))
    );
    script.import("training", list, &with(&[("dates", "never")])).await.assert_text("is none of auto, dmy, mdy");
    let tried =
        script.import("training", list, &with(&[("dates", "dmy"), ("dry_run", "yes")])).await.assert_ok().json();
    assert_eq!((&tried["written"], &tried["added"]), (&json!(false), &json!(1)));
    let taken = script.import("training", list, &with(&[("dates", "dmy"), ("source", "lms")])).await.assert_ok().json();
    assert_eq!((&taken["written"], &taken["added"]), (&json!(true), &json!(1)));
    // What the columns are is remembered for this source.
    let again = script.import("training", list, &[("source", "lms")]).await.assert_ok().json();
    assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(1)));
}
