//! What is read most on each shelf, as it was counted last.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Article, Library, store};
use crate::clock::Day;
use crate::db::{Db, DbError};

/// How long a count is good for: it looks at every read of three months.
const FRESH: Duration = Duration::from_secs(60);
/// Days that count.
const DAYS: i32 = 90;
/// Articles that are looked at, those that are read most first.
const RANKED: i64 = 20_000;
/// Articles of a shelf that are named.
const NAMED: usize = 3;

/// The slugs that are read most, by shelf.
type ByShelf = BTreeMap<String, Vec<String>>;

/// The count.
#[derive(Debug, Default)]
pub struct MostRead(Mutex<Option<(Instant, Arc<ByShelf>)>>);

impl Library {
    /// The articles of a shelf that were opened most within three months, most
    /// first; those that nobody opened are not among them. At most a minute old.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub(super) async fn most_read(&self, db: &Db, category: &str, today: Day) -> Result<Vec<Arc<Article>>, DbError> {
        let counted = self.most_read.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let by_shelf = match counted.filter(|(at, _)| at.elapsed() < FRESH) {
            Some((_, by_shelf)) => by_shelf,
            None => {
                let since = today.plus_days(-DAYS);
                let read = db.read(move |connection| store::most_read(connection, since, RANKED)).await?;
                let by_shelf = Arc::new(self.by_shelf(read));
                let counted = Some((Instant::now(), Arc::clone(&by_shelf)));
                *self.most_read.0.lock().unwrap_or_else(PoisonError::into_inner) = counted;
                by_shelf
            }
        };
        // What was taken out meanwhile, or stands elsewhere, is not named.
        let slugs = by_shelf.get(category).into_iter().flatten();
        Ok(slugs.filter_map(|slug| self.article(slug)).filter(|article| article.category == category).collect())
    }

    fn by_shelf(&self, read: Vec<(String, i64)>) -> ByShelf {
        let shelf = self.shelf();
        let mut by_shelf = ByShelf::new();
        for (slug, _) in read {
            let Some(article) = shelf.article(&slug) else { continue };
            let named = by_shelf.entry(article.category.clone()).or_default();
            if named.len() < NAMED {
                named.push(slug);
            }
        }
        by_shelf
    }
}
