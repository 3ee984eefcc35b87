//! The post of a site that is killed while it sends (R17).

use std::collections::HashMap;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;

use crate::harness::binary::{Folder, Serving, program};
use crate::harness::{Mail, PASSWORD, Sink, mail_sink};

/// Kills of an ordinary run. `DRAWBRIDGE_TEST_KILLS=200` is what R17 asks for.
const KILLS: usize = 6;
/// People who get a mail for each question.
const READERS: usize = 4;
/// Questions of one round.
const QUESTIONS: usize = 2;

fn serve(folder: &Folder, sink: &Sink<Mail>) -> Serving {
    let mut command = program(&["serve", "--bind", "127.0.0.1:0", "--data", &folder.path("data")]);
    command.env("DRAWBRIDGE_LOG", "error");
    command.env("DRAWBRIDGE_MAIL__HOST", sink.address.ip().to_string());
    command.env("DRAWBRIDGE_MAIL__PORT", sink.address.port().to_string());
    command.env("DRAWBRIDGE_MAIL__SECURITY", "none").env("DRAWBRIDGE_MAIL__FROM", "bridge@example.com");
    Serving::of(&mut command)
}

/// Adds people in Network Security, who hear of what blocks at once.
fn add_readers(folder: &Folder) {
    for number in 0..READERS {
        let (mail, name) = (format!("reader-{number}@example.com"), format!("Reader {number}"));
        let data = folder.path("data");
        let arguments =
            ["user", "add", &mail, "--name", &name, "--grant", "netsec", "--password-stdin", "--data", &data];
        let mut child = program(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }
}

#[actix_web::test]
async fn r17_a_sender_that_is_killed_loses_nothing_and_repeats_only_the_same_message() {
    let kills = std::env::var("DRAWBRIDGE_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let (folder, sink) = (Folder::new(), mail_sink());
    let mut serving = serve(&folder, &sink);
    let admin = serving.client();
    let link = serving.setup_link();
    let fields = [("name", "Ana"), ("email", "ana@example.com"), ("password", PASSWORD)];
    admin.submit(&link, &link, &fields).await.assert_redirect();
    let session = admin.cookie("drawbridge").unwrap();
    add_readers(&folder);

    for kill in 0..kills {
        let asker = serving.client();
        asker.set_cookie("drawbridge", &session);
        let before = sink.got().len();
        for question in 0..QUESTIONS {
            let title = format!("Port {} for round {kill}?", 8_000 + question);
            let fields = [("title", title.as_str()), ("urgency", "blocked")];
            asker.submit("/questions/new", "/questions", &fields).await.assert_redirect();
        }
        // Somewhere in the middle of what these set off, another place each time.
        sink.wait_for(before + 1 + kill % 5).await;
        sleep(Duration::from_micros(700 * (kill as u64 * 7 % 23))).await;
        serving.kill();
        serving = serve(&folder, &sink);
    }
    let expected = kills * QUESTIONS * READERS;
    let started = Instant::now();
    while distinct(&sink.got()) < expected && started.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(50)).await;
    }
    // What would come twice for no reason would come now.
    sleep(Duration::from_secs(2)).await;
    serving.kill();

    let got = sink.got();
    assert_eq!(distinct(&got), expected, "of {} mails", got.len());
    let mut ids: HashMap<(Vec<String>, String), String> = HashMap::new();
    for mail in &got {
        let id = mail.header("message-id");
        let known = ids.entry((mail.to.clone(), mail.header("subject"))).or_insert_with(|| id.clone());
        assert_eq!(*known, id, "the same mail has another Message-ID");
    }
    println!("{kills} kills, {expected} mails, {} of them twice", got.len() - expected);
    assert!(got.len() - expected <= kills, "one kill loses the reply to one mail at the most");
}

/// How many different mails there are, by whom they are for and what they are called.
fn distinct(mails: &[Mail]) -> usize {
    let mut keys: Vec<_> = mails.iter().map(|mail| (mail.to.clone(), mail.header("subject"))).collect();
    keys.sort();
    keys.dedup();
    keys.len()
}
