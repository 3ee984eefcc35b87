//! The coverage of all teams, held in memory: a page costs what it shows, not
//! what the company is large.
//!
//! A small company is counted anew whenever something was written since. For a
//! large one that takes too long for a request: teams that announced a change
//! are read again at once, everything else (time, training, people) a few
//! seconds later, beside the requests. Each page says how old its figures are.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;

use super::directory::{Directory, DirectoryRow};
use super::exposure::Exposure;
use super::model::CoverageRow;
use super::overview::Overview;
use super::part::{Part, Parts};
use super::report::Reports;
use super::store::{self, Training, Wanted};
use crate::calendar::CompanyCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::{Db, changes};
use crate::program::ProgramError;
use crate::program::files::ProgramFiles;
use crate::program::ladder::Ladder;
use crate::program::onboarding::{Owner, count_waiting_by_owner, missing_words};
use crate::program::reach::Reach;

/// A count that takes less than this is made again for a request: nobody notices.
const QUICK: Duration = Duration::from_millis(60);
/// How often the record of changes is asked where nothing was written here.
const POLL: Duration = Duration::from_millis(200);
/// How old a count may get before it is made again.
const PAUSE: Duration = Duration::from_secs(10);
/// Counting takes at most this part of one processor's time.
const SHARE: u32 = 50;
/// So many changed teams are read one by one; more are a reason to read all.
const FEW: usize = 100;

/// The coverage as it was counted last. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct CoverageBook(Arc<Inner>);

struct Inner {
    exposure: Arc<dyn Exposure>,
    calendar: CompanyCalendar,
    files: Arc<ProgramFiles>,
    latest: ArcSwapOption<Snapshot>,
    /// One request counts, the others wait for what it finds.
    turn: tokio::sync::Mutex<()>,
    is_renewing: AtomicBool,
}

/// Every team's coverage at one moment.
pub struct Snapshot {
    /// When the oldest part of it was read.
    pub at: Timestamp,
    /// All teams by name.
    pub rows: Vec<Arc<CoverageRow>>,
    /// Everybody's training.
    pub(super) training: Training,
    /// Things of onboarding that wait for each kind of owner.
    pub(super) things: Arc<[(Owner, i64)]>,
    /// For whom something of it is missing, in a line; empty: for nobody.
    pub(super) missing: Arc<str>,
    /// The levels by which training was counted.
    pub(super) ladder: Ladder,
    /// Reports that were made from it; a change of a few teams waits for the next.
    pub(super) reports: Arc<Reports>,
    /// All teams together.
    pub(super) whole: Arc<Part>,
    /// The teams of those who look after some.
    pub(super) parts: Parts,
    took: Duration,
    made: Instant,
    checked: Mutex<Checked>,
    directory: OnceLock<Directory>,
}

/// When a snapshot was last known to be right.
#[derive(Debug, Clone, Copy)]
struct Checked {
    at: Instant,
    /// How many writes this process had finished.
    writes: u64,
    /// The newest change that is in it.
    sequence: i64,
}

impl Snapshot {
    /// The day for which it counts.
    pub fn today(&self) -> Day {
        self.at.day()
    }

    /// What is said of all teams together.
    pub fn overview(&self) -> &Overview {
        self.whole.overview(&self.rows, self.today())
    }

    /// Everybody who serves, to look somebody up: at most `limit` after the first
    /// `skip` whose team's, department's or own name holds `words`, and how many
    /// there are.
    pub fn find_serving(&self, words: &str, skip: usize, limit: usize) -> (Vec<DirectoryRow<'_>>, usize) {
        self.directory.get_or_init(|| Directory::of(&self.rows)).find(&self.rows, words, skip, limit)
    }

    fn is_right(&self, db: &Db, today: Day) -> bool {
        let Checked { at, writes, .. } = self.checked();
        self.today() == today && writes == db.writes() && at.elapsed() < POLL && self.made.elapsed() < self.pause()
    }

    fn checked(&self) -> Checked {
        *self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_right_now(&self, writes: u64, sequence: i64) {
        let now = Checked { at: Instant::now(), writes, sequence };
        *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    fn pause(&self) -> Duration {
        PAUSE.max(self.took * SHARE)
    }

    /// This one with other rows of some teams.
    fn with(&self, rows: Vec<CoverageRow>, sequence: i64, writes: u64) -> Self {
        let is_new = |row: &Arc<CoverageRow>| rows.iter().any(|new| new.team_id == row.team_id);
        let mut all: Vec<Arc<CoverageRow>> = self.rows.iter().filter(|row| !is_new(row)).cloned().collect();
        all.extend(rows.into_iter().map(Arc::new));
        all.sort_by(|one, other| (&one.name.1, one.team_id).cmp(&(&other.name.1, other.team_id)));
        Snapshot {
            at: self.at,
            whole: Arc::new(Part::whole(&all)),
            parts: Parts::default(),
            rows: all,
            training: self.training.clone(),
            things: Arc::clone(&self.things),
            missing: Arc::clone(&self.missing),
            ladder: self.ladder.clone(),
            reports: Arc::clone(&self.reports),
            took: self.took,
            made: self.made,
            checked: Mutex::new(Checked { at: Instant::now(), writes, sequence }),
            directory: OnceLock::new(),
        }
    }
}

impl CoverageBook {
    /// Nothing is counted before somebody looks.
    pub fn new(exposure: Arc<dyn Exposure>, calendar: CompanyCalendar, files: Arc<ProgramFiles>) -> Self {
        CoverageBook(Arc::new(Inner {
            exposure,
            calendar,
            files,
            latest: ArcSwapOption::empty(),
            turn: tokio::sync::Mutex::default(),
            is_renewing: AtomicBool::new(false),
        }))
    }

    /// The coverage at `now`, with every change of a team that was finished before.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn read(&self, db: &Db, now: Timestamp) -> Result<Arc<Snapshot>, ProgramError> {
        if let Some(known) = self.right(db, now) {
            return Ok(known);
        }
        let _turn = self.0.turn.lock().await;
        if let Some(known) = self.right(db, now) {
            return Ok(known);
        }
        match self.0.latest.load_full().filter(|known| known.today() == now.day()) {
            Some(known) => self.catch_up(db, now, known).await,
            None => self.count(db, now).await,
        }
    }

    fn right(&self, db: &Db, now: Timestamp) -> Option<Arc<Snapshot>> {
        self.0.latest.load_full().filter(|known| known.is_right(db, now.day()))
    }

    async fn catch_up(&self, db: &Db, now: Timestamp, known: Arc<Snapshot>) -> Result<Arc<Snapshot>, ProgramError> {
        let (writes, before) = (db.writes(), known.checked());
        let changed = db.read(move |connection| changes::list_since(connection, before.sequence)).await?;
        let sequence = changed.last().map_or(before.sequence, |change| change.sequence);
        let is_old = known.made.elapsed() >= known.pause();
        if changed.is_empty() && writes == before.writes && !is_old {
            known.is_right_now(writes, sequence);
            return Ok(known);
        }
        let slugs: Vec<String> =
            changed.iter().filter(|change| change.kind == "team").map(|change| change.subject.clone()).collect();
        if known.took < QUICK || slugs.len() > FEW {
            return self.count(db, now).await;
        }
        if is_old {
            self.count_beside(db, now);
        }
        if slugs.is_empty() {
            known.is_right_now(writes, sequence);
            return Ok(known);
        }
        let (exposure, before) = (Arc::clone(&self.0.exposure), Arc::clone(&known));
        let calendar = self.0.calendar.get();
        let rows = db
            .read(move |connection| {
                let keys = store::list_keys(connection, &slugs)?;
                let wanted = Wanted::These(&keys, &before.training);
                Ok::<_, ProgramError>(store::list_coverage(connection, &*exposure, &calendar, now, wanted)?.0)
            })
            .await?;
        let next = Arc::new(known.with(rows, sequence, writes));
        self.0.latest.store(Some(Arc::clone(&next)));
        Ok(next)
    }

    /// Counts all teams.
    async fn count(&self, db: &Db, now: Timestamp) -> Result<Arc<Snapshot>, ProgramError> {
        let (exposure, writes) = (Arc::clone(&self.0.exposure), db.writes());
        let (calendar, ladder) = (self.0.calendar.get(), self.0.files.ladder());
        let snapshot = db
            .read(move |connection| {
                let started = Instant::now();
                let sequence = changes::newest(connection)?;
                let (rows, training) =
                    store::list_coverage(connection, &*exposure, &calendar, now, Wanted::All(&ladder))?;
                let rows: Vec<Arc<CoverageRow>> = rows.into_iter().map(Arc::new).collect();
                Ok::<_, ProgramError>(Snapshot {
                    at: now,
                    whole: Arc::new(Part::whole(&rows)),
                    parts: Parts::default(),
                    rows,
                    training,
                    things: count_waiting_by_owner(connection, now.day())?.into(),
                    missing: missing_words(connection, Reach::All, now.day())?.into(),
                    ladder,
                    reports: Arc::default(),
                    took: started.elapsed(),
                    made: started,
                    checked: Mutex::new(Checked { at: Instant::now(), writes, sequence }),
                    directory: OnceLock::new(),
                })
            })
            .await?;
        let snapshot = Arc::new(snapshot);
        self.0.latest.store(Some(Arc::clone(&snapshot)));
        Ok(snapshot)
    }

    /// Counts all teams while requests go on with what there is.
    fn count_beside(&self, db: &Db, now: Timestamp) {
        if self.0.is_renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (book, db) = (self.clone(), db.clone());
        actix_web::rt::spawn(async move {
            if let Err(error) = book.count(&db, now).await {
                tracing::warn!(%error, "coverage was not counted; it is tried again");
            }
            book.0.is_renewing.store(false, Ordering::Release);
        });
    }
}
