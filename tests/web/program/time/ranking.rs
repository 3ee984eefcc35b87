//! Nothing puts the minutes of several people beside each other.

use actix_web::http::Method;
use drawbridge::app;
use drawbridge::web::Grant;

use super::{log_line, serving};
use crate::harness::TestApp;

/// Lengths that nothing else on a page looks like, in every way that they are written.
const ANA: &[&str] = &["3 h 47", "227", "3.78", "3:47"];
const BOB: &[&str] = &["5 h 13", "313", "5.21", "5.22", "5:13"];

#[actix_web::test]
async fn no_page_or_endpoint_returns_the_minutes_of_two_people() {
    let app = TestApp::start().await;
    let ((ana, ana_client), (bob, bob_client)) = (serving(&app, "Ana Ruiz").await, serving(&app, "Bob Ray").await);
    log_line(&ana_client, "3h47 training").await;
    log_line(&bob_client, "5h13 training").await;
    // The walk would prove nothing if minutes were not seen where they are.
    for (handle, own, lengths) in [(&ana.handle, &ana_client, ANA), (&bob.handle, &bob_client, BOB)] {
        let page = own.get(&format!("/people/{handle}")).await.text();
        assert!(lengths.iter().any(|length| page.contains(length)), "{page}");
    }
    let mut walked = 0;

    for grant in [Grant::Lead, Grant::Manager, Grant::Admin, Grant::NetSec] {
        let viewer = app.sign_in(grant).await;
        for route in app::routes().iter().filter(|route| route.method == Method::GET) {
            for (slug, handle) in [("team-of-ana-ruiz", &ana.handle), ("team-of-bob-ray", &bob.handle)] {
                let path = route.path.replace("{slug}", slug).replace("{handle}", handle);
                if path.contains('{') {
                    continue;
                }
                let answer = viewer.get(&path).await;
                walked += usize::from(answer.status.is_success());
                // Drawings and archives hold no words; what they show is on a page, too.
                let Ok(text) = std::str::from_utf8(&answer.body).map(|_| without_keys(&answer.text())) else {
                    continue;
                };
                let holds = |lengths: &[&str]| lengths.iter().any(|length| text.contains(length));
                assert!(!holds(ANA) && !holds(BOB), "{grant:?} sees somebody's minutes at {path}: {text}");
            }
        }
    }

    assert!(walked > 100, "{walked} pages");
}

/// The text without keys and hashes, whose digits may spell any length.
fn without_keys(text: &str) -> String {
    let is_key = |word: &str| word.len() >= 4 && word.chars().all(|letter| letter.is_ascii_hexdigit());
    text.split_inclusive(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !is_key(word.trim_end_matches(|letter: char| !letter.is_alphanumeric())))
        .collect()
}
