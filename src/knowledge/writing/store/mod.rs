//! Every query about drafts and versions.

mod drafts;
mod lists;
mod present;
mod versions;

use std::collections::HashMap;

use diesel::prelude::*;

pub use drafts::{NewDraft, delete_draft, find_draft, insert_draft, save_draft, save_state};
pub use lists::{DraftRow, Which, count_to_read, list, list_readable};
pub use present::{find_present, insert_copy, is_retired, save_present};
pub use versions::{
    NewVersion, VersionLine, find_version, insert_version, list_published, list_versions, newest_number,
};

use super::model::Text;
use crate::accounts::PersonName;
use crate::db::keys::PersonId;
use crate::db::schema::people;
use crate::db::{Connection, DbError};

/// Keys of one query; SQLite takes some thousand variables.
const CHUNK: usize = 500;

/// The texts of a row: title, category, tags, phrasings, related, body; lists
/// are JSON arrays of text.
type TextRow = (String, String, String, String, String, String);

fn text_of((title, category, tags, phrasings, related, body): TextRow) -> Text {
    let list = |text: &str| serde_json::from_str(text).unwrap_or_default();
    Text { title, category, tags: list(&tags), phrasings: list(&phrasings), related: list(&related), body }
}

/// A list as a row keeps it.
fn json(texts: &[String]) -> String {
    serde_json::json!(texts).to_string()
}

/// The names of people by their keys.
fn names(connection: &mut Connection, mut ids: Vec<PersonId>) -> Result<HashMap<PersonId, PersonName>, DbError> {
    ids.sort();
    ids.dedup();
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(PersonId, String, String)> = people::table
            .filter(people::id.eq_any(chunk.to_vec()))
            .select((people::id, people::name, people::handle))
            .load(connection)?;
        found.extend(rows.into_iter().map(|(id, name, handle)| (id, PersonName { id, name, handle })));
    }
    Ok(found)
}
