//! A person and what can be said about their account.

use crate::clock::Timestamp;
use crate::db::keys::{DepartmentId, PersonId, RowVersion, TeamId};
use crate::text_enum;
use crate::web::Scope;

text_enum! {
    /// Whether an account can be signed in to.
    pub enum PersonState {
        /// Has a link, but no password yet.
        Invited = "invited",
        /// Can sign in.
        Active = "active",
        /// Was switched off; what they did stays.
        Disabled = "disabled",
    }
}

/// Somebody who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// Their permanent address: `/people/{handle}`.
    pub handle: String,
    /// The name that others see.
    pub name: String,
    /// Their mail address, as typed.
    pub email: String,
    /// How to reach them in chat, such as `@ana`; may be empty.
    pub chat: String,
    /// Argon2id in PHC form; none before they chose one.
    pub password_hash: Option<String>,
    /// Whether they can sign in.
    pub state: PersonState,
    /// When the account was made.
    pub created_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

/// How a [`Scope`] is stored: a kind and a key.
pub(super) fn scope_columns(scope: Scope) -> (&'static str, String) {
    match scope {
        Scope::All => ("all", String::new()),
        Scope::Department(id) => ("department", id.to_string()),
        Scope::Team(id) => ("team", id.to_string()),
    }
}

/// The scope that two stored columns name.
pub(super) fn scope_from_columns(kind: &str, key: &str) -> Option<Scope> {
    match kind {
        "all" => Some(Scope::All),
        "department" => DepartmentId::parse(key).map(Scope::Department),
        "team" => TeamId::parse(key).map(Scope::Team),
        _ => None,
    }
}
