//! Identity providers from the settings, and the way back in from the shell.

use std::process::Command;

use drawbridge::clock::Clock;

use crate::harness::binary::{Folder, Serving, program, run, run_with_input};
use crate::harness::{Client, FakeProvider, Known, PASSWORD};

const FILE: &str = r#"[company]
kind = "oidc"
name = "Example Corp"
issuer = "https://login.example.com"
client_id = "drawbridge"
client_secret = "canary-2718"
"#;

/// A command with a file of providers, which only its owner can read.
fn with_file(arguments: &[&str], folder: &Folder, text: &str, more: &[(&str, &str)]) -> Command {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.write("providers.toml", text);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut command = program(arguments);
    command.env("DRAWBRIDGE_SIGN_IN__PROVIDERS_FILE", &path).env("DRAWBRIDGE_BASE_URL", "https://bridge.example");
    command.envs(more.iter().copied());
    command
}

#[test]
fn a_file_of_providers_is_checked_and_shown_without_its_secrets() {
    let folder = Folder::new();
    run(&mut with_file(&["config", "check"], &folder, FILE, &[])).assert_code(0);
    let shown = run(&mut with_file(&["config", "show"], &folder, FILE, &[]));
    assert!(shown.assert_code(0).out.contains("providers.toml, with company"), "{shown:?}");
    assert!(!shown.out.contains("canary"), "{shown:?}");

    let wrong = FILE.replace("kind = \"oidc\"", "kind = \"saml\"");
    let refused = run(&mut with_file(&["config", "check"], &folder, &wrong, &[]));
    refused.assert_refused(2, &["sign_in.providers_file", "line 2", "company.kind", "oidc, github, gitlab"]);
    assert!(!refused.err.contains("canary"), "{refused:?}");
}

#[test]
fn n10_a_secret_comes_from_one_place() {
    let folder = Folder::new();
    let bare = FILE.replace("client_secret = \"canary-2718\"\n", "");
    let secret = folder.write("secret", "canary-3141\n");
    let file = [("DRAWBRIDGE_SIGN_IN__SECRETS__COMPANY_FILE", secret.as_str())];
    run(&mut with_file(&["config", "check"], &folder, &bare, &file)).assert_code(0);

    let twice = [("DRAWBRIDGE_SIGN_IN__SECRETS__COMPANY", "canary-3141")];
    let refused = run(&mut with_file(&["config", "check"], &folder, FILE, &twice));
    refused.assert_refused(2, &["line 6", "more than one place"]);
    let unknown = [("DRAWBRIDGE_SIGN_IN__SECRETS__OTHER", "canary-3141")];
    run(&mut with_file(&["config", "check"], &folder, FILE, &unknown)).assert_refused(2, &["secrets.other"]);
}

#[test]
fn n09_a_file_of_providers_that_everybody_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let mut command = with_file(&["config", "check"], &folder, FILE, &[]);
    std::fs::set_permissions(folder.path("providers.toml"), std::fs::Permissions::from_mode(0o644)).unwrap();

    run(&mut command).assert_refused(2, &["sign_in.providers_file", "everybody", "chmod 600"]);
}

#[test]
fn without_a_base_url_or_a_provider_it_does_not_start() {
    let folder = Folder::new();
    let mut command = with_file(&["config", "check"], &folder, FILE, &[]);
    run(command.env_remove("DRAWBRIDGE_BASE_URL")).assert_refused(2, &["base_url is missing"]);
    let mut command = program(&["config", "check"]);
    run(command.env("DRAWBRIDGE_SIGN_IN__LOCAL", "false")).assert_refused(2, &["sign_in.local", "no provider"]);
}

#[actix_web::test]
async fn where_passwords_are_off_the_shell_lets_an_admin_in() {
    let folder = Folder::new();
    let data = folder.path("data");
    let off = [("DRAWBRIDGE_SIGN_IN__LOCAL", "false")];
    let add = ["user", "add", "ana@example.com", "--name", "Ana Ruiz", "--grant", "admin", "--password-stdin"];
    let mut add = program(&add);
    run_with_input(add.args(["--data", &data]), PASSWORD).assert_code(0);
    let reset = ["user", "reset", "ana@example.com", "--data", &data];
    run(&mut with_file(&reset, &folder, FILE, &off)).assert_refused(1, &["passwords", "user sign-in"]);

    let arguments = ["user", "sign-in", "ana@example.com", "--data", &data];
    let made = run(&mut with_file(&arguments, &folder, FILE, &off));

    let base = "https://bridge.example";
    let line = made.assert_code(0).out.lines().find(|line| line.starts_with(base)).unwrap().to_owned();
    let serving = Serving::start(&["--data", &data]);
    let visitor = serving.client();
    visitor.submit(&line[base.len()..], &line[base.len()..], &[]).await.assert_redirect_to("/me");
    visitor.get("/accounts").await.assert_ok();
    run(&mut program(&["user", "sign-in", "nobody@example.com", "--data", &data]))
        .assert_refused(1, &["no such person"]);
}

/// A site on this folder, at this port, and with this file of providers.
fn serve(folder: &Folder, port: u16, provider: &FakeProvider, file: Option<&str>) -> Serving {
    let (bind, data, base) = (format!("127.0.0.1:{port}"), folder.path("data"), format!("http://127.0.0.1:{port}"));
    let arguments = ["serve", "--bind", &bind, "--data", &data];
    let more = [
        ("DRAWBRIDGE_BASE_URL", base.as_str()),
        ("DRAWBRIDGE_OUTGOING__ALLOW", provider.issuer.as_str()),
        ("DRAWBRIDGE_OUTGOING__INSIDE", "127.0.0.1"),
    ];
    match file {
        Some(text) => Serving::of(&mut with_file(&arguments, folder, text, &more)),
        None => Serving::of(program(&arguments).envs(more)),
    }
}

async fn come(visitor: &Client, site: &Serving, provider: &FakeProvider, known: &Known) {
    let sent = visitor.get("/sign-in/with/company").await;
    let back = provider.say_yes(&sent.header("location"), known);
    let own = format!("http://{}", site.address);
    visitor.get(back.strip_prefix(&own).expect("it leads back")).await.assert_redirect_to("/");
}

/// The same browser after a restart, which its connections don't outlive.
fn browser_of(site: &Serving, client: &Client) -> Client {
    let same = site.client();
    same.set_cookie("drawbridge", &client.cookie("drawbridge").expect("somebody is signed in"));
    same
}

#[actix_web::test]
async fn what_a_provider_gave_is_gone_after_the_start_that_does_not_know_it() {
    let (folder, provider) = (Folder::new(), FakeProvider::start());
    provider.set_now(Clock::System.now());
    let port = { std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port() };
    let groups = "[company.groups.root]\ngrants = [\"admin\"]\n[company.groups.people]\nteams = [\"checkout\"]\n";
    let file =
        FILE.replace("https://login.example.com", &provider.issuer).replace("canary-2718", crate::harness::SECRET);
    let file = format!("{file}join = \"anyone\"\n{groups}");
    let site = serve(&folder, port, &provider, Some(&file));
    let (robin, ana) = (site.client(), site.client());
    come(&robin, &site, &provider, &Known::named("Robin Adler").in_groups(&["root"])).await;
    robin.submit("/departments", "/departments", &[("name", "Payments")]).await.assert_redirect();
    robin.submit("/teams/new", "/teams", &[("name", "Checkout"), ("department", "payments")]).await.assert_redirect();
    come(&ana, &site, &provider, &Known::named("Ana Ruiz").in_groups(&["people"])).await;
    robin.get("/teams/checkout").await.assert_ok().assert_text("Ana Ruiz");
    site.stop();

    // A start that knows it changes nothing.
    let site = serve(&folder, port, &provider, Some(&file));
    let (robin, ana) = (browser_of(&site, &robin), browser_of(&site, &ana));
    robin.get("/accounts").await.assert_ok();
    robin.get("/teams/checkout").await.assert_text("Ana Ruiz");
    ana.get("/permissions").await.assert_ok();
    site.stop();
    let site = serve(&folder, port, &provider, None);

    // The only admin was one by the provider, so the first line leads to the next one.
    let link = site.setup_link();
    let (robin, ana) = (browser_of(&site, &robin), browser_of(&site, &ana));
    robin.get("/permissions").await.assert_redirect();
    ana.get("/permissions").await.assert_redirect();
    let cy = site.client();
    let chosen = [("name", "Cy Ott"), ("email", "cy@example.com"), ("password", PASSWORD)];
    cy.submit(&link, &link, &chosen).await.assert_redirect();
    cy.get("/teams/checkout").await.assert_ok().assert_no_text("Ana Ruiz");
    cy.get("/accounts/robin-adler").await.assert_ok().assert_no_element("form[action$='/grants/remove']");
    for (action, subject) in [("grant.taken", "robin-adler"), ("team.left", "checkout"), ("session.ended", "ana-ruiz")]
    {
        cy.get(&format!("/audit?action={action}")).await.assert_ok().assert_text(subject);
    }
}
