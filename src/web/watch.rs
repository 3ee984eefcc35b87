//! What the door itself sees and no room would write down: refusals, and files
//! that leave.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode, header};
use url::form_urlencoded;

use crate::db::keys::PersonId;
use crate::db::origin::Origin;

/// What the record calls it that a file left.
const EXPORTED: &str = "file.exported";
/// Characters of an address that are kept.
const ADDRESS_LIMIT: usize = 300;

/// Something that happened at a door.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sighting {
    /// Who it was, as far as that is known.
    pub actor: Option<PersonId>,
    /// What happened, as the record names it: `kind.verb`.
    pub action: &'static str,
    /// What it happened to: its kind and its key.
    pub subject: (&'static str, String),
    /// The status that was answered.
    pub status: u16,
    /// Why, in a word or two; empty where the status says it.
    pub why: &'static str,
    /// From where.
    pub origin: Origin,
}

/// Takes down what is seen at the doors. The record implements it, which lies
/// above this module; `app` wires it in.
pub trait Watch: Send + Sync {
    /// Takes it down soon; never waits.
    fn saw(&self, sighting: Sighting);
}

/// The watch of the whole house, as handlers find it.
pub type Watcher = Arc<dyn Watch>;

/// Whether a page that leaves is a file, which is worth knowing of: what was
/// taken out can't be taken back. A calendar's entry is no secret.
fn is_export<B>(answer: &ServiceResponse<B>) -> bool {
    let starts = |name: header::HeaderName, word: &str| {
        let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.starts_with(word))
    };
    answer.status() == StatusCode::OK
        && *answer.request().method() == Method::GET
        && starts(header::CONTENT_DISPOSITION, "attachment")
        && !starts(header::CONTENT_TYPE, "text/calendar")
}

/// What is worth taking down of an answer.
pub(super) fn seen_in<B>(answer: &ServiceResponse<B>, actor: Option<PersonId>, origin: &Origin) -> Option<Sighting> {
    let action = match answer.status() {
        StatusCode::FORBIDDEN => "door.refused",
        _ if is_export(answer) => EXPORTED,
        _ => return None,
    };
    Some(at_address(answer.request(), action, answer.status(), actor, origin))
}

/// Something that happened at the address of `request`. The query is kept of a
/// file that left, since it says what was in it; elsewhere it holds whatever
/// somebody made up or pasted.
pub(super) fn at_address(
    request: &HttpRequest,
    action: &'static str,
    status: StatusCode,
    actor: Option<PersonId>,
    origin: &Origin,
) -> Sighting {
    let subject = ("address", format!("{} {}", request.method(), shown_address(request, action == EXPORTED)));
    Sighting { actor, action, subject, status: status.as_u16(), why: "", origin: origin.clone() }
}

/// The path, and the query where it is wanted, without what opens doors: the
/// record is no place for secrets.
fn shown_address(request: &HttpRequest, with_query: bool) -> String {
    let pattern = request.match_pattern().unwrap_or_default();
    let parts = request.path().split('/').zip(pattern.split('/').chain(std::iter::repeat("")));
    let mut shown = parts
        .map(|(part, named)| if is_secret(named.trim_matches(['{', '}'])) { named } else { part })
        .collect::<Vec<_>>()
        .join("/");
    let sent = if with_query { request.query_string() } else { "" };
    let query: Vec<String> = form_urlencoded::parse(sent.as_bytes())
        .filter(|(name, value)| !is_secret(name) && !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if !query.is_empty() {
        shown.push('?');
        shown.push_str(&query.join("&"));
    }
    shown.chars().filter(|letter| !letter.is_control()).take(ADDRESS_LIMIT).collect()
}

fn is_secret(name: &str) -> bool {
    ["token", "secret", "key", "code", "signature", "password"].iter().any(|word| name.contains(word))
}
