//! Finds out who a token speaks for.

use std::sync::Arc;

use jiff::SignedDuration;

use super::store::{self, Presented};
use crate::accounts::members::{Memory, load_member};
use crate::accounts::{StandingSource, find_person};
use crate::calendar::CompanyCalendar;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::keys::TokenId;
use crate::error::AppError;
use crate::web::csrf::hash_token;
use crate::web::{TokenHolder, Viewer};

/// How often a token's use is written down; more would turn each request into a write.
const USED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// Finds the holder of a token.
#[derive(Clone)]
pub struct Holders {
    db: Db,
    clock: Clock,
    standings: Arc<dyn StandingSource>,
    calendar: CompanyCalendar,
    memory: Arc<Memory<TokenHolder>>,
}

impl Holders {
    /// Tokens in this database.
    pub fn new(db: Db, clock: Clock, standings: Arc<dyn StandingSource>, calendar: CompanyCalendar) -> Self {
        Holders { db, clock, standings, calendar, memory: Arc::default() }
    }

    /// Who this token speaks for; nobody where it is none, has ended, or its
    /// owner's account is not on.
    ///
    /// # Errors
    ///
    /// [`AppError::ServiceOver`] where its owner is a service that has ended, and
    /// the database's own.
    pub async fn find(&self, token: &str) -> Result<Option<TokenHolder>, AppError> {
        let hash = hash_token(token);
        let writes = self.db.writes();
        if let Some(holder) = self.memory.recall(&hash, writes) {
            return Ok(Some(holder));
        }
        let (now, wanted, standings) = (self.clock.now(), hash.clone(), Arc::clone(&self.standings));
        let calendar = self.calendar.get();
        let found = self
            .db
            .read(move |connection| {
                let Some(presented) = store::find_presented(connection, now, &wanted)? else {
                    let is_over = store::is_of_ended_service(connection, &wanted)?;
                    return if is_over { Err(AppError::ServiceOver) } else { Ok(None) };
                };
                let person = find_person(connection, presented.person)?;
                let member = load_member(connection, &*standings, &calendar, person, now.day())?;
                Ok(Some((presented, member)))
            })
            .await?;
        let Some((presented, member)) = found else { return Ok(None) };
        let Presented { id, name, scopes, used_at, .. } = presented;
        if used_at.is_none_or(|used| now.since(used) >= USED_EVERY) {
            self.note_use(id).await;
        }
        let holder = TokenHolder { viewer: Viewer::of(member), scopes, name };
        self.memory.remember(hash, writes, holder.clone());
        Ok(Some(holder))
    }

    /// A request that only reads must not fail because this could not be noted.
    async fn note_use(&self, id: TokenId) {
        let now = self.clock.now();
        let saved = self.db.write(move |tx| store::save_used(tx, id, now)).await;
        if let Err(error) = saved {
            tracing::warn!(%error, "a token's use was not written down");
        }
    }
}
