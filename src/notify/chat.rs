//! A notice as chat understands it.

use serde_json::{Value, json};

use super::model::{NewNotice, one_line, shortened};
use super::settings::ChatKind;

/// Characters of what was said that chat shows; the rest is a click away.
const SHOWN: usize = 400;
/// Breaks a word that chat would read as a command, and shows nothing.
const BREAK: char = '\u{200b}';

/// The body of the request.
pub fn body(kind: ChatKind, notice: &NewNotice, href: &str) -> Value {
    let (title, words) = said(notice);
    match kind {
        ChatKind::Slack => {
            let mut text = format!("<{href}|{}>", escaped(&title).replace('|', "¦"));
            if !words.is_empty() {
                let quoted: Vec<String> = words.lines().map(|line| format!("> {}", escaped(line))).collect();
                text = format!("{text}\n{}", quoted.join("\n"));
            }
            json!({ "text": text })
        }
        ChatKind::Teams => card(&calmed(&title), &calmed(&words), href),
    }
}

/// What may be said outside: what is not for everyone is called by its number.
fn said(notice: &NewNotice) -> (String, String) {
    if notice.is_open {
        (one_line(&notice.title, SHOWN), shortened(notice.words.trim(), SHOWN))
    } else {
        (format!("{}: {}, which is not for everyone", notice.kind.label(), notice.thread), String::new())
    }
}

/// Text in which nothing is a command: no mention of a person or of everybody,
/// no link, no heading. `@` and `](` are broken by a character of no width.
fn calmed(text: &str) -> String {
    let mut calm = String::with_capacity(text.len());
    let mut last = ' ';
    for letter in text.chars().filter(|letter| *letter == '\n' || !letter.is_control()) {
        if last == ']' && letter == '(' {
            calm.push(BREAK);
        }
        calm.push(letter);
        if matches!(letter, '@' | '＠' | '!') {
            calm.push(BREAK);
        }
        last = letter;
    }
    calm
}

/// As [`calmed`], for a place where `<…>` is a command.
/// Source: Slack, "Formatting text for app surfaces": these three are escaped.
fn escaped(text: &str) -> String {
    calmed(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A message with one adaptive card, as workflows of Teams take it.
fn card(title: &str, words: &str, href: &str) -> Value {
    let mut body = vec![json!({
        "type": "TextBlock", "text": title, "weight": "Bolder", "size": "Medium", "wrap": true
    })];
    if !words.is_empty() {
        body.push(json!({ "type": "TextBlock", "text": words, "wrap": true }));
    }
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "body": body,
                "actions": [{ "type": "Action.OpenUrl", "title": "Open in Drawbridge", "url": href }]
            }
        }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::model::{NoticeKind, Subject};

    fn notice(title: &str, words: &str) -> NewNotice {
        NewNotice {
            kind: NoticeKind::Turn,
            title: title.into(),
            words: words.into(),
            path: "/questions/7".into(),
            thread: "Question 7".into(),
            subject: Subject { kind: "question".into(), key: "7".into() },
            is_open: true,
            useful_until: None,
        }
    }

    #[test]
    fn n08_nobody_is_called_by_words_of_a_notice() {
        for words in [
            "@channel",
            "@here",
            "@everyone",
            "@all",
            "<!channel>",
            "<!here|here>",
            "<@U123>",
            "<!subteam^S1>",
            "＠here",
        ] {
            for kind in [ChatKind::Slack, ChatKind::Teams] {
                for notice in [notice(words, "x"), notice("x", words)] {
                    let sent = body(kind, &notice, "https://bridge.example/questions/7").to_string();
                    assert!(!sent.contains(words), "{words} {kind:?}: {sent}");
                    for mention in ["@channel", "@here", "@everyone", "@all"] {
                        assert!(!sent.contains(mention), "{words} {kind:?}: {sent}");
                    }
                    // What stands between these is a command of Slack's alone.
                    let is_command = sent.contains("<!") || sent.contains("<@");
                    assert!(kind == ChatKind::Teams || !is_command, "{words}: {sent}");
                }
            }
        }
    }

    #[test]
    fn n08_a_notice_holds_one_link_and_it_is_ours() {
        let href = "https://bridge.example/questions/7";
        let tricked = notice("x> <https://evil.example|Click", "[Click](https://evil.example)\n<https://evil.example>");

        let slack = body(ChatKind::Slack, &tricked, href)["text"].as_str().unwrap_or_default().to_owned();

        assert_eq!(slack.matches('<').count(), 1, "{slack}");
        assert_eq!(slack.matches('|').count(), 1, "{slack}");
        assert!(!slack.contains("](") && slack.contains("\n> "), "{slack}");
        let teams = body(ChatKind::Teams, &tricked, href).to_string();
        assert!(!teams.contains("]("), "{teams}");
    }

    #[test]
    fn what_is_not_for_everyone_is_not_said_in_chat() {
        let secret = NewNotice { is_open: false, ..notice("Our secret plan", "and why") };
        for kind in [ChatKind::Slack, ChatKind::Teams] {
            let sent = body(kind, &secret, "https://bridge.example/questions/7").to_string();
            assert!(!sent.contains("secret") && !sent.contains("and why") && sent.contains("Question 7"), "{sent}");
        }
    }
}
