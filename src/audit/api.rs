//! The record for what collects records: in the order of the chain, with the
//! hashes by which it can be checked elsewhere.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::Recorded;
use super::store;
use crate::db::Db;
use crate::error::AppError;

/// Entries of one answer where `limit` is not given.
const USUAL_LIMIT: i64 = 100;
/// The largest `limit` (N01).
const LARGEST_LIMIT: i64 = 200;

/// The query of `GET /api/v1/audit`: entries after this number.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SealedQuery {
    after: i64,
    limit: Option<i64>,
}

/// What is answered; a contract with scripts.
#[derive(Debug, Serialize)]
struct SealedAnswer {
    entries: Vec<EntryAnswer>,
    /// What to ask for next as `after`; the same as before where nothing is new.
    next_after: i64,
}

/// One sealed entry. `at` is RFC 3339 in UTC; what was erased is null.
#[derive(Debug, Serialize)]
struct EntryAnswer {
    number: i64,
    id: String,
    at: String,
    actor: Option<String>,
    action: String,
    kind: String,
    key: Option<String>,
    detail: Value,
    address: Option<String>,
    token: Option<String>,
    /// Covers this entry and all before it.
    hash: String,
}

impl EntryAnswer {
    fn of(number: i64, recorded: Recorded, hash: String) -> Self {
        let set = |text: String| Some(text).filter(|text| !text.is_empty());
        let (address, token) = recorded.origin.map_or_else(Default::default, |origin| (origin.address, origin.token));
        let (kind, key) = recorded.subject;
        EntryAnswer {
            number,
            id: recorded.id,
            at: recorded.at.iso(),
            actor: recorded.actor.map(|(handle, _)| handle),
            action: recorded.action,
            kind,
            key: set(key),
            detail: recorded.detail,
            address: set(address),
            token: set(token),
            hash,
        }
    }
}

/// `GET /api/v1/audit`
pub async fn list(db: Data<Db>, query: Query<SealedQuery>) -> Result<HttpResponse, AppError> {
    let SealedQuery { after, limit } = query.into_inner();
    let limit = limit.unwrap_or(USUAL_LIMIT);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(AppError::BadRequest(format!("limit is 1 to {LARGEST_LIMIT}, not {limit}")));
    }
    let sealed = db.read(move |connection| store::list_sealed(connection, after, limit)).await?;
    let next_after = sealed.last().map_or(after, |(number, ..)| *number);
    let entries = sealed.into_iter().map(|(number, recorded, hash)| EntryAnswer::of(number, recorded, hash)).collect();
    Ok(HttpResponse::Ok().json(SealedAnswer { entries, next_after }))
}
