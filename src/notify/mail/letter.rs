//! A message as mail: text and HTML, in one thread per thing, with a way to end it.

use std::time::{Duration, SystemTime};

use askama::Template;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

use crate::clock::Timestamp;
use crate::db::keys::DeliveryId;
use crate::notify::model::one_line;

/// Characters of a name or a subject.
const HEADER_LIMIT: usize = 200;

/// One notice in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What happened.
    pub title: String,
    /// What was said with it; may be empty.
    pub words: String,
    /// Where it is read, with scheme and host.
    pub href: String,
}

/// A letter that is about to be sent. The same letter has the same Message-ID
/// whenever it is written, so that a second copy can be known as one.
#[derive(Debug, Clone)]
pub struct Letter<'l> {
    /// The message that it is.
    pub id: DeliveryId,
    /// Whom it comes from.
    pub from: &'l Mailbox,
    /// Name and mail address of whoever gets it.
    pub to: (&'l str, &'l str),
    /// What stands behind the `@` of a Message-ID.
    pub domain: &'l str,
    /// When it was written.
    pub at: Timestamp,
    /// What it is called.
    pub subject: &'l str,
    /// What keeps mails about one thing together, such as `question-7`; empty: nothing.
    pub thread: &'l str,
    /// What it says.
    pub lines: &'l [Line],
    /// Whether it holds a day's notices.
    pub is_digest: bool,
    /// What the link at its end ends, in words.
    pub about: &'l str,
    /// Where that is done; empty where it can't be ended.
    pub unsubscribe_href: &'l str,
    /// Where one chooses what one gets.
    pub settings_href: &'l str,
}

#[derive(Template)]
#[template(path = "notify/mail.txt")]
struct PlainPart<'l> {
    letter: &'l Letter<'l>,
}

#[derive(Template)]
#[template(path = "notify/mail.html")]
struct HtmlPart<'l> {
    letter: &'l Letter<'l>,
}

impl Letter<'_> {
    /// The letter as it is sent: from whom, to whom, and its bytes.
    ///
    /// # Errors
    ///
    /// Words that say why it can't be written: an address that is none.
    pub fn write(&self) -> Result<Message, String> {
        let (name, address) = self.to;
        let address: Address = address.parse().map_err(|error| format!("“{address}” is no mail address: {error}"))?;
        let name = one_line(name, HEADER_LIMIT);
        let seconds = Duration::from_micros(u64::try_from(self.at.0).unwrap_or_default());
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new((!name.is_empty()).then_some(name), address))
            .date(SystemTime::UNIX_EPOCH + seconds)
            .message_id(Some(format!("<{}@{}>", self.id, self.domain)))
            .subject(one_line(self.subject, HEADER_LIMIT));
        if !self.thread.is_empty() {
            // Nobody ever got this one: it is the root that all mails about one thing answer.
            let root = format!("<{}@{}>", self.thread, self.domain);
            builder = builder.in_reply_to(root.clone()).references(root);
        }
        let mut headers = vec![("Auto-Submitted", "auto-generated".to_owned())];
        if !self.unsubscribe_href.is_empty() {
            headers.push(("List-Unsubscribe", format!("<{}>", self.unsubscribe_href)));
            headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        for (header, value) in headers {
            builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(header), value));
        }
        let failed = |error: askama::Error| format!("it can't be written: {error}");
        let plain = PlainPart { letter: self }.render().map_err(failed)?;
        let html = HtmlPart { letter: self }.render().map_err(failed)?;
        let parts = MultiPart::alternative()
            .boundary(format!("drawbridge-{}", self.id))
            .singlepart(SinglePart::plain(plain))
            .singlepart(SinglePart::html(html));
        builder.multipart(parts).map_err(|error| format!("it can't be written: {error}"))
    }
}

/// What stands behind the `@` of a Message-ID, made of the host of the site's address.
pub fn domain_of(host: &str) -> String {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let plain: String = host.chars().filter(is_plain).collect();
    let plain = plain.trim_matches('.').to_owned();
    if plain.is_empty() { "drawbridge.invalid".into() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, subject: &str, line: &Line) -> String {
        let from: Mailbox = "Drawbridge <bridge@example.com>".parse().unwrap_or_else(|error| panic!("{error}"));
        let letter = Letter {
            id: DeliveryId::generate(),
            from: &from,
            to: (name, "ana@example.com"),
            domain: "bridge.example",
            at: Timestamp(1_795_000_000_000_000),
            subject,
            thread: "question-7",
            lines: std::slice::from_ref(line),
            is_digest: false,
            about: "questions that wait for you",
            unsubscribe_href: "https://bridge.example/notifications/unsubscribe/a/b/c",
            settings_href: "https://bridge.example/notifications/settings",
        };
        let message = letter.write().unwrap_or_else(|words| panic!("{words}"));
        assert_eq!(message.envelope().to().len(), 1);
        String::from_utf8(message.formatted()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn n08_a_line_break_in_any_field_adds_no_header() {
        let breaks = ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\0", "\r\n\r\n"];
        for cut in breaks {
            let evil = format!("Port?{cut}Bcc: all@example.com{cut}X-Evil: 1{cut}{cut}<h1>body</h1>");
            let line = Line {
                title: evil.clone(),
                words: format!("{evil}{cut}.{cut}QUIT{cut}<script>alert(1)</script>"),
                href: "https://bridge.example/questions/7".into(),
            };
            let sent = written(&evil, &evil, &line);
            let head = sent.split("\r\n\r\n").next().unwrap_or_default();
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap_or_default())
                .collect();
            let known = [
                "From",
                "To",
                "Date",
                "Message-ID",
                "Subject",
                "In-Reply-To",
                "References",
                "List-Unsubscribe",
                "List-Unsubscribe-Post",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type",
            ];
            for name in &names {
                assert!(known.contains(name), "{cut:?} adds {name:?}:\n{head}");
            }
            assert_eq!(names.len(), known.len(), "{names:?}");
            let html = sent.split("text/html").nth(1).unwrap_or_default();
            assert!(html.contains("Port?") && !html.contains("<script>") && !html.contains("<h1>"), "{html}");
            assert!(sent.split("\r\n").all(|line| line.len() <= 998), "RFC 5322, section 2.1.1");
        }
    }

    #[test]
    fn an_address_that_is_none_is_said() {
        for host in ["bridge.example", "127.0.0.1"] {
            assert_eq!(domain_of(host), host);
        }
        assert_eq!(domain_of("[::1]"), "1");
        assert_eq!(domain_of("…"), "drawbridge.invalid");
    }
}
