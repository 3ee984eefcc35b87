//! A sealed word in the database, by which a start knows whether its keys are
//! those that everything was sealed with.

use diesel::prelude::*;

use super::rotation::{Sealed, SealedRow};
use super::{Seal, SealError};
use crate::db::schema::seal_marks as marks;
use crate::db::{Connection, DbError, Tx};

/// The one row.
const NAME: &str = "keys";
const PLACE: &str = "seal_marks/sealed/keys";
const WORD: &[u8] = b"these are the keys";

/// Whether something was sealed in this database before.
///
/// # Errors
///
/// The database's own.
pub fn is_marked(connection: &mut Connection) -> Result<bool, DbError> {
    Ok(find(connection)?.is_some())
}

/// Whether these keys are the ones; where nothing was sealed yet they are from
/// now on. Of two nodes that begin at once one is first, and both hear whose
/// keys count.
///
/// # Errors
///
/// The database's own.
pub fn prove(tx: &mut Tx, seal: &Seal) -> Result<Result<(), SealError>, DbError> {
    if let Some(sealed) = find(tx)? {
        return Ok(seal.open(PLACE, &sealed).map(drop));
    }
    let query = "INSERT INTO seal_marks (name, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    diesel::sql_query(query)
        .bind::<diesel::sql_types::Text, _>(NAME)
        .bind::<diesel::sql_types::Binary, _>(seal.close(PLACE, WORD))
        .execute(tx)?;
    let sealed = find(tx)?.unwrap_or_default();
    Ok(seal.open(PLACE, &sealed).map(drop))
}

fn find(connection: &mut Connection) -> Result<Option<Vec<u8>>, DbError> {
    marks::table.find(NAME).select(marks::sealed).first(connection).optional()
}

/// The word itself, which is sealed anew with everything else.
pub(super) struct Marks;

impl Sealed for Marks {
    fn what(&self) -> &'static str {
        "the proof of the keys"
    }

    fn list(&self, connection: &mut Connection) -> Result<Vec<SealedRow>, DbError> {
        let sealed = find(connection)?;
        Ok(sealed.map(|sealed| SealedRow { key: NAME.into(), place: PLACE.into(), sealed }).into_iter().collect())
    }

    fn replace(&self, tx: &mut Tx, row: &SealedRow, with: Option<&[u8]>) -> Result<usize, DbError> {
        let this = marks::table.filter(marks::name.eq(&row.key)).filter(marks::sealed.eq(&row.sealed));
        match with {
            Some(sealed) => diesel::update(this).set(marks::sealed.eq(sealed)).execute(tx),
            None => diesel::delete(this).execute(tx),
        }
    }
}
