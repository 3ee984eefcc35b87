//! Details as a reader reads them: names in the place of keys, words in the place
//! of JSON. The file and the API hold them as they were written.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::db::keys::PersonId;

/// Names by key.
pub(super) type NamesByKey = HashMap<String, String>;

/// Whether a text is the key of something.
pub(super) fn is_key(text: &str) -> bool {
    text.len() == 36 && PersonId::parse(text).is_some()
}

/// The keys that stand in a detail.
pub(super) fn keys(detail: &Value) -> Vec<String> {
    match detail {
        Value::String(text) if is_key(text) => vec![text.clone()],
        Value::String(text) => inside(text).map(|(_, key)| key.to_owned()).into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(keys).collect(),
        Value::Object(parts) => parts.values().flat_map(keys).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// The detail as one line: `name: value, name: value`. What is empty is left out.
pub(super) fn line(detail: &Value, names: &NamesByKey) -> String {
    match detail {
        Value::Null => String::new(),
        detail => words(detail, names),
    }
}

fn words(value: &Value, names: &NamesByKey) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => named(text, names),
        Value::Array(values) => listed(values, names),
        Value::Object(parts) => parted(parts, names),
    }
}

/// `name: value, name (name: value)`.
fn parted(parts: &Map<String, Value>, names: &NamesByKey) -> String {
    let part = |(name, value): (&String, &Value)| {
        let (name, words) = (name.replace('_', " "), words(value, names));
        match value {
            _ if words.is_empty() => None,
            Value::Object(_) => Some(format!("{name} ({words})")),
            _ => Some(format!("{name}: {words}")),
        }
    };
    parts.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

/// `Ana Ruiz, Bo Lind and Cy Ode`.
fn listed(values: &[Value], names: &NamesByKey) -> String {
    let words = values.iter().map(|value| words(value, names)).filter(|words| !words.is_empty());
    let mut words: Vec<String> = words.collect();
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// The name of what a text is the key of; elsewhere the text.
fn named(text: &str, names: &NamesByKey) -> String {
    match inside(text) {
        Some((kind, key)) => {
            format!("{} {}", kind.to_lowercase(), names.get(key).map_or(key, String::as_str))
        }
        None => names.get(text).map_or(text, String::as_str).to_owned(),
    }
}

/// Kind and key of `Department(DepartmentId(KEY))`: so lines say what a right
/// covers that were written before 2026-11-23.
fn inside(text: &str) -> Option<(&str, &str)> {
    let (kind, rest) = text.split_once('(')?;
    let (_, key) = rest.strip_suffix("))")?.split_once('(')?;
    is_key(key).then_some((kind, key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ANA: &str = "019a9f4e-5c1a-7b1e-8c7d-2f6f0c1d9a01";
    const BO: &str = "019a9f4e-5c1a-7b1e-8c7d-2f6f0c1d9a02";
    const NOBODY: &str = "019a9f4e-5c1a-7b1e-8c7d-2f6f0c1d9a03";

    #[test]
    fn a_detail_reads_as_one_line() {
        let names = NamesByKey::from([(ANA.into(), "Ana Ruiz".into()), (BO.into(), "Bo Lind".into())]);
        for (detail, expected) in [
            (json!({ "before": "active", "last_day": null, "times": 3 }), "before: active, last day: none, times: 3"),
            (json!({}), ""),
            (Value::Null, ""),
            (json!(["a"]), "a"),
            (json!({ "more": {}, "there": [], "why": "" }), ""),
            (json!({ "more": { "why": "so" }, "by_itself": true }), "by itself: yes, more (why: so)"),
            (json!({ "a": { "b": { "c": "" } } }), ""),
            (json!({ "person": ANA, "kudo": NOBODY }), &format!("kudo: {NOBODY}, person: Ana Ruiz")),
            (json!({ "there": [ANA, BO, "Cy"] }), "there: Ana Ruiz, Bo Lind and Cy"),
            (json!({ "scope": format!("Department(DepartmentId({BO}))") }), "scope: department Bo Lind"),
            (json!({ "scope": format!("Team(TeamId({NOBODY}))") }), &format!("scope: team {NOBODY}")),
            (json!({ "why": "f(g(x))" }), "why: f(g(x))"),
        ] {
            assert_eq!(line(&detail, &names), expected, "{detail}");
        }
    }

    #[test]
    fn keys_are_found_at_any_depth() {
        let detail = json!({
            "team": ANA, "there": [BO], "after": { "scope": format!("Team(TeamId({NOBODY}))") }, "why": "no key", "n": 1,
        });

        let mut found = keys(&detail);

        found.sort();
        assert_eq!(found, [ANA, BO, NOBODY]);
    }
}
