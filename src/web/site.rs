//! What all pages share: the public address, the assets, the clock.

use std::sync::Arc;

use ipnet::IpNet;
use url::Url;

use super::assets::Assets;
use super::viewer::Viewer;
use crate::clock::Clock;

/// One line of the navigation at the top.
#[derive(Debug, Clone, Copy)]
pub struct NavEntry {
    /// The word that is shown.
    pub label: &'static str,
    /// The address below the base, such as `/faq`. Whatever is below it belongs to it.
    pub path: &'static str,
    /// Who sees it.
    pub policy: super::Policy,
    /// Other addresses that belong to it, such as `/articles`, with what is below them.
    pub also: &'static [&'static str],
}

impl NavEntry {
    /// Whether the page at `path` belongs to it. The search at `/` has nothing below it.
    pub fn holds(&self, path: &str) -> bool {
        let is_below = |top: &str| path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match self.path {
            "/" => path == "/",
            own => is_below(own) || self.also.iter().any(|top| is_below(top)),
        }
    }
}

/// The site as visitors reach it.
#[derive(Debug)]
pub struct Site {
    /// The path of the base URL without a slash at its end: empty, or `/drawbridge`.
    pub base: String,
    /// `https://host[:port]` of the base URL; what `Origin` must say.
    pub origin: String,
    /// Whether visitors come by https: cookies are marked so.
    pub secure: bool,
    /// Whether reading needs no sign-in.
    pub public_reading: bool,
    /// Whether this is the sample company, where each persona is one click.
    pub demo: bool,
    /// Where the record of the thing on a page is, as a path of ours: of the
    /// viewer, the route's pattern and its path. The record fills it in.
    pub happened: fn(&Viewer, &str, &str) -> Option<String>,
    /// Who may say for whom a request is sent: the proxies in front.
    pub proxies: Vec<IpNet>,
    /// Stylesheet, scripts and pictures, by their fingerprinted names.
    pub assets: Arc<Assets>,
    /// What time pages say it is.
    pub clock: Clock,
    /// The entries of the navigation, in order.
    pub nav: &'static [NavEntry],
}

impl Site {
    /// The site at `base_url`.
    pub fn new(base_url: &Url, clock: Clock, nav: &'static [NavEntry]) -> Self {
        Site {
            base: base_url.path().trim_end_matches('/').to_owned(),
            origin: base_url.origin().ascii_serialization(),
            secure: base_url.scheme() == "https",
            public_reading: true,
            demo: false,
            happened: |_, _, _| None,
            proxies: Vec::new(),
            assets: Assets::embedded(),
            clock,
            nav,
        }
    }

    /// The complete address of a path of ours, for mail and consoles.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Policy;

    #[test]
    fn an_entry_holds_its_pages_and_no_others() {
        let entry = |path, also| NavEntry { label: "", path, policy: Policy::Open, also };
        let teams = entry("/teams", &["/people"]);
        for (path, is_held) in [
            ("/teams", true),
            ("/teams/checkout", true),
            ("/people/ana-ruiz", true),
            ("/teamsters", false),
            ("/peoples", false),
            ("/", false),
        ] {
            assert_eq!(teams.holds(path), is_held, "{path}");
        }
        assert!(entry("/", &[]).holds("/") && !entry("/", &[]).holds("/teams"));
    }
}
