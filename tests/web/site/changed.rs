//! N03: whole requests with bytes changed, from a visitor, a signed-in person
//! and a script: each gets an answer that is no fault of ours, or none.

#[path = "../../fuzz/hold.rs"]
mod hold;

use drawbridge::web::Grant;

use crate::harness::{TestApp, person, raw};

/// The bytes with each name replaced by what it stands for.
fn filled(bytes: &[u8], names: &[(&str, &str)]) -> Vec<u8> {
    let mut filled = bytes.to_vec();
    for (name, value) in names {
        if let Some(at) = filled.windows(name.len()).position(|part| part == name.as_bytes()) {
            filled.splice(at..at + name.len(), value.bytes());
        }
    }
    filled
}

#[actix_web::test]
async fn n03_changed_requests() {
    let app = TestApp::start().await;
    let everything = person().granted(Grant::Admin).granted(Grant::Lead).granted(Grant::NetSec);
    let client = app.sign_in_as(&app.insert(everything).await).await;
    let cookie = client.cookie("drawbridge").expect("a session");
    let made =
        [("name", "Fuzz"), ("days", "30"), ("scope", "read"), ("scope", "questions:write"), ("scope", "time:write")];
    let token = client.post("/me/tokens", &made).await.select("code[data-copy]").remove(0);
    let address = app.address;

    let held = actix_web::rt::task::spawn_blocking(move || {
        hold::hold("requests", |bytes| {
            let request = filled(bytes, &[("COOKIE", &cookie), ("TOKEN", &token)]);
            let (status, answer) = raw(address, &request);
            assert!(!matches!(status, 500 | 502..=504), "{answer}");
        });
    });

    held.await.expect("no request is our fault");
    client.get("/").await.assert_ok();
}
