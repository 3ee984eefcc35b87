//! What came back, and what a test can say about it.

use actix_web::http::{Method, StatusCode};
use awc::ClientResponse;
use scraper::{ElementRef, Html, Node, Selector};

use super::fields;

/// An answer with its whole body. Assertions return it, to be chained.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body as it came.
    pub body: Vec<u8>,
    request: String,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub(super) fn new<S>(method: &Method, path: &str, response: &ClientResponse<S>, body: Vec<u8>) -> Self {
        let headers = response.headers().iter();
        Answer {
            status: response.status(),
            body,
            request: format!("{method} {path}"),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
        }
    }

    /// The header's first value; empty where it is missing.
    pub fn header(&self, name: &str) -> String {
        self.headers_named(name).into_iter().next().unwrap_or_default()
    }

    /// Every value of a header.
    pub fn headers_named(&self, name: &str) -> Vec<String> {
        let fitting = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        fitting.map(|(_, value)| value.clone()).collect()
    }

    /// The body as text.
    pub fn html(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap_or_else(|_| panic!("{} answers with UTF-8", self.request))
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}: not JSON: {error}"))
    }

    /// What a reader sees of the body: words with single spaces, no markup.
    pub fn text(&self) -> String {
        if self.header("content-type").starts_with("text/html") {
            words_of(Html::parse_document(&self.html()).root_element())
        } else {
            self.html()
        }
    }

    /// The words of every element that fits the CSS selector.
    pub fn select(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.html());
        page.select(&parse(selector)).map(words_of).collect()
    }

    /// The attribute of every element that fits the CSS selector and has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.html());
        page.select(&parse(selector)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// Where a redirect points.
    pub fn location(&self) -> String {
        self.assert_redirect();
        self.header("location")
    }

    /// Every field that the form with this action would send, `given` filled in.
    pub fn fill_form(&self, action: &str, given: &[(&str, &str)]) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.html());
        let every_form = parse("form");
        let mut forms = page.select(&every_form).filter(|form| {
            form.attr("action") == Some(action)
                && form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post"))
        });
        let form = forms.next().unwrap_or_else(|| panic!("{self}: no form posts to {action}"));
        fields::fill(form, given).unwrap_or_else(|words| panic!("{}: {words} (form to {action})", self.request))
    }

    /// The status is this.
    pub fn assert_status(&self, status: StatusCode) -> &Self {
        assert!(self.status == status, "{self}: expected {status}");
        self
    }

    /// It is 200.
    pub fn assert_ok(&self) -> &Self {
        self.assert_status(StatusCode::OK)
    }

    /// It is 303 to a path of ours.
    pub fn assert_redirect(&self) -> &Self {
        self.assert_status(StatusCode::SEE_OTHER);
        let target = self.header("location");
        assert!(target.starts_with('/') && !target.starts_with("//"), "{self}: leads to {target:?}");
        self
    }

    /// It is 303 to this path.
    pub fn assert_redirect_to(&self, path: &str) -> &Self {
        self.assert_redirect();
        assert_eq!(self.header("location"), path, "{}", self.request);
        self
    }

    /// A reader sees these words.
    pub fn assert_text(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{self}: lacks “{words}”");
        self
    }

    /// A reader does not see these words.
    pub fn assert_no_text(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "{self}: holds “{words}”");
        self
    }

    /// Some element fits the CSS selector.
    pub fn assert_element(&self, selector: &str) -> &Self {
        assert!(!self.select(selector).is_empty(), "{self}: has no {selector}\n{}", self.html());
        self
    }

    /// No element fits the CSS selector.
    pub fn assert_no_element(&self, selector: &str) -> &Self {
        assert!(self.select(selector).is_empty(), "{self}: has {selector}");
        self
    }

    /// The header has this value.
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        assert_eq!(self.header(name), value, "{}: {name}", self.request);
        self
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text: String = self.text().chars().take(1_500).collect();
        write!(f, "{} gave {}, location {:?}\n{text}\n", self.request, self.status, self.header("location"))
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|_| panic!("{selector} is no CSS selector"))
}

/// Elements inside of which words run on without a space.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u",
];

fn words_of(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    collect(element, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(element: ElementRef<'_>, text: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            Node::Element(value) if matches!(value.name(), "script" | "style" | "template") => {}
            Node::Element(value) => {
                let space = if INLINE.contains(&value.name()) { "" } else { " " };
                text.push_str(space);
                if let Some(child) = ElementRef::wrap(child) {
                    collect(child, text);
                }
                text.push_str(space);
            }
            _ => {}
        }
    }
}
