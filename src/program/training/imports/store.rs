//! Files that are being looked through, and what their columns were taken for.

use diesel::prelude::*;

use super::columns::Mapping;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TrainingImportId};
use crate::db::schema::{training_imports, training_mappings};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::web::fold::fold;

/// A file that somebody is looking through.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its key.
    pub id: TrainingImportId,
    /// Where it comes from, as they call it.
    pub source: String,
    /// What its columns are taken for.
    pub mapping: Mapping,
    /// The file.
    pub content: String,
    /// Its name.
    pub name: String,
}

pub(super) fn insert_draft(tx: &mut Tx, now: Timestamp, person: PersonId, draft: &Draft) -> Result<(), DbError> {
    diesel::insert_into(training_imports::table)
        .values((
            training_imports::id.eq(draft.id),
            training_imports::person_id.eq(person),
            training_imports::source.eq(&draft.source),
            training_imports::mapping.eq(draft.mapping.to_text()),
            training_imports::content.eq(&draft.content),
            training_imports::name.eq(&draft.name),
            training_imports::started_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// The person's draft with this key.
pub(super) fn find_draft(
    connection: &mut Connection,
    person: PersonId,
    id: TrainingImportId,
) -> Result<Draft, ProgramError> {
    let found: Option<(String, String, String, String)> = training_imports::table
        .find(id)
        .filter(training_imports::person_id.eq(person))
        .select((
            training_imports::source,
            training_imports::mapping,
            training_imports::content,
            training_imports::name,
        ))
        .first(connection)
        .optional()?;
    let (source, mapping, content, name) = found.ok_or(ProgramError::NotFound("import"))?;
    Ok(Draft { id, source, mapping: Mapping::from_text(&mapping), content, name })
}

pub(super) fn save_mapping(
    tx: &mut Tx,
    person: PersonId,
    id: TrainingImportId,
    mapping: &Mapping,
) -> Result<(), ProgramError> {
    let draft =
        training_imports::table.filter(training_imports::id.eq(id)).filter(training_imports::person_id.eq(person));
    let rows = diesel::update(draft).set(training_imports::mapping.eq(mapping.to_text())).execute(tx)?;
    if rows == 1 { Ok(()) } else { Err(ProgramError::NotFound("import")) }
}

pub(super) fn delete_draft(tx: &mut Tx, person: PersonId, id: TrainingImportId) -> Result<(), DbError> {
    let draft =
        training_imports::table.filter(training_imports::id.eq(id)).filter(training_imports::person_id.eq(person));
    diesel::delete(draft).execute(tx)?;
    Ok(())
}

/// Forgets files that somebody began to look through before `before`.
///
/// # Errors
///
/// The database's own.
pub fn forget_imports(tx: &mut Tx, before: Timestamp) -> Result<usize, DbError> {
    diesel::delete(training_imports::table.filter(training_imports::started_at.lt(before))).execute(tx)
}

/// What the columns of this source were taken for last time.
pub fn find_mapping(connection: &mut Connection, source: &str) -> Result<Option<Mapping>, DbError> {
    let text: Option<String> =
        training_mappings::table.find(fold(source)).select(training_mappings::mapping).first(connection).optional()?;
    Ok(text.map(|text| Mapping::from_text(&text)))
}

/// The names of sources whose columns are remembered, by name.
pub(super) fn list_sources(connection: &mut Connection) -> Result<Vec<String>, DbError> {
    training_mappings::table.order(training_mappings::source_folded).select(training_mappings::source).load(connection)
}

/// Remembers what the columns of a source are.
pub(super) fn remember(tx: &mut Tx, now: Timestamp, source: &str, mapping: &Mapping) -> Result<(), DbError> {
    let key = fold(source);
    diesel::delete(training_mappings::table.find(&key)).execute(tx)?;
    diesel::insert_into(training_mappings::table)
        .values((
            training_mappings::source_folded.eq(&key),
            training_mappings::source.eq(source),
            training_mappings::mapping.eq(mapping.to_text()),
            training_mappings::saved_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}
