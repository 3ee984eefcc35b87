//! N10: every secret that this site has is a canary, and none of them is found
//! where it does not belong: in the log, on pages, in refusals, in what leaves,
//! in the settings that are shown, in the list of processes, in the database.

use std::os::unix::fs::PermissionsExt;

use actix_web::http::Method;
use drawbridge::app;
use drawbridge::clock::Clock;

use crate::harness::binary::{Folder, Serving, program, run};
use crate::harness::{Client, FakeProvider, Known, Mood, SECRET, chat_sink, mail_sink};

const PASSWORD: &str = "canary walrus quartz umbrella";
const MAIL: &str = "canary-mail-2718281828";
const CHAT: &str = "canary-chat-3141592653";
const DATABASE: &str = "canary-database-1414213";

/// Everything that must not be found, by what it is.
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn add(&mut self, what: &'static str, secret: &str) {
        assert!(secret.len() > 12, "{what}: {secret} could be there by chance");
        self.0.push((what, secret.to_owned()));
    }

    /// None of them is in there, as it is or as an address writes it.
    fn assert_none_in(&self, place: &str, bytes: &[u8]) {
        for (what, secret) in &self.0 {
            for form in [secret.clone(), secret.replace(' ', "+"), secret.replace(' ', "%20")] {
                let found = memchr::memmem::find(bytes, form.as_bytes());
                let Some(at) = found else { continue };
                let around = String::from_utf8_lossy(&bytes[at.saturating_sub(200)..(at + 200).min(bytes.len())]);
                panic!("the {what} is in {place}: …{around}…");
            }
        }
    }
}

/// A file that its owner alone can read.
fn private(folder: &Folder, name: &str, text: &str) -> String {
    let path = folder.write(name, text);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    path
}

/// Opens every address, as it stands in the routes and with a number in each place.
async fn open_everything(client: &Client, canaries: &Canaries) {
    for route in app::routes().into_iter().filter(|route| route.method == Method::GET) {
        for filled in ["1", "robin-adler"] {
            let parts = route.path.split('/').map(|part| if part.starts_with('{') { filled } else { part });
            let path = parts.collect::<Vec<_>>().join("/");
            let answer = client.get(&path).await;
            canaries.assert_none_in(&path, answer.header("location").as_bytes());
            canaries.assert_none_in(&path, &answer.body);
        }
    }
}

/// Every file below the folder of the data, the database among them.
fn look_through(folder: &std::path::Path, canaries: &Canaries) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            look_through(&path, canaries);
        } else if let Ok(bytes) = std::fs::read(&path) {
            canaries.assert_none_in(&path.display().to_string(), &bytes);
        }
    }
}

#[actix_web::test]
async fn n10_no_canary_is_found_anywhere() {
    let folder = Folder::new();
    let (data, provider) = (folder.path("data"), FakeProvider::start());
    provider.set_now(Clock::System.now());
    let (mails, chats) = (mail_sink(), chat_sink());
    chats.set(Mood::Refuses);
    let port = { std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port() };
    let key = run(&mut program(&["secrets", "key"])).out.trim().to_owned();
    let hook = format!("http://{}/hooks/{CHAT}", chats.address);
    let chat_file = private(&folder, "chat.toml", &format!("[netsec]\nurl = \"{hook}\"\n[lead]\nurl = \"{hook}\"\n"));
    let providers = format!(
        "[company]\nkind = \"oidc\"\nname = \"Example Corp\"\nissuer = \"{}\"\nclient_id = \"drawbridge\"\n\
         client_secret = \"{SECRET}\"\njoin = \"anyone\"\n",
        provider.issuer
    );
    let (mail_port, allow) =
        (mails.address.port().to_string(), format!("http://{} {}", chats.address, provider.issuer));
    let settings = [
        ("DRAWBRIDGE_LOG", "trace".to_owned()),
        ("DRAWBRIDGE_BASE_URL", format!("http://127.0.0.1:{port}")),
        ("DRAWBRIDGE_MAIL__HOST", "127.0.0.1".to_owned()),
        ("DRAWBRIDGE_MAIL__PORT", mail_port),
        ("DRAWBRIDGE_MAIL__SECURITY", "none".to_owned()),
        ("DRAWBRIDGE_MAIL__FROM", "bridge@example.com".to_owned()),
        ("DRAWBRIDGE_MAIL__USER", "bridge".to_owned()),
        ("DRAWBRIDGE_MAIL__PASSWORD_FILE", private(&folder, "mail-password", MAIL)),
        ("DRAWBRIDGE_CHAT__FILE", chat_file),
        ("DRAWBRIDGE_OUTGOING__ALLOW", allow),
        ("DRAWBRIDGE_OUTGOING__INSIDE", "127.0.0.1".to_owned()),
        ("DRAWBRIDGE_SIGN_IN__PROVIDERS_FILE", private(&folder, "providers.toml", &providers)),
        ("DRAWBRIDGE_SECRETS__KEYS", key.clone()),
    ];
    let bind = format!("127.0.0.1:{port}");
    let mut command = program(&["serve", "--bind", &bind, "--data", &data]);
    let site = Serving::of(command.envs(settings.clone()));
    let mut canaries = Canaries(Vec::new());
    for (what, secret) in [
        ("password", PASSWORD),
        ("mail server's password", MAIL),
        ("address of a chat", CHAT),
        ("secret for the identity provider", SECRET),
        ("key of secrets", key.as_str()),
    ] {
        canaries.add(what, secret);
    }

    // Everything that uses one of them.
    let admin = site.client();
    let link = site.setup_link();
    canaries.add("link for the first admin", link.rsplit('/').next().unwrap());
    let robin = [("name", "Robin Adler"), ("email", "robin@example.com"), ("password", PASSWORD)];
    admin.submit(&link, &link, &robin).await.assert_redirect();
    canaries.add("session", &admin.cookie("drawbridge").unwrap());
    let made = [("name", "Pipeline"), ("scope", "read"), ("days", "30")];
    let token = admin.post("/me/tokens", &made).await.select("code[data-copy]").remove(0);
    canaries.add("token", &token);
    let wrong = [("email", PASSWORD), ("password", PASSWORD)];
    site.client().submit("/sign-in", "/sign-in", &wrong).await;
    let right = [("email", "robin@example.com"), ("password", PASSWORD)];
    site.client().submit("/sign-in", "/sign-in", &right).await.assert_redirect();
    let visitor = site.client();
    let sent = visitor.get("/sign-in/with/company").await;
    let back = provider.say_yes(&sent.header("location"), &Known::named("Ana Ruiz"));
    let back = back.strip_prefix(&format!("http://127.0.0.1:{port}")).expect("it leads back").to_owned();
    visitor.get(&back).await.assert_redirect();
    visitor.get(&format!("/sign-in/with/company/callback?code={CHAT}&state={MAIL}")).await;
    let bearer = format!("Bearer {token}");
    visitor.get_with("/api/v1/questions", &[("Authorization", &bearer)]).await.assert_ok();
    visitor.get_with("/api/v1/nothing", &[("Authorization", &bearer)]).await;
    // She came by the provider, and hears of what is blocked by mail.
    let netsec = [("kind", "netsec")];
    admin.submit("/accounts/ana-ruiz", "/accounts/ana-ruiz/grants", &netsec).await.assert_redirect();
    let urgent = [("title", "May we peer?"), ("urgency", "blocked")];
    admin.submit("/questions/new", "/questions", &urgent).await.assert_redirect();
    mails.wait_for_connections(1).await;
    chats.wait_for_connections(1).await;
    std::thread::sleep(std::time::Duration::from_secs(1));

    open_everything(&admin, &canaries).await;
    open_everything(&site.client(), &canaries).await;
    let line = std::fs::read(format!("/proc/{}/cmdline", site.id())).unwrap();
    canaries.assert_none_in("the list of processes", &line);
    for arguments in [
        &["config", "show"][..],
        &["config", "check"],
        &["export", "people"],
        &["export", "teams"],
        &["secrets", "rotate"],
        &["audit", "verify"],
        &["user", "reset", "robin@example.com"],
    ] {
        let ended = run(program(arguments).args(["--data", &data]).envs(settings.clone()));
        canaries.assert_none_in(&arguments.join(" "), format!("{ended:?}").as_bytes());
        ended.assert_code(0);
    }
    look_through(std::path::Path::new(&data), &canaries);
    let log = site.log();
    canaries.assert_none_in("the log", log.as_bytes());
    assert_every_line_is_a_record(&log);
}

/// Each line is a JSON object with a time in UTC and a level.
fn assert_every_line_is_a_record(log: &str) {
    assert!(log.lines().count() > 200, "a log at trace is long");
    for line in log.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let time = record["timestamp"].as_str().unwrap_or_default();
        assert!(time.ends_with('Z') && time.parse::<jiff::Timestamp>().is_ok(), "{line}");
        let level = record["level"].as_str().unwrap_or_default();
        assert!(["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].contains(&level), "{line}");
    }
}

#[test]
fn n10_the_password_of_a_database_is_in_no_refusal() {
    let folder = Folder::new();
    let data = folder.path("data");
    let mut canaries = Canaries(Vec::new());
    canaries.add("database's password", DATABASE);
    for url in [
        format!("postgres://bridge:{DATABASE}@127.0.0.1:1/bridge"),
        format!("postgres://bridge@127.0.0.1:1/bridge?password={DATABASE}"),
        format!("postgres://bridge:{DATABASE}@ not an address"),
        format!("mysql://bridge:{DATABASE}@127.0.0.1/bridge"),
    ] {
        for arguments in
            [&["serve", "--bind", "127.0.0.1:0"][..], &["migrate"], &["config", "show"], &["audit", "verify"]]
        {
            let mut command = program(arguments);
            let ended = run(command
                .args(["--data", &data])
                .env("DRAWBRIDGE_DATABASE_URL", &url)
                .env("DRAWBRIDGE_LOG", "trace"));
            canaries.assert_none_in(&format!("{arguments:?}"), format!("{ended:?}").as_bytes());
        }
    }
}
