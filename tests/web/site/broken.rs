//! A hundred broken requests: each gets a 4xx that says why, none a 5xx.

use drawbridge::web::Grant;

use crate::harness::{Client, TestApp, membership, person, raw, team, term};

/// Method, path, headers (each ended by CRLF) and body. `COOKIE` stands for an
/// admin's session, `TOKEN` for their form token.
type Request = (&'static str, &'static str, &'static str, &'static str);

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\nCOOKIE";
const BARE: &str = "COOKIE";
const NONE: &str = "";

#[rustfmt::skip]
const BROKEN: &[Request] = &[
    // Addresses that are none of ours, or are written wrongly.
    ("GET", "/no-such-page", NONE, ""),
    ("GET", "/no/such/page/at/all", NONE, ""),
    ("GET", "/../etc/passwd", NONE, ""),
    ("GET", "/..%2f..%2fetc%2fpasswd", NONE, ""),
    ("GET", "/static/../../Cargo.toml", NONE, ""),
    ("GET", "/static/..%2f..%2fCargo.toml", NONE, ""),
    ("GET", "/static/%00", NONE, ""),
    ("GET", "/static/", NONE, ""),
    ("GET", "//", NONE, ""),
    ("GET", "//evil.example/", NONE, ""),
    ("GET", "/%", NONE, ""),
    ("GET", "/%zz", NONE, ""),
    ("GET", "/%c3%28", NONE, ""),
    ("GET", "/%00", NONE, ""),
    ("GET", "/%2e%2e/%2e%2e", NONE, ""),
    ("GET", "/\\windows", NONE, ""),
    ("GET", "/.git/config", NONE, ""),
    ("GET", "/wp-login.php", NONE, ""),
    ("GET", "/sign-in/", NONE, ""),
    ("GET", "/SIGN-IN", NONE, ""),
    ("GET", "/accounts/", BARE, ""),
    ("GET", "/accounts//", BARE, ""),
    ("GET", "/accounts/nobody", BARE, ""),
    ("GET", "/accounts/%00", BARE, ""),
    ("GET", "/accounts/%ff%fe", BARE, ""),
    ("GET", "/accounts/%", BARE, ""),
    ("GET", "/accounts/..%2f..", BARE, ""),
    ("GET", "/accounts/a%2fb", BARE, ""),
    ("GET", "/accounts/new/new", BARE, ""),
    ("GET", "/setup/", NONE, ""),
    ("GET", "/setup/x", NONE, ""),
    ("GET", "/setup/%00", NONE, ""),
    ("GET", "/setup/'%20OR%201=1--", NONE, ""),
    ("GET", "/invitation/x", NONE, ""),
    ("GET", "/invitation/%f0%9f%98%80", NONE, ""),
    ("GET", "/api", NONE, ""),
    ("GET", "/api/v1", NONE, ""),
    ("GET", "/api/v1/%zz", NONE, ""),
    ("GET", "/api/v2/search?q=port", NONE, ""),
    // Queries that don't fit.
    ("GET", "/accounts?page=-1", BARE, ""),
    ("GET", "/accounts?page=x", BARE, ""),
    ("GET", "/accounts?page=4294967296", BARE, ""),
    ("GET", "/accounts?page=1.5", BARE, ""),
    ("GET", "/accounts?page=", BARE, ""),
    ("GET", "/accounts?q=a&q=b", BARE, ""),
    // Methods that an address does not take.
    ("POST", "/", FORM, "csrf=TOKEN"),
    ("PUT", "/", NONE, ""),
    ("DELETE", "/sign-in", NONE, ""),
    ("PATCH", "/sign-in", NONE, ""),
    ("OPTIONS", "/sign-in", NONE, ""),
    ("TRACE", "/", NONE, ""),
    ("PROPFIND", "/", NONE, ""),
    ("GET", "/sign-out", NONE, ""),
    ("GET", "/appearance", NONE, ""),
    ("PUT", "/accounts/nobody", FORM, "csrf=TOKEN"),
    ("DELETE", "/accounts/nobody", FORM, "csrf=TOKEN"),
    ("POST", "/healthz", NONE, ""),
    ("POST", "/static/app.js", NONE, ""),
    // Forms that can't be read.
    ("POST", "/sign-in", FORM, "email=%ff&password=x"),
    ("POST", "/sign-in", FORM, "email=%00&password=x"),
    ("POST", "/sign-in", FORM, "email=a%00b&password=x"),
    ("POST", "/sign-in", FORM, "email=%zz&password=%"),
    ("POST", "/sign-in", FORM, "%ff=x"),
    ("POST", "/sign-in", FORM, "email=a&email=b&password=x"),
    ("POST", "/sign-in", FORM, "&&&&===="),
    ("POST", "/sign-in", FORM, ""),
    ("POST", "/sign-in", "Content-Type: application/json\r\n", "{\"email\":\"a\"}"),
    ("POST", "/sign-in", "Content-Type: application/json\r\n", "{"),
    ("POST", "/sign-in", "Content-Type: text/xml\r\n", "<a/>"),
    ("POST", "/sign-in", "Content-Type: multipart/form-data\r\n", "--x"),
    ("POST", "/sign-in", "Content-Type: multipart/form-data; boundary=x\r\n", "--x\r\n\r\n"),
    ("POST", "/sign-in", "Content-Encoding: gzip\r\n", "email=a"),
    ("POST", "/sign-in", "Origin: https://evil.example\r\n", "email=a&password=b"),
    ("POST", "/sign-in", "Origin: null\r\n", "email=a&password=b"),
    ("POST", "/sign-in", "Sec-Fetch-Site: cross-site\r\n", "email=a&password=b"),
    ("POST", "/appearance", FORM, "csrf=TOKEN&theme=pink"),
    ("POST", "/appearance", FORM, "csrf=TOKEN"),
    ("POST", "/setup/x", FORM, "csrf=TOKEN&name=a"),
    ("POST", "/invitation/x", FORM, "csrf=TOKEN&password=a"),
    ("POST", "/accounts", FORM, ""),
    ("POST", "/accounts", FORM, "csrf=wrong"),
    ("POST", "/accounts", FORM, "csrf=TOKEN"),
    ("POST", "/accounts", FORM, "csrf=TOKEN&name=&email="),
    ("POST", "/accounts", FORM, "csrf=TOKEN&name=Bo&email=nowhere"),
    ("POST", "/accounts", FORM, "csrf=TOKEN&name=Bo&email=a@b@c"),
    ("POST", "/accounts", FORM, "csrf=TOKEN&name=%E2%80%AEoB&email=bo%40example.com"),
    ("POST", "/accounts", FORM, "csrf=TOKEN&name=Bo%07&email=bo%40example.com"),
    ("POST", "/accounts/nobody/grants", FORM, "csrf=TOKEN&kind=admin"),
    ("POST", "/accounts/nobody/grants", FORM, "csrf=TOKEN&kind=king"),
    ("POST", "/accounts/nobody/grants", FORM, "csrf=TOKEN&kind=manager&scope=team:x"),
    ("POST", "/accounts/nobody/grants", FORM, "csrf=TOKEN&kind=manager&scope=%3A%3A%3A"),
    ("POST", "/accounts/nobody/grants/remove", FORM, "csrf=TOKEN&kind=admin"),
    ("POST", "/accounts/nobody/state", FORM, "csrf=TOKEN&state=active"),
    ("POST", "/accounts/nobody/state", FORM, "csrf=TOKEN&state=invited"),
    ("POST", "/accounts/nobody/state", FORM, "csrf=TOKEN&state=-1"),
    ("POST", "/accounts/nobody/link", FORM, "csrf=TOKEN"),
    ("POST", "/accounts/%ff/link", FORM, "csrf=TOKEN"),
    ("POST", "/no-such-page", FORM, "csrf=TOKEN"),
    // Cookies that are none.
    ("POST", "/sign-in", "Cookie: drawbridge=%00; ;;=\r\n", "email=a&password=b"),
    ("GET", "/no-such-page", "Cookie: drawbridge_notice=%ff%fe; drawbridge_theme=<script>\r\n", ""),
    ("GET", "/no-such-page", "Accept-Encoding: ;;q=,\r\nHX-Request: true\r\n", ""),
];

/// The same of the rooms' own addresses and forms.
#[rustfmt::skip]
const BROKEN_IN_ROOMS: &[Request] = &[
    // Knowledge.
    ("GET", "/faq/no-such-article", NONE, ""),
    ("GET", "/faq/..%2f..%2fCargo", NONE, ""),
    ("GET", "/faq/%ff", NONE, ""),
    ("GET", "/faq/Security-Group-As-Source/x", NONE, ""),
    ("POST", "/faq/no-such-article/feedback", FORM, "csrf=TOKEN&helpful=yes"),
    ("POST", "/faq/security-group-as-source/feedback", FORM, "csrf=TOKEN&helpful=perhaps"),
    ("GET", "/api/v1/search?q=port&limit=0", NONE, ""),
    ("GET", "/api/v1/search?q=port&limit=51", NONE, ""),
    ("GET", "/api/v1/search?q=port&limit=-1", NONE, ""),
    ("GET", "/api/v1/search?q=port&limit=ten", NONE, ""),
    // Questions.
    ("GET", "/questions/0", BARE, ""),
    ("GET", "/questions/-1", BARE, ""),
    ("GET", "/questions/1.5", BARE, ""),
    ("GET", "/questions/one", BARE, ""),
    ("GET", "/questions/99999999999999999999", BARE, ""),
    ("GET", "/questions/9223372036854775807", BARE, ""),
    ("GET", "/questions/1/publication/new", BARE, ""),
    ("POST", "/questions", FORM, "csrf=TOKEN"),
    ("POST", "/questions", FORM, "csrf=TOKEN&title=%20%20&urgency=normal"),
    ("POST", "/questions", FORM, "csrf=TOKEN&title=Port&urgency=normal&team=not-a-key"),
    ("POST", "/questions/1/escalation", FORM, "csrf=TOKEN&why=x"),
    ("POST", "/questions/-7/answer", FORM, "csrf=TOKEN&answer=x&version=1"),
    ("POST", "/questions/1/answer", FORM, "csrf=TOKEN&answer=x&version=99999999999"),
    ("POST", "/questions/1/claim", FORM, "csrf=TOKEN"),
    ("POST", "/questions/1/comments", FORM, "csrf=TOKEN"),
    // Program.
    ("GET", "/teams/no-such-team", BARE, ""),
    ("GET", "/teams/%f0%28", BARE, ""),
    ("GET", "/people/nobody", BARE, ""),
    ("GET", "/terms/not-a-key", BARE, ""),
    ("GET", "/terms/00000000-0000-0000-0000-000000000000", BARE, ""),
    ("GET", "/time/not-a-key/edit", BARE, ""),
    ("GET", "/reviews/not-a-key/edit", BARE, ""),
    ("GET", "/departments/nowhere/edit", BARE, ""),
    ("POST", "/departments", FORM, "csrf=TOKEN&name="),
    ("POST", "/teams", FORM, "csrf=TOKEN&name=Team&department=not-a-key"),
    ("POST", "/teams/no-such-team", FORM, "csrf=TOKEN&name=Team&version=1"),
    ("POST", "/teams/no-such-team/members", FORM, "csrf=TOKEN&person=ana"),
    ("POST", "/teams/no-such-team/nominations", FORM, "csrf=TOKEN&person=ana&role=king&percent=-1"),
    ("POST", "/time", FORM, "csrf=TOKEN&line="),
    ("POST", "/time", FORM, "csrf=TOKEN&line=payments"),
    ("POST", "/time", FORM, "csrf=TOKEN&length=-5m&activity=training&day=2026-11-18"),
    ("POST", "/time", FORM, "csrf=TOKEN&length=25h&activity=training&day=2026-11-18"),
    ("POST", "/time", FORM, "csrf=TOKEN&length=45m&activity=sleeping&day=2026-02-30"),
    ("POST", "/time/not-a-key/delete", FORM, "csrf=TOKEN"),
    ("POST", "/training", FORM, "csrf=TOKEN&title=Course&minutes=-60"),
    ("POST", "/training", FORM, "csrf=TOKEN&title=Course&minutes=99999999999"),
    ("POST", "/training/no-such-course", FORM, "csrf=TOKEN&title=x&minutes=10&version=1"),
    ("POST", "/completions", FORM, "csrf=TOKEN&course=no-such-course&completed_on=2026-13-01"),
    ("POST", "/completions/not-a-key/delete", FORM, "csrf=TOKEN"),
    ("POST", "/reviews", FORM, "csrf=TOKEN&kind=poem&title=x&outcome=great&day=tomorrow"),
    ("POST", "/reviews/not-a-key", FORM, "csrf=TOKEN&version=1"),
    ("POST", "/terms/not-a-key/acceptance", FORM, "csrf=TOKEN"),
    ("POST", "/terms/00000000-0000-0000-0000-000000000000/end", FORM, "csrf=TOKEN&confirmed=yes"),
];

async fn send(app: &TestApp, visitor: &Client, request: &Request) -> (u16, String) {
    let (method, path, headers, body) = request;
    let cookie = format!("Cookie: drawbridge={}\r\n", visitor.cookie("drawbridge").unwrap_or_default());
    let headers = headers.replace("COOKIE", &cookie);
    let body = body.replace("TOKEN", &visitor.csrf().await);
    let length = body.len();
    let text = format!(
        "{method} {path} HTTP/1.1\r\nHost: bridge.example\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );
    let address = app.address;
    actix_web::rt::task::spawn_blocking(move || raw(address, text.as_bytes())).await.unwrap()
}

#[actix_web::test]
async fn n03_a_hundred_broken_requests_get_a_clear_refusal_each() {
    let app = TestApp::start().await;
    let admin = app.sign_in(Grant::Admin).await;
    assert!(BROKEN.len() >= 100, "there are {} requests", BROKEN.len());

    expect_refusals(&app, &admin, BROKEN).await;

    admin.get("/accounts").await.assert_ok();
}

#[actix_web::test]
async fn so_do_those_to_the_rooms() {
    let app = TestApp::with().articles().start().await;
    let everything = Grant::ALL.iter().fold(person(), |person, grant| person.granted(*grant));
    let champion = app.insert(everything).await;
    let team = app.insert(team("Checkout")).await;
    app.insert(membership(champion.id, team.id)).await;
    app.insert(term(champion.id, team.id)).await;
    let champion = app.sign_in_as(&champion).await;

    expect_refusals(&app, &champion, BROKEN_IN_ROOMS).await;
}

async fn expect_refusals(app: &TestApp, visitor: &Client, requests: &[Request]) {
    let mut wrong = Vec::new();
    for request in requests {
        let (status, answer) = send(app, visitor, request).await;
        let says_why = ["class=\"lede\"", "class=\"problems\"", "\"detail\"", "role=\"alert\""];
        let clear = says_why.iter().any(|part| answer.contains(part));
        if !(400..500).contains(&status) || !clear {
            wrong.push(format!("{request:?}: {status} {}", if clear { "" } else { &answer }));
        }
    }

    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), requests.len(), wrong.join("\n"));
}

#[actix_web::test]
async fn bytes_that_are_no_http_never_stop_the_server() {
    let app = TestApp::start().await;

    for bytes in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort",
    ] {
        let address = app.address;
        let (status, answer) = actix_web::rt::task::spawn_blocking(move || raw(address, bytes)).await.unwrap();
        let shown = String::from_utf8_lossy(bytes);
        assert!(status < 500, "{shown:?} gave {answer}");
    }
    app.anonymous().get("/").await.assert_ok();
}
