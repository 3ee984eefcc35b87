//! The keys of what lies sealed in the database: made, shared, changed, lost.

use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use drawbridge::db::keys::PersonId;
use drawbridge::db::schema::{notice_keys, people};
use drawbridge::seal::{KeyFile, Seal};
use ring::hmac;

use crate::harness::PASSWORD;
use crate::harness::binary::{Folder, Serving, program, run, run_with_input};

const PLACE: &str = "notice_keys/sealed/unsubscribe";

fn database(data: &str) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(&format!("{data}/drawbridge.sqlite")).unwrap();
    diesel::sql_query("PRAGMA busy_timeout = 5000").execute(&mut connection).unwrap();
    connection
}

/// What is kept of the links that end mails: in the clear, and sealed.
fn kept(data: &str) -> (String, Option<Vec<u8>>) {
    let columns = (notice_keys::secret, notice_keys::sealed);
    notice_keys::table.select(columns).first(&mut database(data)).optional().unwrap().unwrap_or_default()
}

/// The same, once it is sealed.
fn sealed(data: &str) -> Vec<u8> {
    let started = Instant::now();
    loop {
        match kept(data) {
            (plain, Some(sealed)) => {
                assert_eq!(plain, "", "nothing stays in the clear");
                return sealed;
            }
            _ => assert!(started.elapsed() < Duration::from_secs(10), "nothing was sealed"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What links are signed with, opened by the file of the data folder.
fn secret(data: &str) -> Vec<u8> {
    let seal = Seal::of_file(KeyFile::in_folder(Path::new(data))).unwrap();
    seal.open(PLACE, &sealed(data)).unwrap()
}

/// A link that ends the daily mail of the only person there is.
fn link(data: &str) -> String {
    let person: PersonId = people::table.select(people::id).first(&mut database(data)).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &secret(data));
    let signature = hmac::sign(&key, format!("unsubscribe\0{person}\0digest").as_bytes());
    format!("/notifications/unsubscribe/{person}/digest/{}", URL_SAFE_NO_PAD.encode(signature))
}

fn add_admin(data: &str) {
    let robin = ["user", "add", "robin@example.com", "--name", "Robin Adler", "--grant", "admin", "--password-stdin"];
    run_with_input(program(&robin).args(["--data", data]), &format!("{PASSWORD}\n")).assert_code(0);
}

#[cfg(unix)]
#[test]
fn n09_the_first_start_makes_a_key_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let data = folder.path("data");
    let mut shell = std::process::Command::new("sh");
    let line = format!("umask 000; exec {} serve --bind 127.0.0.1:0 --data {data}", env!("CARGO_BIN_EXE_drawbridge"));
    shell.args(["-c", &line]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let site = Serving::of(&mut shell);
    sealed(&data);

    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(Path::new(&data)), 0o700);
    assert_eq!(mode(&Path::new(&data).join("secrets.key")), 0o600);
    for entry in std::fs::read_dir(&data).unwrap().flatten() {
        let wanted = if entry.path().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&entry.path()), wanted, "{:?}", entry.path());
    }
    drop(site);
}

#[actix_web::test]
async fn keys_are_changed_beside_a_running_site_and_its_links_stay_good() {
    let folder = Folder::new();
    let data = folder.path("data");
    add_admin(&data);
    let site = Serving::start(&["--data", &data]);
    let (before, link) = (sealed(&data), link(&data));
    let visitor = site.client();
    visitor.get(&link).await.assert_ok();

    for round in 1..=3 {
        let rotated = run(&mut program(&["secrets", "rotate", "--data", &data]));
        rotated.assert_code(0);
        assert!(rotated.out.contains("links that end mails are signed with (1)"), "{round}: {rotated:?}");
        visitor.get(&link).await.assert_ok();
    }

    assert_ne!(sealed(&data), before);
    let keys = KeyFile::in_folder(Path::new(&data)).read().unwrap();
    assert_eq!(keys.len(), 2, "the newest and the one before");
    drop(site);
    let again = Serving::start(&["--data", &data]);
    again.client().get(&link).await.assert_ok();
    run(&mut program(&["audit", "verify", "--data", &data])).assert_code(0);
}

#[test]
fn a_site_whose_key_is_lost_says_so_and_can_go_on_without() {
    let folder = Folder::new();
    let data = folder.path("data");
    add_admin(&data);
    let site = Serving::start(&["--data", &data]);
    let first = secret(&data);
    drop(site);
    let key = format!("{data}/secrets.key");
    std::fs::rename(&key, folder.path("kept.key")).unwrap();
    let serve = ["serve", "--bind", "127.0.0.1:0", "--data", &data];

    run(&mut program(&serve)).assert_refused(2, &["secrets.key", "put that file back", "drawbridge secrets forget"]);
    assert!(!Path::new(&key).exists(), "no other key is made in its place");
    run(&mut program(&["secrets", "rotate", "--data", &data])).assert_refused(1, &["put that file back"]);

    let forgotten = run(&mut program(&["secrets", "forget", "--data", &data]));
    forgotten.assert_code(0);
    assert!(forgotten.out.contains("links that end mails are signed with (1)"), "{forgotten:?}");
    let site = Serving::start(&["--data", &data]);
    assert_ne!(secret(&data), first);
    drop(site);
    let nothing = run(&mut program(&["secrets", "forget", "--data", &data]));
    assert!(nothing.out.contains("nothing was taken away"), "{nothing:?}");
}

#[test]
fn what_an_earlier_release_kept_in_the_clear_is_sealed_as_it_is() {
    let folder = Folder::new();
    let data = folder.path("data");
    add_admin(&data);
    let row = (notice_keys::name.eq("unsubscribe"), notice_keys::secret.eq("of an earlier release"));
    diesel::insert_into(notice_keys::table).values(row).execute(&mut database(&data)).unwrap();

    let site = Serving::start(&["--data", &data]);

    assert_eq!(secret(&data), b"of an earlier release");
    drop(site);
}

#[test]
fn keys_that_are_set_seal_with_the_first() {
    let folder = Folder::new();
    let data = folder.path("data");
    add_admin(&data);
    let key = || run(&mut program(&["secrets", "key"])).assert_code(0).out.trim().to_owned();
    let (old, new) = (key(), key());
    assert_ne!(old, new);
    let file = folder.write("keys", &format!("{old}\n"));
    let serve = |keys: &str| {
        let mut command = program(&["serve", "--bind", "127.0.0.1:0", "--data", &data]);
        command.env("DRAWBRIDGE_SECRETS__KEYS", keys);
        command
    };
    let mut by_file = program(&["serve", "--bind", "127.0.0.1:0", "--data", &data]);
    drop(Serving::of(by_file.env("DRAWBRIDGE_SECRETS__KEYS_FILE", &file)));
    assert!(!Path::new(&format!("{data}/secrets.key")).exists(), "no file is made beside the setting");

    run(&mut serve(&new)).assert_refused(2, &["secrets.keys", "add it there"]);
    let both = format!("{new} {old}");
    let rotate = || run(program(&["secrets", "rotate", "--data", &data]).env("DRAWBRIDGE_SECRETS__KEYS", &both));
    assert!(rotate().assert_code(0).out.contains("the others can be taken out"));
    assert!(rotate().assert_code(0).out.contains("with the first key of secrets.keys already"));
    drop(Serving::of(&mut serve(&new)));
    run(&mut serve("canary-2718")).assert_refused(2, &["secrets.keys", "(hidden)", "drawbridge secrets key"]);
}

#[cfg(unix)]
#[test]
fn n09_settings_that_hold_a_secret_and_that_everybody_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    for (text, is_secret) in [
        ("database_url = \"postgres://bridge:canary-2718@db.example/bridge\"\n", true),
        ("[mail]\nhost = \"localhost\"\nfrom = \"a@example.com\"\nuser = \"a\"\npassword = \"canary-2718\"\n", true),
        ("database_url = \"sqlite:/srv/bridge.sqlite\"\n", false),
    ] {
        let file = folder.write("drawbridge.toml", text);
        let check = |mode| {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            run(&mut program(&["config", "check", "--config", &file]))
        };
        check(0o600).assert_code(0);
        let open = check(0o644);
        if is_secret {
            open.assert_refused(2, &[&file, "everybody on this machine can read it", "chmod 600"]);
            assert!(!open.err.contains("canary"), "{open:?}");
        } else {
            open.assert_code(0);
        }
    }
}
