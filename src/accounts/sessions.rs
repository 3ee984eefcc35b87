//! Who a cookie belongs to, with the rights that they have at this moment.

use std::sync::Arc;

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
pub(super) const IDLE_LIMIT: SignedDuration = SignedDuration::from_hours(24 * 3);
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
}

impl Sessions {
    /// Sessions in this database.
    pub fn new(db: Db, clock: Clock, standings: Arc<dyn StandingSource>) -> Self {
        Sessions { db, clock, standings }
    }

    async fn find(&self, token: &str) -> Result<Viewer, AppError> {
        let hash = hash_token(token);
        let now = self.clock.now();
        let standings = Arc::clone(&self.standings);
        let found = self
            .db
            .read(move |connection| {
                let Some((session, seen, person)) = store::find_session(connection, now, &hash)? else {
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

/// A site without a program: nobody has a team.
pub struct NoStandings;

impl StandingSource for NoStandings {
    fn standing(&self, _: &mut Connection, _: PersonId, _: Day) -> Result<Standing, DbError> {
        Ok(Standing::default())
    }

    fn scopes(&self, _: &mut Connection) -> Result<Vec<(Scope, String)>, DbError> {
        Ok(Vec::new())
    }
}
