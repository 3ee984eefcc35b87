//! Help, settings, and what is wrong with them.

use crate::harness::binary::{Folder, program, run};

#[test]
fn help_names_every_command_and_each_command_has_its_own() {
    let all = run(&mut program(&["--help"]));

    all.assert_code(0);
    for command in ["serve", "demo", "migrate", "healthcheck", "user", "export", "config"] {
        assert!(all.out.contains(&format!("  {command}")), "{} lacks {command}", all.out);
        let own = run(&mut program(&[command, "--help"]));
        own.assert_code(0);
        assert!(own.out.contains("Usage:") && own.out.len() > 200, "{}", own.out);
    }
}

#[test]
fn what_is_no_command_is_wrong_usage() {
    for arguments in [&["fly"][..], &["serve", "--colour", "red"], &["user", "add"], &["config"]] {
        let ended = run(&mut program(arguments));
        ended.assert_code(2);
        assert!(ended.err.contains("Usage:"), "{ended:?}");
    }
}

#[test]
fn a_wrong_setting_names_key_value_origin_and_what_is_allowed() {
    let folder = Folder::new();
    let file = folder.write("drawbridge.toml", "workers = 0\n");
    let broken = folder.write("broken.toml", "log = \"info\"\nworkers =\n");

    let unknown = run(program(&["config", "check"]).env("DRAWBRIDGE_COLOUR", "red"));
    unknown.assert_refused(2, &["colour", "DRAWBRIDGE_COLOUR", "base_url"]);
    let wrong = run(program(&["config", "check"]).env("DRAWBRIDGE_BIND", "localhost"));
    wrong.assert_refused(2, &["bind", "localhost", "DRAWBRIDGE_BIND", "127.0.0.1:8080"]);
    let from_file = run(&mut program(&["config", "check", "--config", &file]));
    from_file.assert_refused(2, &["workers", "“0”", &file, "1 to 256"]);
    let no_toml = run(&mut program(&["config", "check", "--config", &broken]));
    no_toml.assert_refused(2, &[&format!("{broken}:2: "), "not TOML"]);
    let missing = run(&mut program(&["config", "check", "--config", "/no/such/file.toml"]));
    missing.assert_refused(2, &["/no/such/file.toml", "can't be read"]);
}

#[test]
fn config_show_names_origins_and_hides_secrets() {
    let folder = Folder::new();
    let file = folder.write("drawbridge.toml", "public_reading = false\nbind = \"127.0.0.1:9999\"\n");
    let mut command = program(&["config", "show", "--config", &file, "--data", "/srv/bridge"]);
    let ended = run(command
        .env("DRAWBRIDGE_DATABASE_URL", "postgres://bridge:canary-2718@db.example/bridge?password=canary-2718")
        .env("DRAWBRIDGE_BIND", "127.0.0.1:7777"));

    ended.assert_code(0);
    assert!(!format!("{ended:?}").contains("canary-2718"), "{ended:?}");
    for line in [
        "data = /srv/bridge  (the flag --data)",
        "bind = 127.0.0.1:7777  (the environment, DRAWBRIDGE_BIND)",
        &format!("public_reading = false  (the file {file})"),
        "log = info  (the default)",
    ] {
        assert!(ended.out.lines().any(|shown| shown == line), "{} lacks “{line}”", ended.out);
    }
    assert!(ended.out.contains("db.example"), "{}", ended.out);
}

#[test]
fn a_setting_of_a_group_stands_below_its_name() {
    let folder = Folder::new();
    let file = folder.write("drawbridge.toml", "[knowledge]\nsecond_reader = false\n");
    let wrong = folder.write("wrong.toml", "[knowledge]\nthird_reader = false\n");

    let shown = run(&mut program(&["config", "show", "--config", &file]));
    let over = run(program(&["config", "show", "--config", &file]).env("DRAWBRIDGE_KNOWLEDGE__SECOND_READER", "true"));
    let unknown = run(&mut program(&["config", "check", "--config", &wrong]));

    shown.assert_code(0);
    assert!(shown.out.contains(&format!("knowledge.second_reader = false  (the file {file})")), "{shown:?}");
    assert!(over.out.contains("knowledge.second_reader = true  (the environment"), "{over:?}");
    unknown.assert_refused(2, &["knowledge.third_reader", &wrong, "knowledge.second_reader"]);
}

#[test]
fn a_secret_may_come_from_a_file_but_not_twice() {
    let folder = Folder::new();
    let file = folder.write("database-url", "postgres://bridge:canary-2718@db.example/bridge\n");

    let shown = run(program(&["config", "show"]).env("DRAWBRIDGE_DATABASE_URL_FILE", &file));
    let twice = run(program(&["config", "show"])
        .env("DRAWBRIDGE_DATABASE_URL_FILE", &file)
        .env("DRAWBRIDGE_DATABASE_URL", "sqlite:x"));
    let missing = run(program(&["config", "show"]).env("DRAWBRIDGE_DATABASE_URL_FILE", "/no/such/file"));

    shown.assert_code(0);
    assert!(shown.out.contains("db.example") && !shown.out.contains("canary"), "{shown:?}");
    twice.assert_refused(2, &["DRAWBRIDGE_DATABASE_URL_FILE", "keep one"]);
    missing.assert_refused(2, &["DRAWBRIDGE_DATABASE_URL_FILE", "/no/such/file", "can't be read"]);
}

#[test]
fn settings_that_are_fine_are_said_to_be() {
    let ended = run(&mut program(&["config", "check"]));

    ended.assert_code(0);
    assert!(ended.out.contains("can be used"), "{ended:?}");
}
