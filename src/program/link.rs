//! Links that people hand in: to a pull request, a design, a course.

use url::Url;

/// Characters of a link; browsers and proxies take at least this many.
const LIMIT: usize = 2_000;

/// A link as it is kept. Only web pages: a `javascript:` link would run in the
/// reader's session (W01).
///
/// # Errors
///
/// Words that say what is expected.
pub fn web_link(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    if text.len() > LIMIT {
        return Err(format!("this link has {} characters; {LIMIT} are allowed", text.len()));
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    match url {
        Some(url) if url.username().is_empty() && url.password().is_none() => Ok(url.into()),
        Some(_) => Err("leave name and password out of the link".into()),
        None => Err(format!("“{text}” is not a link like https://git.example.com/payments/812")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_web_pages() {
        for (given, fine) in [
            ("", true),
            ("https://git.example.com/a/b/pull/812#issue", true),
            ("http://wiki/ADR-14", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//git.example.com", false),
            ("payments#812", false),
            ("https://ana:secret@git.example.com", false),
        ] {
            assert_eq!(web_link(given).is_ok(), fine, "{given}");
        }
    }
}
