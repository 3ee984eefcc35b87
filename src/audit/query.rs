//! What of the record is asked for, as an address says it.

use serde::Deserialize;

use super::model::{Filter, Place};
use super::store;
use crate::calendar::Zone;
use crate::clock::Day;
use crate::db::{Connection, DbError};
use crate::error::AppError;
use crate::web::FieldProblem;
use crate::web::shell::query_value;

/// The query of `/audit` and `/audit.csv`: a handle, an action, a kind and a
/// key of what it was done to, days (`2026-11-21`, both included), a place.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RecordQuery {
    pub(super) who: String,
    pub(super) action: String,
    pub(super) kind: String,
    pub(super) key: String,
    pub(super) from: String,
    pub(super) to: String,
    behind: String,
}

impl RecordQuery {
    /// The filter, and what of it can't be used, each with the field that it
    /// stands in. Days are those of `zone`.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub(super) fn filter(
        &self,
        connection: &mut Connection,
        zone: &Zone,
    ) -> Result<(Filter, Vec<FieldProblem>), DbError> {
        let mut problems = Vec::new();
        let mut actor = None;
        if !self.who.trim().is_empty() {
            actor = store::find_actor(connection, self.who.trim().trim_start_matches('@'))?;
            if actor.is_none() {
                problems
                    .push(FieldProblem::new("who", "nobody has this handle; it stands in the address of their page"));
            }
        }
        let mut day = |field: &'static str, text: &str| match text.trim() {
            "" => None,
            text => {
                Day::parse(text).map_err(|_| problems.push(FieldProblem::new(field, "write a day as 2026-11-21"))).ok()
            }
        };
        let from = day("from", &self.from).map(|day| zone.start(day));
        let until = day("to", &self.to).map(|day| zone.start(day.plus_days(1)));
        let (action, kind, key) = (self.action.clone(), self.kind.trim().to_owned(), self.key.trim().to_owned());
        Ok((Filter { actor, action, kind, key, from, until }, problems))
    }

    /// From where an older page is read.
    ///
    /// # Errors
    ///
    /// [`AppError::BadRequest`] where it is no place.
    pub(super) fn behind(&self) -> Result<Option<Place>, AppError> {
        match self.behind.as_str() {
            "" => Ok(None),
            text => Place::parse(text)
                .map(Some)
                .ok_or_else(|| AppError::BadRequest(format!("“{text}” is no place in the record; begin anew"))),
        }
    }

    /// Whether nothing narrows the list.
    pub(super) fn is_empty(&self) -> bool {
        self.parts().iter().all(|(_, value)| value.is_empty())
    }

    fn parts(&self) -> [(&'static str, &str); 6] {
        [
            ("who", self.who.as_str()),
            ("action", &self.action),
            ("kind", &self.kind),
            ("key", &self.key),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// The same list at `path`, from behind a place on.
    pub(super) fn href(&self, path: &str, behind: Option<&Place>) -> String {
        let behind = behind.map(Place::text).unwrap_or_default();
        let mut parts = self.parts().to_vec();
        parts.push(("behind", &behind));
        let set: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", query_value(value)))
            .collect();
        if set.is_empty() { path.to_owned() } else { format!("{path}?{}", set.join("&")) }
    }
}
