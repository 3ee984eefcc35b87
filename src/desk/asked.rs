//! What is asked most this month: the lines under the question box.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::Day;
use crate::db::{Db, DbError};
use crate::knowledge::{self, Library};

/// Lines under the box.
const LINES: usize = 5;
/// How old the lines may be: reads are counted by the day, so nobody misses
/// a minute, and the first page of a visitor needs no database.
const FRESH: Duration = Duration::from_secs(60);
/// Where a new site has no reads to show yet.
const TO_START_WITH: [&str; LINES] = [
    "do-i-need-to-open-a-port",
    "connection-timed-out",
    "what-to-put-in-a-firewall-request",
    "who-is-my-champion",
    "run-pre-flight-check",
];

/// Articles by how often they were opened.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Whether anything was opened this month; otherwise these are to start with.
    pub counted: bool,
    /// The articles, the most opened first.
    pub lines: Vec<AskedLine>,
}

/// One article under the box.
#[derive(Debug, Clone)]
pub struct AskedLine {
    /// Its title.
    pub title: String,
    /// Its slug.
    pub slug: String,
    /// How often it was opened this month.
    pub reads: i64,
}

/// The lines as they were found last.
#[derive(Debug, Default)]
pub struct MostAsked(Mutex<Option<(Instant, Arc<Asked>)>>);

impl MostAsked {
    /// The lines, at most a minute old.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn find(&self, db: &Db, library: &Library, today: Day) -> Result<Arc<Asked>, DbError> {
        if let Some((at, asked)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && at.elapsed() < FRESH
            // What was taken out meanwhile is not offered any more.
            && asked.lines.iter().all(|line| library.article(&line.slug).is_some())
        {
            return Ok(Arc::clone(asked));
        }
        let since = today.plus_days(-30);
        // More than are shown: an article may be gone that was read before.
        let read = db.read(move |connection| knowledge::most_read(connection, since, 2 * LINES as i64)).await?;
        let asked = Arc::new(lines(library, read));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::clone(&asked)));
        Ok(asked)
    }
}

fn lines(library: &Library, read: Vec<(String, i64)>) -> Asked {
    let counted = !read.is_empty();
    let chosen = if counted { read } else { TO_START_WITH.iter().map(|slug| ((*slug).to_owned(), 0)).collect() };
    let lines = chosen
        .into_iter()
        .filter_map(|(slug, reads)| Some(AskedLine { title: library.article(&slug)?.title.clone(), slug, reads }))
        .take(LINES)
        .collect();
    Asked { counted, lines }
}
