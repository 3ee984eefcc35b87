//! Who a cookie or a token belongs to, with the rights that they have at this moment.

use std::sync::Arc;

use futures_util::future::{FutureExt, LocalBoxFuture};
use jiff::SignedDuration;

use super::IDLE_LIMIT;
use super::store;
use crate::accounts::members::{Memory, load_member};
use crate::accounts::providers::Place;
use crate::accounts::tokens::Holders;
use crate::calendar::CompanyCalendar;
use crate::clock::{Clock, Day, Timestamp};
use crate::db::keys::{PersonId, TeamId};
use crate::db::{Connection, Db, DbError, Tx};
use crate::error::AppError;
use crate::web::csrf::hash_token;
use crate::web::{Identify, Scope, TokenHolder, Viewer};

/// How often its use is written down; more would turn each page into a write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// What follows from a person's place in the program, which this room does not
/// know: their teams, and those that they serve today.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Teams that they belong to, the first joined first.
    pub teams: Vec<TeamId>,
    /// Teams that they serve as champion or deputy.
    pub champion_of: Vec<TeamId>,
}

/// A team, as far as accounts speak of it.
#[derive(Debug, Clone)]
pub struct TeamAddress {
    /// Its key.
    pub id: TeamId,
    /// The end of its address: `/teams/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// Where standings come from; the program implements it and `app` wires it in.
pub trait StandingSource: Send + Sync {
    /// The standing of `person` on `today`.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn standing(&self, connection: &mut Connection, person: PersonId, today: Day) -> Result<Standing, DbError>;

    /// What a manager can be given to look after, with its name: departments
    /// first, then teams.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn scopes(&self, connection: &mut Connection) -> Result<Vec<(Scope, String)>, DbError>;

    /// Every team, by name.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn teams(&self, connection: &mut Connection) -> Result<Vec<TeamAddress>, DbError>;

    /// What a place of the settings is here; none where it is not.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn find_scope(&self, connection: &mut Connection, place: &Place) -> Result<Option<Scope>, DbError>;

    /// Lets `person` belong to exactly these teams, by address, as far as
    /// `provider` is concerned.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn place(
        &self,
        tx: &mut Tx,
        person: PersonId,
        provider: &str,
        teams: &[String],
        now: Timestamp,
    ) -> Result<(), DbError>;

    /// Everybody who belongs to a team because of a provider other than these,
    /// with its key.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list_placed_by_others(
        &self,
        connection: &mut Connection,
        providers: &[String],
    ) -> Result<Vec<(PersonId, String)>, DbError>;

    /// Ends the address by which a calendar follows the meetings of `person`.
    /// Returns whether there was one.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn end_calendar(
        &self,
        tx: &mut Tx,
        by: Option<PersonId>,
        person: PersonId,
        now: Timestamp,
    ) -> Result<bool, DbError>;

    /// Hears that `by` switched the account of `person` off, or on again.
    ///
    /// # Errors
    ///
    /// The database's own; the account stays as it was then.
    fn switched(&self, tx: &mut Tx, by: PersonId, person: PersonId, is_on: bool, now: Timestamp)
    -> Result<(), DbError>;
}

/// Finds the member behind a cookie or a token.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
    clock: Clock,
    standings: Arc<dyn StandingSource>,
    memory: Arc<Memory<Viewer>>,
    tokens: Holders,
    calendar: CompanyCalendar,
}

impl Sessions {
    /// Sessions in this database.
    pub fn new(db: Db, clock: Clock, standings: Arc<dyn StandingSource>, calendar: CompanyCalendar) -> Self {
        let tokens = Holders::new(db.clone(), clock.clone(), Arc::clone(&standings), calendar.clone());
        Sessions { db, clock, standings, memory: Arc::default(), tokens, calendar }
    }

    async fn find(&self, token: &str) -> Result<Viewer, AppError> {
        let hash = hash_token(token);
        let writes = self.db.writes();
        if let Some(viewer) = self.memory.recall(&hash, writes) {
            return Ok(viewer);
        }
        let viewer = self.look_up(hash.clone()).await?;
        if viewer.member().is_some() {
            self.memory.remember(hash, writes, viewer.clone());
        }
        Ok(viewer)
    }

    async fn look_up(&self, hash: String) -> Result<Viewer, AppError> {
        let now = self.clock.now();
        let (standings, calendar) = (Arc::clone(&self.standings), self.calendar.get());
        let found = self
            .db
            .read(move |connection| {
                let Some((session, seen, person)) = store::find(connection, now, now.plus(-IDLE_LIMIT), &hash)? else {
                    return Ok::<_, DbError>(None);
                };
                let member = load_member(connection, &*standings, &calendar, person, now.day())?;
                Ok(Some((member, session, seen)))
            })
            .await?;
        let Some((member, session, seen)) = found else { return Ok(Viewer::anonymous()) };
        if now.since(seen) > SEEN_EVERY {
            let saved = self.db.write(move |tx| store::save_seen(tx, session, now)).await;
            if let Err(error) = saved {
                // A page that only reads must not fail because this could not be noted.
                tracing::warn!(%error, "a session's use was not written down");
            }
        }
        Ok(Viewer::of(member))
    }
}

impl Identify for Sessions {
    fn identify<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<Viewer, AppError>> {
        self.find(token).boxed_local()
    }

    fn find_holder<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<Option<TokenHolder>, AppError>> {
        self.tokens.find(token).boxed_local()
    }
}
