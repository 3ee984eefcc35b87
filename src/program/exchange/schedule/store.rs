//! Every query about files that are imported by themselves.

use diesel::prelude::*;

use super::model::ImportFile;
use crate::db::schema::import_files;
use crate::db::{Connection, DbError, Tx};

/// All that were ever read, by name.
pub(super) fn list_files(connection: &mut Connection) -> Result<Vec<ImportFile>, DbError> {
    import_files::table.order(import_files::name).load(connection)
}

/// What came of this file, if it was ever read.
pub(super) fn find_file(connection: &mut Connection, name: &str) -> Result<Option<ImportFile>, DbError> {
    import_files::table.filter(import_files::name.eq(name)).first(connection).optional()
}

/// Writes down what came of a file.
pub(super) fn save_file(tx: &mut Tx, file: &ImportFile) -> Result<(), DbError> {
    diesel::delete(import_files::table.filter(import_files::name.eq(&file.name))).execute(tx)?;
    diesel::insert_into(import_files::table).values(file).execute(tx)?;
    Ok(())
}

/// Says that those who would leave by this very text have left. Returns
/// whether it still waits for that.
pub(super) fn save_let_leave(tx: &mut Tx, name: &str, fingerprint: &str) -> Result<bool, DbError> {
    let row = import_files::table
        .filter(import_files::name.eq(name))
        .filter(import_files::fingerprint.eq(fingerprint))
        .filter(import_files::state.eq(super::FileState::Waiting));
    Ok(diesel::update(row).set(import_files::let_leave.eq(fingerprint)).execute(tx)? == 1)
}
