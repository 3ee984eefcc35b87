//! The last door before a page: only known elements, attributes and classes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

/// Elements that may stand in a text.
const TAGS: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "span",
    "em",
    "strong",
    "del",
    "a",
    "img",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];

/// Attributes of elements; `class` goes through [`keep`].
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "class", "aria-label"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("ol", &["start"]),
    ("ul", &["class"]),
    ("blockquote", &["class"]),
    ("pre", &["tabindex"]),
    ("table", &["tabindex"]),
    ("span", &["class", "aria-hidden"]),
    ("img", &["src", "alt", "title"]),
    ("th", &["scope"]),
];

/// Classes that may stand in a text, besides those of coloured code (`hl-…`).
const CLASSES: &[&str] = &[
    "anchor",
    "note",
    "warning",
    "flow",
    "flow-list",
    "flow-end",
    "flow-wire",
    "flow-dash",
    "flow-port",
    "flow-tip",
    "flow-zone",
    "flow-word",
    "visually-hidden",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (tag, names) in ATTRIBUTES {
        attributes.insert(tag, names.iter().copied().collect());
    }
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::new())
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .link_rel(None)
        .attribute_filter(keep);
    builder
});

/// HTML of ours without anything that a page must not hold.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

fn keep<'v>(_: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match attribute {
        "class" => {
            let known = |class: &&str| CLASSES.contains(class) || class.starts_with("hl-");
            let kept: Vec<_> = value.split_whitespace().filter(known).collect();
            (!kept.is_empty()).then(|| kept.join(" ").into())
        }
        "tabindex" => (value == "0").then_some(value.into()),
        _ => Some(value.into()),
    }
}
