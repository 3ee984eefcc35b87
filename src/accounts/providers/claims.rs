//! From claims that are believed to who somebody is. Pure.

use serde_json::Value;

use super::error::SignInError;
use super::model::{Identity, ProviderSettings};

/// Characters of a subject (OpenID Connect Core 1.0, section 2).
const SUBJECT_LIMIT: usize = 255;

/// Whether something is missing that the provider may say elsewhere.
pub fn is_lacking(settings: &ProviderSettings, claims: &Value) -> bool {
    let wants_groups = !settings.rules.is_empty() || !settings.require_groups.is_empty();
    text(claims, "email").is_none()
        || text(claims, "name").is_none()
        || (wants_groups && find(claims, &settings.groups_claim).is_none())
}

/// Adds to the claims of an ID token what is said beside it and they lack. A mail
/// address and whether it is verified come from one source: that one address is
/// somebody's says nothing about another.
pub fn add(claims: &mut Value, more: Value) {
    let own = text(claims, "email").map(str::to_lowercase);
    let is_same = own.is_none() || own == text(&more, "email").map(str::to_lowercase);
    let (Some(claims), Value::Object(more)) = (claims.as_object_mut(), more) else { return };
    if own.is_none() {
        claims.remove("email");
        claims.remove("email_verified");
    }
    for (name, value) in more.into_iter().filter(|(name, _)| is_same || name != "email_verified") {
        claims.entry(name).or_insert(value);
    }
}

/// Who they are.
///
/// # Errors
///
/// [`SignInError::Unfit`] where the subject is missing, or the groups are
/// somewhere else: then it is not known which rights have ended.
pub fn identity(settings: &ProviderSettings, claims: &Value) -> Result<Identity, SignInError> {
    let unfit = |words: &str| SignInError::Unfit(words.to_owned());
    let subject = text(claims, "sub").filter(|subject| subject.chars().count() <= SUBJECT_LIMIT);
    let subject = subject.ok_or_else(|| unfit("it does not say who somebody is"))?;
    // More groups than fit into a token (OpenID Connect Core 1.0, section 5.6.2).
    let elsewhere = claims.get("_claim_names").and_then(|names| names.get(&settings.groups_claim));
    if elsewhere.is_some() {
        return Err(unfit(
            "there are more groups than the token holds; let the provider send only those that are used here",
        ));
    }
    let email = text(claims, "email");
    let login = text(claims, "preferred_username");
    Ok(Identity {
        issuer: settings.issuer.clone(),
        name: text(claims, "name").or(login).or(email).unwrap_or(subject).to_owned(),
        label: login.or(email).unwrap_or(subject).to_owned(),
        is_verified: settings.mail_is_verified || is_true(claims.get("email_verified")),
        email: email.map(str::to_owned),
        groups: find(claims, &settings.groups_claim).map(list).unwrap_or_default(),
        subject: subject.to_owned(),
        asked_at: None,
    })
}

fn text<'c>(claims: &'c Value, name: &str) -> Option<&'c str> {
    claims.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// Some providers write it as a text.
fn is_true(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Bool(true))) || value.and_then(Value::as_str) == Some("true")
}

/// A claim by its whole name, or by its way through others: `realm_access.roles`.
fn find<'c>(claims: &'c Value, name: &str) -> Option<&'c Value> {
    claims.get(name).or_else(|| name.split('.').try_fold(claims, |inner, part| inner.get(part)))
}

/// The texts of a list, or a text alone.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
