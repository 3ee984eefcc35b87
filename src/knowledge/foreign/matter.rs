//! Front matter of other programs: YAML between `---`, TOML between `+++`, or none.

use serde_json::{Map, Value};

use crate::clock::{Day, Timestamp};
use crate::knowledge::front_matter::LineFault;

/// Bytes of front matter.
const LIMIT: usize = 64 * 1024;

/// Keys that say nothing about an article here: how it is laid out, and where.
const LAYOUT: &[&str] = &[
    "layout",
    "type",
    "weight",
    "sidebar_position",
    "sidebar_class_name",
    "pagination_label",
    "pagination_next",
    "pagination_prev",
    "hide_title",
    "hide_table_of_contents",
    "toc",
    "toc_min_heading_level",
    "toc_max_heading_level",
    "nav_order",
    "parent",
    "has_children",
    "grand_parent",
    "template",
    "icon",
    "status",
    "hide",
    "search",
    "render_macros",
    "image",
    "custom_edit_url",
    "displayed_sidebar",
    "math",
    "mermaid",
    "menu",
    "cascade",
    "outputs",
    "build",
    "draft",
    "unlisted",
    "published",
    "comments",
    "social",
    "date",
    "lastmod",
    "publishdate",
    "expirydate",
    "last_update",
    "last_modified_at",
    "updated",
    "version",
    "lang",
    "geekdoccollapsesection",
    "bookcollapsesection",
    "booktoc",
];

/// What a file says of itself before its text.
#[derive(Debug, Default)]
pub struct Matter<'a> {
    values: Map<String, Value>,
    /// The text after it.
    pub body: &'a str,
    /// The line on which the text begins, from 1.
    pub body_line: usize,
}

/// Takes front matter and text apart.
///
/// # Errors
///
/// The line on which the front matter can't be read: what it says would be lost.
pub fn parse(text: &str) -> Result<Matter<'_>, LineFault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let none = Matter { values: Map::new(), body: text, body_line: 1 };
    let Some(fence) =
        ["---", "+++"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence))
    else {
        return Ok(none);
    };
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut at = start;
    let mut close = None;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let end = line.trim_end();
        if end == fence || (fence == "---" && end == "...") {
            close = Some((at, at + line.len(), number + 3));
            break;
        }
        at += line.len();
    }
    // A line of dashes without another is a rule across the page.
    let Some((end, body, body_line)) = close else { return Ok(none) };
    let matter = &text[start..end];
    if matter.len() > LIMIT {
        return Err((1, format!("the front matter has {} bytes; {LIMIT} are allowed", matter.len())));
    }
    let values = if fence == "---" { yaml(matter)? } else { toml(matter)? };
    Ok(Matter { values, body: &text[body..], body_line })
}

fn yaml(text: &str) -> Result<Map<String, Value>, LineFault> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Map::new());
    }
    let value: Value = serde_saphyr::from_str(text).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        let words = error.without_snippet().to_string();
        (line + 1, format!("the front matter is no YAML: {:.200}", words.lines().next().unwrap_or_default()))
    })?;
    match value {
        Value::Object(values) => Ok(values),
        _ => Err((2, "the front matter is no list of keys".into())),
    }
}

fn toml(text: &str) -> Result<Map<String, Value>, LineFault> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let words = error.message().replace('\n', " ");
        (before.matches('\n').count() + 2, format!("the front matter is no TOML: {words:.200}"))
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, json(value))).collect())
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
    }
}

impl Matter<'_> {
    /// The first of these keys that holds a text.
    pub fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| plain(self.values.get(*key)?))
    }

    /// The entries of a list, or of a text with commas.
    pub fn list(&self, key: &str) -> Vec<String> {
        match self.values.get(key) {
            Some(Value::Array(values)) => values.iter().filter_map(plain).collect(),
            Some(Value::String(text)) => {
                text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
            }
            Some(value) => plain(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Whether one of these is switched on.
    pub fn is_set(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.values.get(*key) == Some(&Value::Bool(true)))
    }

    /// Whether this is switched off.
    pub fn is_off(&self, key: &str) -> bool {
        self.values.get(key) == Some(&Value::Bool(false))
    }

    /// The first of these keys that holds a date.
    pub fn day(&self, keys: &[&str]) -> Option<Day> {
        keys.iter().find_map(|key| {
            let value = self.values.get(*key)?;
            let text = match value {
                Value::Object(inner) => plain(inner.get("date")?)?,
                other => plain(other)?,
            };
            // A date, or a time that begins with one.
            Timestamp::parse(&text).map(Timestamp::day).ok().or_else(|| Day::parse(text.get(..10)?).ok())
        })
    }

    /// Keys that nothing was made of.
    pub fn unknown(&self, known: &[&str]) -> Vec<String> {
        let is_known = |key: &str| known.contains(&key) || LAYOUT.contains(&key.to_ascii_lowercase().as_str());
        let short = |key: &String| key.chars().take(60).collect();
        self.values.keys().filter(|key| !is_known(key)).map(short).collect()
    }
}

/// A value as text; of an author with several facts, the name.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(values) => return plain(values.first()?),
        Value::Object(inner) => return plain(inner.get("name").or_else(|| inner.get("title"))?),
        Value::Null => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_say_the_same() {
        let yaml = "---\ntitle: A\ntags: [x, 53]\ndate: 2025-03-04T10:00:00+02:00\nauthors:\n  - name: Bo\ndraft: true\n---\nBody\n";
        let toml = "+++\ntitle = \"A\"\ntags = [\"x\", \"53\"]\ndate = 2025-03-04T10:00:00+02:00\ndraft = true\n[[authors]]\nname = \"Bo\"\n+++\nBody\n";
        for text in [yaml, toml] {
            let matter = parse(text).unwrap_or_else(|fault| panic!("{fault:?}"));

            assert_eq!(matter.text(&["title"]).as_deref(), Some("A"));
            assert_eq!(matter.list("tags"), ["x", "53"]);
            assert_eq!(matter.text(&["author", "authors"]).as_deref(), Some("Bo"));
            assert_eq!(matter.day(&["lastmod", "date"]), Day::parse("2025-03-04").ok());
            assert!(matter.is_set(&["draft"]));
            assert_eq!(matter.body, "Body\n");
            assert_eq!(matter.unknown(&["title", "tags", "authors"]), Vec::<String>::new());
        }
    }

    #[test]
    fn what_is_no_front_matter_is_text_and_what_is_broken_is_named() {
        for (text, body, line) in [("# A\n", "# A\n", 1), ("---\nx\n", "---\nx\n", 1), ("---\n---\nx", "x", 3)] {
            let matter = parse(text).unwrap_or_else(|fault| panic!("{fault:?}"));
            assert_eq!((matter.body, matter.body_line), (body, line), "{text}");
        }
        for (text, line) in [("---\na: [b\nc: d\n---\n", 0), ("+++\na = 1\nb = \n+++\n", 3), ("---\n- a\n---\n", 2)] {
            let (found, words) = parse(text).err().unwrap_or_else(|| panic!("{text} is accepted"));
            assert!(line == 0 || line == found, "{text}: {found} {words}");
        }
    }
}
