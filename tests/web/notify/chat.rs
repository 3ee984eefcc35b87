//! Chat as it gets it, and where requests may not go.

use drawbridge::notify::ChatPlace;
use drawbridge::notify::settings::ChatKind;
use drawbridge::outgoing::{Client, Failure, Reach};
use jiff::SignedDuration;
use url::Url;

use super::{Company, ask, chat_to};
use crate::harness::{Mood, TestApp, chat_sink};

#[actix_web::test]
async fn a_team_hears_in_its_own_place_and_network_security_in_theirs() {
    let sink = chat_sink();
    let places = [(ChatPlace::Team("checkout".into()), ChatKind::Slack), (ChatPlace::NetSec, ChatKind::Teams)];
    let app = TestApp::with().notify(chat_to(&sink, &places)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;

    ask(&asker, &[("title", "Port 8443, @channel?"), ("urgency", "blocked")]).await;
    let mut posted = sink.wait_for(2).await;
    posted.sort_by(|one, other| one.path.cmp(&other.path));

    let [netsec, team] = posted.as_slice() else { panic!("{posted:?}") };
    assert!(team.path.starts_with("/hooks/team/checkout?") && netsec.path.starts_with("/hooks/netsec?"));
    let text = team.body["text"].as_str().unwrap_or_default();
    assert!(text.starts_with(&format!("<{}/questions/1|Blocked now.", app.base_url)), "{text}");
    assert!(text.contains("Port 8443") && !text.contains("@channel"), "{text}");
    let card = &netsec.body["attachments"][0];
    assert_eq!(card["contentType"], "application/vnd.microsoft.card.adaptive");
    assert_eq!(card["content"]["actions"][0]["url"], format!("{}/questions/1", app.base_url));
    assert!(!team.key.is_empty() && team.key != netsec.key);
}

#[actix_web::test]
async fn r17_chat_that_forgot_to_answer_gets_the_same_key_again() {
    let sink = chat_sink();
    sink.set(Mood::ForgetsToAnswer);
    let places = [(ChatPlace::Team("checkout".into()), ChatKind::Slack)];
    let app = TestApp::with().notify(chat_to(&sink, &places)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    for title in ["Port 8443?", "Port 9443?"] {
        ask(&asker, &[("title", title)]).await;
    }
    sink.wait_for(1).await;

    sink.set(Mood::Takes);
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1_500)).await;
    app.advance(SignedDuration::from_mins(10)).await;
    let posted = sink.wait_for(3).await;

    assert_eq!(posted[0], posted[1]);
    assert_ne!(posted[1].key, posted[2].key);
    let text = |index: usize| posted[index].body["text"].as_str().unwrap_or_default().to_owned();
    assert!(text(1).contains("Port 8443?") && text(2).contains("Port 9443?"), "in order: {posted:?}");
}

#[actix_web::test]
async fn n05_what_points_inward_is_never_connected_to() {
    let sink = chat_sink();
    let port = sink.address.port();
    let url = |text: &str| Url::parse(&text.replace("PORT", &port.to_string())).expect("an address");
    let inward =
        ["https://127.0.0.1:PORT/", "https://localhost:PORT/", "https://[::1]:PORT/", "http://127.0.0.1:PORT/"];
    let mut reach = Reach::default();
    for address in inward {
        reach.allow(&url(address));
    }
    let client = Client::new(reach, b"").expect("a client");

    for address in inward {
        let sent = client.post_json(&url(address), "key", b"{}".to_vec()).await;
        assert!(matches!(sent, Err(Failure::Refused(_))), "{address}: {sent:?}");
    }
    let unlisted = client.post_json(&url("https://example.com:PORT/"), "key", b"{}".to_vec()).await;
    assert!(matches!(unlisted, Err(Failure::Refused(_))), "{unlisted:?}");

    assert_eq!(sink.connections(), 0);
    // The same address is fine where somebody listed it, so the sink would have heard.
    let mut listed = Reach::default();
    listed.allow(&url("http://127.0.0.1:PORT/"));
    listed.allow_inside("127.0.0.0/8".parse().expect("a range"));
    let client = Client::new(listed, b"").expect("a client");
    let sent = client.post_json(&url("http://127.0.0.1:PORT/hook"), "key", b"{}".to_vec()).await;
    assert_eq!(sent.map(|reply| reply.status), Ok(200));
    assert_eq!(sink.connections(), 1);
}

#[actix_web::test]
async fn n05_a_redirect_leads_nowhere_and_a_flood_ends_at_a_mebibyte() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("the port");
    std::thread::spawn(move || {
        for (index, mut stream) in listener.incoming().flatten().enumerate() {
            let _ = stream.read(&mut [0; 4_096]);
            let head = match index {
                0 => format!("HTTP/1.1 302 Found\r\nLocation: http://{address}/elsewhere\r\nContent-Length: 0\r\n\r\n"),
                _ => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_owned(),
            };
            let _ = stream.write_all(head.as_bytes());
            while index == 1 && stream.write_all(&[b'x'; 65_536]).is_ok() {}
        }
    });
    let url = Url::parse(&format!("http://{address}/")).expect("an address");
    let mut reach = Reach::default();
    reach.allow(&url);
    reach.allow_inside("127.0.0.1/32".parse().expect("a range"));
    let client = Client::new(reach, b"").expect("a client");

    let redirected = client.post_json(&url, "key", b"{}".to_vec()).await.expect("an answer");
    let flooded = client.post_json(&url, "key", b"{}".to_vec()).await.expect("an answer");

    assert_eq!((redirected.status, flooded.status), (302, 200));
    assert_eq!(flooded.body.len(), 1024 * 1024);
}
