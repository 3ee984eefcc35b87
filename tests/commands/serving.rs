//! `serve`, `migrate`, `demo` and `healthcheck`: a good start, and every reason for none.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};

use crate::harness::PASSWORD;
use crate::harness::binary::{Ended, Folder, Serving, program, run};

fn serve(data: &str) -> Ended {
    run(&mut program(&["serve", "--bind", "127.0.0.1:0", "--data", data]))
}

#[actix_web::test]
async fn it_prints_its_address_and_one_link_for_the_first_admin() {
    let folder = Folder::new();
    let serving = Serving::start(&["--data", &folder.path("deep/down/data")]);

    serving.client().get("/healthz").await.assert_ok();
    serving.client().get(&serving.setup_link()).await.assert_ok().assert_text("You become the first admin");
}

#[actix_web::test]
async fn r19_asked_to_stop_it_ends_well_within_ten_seconds() {
    let folder = Folder::new();
    let serving = Serving::start(&["--data", &folder.path("data")]);
    serving.client().get("/").await.assert_ok();

    let (status, after) = serving.stop();

    assert!(status.success(), "{status}");
    assert!(after < Duration::from_secs(10), "{after:?}");
}

#[actix_web::test]
async fn n12_the_log_is_one_json_object_a_line_and_holds_no_secret() {
    let folder = Folder::new();
    let serving = Serving::start(&["--data", &folder.path("data")]);
    let visitor = serving.client();
    let link = serving.setup_link();
    visitor.get("/no-such-page?with=%0A%22quotes%22").await.assert_status(StatusCode::NOT_FOUND);
    let fields = [("name", "Ana"), ("email", "ana@example.com"), ("password", PASSWORD)];
    visitor.submit(&link, &link, &fields).await.assert_redirect();
    let session = visitor.cookie("drawbridge").unwrap();
    visitor.get(&link).await.assert_status(StatusCode::NOT_FOUND);
    std::thread::sleep(Duration::from_millis(300));

    let log = serving.log();
    assert!(log.contains("request refused"), "{log}");
    for line in log.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(record["timestamp"].is_string() && record["level"].is_string(), "{line}");
    }
    for secret in [PASSWORD, session.as_str(), link.rsplit('/').next().unwrap()] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}

#[cfg(unix)]
#[test]
fn n09_what_it_writes_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let data = folder.path("data");
    let shell = format!("umask 000; exec {} migrate --data {data}", env!("CARGO_BIN_EXE_drawbridge"));
    assert!(std::process::Command::new("sh").args(["-c", &shell]).status().unwrap().success());

    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(Path::new(&data)), 0o700);
    for entry in std::fs::read_dir(&data).unwrap().flatten() {
        assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.path());
    }
}

#[test]
fn a_port_in_use_is_named() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();

    let ended = run(&mut program(&["serve", "--bind", &address, "--data", &folder.path("data")]));

    ended.assert_refused(2, &[&address, "in use", "--bind"]);
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let folder = Folder::new();
    let file = folder.write("a-file", "");

    let below_a_file = format!("{file}/data");
    serve(&below_a_file).assert_refused(2, &[&below_a_file, "--data"]);
    serve(&file).assert_refused(2, &[&file, "--data"]);
    serve("/proc/drawbridge").assert_refused(2, &["/proc/drawbridge", "--data"]);
}

#[test]
fn r10_a_folder_that_is_served_already_is_refused_at_once_and_free_after_a_kill() {
    let folder = Folder::new();
    let data = folder.path("data");
    let first = Serving::start(&["--data", &data]);

    let started = Instant::now();
    serve(&data).assert_refused(2, &[&data, "served by another drawbridge already", "--data"]);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    run(&mut program(&["migrate", "--data", &data])).assert_refused(1, &[&data, "already"]);

    first.kill();
    Serving::start(&["--data", &data]).stop();
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let folder = Folder::new();
    let data = folder.path("data");
    let garbage = folder.write("garbage.sqlite", &"this is no database ".repeat(500));
    let folder_instead = folder.path("");

    for (url, part) in [
        ("postgres://bridge:canary-2718@127.0.0.1:1/bridge".to_owned(), "127.0.0.1"),
        (format!("sqlite:{garbage}"), "garbage.sqlite"),
        (format!("sqlite:{folder_instead}"), "folder-"),
        ("sqlite:/no/such/folder/x.sqlite".to_owned(), "/no/such/folder"),
    ] {
        let mut command = program(&["serve", "--bind", "127.0.0.1:0", "--data", &data]);
        let ended = run(command.env("DRAWBRIDGE_DATABASE_URL", &url));
        ended.assert_refused(2, &[part]);
        assert!(!format!("{ended:?}").contains("canary"), "{ended:?}");
    }
    assert_eq!(std::fs::read_to_string(garbage).unwrap(), "this is no database ".repeat(500));
}

#[test]
fn r09_a_schema_that_is_too_new_is_refused_and_left_alone() {
    let folder = Folder::new();
    let data = folder.path("data");
    run(&mut program(&["migrate", "--data", &data])).assert_code(0);
    let file = folder.path("data/drawbridge.sqlite");
    let mut connection = SqliteConnection::establish(&file).unwrap();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')";
    connection.batch_execute(newer).unwrap();
    drop(connection);
    let before = std::fs::read(&file).unwrap();

    serve(&data).assert_refused(2, &["newer", "29991231000001", "restore a backup"]);

    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[actix_web::test]
async fn r06_a_broken_article_is_named_and_all_others_serve() {
    let folder = Folder::new();
    folder.write("content/faq/own/broken.md", "---\ntitle: [unclosed\n---\nwords\n");
    folder.write("content/faq/own/half.md", "---\nreviewed_on: 2026-11-22\n---\njust words\n");
    let serving = Serving::start(&["--data", &folder.path("data"), "--content", &folder.path("content")]);

    serving.client().get("/faq/what-is-a-port").await;
    serving.client().get("/healthz").await.assert_ok();
    for _ in 0..100 {
        if serving.log().contains("half.md") && serving.log().contains("broken.md") {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the broken files are not named: {}", serving.log());
}

#[actix_web::test]
async fn healthcheck_says_ready_not_ready_and_no_answer() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serving = Serving::start(&["--data", &data]);
    let address = serving.address.to_string();
    let check = || run(&mut program(&["healthcheck", "--address", &address]));

    let ready = check();
    ready.assert_code(0);
    assert_eq!(ready.out.trim(), "ready");
    let mut connection = SqliteConnection::establish(&folder.path("data/drawbridge.sqlite")).unwrap();
    // The site may be writing at this moment.
    connection.batch_execute("PRAGMA busy_timeout = 5000; DELETE FROM __diesel_schema_migrations").unwrap();
    check().assert_refused(1, &[&address, "503", "schema"]);
    serving.client().get("/readyz").await.assert_status(StatusCode::SERVICE_UNAVAILABLE);
    serving.kill();
    check().assert_refused(2, &[&address, "does not answer"]);
}

#[test]
fn a11_the_sample_company_is_not_mixed_with_what_is_there() {
    let folder = Folder::new();
    folder.write("data/precious.txt", "mine");
    let data = folder.path("data");

    let mixed = run(&mut program(&["demo", "--bind", "127.0.0.1:0", "--data", &data]));
    let open = run(&mut program(&["demo", "--bind", "0.0.0.0:0"]));

    mixed.assert_refused(2, &[&data, "not an empty folder"]);
    open.assert_refused(2, &["0.0.0.0", "--allow-remote"]);
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
}

#[test]
fn a11_the_sample_company_does_not_move_in_with_real_people() {
    let folder = Folder::new();
    let real = folder.path("real");
    run(&mut program(&["user", "add", "ana@example.com", "--name", "Ana Ruiz", "--data", &real])).assert_code(0);

    let url = format!("sqlite:{real}/drawbridge.sqlite");
    let mut demo = program(&["demo", "--bind", "127.0.0.1:0", "--data", &folder.path("fresh")]);
    let refused = run(demo.env("DRAWBRIDGE_DATABASE_URL", url));

    refused.assert_refused(2, &["people", "drawbridge.sqlite", "DRAWBRIDGE_DATABASE_URL"]);
}
