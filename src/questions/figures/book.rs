//! The figures as they were counted last, held in memory: a million questions
//! are not gone through for each look.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::rules::{By, Fact, Sum, sums};
use super::store::{self, Counted};
use crate::clock::{Day, Timestamp};
use crate::db::keys::TeamId;
use crate::db::{Connection, Db, DbError};
use crate::knowledge::insight::{DayCounts, by_day};
use crate::questions::avoided::count_avoided;
use crate::questions::clocks::Clocks;
use crate::questions::measures::measure_changed;

/// Months that are looked back on, the present one included.
const MONTHS: i32 = 12;
/// Counting takes at most one part in so many of one processor's time.
const SHARE: u32 = 50;
/// Whoever looks waits as long for newer figures; what takes longer to count is
/// counted for the next who looks.
const PATIENCE: Duration = Duration::from_millis(200);

/// Everything that was counted at one moment.
#[derive(Debug)]
pub struct Figures {
    /// When.
    pub at: Timestamp,
    /// All questions together.
    pub whole: Sum,
    /// Times somebody said "me too" in place of asking …
    pub me_too: i64,
    /// … or took an answer that was shown.
    pub taken: i64,
    /// What came of searches.
    pub searches: DayCounts,
    /// Every team's address and name.
    pub teams: HashMap<TeamId, (String, String)>,
    tables: HashMap<&'static str, Vec<(String, Sum)>>,
    made: Instant,
    took: Duration,
    writes: u64,
}

impl Figures {
    /// The questions told apart.
    pub fn table(&self, by: By) -> &[(String, Sum)] {
        self.tables.get(by.as_str()).map_or(&[], Vec::as_slice)
    }

    fn count(
        connection: &mut Connection,
        clocks: &Clocks,
        counted: Counted,
        now: Timestamp,
        writes: u64,
    ) -> Result<Self, DbError> {
        let started = Instant::now();
        let calendar = clocks.calendar();
        let today = calendar.today(now);
        let first = today.month_start().plus_months(1 - MONTHS);
        let months: Vec<Day> = (0..MONTHS).map(|month| first.plus_months(month)).collect();
        let since = calendar.zone.start(first);
        let facts: Vec<Fact> = store::list_facts(connection, counted, &calendar.zone, since)?;
        let tables = By::ALL.iter().map(|by| (by.as_str(), sums(&facts, *by, &months))).collect();
        let mut searches = DayCounts::default();
        for (_, day) in by_day(connection, first, today)? {
            searches.add(&day);
        }
        Ok(Figures {
            at: now,
            whole: Sum::of(&facts),
            me_too: store::count_me_too(connection, counted, since)?,
            taken: count_avoided(connection, first, counted == Counted::All)?,
            searches,
            teams: store::list_teams(connection)?,
            tables,
            made: started,
            took: started.elapsed(),
            writes,
        })
    }

    /// Whether nothing was written since, or counting again would cost too much yet.
    fn is_fresh(&self, writes: u64) -> bool {
        self.writes == writes || self.made.elapsed() < self.took * SHARE
    }
}

/// The figures, for everybody and for Network Security. Cheap to clone.
#[derive(Clone, Default)]
pub struct FiguresBook {
    latest: Arc<Mutex<HashMap<Counted, Arc<Figures>>>>,
    /// One request counts, the others wait for what it finds.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl FiguresBook {
    /// The figures of the last twelve months.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn read(
        &self,
        db: &Db,
        clocks: &Clocks,
        counted: Counted,
        now: Timestamp,
    ) -> Result<Arc<Figures>, DbError> {
        if let Some(known) = self.known(clocks, counted, now) {
            if known.is_fresh(db.writes()) {
                return Ok(known);
            }
            if known.took > PATIENCE {
                self.count_aside(db, clocks, counted, now);
                return Ok(known);
            }
        }
        let _turn = self.turn.lock().await;
        match self.known(clocks, counted, now).filter(|known| known.is_fresh(db.writes())) {
            Some(known) => Ok(known),
            None => self.count(db, clocks, counted, now).await,
        }
    }

    /// Counts for the next who looks, unless somebody does already.
    fn count_aside(&self, db: &Db, clocks: &Clocks, counted: Counted, now: Timestamp) {
        let (book, db, clocks) = (self.clone(), db.clone(), clocks.clone());
        actix_web::rt::spawn(async move {
            let Ok(_turn) = book.turn.try_lock() else { return };
            if let Err(error) = book.count(&db, &clocks, counted, now).await {
                tracing::warn!(%error, "the figures of questions were not counted; it is tried again");
            }
        });
    }

    async fn count(&self, db: &Db, clocks: &Clocks, counted: Counted, now: Timestamp) -> Result<Arc<Figures>, DbError> {
        measure_changed(db, clocks).await?;
        let (writes, clocks) = (db.writes(), clocks.clone());
        let count = move |connection: &mut Connection| Figures::count(connection, &clocks, counted, now, writes);
        let counted_now = Arc::new(db.read(count).await?);
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.insert(counted, Arc::clone(&counted_now));
        Ok(counted_now)
    }

    /// What was counted today.
    fn known(&self, clocks: &Clocks, counted: Counted, now: Timestamp) -> Option<Arc<Figures>> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let today = |at| clocks.calendar().today(at);
        latest.get(&counted).filter(|known| today(known.at) == today(now)).cloned()
    }
}
