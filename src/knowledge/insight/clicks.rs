//! From which search an article was opened.

use actix_web::HttpRequest;
use actix_web::http::header;
use url::Url;

use crate::web::Site;

/// The words of the search on whose page the link stood; none where the reader
/// came from elsewhere. Browsers tell us of our own pages only, and nobody else
/// of ours (`Referrer-Policy: same-origin`).
pub fn searched_before(request: &HttpRequest, site: &Site) -> Option<String> {
    words_of(request.headers().get(header::REFERER)?.to_str().ok()?, site)
}

fn words_of(referrer: &str, site: &Site) -> Option<String> {
    let url = Url::parse(referrer).ok()?;
    let is_ours = url.origin().ascii_serialization() == site.origin && url.path() == format!("{}/search", site.base);
    if !is_ours {
        return None;
    }
    url.query_pairs().find(|(name, _)| name == "q").map(|(_, words)| words.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn only_our_own_search_page_counts() {
        let base = Url::parse("https://bridge.example/drawbridge").expect("a URL");
        let site = Site::new(&base, Clock::System, &[]);
        for (referrer, words) in [
            ("https://bridge.example/drawbridge/search?q=dns+fails&page=2", Some("dns fails")),
            ("https://bridge.example/search?q=dns", None),
            ("https://bridge.example/drawbridge/faq?q=dns", None),
            ("https://evil.example/drawbridge/search?q=dns", None),
            ("http://bridge.example/drawbridge/search?q=dns", None),
            ("https://bridge.example/drawbridge/search", None),
            ("nothing", None),
        ] {
            assert_eq!(words_of(referrer, &site).as_deref(), words, "{referrer}");
        }
    }
}
