//! Files that a site imports by itself.

use std::time::{Duration, Instant};

use actix_web::http::StatusCode;

use super::Desk;
use crate::harness::binary::{Serving, program, run_with_input};
use crate::harness::{Answer, Client, PASSWORD};

/// The page, once it says this: what runs by itself takes a moment.
async fn eventually(client: &Client, path: &str, words: &str) -> Answer {
    let started = Instant::now();
    loop {
        let page = client.get(path).await;
        if page.text().contains(words) || started.elapsed() > Duration::from_secs(30) {
            page.assert_ok().assert_text(words);
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn a_list_in_the_folder_is_taken_in_and_too_many_leavers_wait_for_the_lead() {
    let desk = Desk::new();
    let (data, folder) = (desk.data(), desk.files.path("lists"));
    desk.files.write("lists/teams.csv", "team,department\nRed,X\n");
    desk.files.write("lists/people.csv", "name,email,teams\nAna,ana@example.com,Red\nBo,bo@example.com,Red\n");
    let mut add = program(&[
        "user",
        "add",
        "lead@example.com",
        "--name",
        "Lea Lead",
        "--grant",
        "lead",
        "--password-stdin",
        "--data",
        &data,
    ]);
    run_with_input(&mut add, &format!("{PASSWORD}\n")).assert_code(0);

    let config = desk.files.write("c.toml", &format!("[imports]\nfolder = {folder:?}\n"));
    let serving = Serving::start(&["--data", &data, "--config", &config]);
    let lead = serving.client();
    lead.submit("/sign-in", "/sign-in", &[("email", "lead@example.com"), ("password", PASSWORD)])
        .await
        .assert_redirect();
    eventually(&lead, "/imports", "2 added, 0 changed, 0 as they were.").await;
    // Teams come first, and may be on the page before the people are.
    eventually(&lead, "/teams/red", "Bo").await.assert_text("Ana");
    drop(serving);

    desk.files.write("lists/people.csv", "name,email,teams\nAna,ana@example.com,Red\n");
    desk.files.write("lists/services.csv", "service,team\nx,Blue\n");
    let serving = Serving::start(&["--data", &data, "--config", &config]);
    let lead = serving.client();
    lead.submit("/sign-in", "/sign-in", &[("email", "lead@example.com"), ("password", PASSWORD)])
        .await
        .assert_redirect();
    let page = eventually(&lead, "/imports", "1 of the 2 people of this list would leave").await;
    page.assert_text("- person Bo <bo@example.com>").assert_text("there is no team called Blue");
    lead.get("/teams/red").await.assert_text("Bo");
    lead.get("/me").await.assert_text("people.csv");
    let fingerprint = page.attributes("input[name=fingerprint]", "value").remove(0);
    lead.submit("/imports", "/imports/people.csv/leavers", &[("fingerprint", "other")])
        .await
        .assert_status(StatusCode::CONFLICT);
    lead.submit("/imports", "/imports/people.csv/leavers", &[("fingerprint", &fingerprint)])
        .await
        .assert_redirect_to("/imports");

    lead.get("/imports").await.assert_text("1 left");
    lead.get("/teams/red").await.assert_no_text("Bo");
    lead.get("/me").await.assert_no_text("people.csv");
}
