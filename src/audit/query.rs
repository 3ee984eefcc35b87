//! What of the record is asked for, as an address says it.

use serde::Deserialize;

use super::model::{Filter, Place};
use super::store;
use crate::calendar::Zone;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};
use crate::error::AppError;
use crate::web::FieldProblem;
use crate::web::shell::address;

/// The query of `/audit` and `/audit.csv`: who (a handle, mail address or name), an action, a kind and a
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
        let actor = self.actor(connection, &mut problems)?;
        let mut day = |field: &'static str, text: &str| match text.trim() {
            "" => None,
            text => {
                Day::parse(text).map_err(|_| problems.push(FieldProblem::new(field, "write a day as 2026-11-21"))).ok()
            }
        };
        let (first, last) = (day("from", &self.from), day("to", &self.to));
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            problems.push(FieldProblem::new("to", "lies before From; nothing is between them"));
        }
        let from = first.map(|day| zone.start(day));
        let until = last.map(|day| zone.start(day.plus_days(1)));
        let (action, kind, keys) = (self.action.clone(), self.kind.trim().to_owned(), self.keys(connection)?);
        Ok((Filter { actor, action, kind, keys, from, until }, problems))
    }

    /// Who is asked for, if anybody.
    fn actor(
        &self,
        connection: &mut Connection,
        problems: &mut Vec<FieldProblem>,
    ) -> Result<Option<PersonId>, DbError> {
        let text = self.who.trim().trim_start_matches('@');
        if text.is_empty() {
            return Ok(None);
        }
        let named = store::list_named(connection, text)?;
        match named.as_slice() {
            [one] => return Ok(Some(*one)),
            [] => problems.push(FieldProblem::new("who", format!("nobody here is known as “{text}”"))),
            _ => {
                let words = format!("several people are called “{text}”; give a handle or a mail address");
                problems.push(FieldProblem::new("who", words));
            }
        }
        Ok(None)
    }

    /// The keys of what is asked for: some lines about people were written with
    /// their id in the place of their handle.
    fn keys(&self, connection: &mut Connection) -> Result<Vec<String>, DbError> {
        let mut keys: Vec<String> = vec![self.key.trim().to_owned()];
        keys.retain(|key| !key.is_empty());
        if self.kind.trim() == "person" && !keys.is_empty() {
            keys.extend(store::find_actor(connection, &keys[0])?.map(|id| id.to_string()));
        }
        Ok(keys)
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
        address(path, &parts)
    }
}
