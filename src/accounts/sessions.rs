//! Who a cookie belongs to, with the rights that they have at this moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{FutureExt, LocalBoxFuture};
use jiff::SignedDuration;

use super::store;
use crate::clock::{Clock, Day};
use crate::db::keys::{PersonId, TeamId};
use crate::db::{Connection, Db, DbError};
use crate::error::AppError;
use crate::web::csrf::hash_token;
use crate::web::{Grant, Identify, Member, Scope, Viewer};

/// How long a session lives without being used (L07).
const IDLE_LIMIT: SignedDuration = SignedDuration::from_hours(24 * 3);
/// How often its use is written down; more would turn each page into a write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// How long a member is remembered. Another node, or a command beside this one,
/// may have taken their rights away meanwhile (A07: within a second).
const REMEMBERED_FOR: Duration = Duration::from_secs(1);
/// Members remembered at the most.
const REMEMBERED: usize = 10_000;

/// What follows from a person's place in the program, which this room does not
/// know: their teams, and those that they serve today.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Teams that they belong to, the first joined first.
    pub teams: Vec<TeamId>,
    /// Teams that they serve as champion or deputy.
    pub champion_of: Vec<TeamId>,
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
}

/// Finds the member behind a cookie.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
    clock: Clock,
    standings: Arc<dyn StandingSource>,
    remembered: Arc<Mutex<HashMap<String, Remembered>>>,
}

/// A member as found a moment ago, unless something was written since.
struct Remembered {
    viewer: Viewer,
    at: Instant,
    writes: u64,
}

impl Sessions {
    /// Sessions in this database.
    pub fn new(db: Db, clock: Clock, standings: Arc<dyn StandingSource>) -> Self {
        Sessions { db, clock, standings, remembered: Arc::default() }
    }

    async fn find(&self, token: &str) -> Result<Viewer, AppError> {
        let hash = hash_token(token);
        // Counted before reading: what is written meanwhile makes this old at once.
        let writes = self.db.writes();
        if let Some(viewer) = self.recall(&hash, writes) {
            return Ok(viewer);
        }
        let viewer = self.look_up(hash.clone()).await?;
        if viewer.member().is_some() {
            self.remember(hash, Remembered { viewer: viewer.clone(), at: Instant::now(), writes });
        }
        Ok(viewer)
    }

    fn recall(&self, hash: &str, writes: u64) -> Option<Viewer> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered
            .get(hash)
            .filter(|known| known.writes == writes && known.at.elapsed() < REMEMBERED_FOR)
            .map(|known| known.viewer.clone())
    }

    fn remember(&self, hash: String, found: Remembered) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(hash, found);
    }

    async fn look_up(&self, hash: String) -> Result<Viewer, AppError> {
        let now = self.clock.now();
        let standings = Arc::clone(&self.standings);
        let found = self
            .db
            .read(move |connection| {
                let Some((session, seen, person)) = store::find_session(connection, now, now.plus(-IDLE_LIMIT), &hash)?
                else {
                    return Ok::<_, DbError>(None);
                };
                let given = store::list_grants(connection, person.id)?;
                let standing = standings.standing(connection, person.id, now.day())?;
                let mut grants: Vec<Grant> = given.iter().map(|(grant, _)| *grant).collect();
                grants.dedup();
                let manages = given.iter().filter(|(grant, _)| *grant == Grant::Manager);
                let member = Member {
                    id: person.id,
                    session,
                    name: person.name,
                    handle: person.handle,
                    manages: manages.map(|(_, scope)| *scope).collect(),
                    grants,
                    teams: standing.teams,
                    champion_of: standing.champion_of,
                };
                Ok(Some((member, seen)))
            })
            .await?;
        let Some((member, seen)) = found else { return Ok(Viewer::anonymous()) };
        if now.since(seen) > SEEN_EVERY {
            let session = member.session;
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
}
