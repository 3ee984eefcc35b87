//! Places in chat that belong to nobody.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::schema::teams;
use crate::db::{Connection, DbError};
use crate::notify::model::ChatPlace;
use crate::notify::settings::NotifySettings;

/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 1_000;

/// The slugs under `team` in `chat.file` that no team has: what is to be heard
/// there is heard nowhere.
///
/// # Errors
///
/// The database's own.
pub fn list_teamless(connection: &mut Connection, settings: &NotifySettings) -> Result<Vec<String>, DbError> {
    let mut slugs: Vec<String> = settings
        .chats
        .keys()
        .filter_map(|place| match place {
            ChatPlace::Team(slug) => Some(slug.clone()),
            ChatPlace::NetSec | ChatPlace::Lead => None,
        })
        .collect();
    let mut known: HashSet<String> = HashSet::new();
    for chunk in slugs.chunks(CHUNK) {
        known.extend(
            teams::table.filter(teams::slug.eq_any(chunk.to_vec())).select(teams::slug).load::<String>(connection)?,
        );
    }
    slugs.retain(|slug| !known.contains(slug));
    Ok(slugs)
}
