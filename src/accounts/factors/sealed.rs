//! The sealed secrets, for when the keys that seal them change.

use diesel::prelude::*;

use super::actions::place;
use crate::db::keys::PersonId;
use crate::db::schema::second_factors;
use crate::db::{Connection, DbError, Tx};
use crate::seal::{Sealed, SealedRow};

/// The secrets of all second factors.
pub struct SealedFactors;

impl Sealed for SealedFactors {
    fn what(&self) -> &'static str {
        "second factors"
    }

    fn list(&self, connection: &mut Connection) -> Result<Vec<SealedRow>, DbError> {
        let rows: Vec<(PersonId, Vec<u8>)> = second_factors::table
            .order(second_factors::person_id)
            .select((second_factors::person_id, second_factors::secret))
            .load(connection)?;
        let row = |(person, sealed): (PersonId, _)| SealedRow { key: person.to_string(), place: place(person), sealed };
        Ok(rows.into_iter().map(row).collect())
    }

    fn replace(&self, tx: &mut Tx, row: &SealedRow, with: Option<&[u8]>) -> Result<usize, DbError> {
        let own = second_factors::table
            .filter(second_factors::person_id.eq(&row.key))
            .filter(second_factors::secret.eq(&row.sealed));
        match with {
            Some(sealed) => diesel::update(own).set(second_factors::secret.eq(sealed)).execute(tx),
            None => diesel::delete(own).execute(tx),
        }
    }
}
