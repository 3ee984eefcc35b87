//! Who hears what, and by which way it gets there.

mod chat;
mod launch;
mod list;
mod mail;
mod outbox;
mod settings;
mod terms;
mod told;

use std::collections::BTreeMap;

use drawbridge::notify::ChatPlace;
use drawbridge::notify::settings::{ChatKind, ChatTarget, MailSettings, NotifySettings, Security};
use url::Url;

use crate::harness::{Client, Company, Mail, Posted, Sink};

/// Asks through the form, and returns the question's address.
async fn ask(client: &Client, fields: &[(&str, &str)]) -> String {
    client.submit("/questions/new", "/questions", fields).await.location()
}

/// Mail by this server.
pub fn mail_to(sink: &Sink<Mail>) -> NotifySettings {
    NotifySettings {
        mail: Some(MailSettings {
            host: sink.address.ip().to_string(),
            port: sink.address.port(),
            security: Security::None,
            login: None,
            from: "Drawbridge <bridge@example.com>".parse().expect("an address"),
        }),
        ..NotifySettings::default()
    }
}

/// Chat at these places, with addresses inside that are listed.
fn chat_to(sink: &Sink<Posted>, places: &[(ChatPlace, ChatKind)]) -> NotifySettings {
    let mut settings = NotifySettings::default();
    settings.reach.allow_inside("127.0.0.1/32".parse().expect("a range"));
    let mut chats = BTreeMap::new();
    for (place, kind) in places {
        let url = format!("http://{}/hooks/{}?token=canary-3141", sink.address, place.key());
        let url = Url::parse(&url).expect("an address");
        settings.reach.allow(&url);
        chats.insert(place.clone(), ChatTarget::new(*kind, &url));
    }
    NotifySettings { chats, ..settings }
}

/// What the list of notices says, the newest first.
async fn heard(client: &Client) -> Vec<String> {
    client.get("/notifications").await.assert_ok().select("ul.notices li a")
}
