//! `user add`, `user reset`, `user reset-factor`, `user erase` and `token create`.

use crate::harness::PASSWORD;
use crate::harness::binary::{Folder, Serving, program, run, run_with_input};

#[actix_web::test]
async fn somebody_is_added_beside_a_running_site_and_signs_in() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serving = Serving::start(&["--data", &data]);

    let arguments = ["user", "add", "ana@example.com", "--name", "Ana Ruiz", "--grant", "admin", "--password-stdin"];
    let mut command = program(&arguments);
    let added = run_with_input(command.args(["--data", &data]), &format!("{PASSWORD}\n"));

    added.assert_code(0);
    assert!(!added.out.contains(PASSWORD) && !added.err.contains(PASSWORD));
    let visitor = serving.client();
    let fields = [("email", "ana@example.com"), ("password", PASSWORD)];
    visitor.submit("/sign-in", "/sign-in", &fields).await.assert_redirect_to("/");
    visitor.get("/accounts").await.assert_ok().assert_text("Ana Ruiz");
}

#[actix_web::test]
async fn a_link_lets_somebody_choose_a_password_and_a_reset_a_new_one() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serving = Serving::start(&["--data", &data]);
    let base = format!("http://{}", serving.address);
    let link = |words: &str| {
        let line = words.lines().find(|line| line.starts_with(&base)).unwrap_or_else(|| panic!("{words}"));
        line[base.len()..].to_owned()
    };

    let mut add = program(&["user", "add", "bo@example.com", "--name", "Bo Li", "--data", &data]);
    let added = run(add.env("DRAWBRIDGE_BASE_URL", &base));
    let path = link(&added.assert_code(0).out);
    serving.client().submit(&path, &path, &[("password", PASSWORD)]).await.assert_redirect();
    let mut reset = program(&["user", "reset", "BO@example.com", "--data", &data]);
    let path = link(&run(reset.env("DRAWBRIDGE_BASE_URL", &base)).assert_code(0).out);
    let visitor = serving.client();
    visitor.submit(&path, &path, &[("password", "marble trumpet orchid")]).await.assert_redirect();

    visitor.get("/permissions").await.assert_ok();
}

#[test]
fn what_does_not_fit_is_refused_in_a_line() {
    let folder = Folder::new();
    let data = folder.path("data");
    let add = |email: &str, more: &[&str]| {
        let mut command = program(&["user", "add", email, "--name", "Ana Ruiz", "--data", &data]);
        command.args(more);
        command
    };
    run(&mut add("ana@example.com", &[])).assert_code(0);

    run(&mut add("ANA@example.com", &[])).assert_refused(1, &["ANA@example.com", "already"]);
    run(&mut add("nowhere", &[])).assert_refused(1, &["email", "nowhere"]);
    run(&mut add("bo@example.com", &["--grant", "king"])).assert_refused(1, &["king", "netsec"]);
    let weak = run_with_input(&mut add("bo@example.com", &["--password-stdin"]), "password\n");
    weak.assert_refused(1, &["password", "too easy to guess"]);
    let nobody = run(&mut program(&["user", "reset", "nobody@example.com", "--data", &data]));
    nobody.assert_refused(1, &["no such person"]);
}

#[actix_web::test]
async fn a_token_from_the_shell_opens_the_api_of_a_running_site() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serving = Serving::start(&["--data", &data]);
    let command = |arguments: &[&str]| {
        let mut command = program(arguments);
        command.args(["--data", &data]);
        run(&mut command)
    };
    let add = ["user", "add", "ana@example.com", "--name", "Ana Ruiz", "--password-stdin"];
    run_with_input(program(&add).args(["--data", &data]), &format!("{PASSWORD}\n")).assert_code(0);

    let made = command(&["token", "create", "ANA@example.com", "--name", "CI", "--scope", "read", "--days", "1"]);
    let token = made.assert_code(0).out.trim().to_owned();
    let ask = async |token: &str| {
        let bearer = format!("Bearer {token}");
        serving.client().get_with("/api/v1/search?q=port", &[("Authorization", &bearer)]).await
    };

    ask(&token).await.assert_ok();
    ask(&format!("{token}x")).await.assert_status(actix_web::http::StatusCode::UNAUTHORIZED);
    assert!(token.starts_with("drawbridge_") && !token.contains(char::is_whitespace));
    assert!(made.err.contains("Ana Ruiz") && !made.err.contains(&token) && !serving.log().contains(&token[11..]));
    command(&["token", "create", "nobody@example.com", "--name", "CI"]).assert_refused(1, &["no such person"]);
    command(&["token", "create", "ana@example.com", "--name", " "]).assert_refused(1, &["name"]);
    let scope = command(&["token", "create", "ana@example.com", "--name", "CI", "--scope", "all"]);
    scope.assert_refused(1, &["scope", "all", "time:write"]);
    command(&["token", "create", "ana@example.com", "--name", "CI", "--days", "366"]).assert_code(2);
}

#[test]
fn a_second_factor_that_is_not_there_is_not_taken_away() {
    let folder = Folder::new();
    let data = folder.path("data");
    let mut command = program(&["user", "add", "ana@example.com", "--name", "Ana Ruiz", "--password-stdin"]);
    run_with_input(command.args(["--data", &data]), &format!("{PASSWORD}\n")).assert_code(0);

    for (email, words) in [("ana@example.com", "there is no second factor"), ("nobody@example.com", "no such person")] {
        let refused = run(&mut program(&["user", "reset-factor", email, "--data", &data]));
        refused.assert_code(1);
        assert!(refused.err.contains(words), "{}", refused.err);
    }
}

#[actix_web::test]
async fn a_service_gets_its_token_from_the_shell_and_is_made_where_somebody_answers_for_it() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serving = Serving::start(&["--data", &data]);
    let command = |arguments: &[&str]| run(program(arguments).args(["--data", &data]));
    command(&["user", "add", "ana@example.com", "--name", "Ana Ruiz"]).assert_code(0);
    let service = ["token", "create", "--service", "release-pipeline", "--name", "CI"];

    command(&service).assert_refused(1, &["no such service"]);
    command(&[&service[..], &["--owner", "nobody@example.com"]].concat()).assert_refused(1, &["no such person"]);
    let made = command(&[&service[..], &["--owner", "ana@example.com"]].concat());
    let first = made.assert_code(0).out.trim().to_owned();
    let second = command(&service).assert_code(0).out.trim().to_owned();

    assert!(made.err.contains("release-pipeline") && !made.err.contains(&first) && first != second);
    for token in [&first, &second] {
        let bearer = format!("Bearer {token}");
        let answer = serving.client().get_with("/api/v1/questions", &[("Authorization", &bearer)]).await;
        answer.assert_ok();
    }
    command(&["user", "add", "bo@example.com", "--name", "Robot"]).assert_code(0);
    let taken = ["token", "create", "--service", "robot", "--owner", "ana@example.com", "--name", "CI"];
    command(&taken).assert_refused(1, &["somebody or something has this name already"]);
    command(&[&service[..], &["ana@example.com"]].concat()).assert_code(2);
    command(&["token", "create", "--name", "CI"]).assert_code(2);
}

#[actix_web::test]
async fn whoever_left_is_erased_from_the_shell_once_it_is_said_so() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serving = Serving::start(&["--data", &data]);
    let command = |arguments: &[&str]| run(program(arguments).args(["--data", &data]));
    let admin = ["user", "add", "ana@example.com", "--name", "Ana Ruiz", "--grant", "admin", "--password-stdin"];
    run_with_input(program(&admin).args(["--data", &data]), &format!("{PASSWORD}\n")).assert_code(0);
    command(&["user", "add", "bo@example.com", "--name", "Bo Quillfeather"]).assert_code(0);
    command(&["user", "erase", "bo"]).assert_refused(1, &["their account is on; switch it off first"]);
    let ana = serving.client();
    ana.submit("/sign-in", "/sign-in", &[("email", "ana@example.com"), ("password", PASSWORD)]).await.assert_redirect();
    ana.submit("/accounts/bo", "/accounts/bo/state", &[("state", "disabled")]).await.assert_redirect();

    let told = command(&["user", "erase", "bo"]);
    assert!(told.assert_code(0).out.contains("--yes") && told.out.contains("Goes:") && told.out.contains("Stays:"));
    ana.get("/accounts/bo").await.assert_text("Bo Quillfeather");
    let erased = command(&["user", "erase", "bo", "--yes"]);
    assert!(erased.assert_code(0).out.contains("by former-"), "{}", erased.out);

    for file in ["drawbridge.sqlite", "drawbridge.sqlite-wal"] {
        let bytes = std::fs::read(folder.path("data") + "/" + file).unwrap_or_default();
        for name in [&b"Quillfeather"[..], b"quillfeather"] {
            assert!(!bytes.windows(name.len()).any(|part| part == name), "{file} still holds the name");
        }
    }
    ana.get("/accounts/bo").await.assert_status(actix_web::http::StatusCode::NOT_FOUND);
    ana.get("/audit").await.assert_text("person.erased").assert_no_text("Quillfeather");
    command(&["audit", "verify"]).assert_code(0);
    command(&["user", "erase", "bo", "--yes"]).assert_refused(1, &["no such person"]);
    command(&["user", "erase", "ana", "--yes"]).assert_refused(1, &["switch it off first"]);
}
