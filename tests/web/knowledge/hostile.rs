//! Files and questions that mean harm: they are named, or are words like any other.

use actix_web::http::StatusCode;
use drawbridge::web::Grant;

use crate::harness::binary::Folder;
use crate::harness::{Client, TestApp, raw};

/// A whole article of one sentence.
fn article(title: &str, body: &str) -> String {
    format!(
        "---\ntitle: {title}\ncategory: dns\ntags: [resolver]\nphrasings: [name lookup fails]\nowner: NetSec\n\
         reviewed_on: 2026-11-01\nreview_after: 2027-05-01\n---\n\n{body}\n"
    )
}

#[actix_web::test]
async fn n07_a_folder_of_hostile_files_names_each_and_serves_the_rest() {
    let folder = Folder::new();
    let outside = Folder::new();
    folder.write("fine.md", &article("Which resolver do we use?", "Use 10.0.0.53, the resolver of the group."));
    folder.write("a/twin.md", &article("First twin?", "One."));
    folder.write("b/twin.md", &article("Second twin?", "Two."));
    std::fs::write(folder.0.join("bytes.md"), b"---\ntitle: \xff\xfe\n---\nx\n").unwrap();
    let laughs: String =
        (1..30).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "))).collect();
    folder.write("bomb.md", &format!("---\na0: &a0 [x, x]\n{laughs}---\nx\n"));
    folder.write("deep.md", &format!("---\ntitle: {}\n---\nx\n", "[".repeat(20_000)));
    folder.write("UPPER case.md", &article("Upper?", "x"));
    folder.write("huge.md", &article("Huge?", &"word ".repeat(80_000)));
    folder.write("quotes.md", &article("Ten thousand quotes?", &">".repeat(10_000)));
    folder.write("turned.md", &article("Turned?", "safe \u{202E}gnihton"));
    let secret = outside.write("secret.md", &article("Secret?", "canary-3141"));
    std::os::unix::fs::symlink(&secret, folder.0.join("link.md")).unwrap();
    std::os::unix::fs::symlink(&outside.0, folder.0.join("linked")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.0.join("zero.md")).unwrap();
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/loop")).unwrap();

    let app = TestApp::with().content(&folder.0).start().await;
    let reader = app.anonymous();

    reader.get("/faq/fine").await.assert_ok().assert_text("Use 10.0.0.53");
    reader.get("/faq/twin").await.assert_ok().assert_text("First twin?");
    reader.get("/faq/quotes").await.assert_ok().assert_text("is shown as it was written");
    reader.get("/faq/turned").await.assert_ok().assert_text("safe [U+202E]gnihton");
    for slug in ["bytes", "bomb", "deep", "huge", "link", "secret", "zero"] {
        reader.get(&format!("/faq/{slug}")).await.assert_status(StatusCode::NOT_FOUND);
    }
    reader.get("/search?q=canary-3141").await.assert_ok().assert_no_element("a[href='/faq/secret']");
    reader.get("/faq").await.assert_ok().assert_no_text("bomb.md").assert_no_text("leads out");
    let named = app.sign_in(Grant::NetSec).await.get("/faq").await;
    for (file, words) in [
        ("b/twin.md:1", "has the same address, /faq/twin"),
        ("bytes.md:2", "not UTF-8"),
        ("bomb.md:", ""),
        ("deep.md:", ""),
        ("UPPER case.md:1", "can't be an address"),
        ("huge.md:1", "bytes; 262144 are allowed"),
        ("link.md:1", "leads out of the folder"),
        ("linked:1", "leads out of the folder"),
        ("zero.md:1", "leads out of the folder"),
    ] {
        let lines = named.select(".notice code, .note code, code");
        let found = lines.iter().find(|line| line.contains(file)).unwrap_or_else(|| panic!("{file} in {lines:?}"));
        assert!(found.contains(words), "{found}");
    }
}

/// The three doors to the search.
async fn ask(reader: &Client, query: &str) -> Vec<(&'static str, StatusCode, String)> {
    let page = reader.get(&format!("/search?q={query}")).await;
    let part = reader.get_with(&format!("/search?q={query}"), &[("HX-Request", "true")]).await;
    let api = reader.get(&format!("/api/v1/search?q={query}")).await;
    vec![("page", page.status, page.html()), ("part", part.status, part.html()), ("api", api.status, api.html())]
}

#[actix_web::test]
async fn every_question_gets_an_answer_or_a_clear_refusal() {
    let folder = Folder::new();
    folder.write("fine.md", &article("Which resolver do we use?", "Use 10.0.0.53, the resolver of the group."));
    let app = TestApp::with().content(&folder.0).start().await;
    let reader = app.anonymous();
    let many_words = "a1+".repeat(2_600);

    for query in [
        "AND+OR+NOT",
        "NOT+resolver",
        "title%3Aresolver",
        "key%3A%2A+AND+-body%3Ax",
        "resolver%5E2",
        "resolver~1",
        "res%2A",
        "%2A",
        "%22resolver",
        "%22+%22%22+%22",
        "%5B1+TO+2%5D+%7Ba+TO+%2A%7D",
        "%28%28%28%28resolver",
        "%5C%5C%5C",
        "%2F.%2A%2F",
        "%01%02%1b%7f",
        "%0d%0aX-Evil%3A+1",
        "%E2%80%AEresolver",
        "%D7%A9%D7%9C%D7%95%D7%9D+resolver",
        "res%E2%80%8Bolver",
        "%EF%BB%BF",
        "%ff%fe",
        "%ED%A0%80",
        "%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB",
        "%CC%81%CC%81%CC%81",
        "%3Csvg%20onload%3Dalert(1)%3E",
        "%25",
        "%",
        "%zz",
        "{{7*7}}",
        "'%20OR%201%3D1--",
        &many_words,
    ] {
        for (door, status, body) in ask(&reader, query).await {
            let shown = &query[..query.len().min(60)];
            assert!(status.is_success() || status == StatusCode::BAD_REQUEST, "{door}: {shown} gave {status}");
            assert!(door == "api" || !body.contains("<svg onload"), "{door}: {shown}: {body}");
        }
    }
    for query in ["re%E2%80%8Bsolver", "%EF%BD%92%EF%BD%85%EF%BD%93olver"] {
        let found = reader.get(&format!("/search?q={query}")).await;
        found.assert_ok().assert_element("#results a.hit[href='/faq/fine']");
    }
}

#[actix_web::test]
async fn a_question_that_is_too_long_or_no_text_is_refused_in_words() {
    let app = TestApp::start().await;
    let reader = app.anonymous();
    let ten_thousand_words = "word+".repeat(10_000);

    for (query, status, words) in [
        ("a%00b".to_owned(), StatusCode::BAD_REQUEST, "NUL"),
        ("a&q=b".to_owned(), StatusCode::BAD_REQUEST, "q"),
        (ten_thousand_words, StatusCode::URI_TOO_LONG, "8192 are allowed"),
    ] {
        for (door, given, body) in ask(&reader, &query).await {
            assert_eq!(given, status, "{door}: {body}");
            assert!(body.contains(words), "{door}: {body}");
        }
    }
    for path in ["/search", "/api/v1/search"] {
        let head = format!("GET {path}?q={} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "a".repeat(1 << 20));
        let (status, answer) = raw(app.address, head.as_bytes());
        assert!(status == 0 || (400..500).contains(&status), "{path}: {answer:.200}");
        reader.get(&format!("{path}?q=still+there")).await.assert_ok();
    }
}
