//! What a script sends, turned into the fields of a form.

use actix_web::{HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::AppError;
use crate::questions::QuestionError;
use crate::web::FieldProblem;
use crate::web::json::{Json, refuse_fields};

/// A body in JSON, by the names of its members.
pub type Body = Json<Map<String, Value>>;

/// Characters of an `Idempotency-Key`.
const KEY_LIMIT: usize = 200;
/// Characters of a name that is repeated to whoever sent it.
const SHOWN: usize = 40;

/// The form that has these fields. Numbers count as they are written, `true` as
/// `yes`, a list of texts with commas between.
///
/// # Errors
///
/// [`AppError::BadRequest`] for a name that the form does not have: a slip in it
/// must not lose what was said.
pub fn form<F: DeserializeOwned>(body: Body, fields: &[&str]) -> Result<F, AppError> {
    let wrong = |words: String| AppError::BadRequest(format!("the body is not what is expected: {words}"));
    let mut texts = Map::new();
    for (name, value) in body.into_inner() {
        let shown: String = name.chars().take(SHOWN).collect();
        if !fields.contains(&name.as_str()) {
            return Err(wrong(format!("there is no field “{shown}”; the fields are {}", fields.join(", "))));
        }
        let text = text(value).ok_or_else(|| wrong(format!("“{shown}” has to be a text")))?;
        texts.insert(name, Value::String(text));
    }
    serde_json::from_value(Value::Object(texts)).map_err(|error| wrong(error.to_string()))
}

fn text(value: Value) -> Option<String> {
    let text = match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "yes".into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text,
        Value::Array(list) => {
            let texts = list.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
            texts.join(", ")
        }
        Value::Object(_) => return None,
    };
    // PostgreSQL has no such character, as little as a form of ours.
    (!text.contains('\0')).then_some(text)
}

/// By which a repeated send is known; empty where the script gives no
/// `Idempotency-Key`. The same key at another address is another change.
pub fn once_key(request: &HttpRequest) -> Result<String, QuestionError> {
    let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if key.len() > KEY_LIMIT {
        let words = format!("it is longer than {KEY_LIMIT} characters");
        return Err(QuestionError::Invalid(vec![FieldProblem::new("Idempotency-Key", words)]));
    }
    Ok(if key.is_empty() { String::new() } else { format!("{} {key}", request.path()) })
}

/// What a script hears of an error: field by field where the body is wrong.
pub fn refuse(error: QuestionError) -> Result<HttpResponse, AppError> {
    match error {
        QuestionError::Invalid(problems) => Ok(refuse_fields(&problems)),
        error => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::questions::forms::AskForm;

    fn read(body: Value) -> Result<AskForm, String> {
        let Value::Object(members) = body else { panic!("no object") };
        form(Json(members), &["title", "body", "topics", "checked"]).map_err(|error| error.to_string())
    }

    #[test]
    fn members_become_fields_and_a_slip_is_named() {
        let given = json!({ "title": "Port?", "body": 5432, "topics": ["dns", "vpn"], "checked": true });
        let form = read(given).expect("a form");
        let fields = [form.title.as_str(), &form.body, &form.topics, &form.checked];
        assert_eq!(fields, ["Port?", "5432", "dns, vpn", "yes"]);
        let empty = read(json!({ "title": null, "checked": false })).expect("a form");
        assert_eq!((empty.title.as_str(), empty.checked.as_str()), ("", ""));
        for (body, words) in [
            (json!({ "titel": "Port?" }), "no field “titel”; the fields are title, body, topics, checked"),
            (json!({ "title": {} }), "“title” has to be a text"),
            (json!({ "topics": ["dns", 1] }), "“topics” has to be a text"),
            (json!({ "title": "a\0b" }), "“title” has to be a text"),
            (json!({ "once": "x" }), "no field “once”"),
        ] {
            assert!(read(body.clone()).expect_err("a slip").contains(words), "{body}");
        }
    }
}
