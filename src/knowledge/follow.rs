//! Keeps the library up to date: what this node or another published, and what
//! changed in the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::drawn::Drawn;
use super::file_article::FileArticle;
use super::model::{Article, Origin, Slug};
use super::moved::{self, Place};
use super::{KnowledgeError, Library, learnt, store};
use crate::clock::Clock;
use crate::db::{Connection, Db, DbError, changes};
use crate::markdown;

/// The kind under which articles announce their changes.
pub const CHANGE_KIND: &str = "article";
/// How often the database is asked; a published article is found well within a second.
const DATABASE_EVERY: Duration = Duration::from_millis(200);
/// How often the folder is looked at: a change is seen within two seconds.
const FOLDER_EVERY: Duration = Duration::from_secs(1);
/// The share of one processor that looking at the folder may take, one in so
/// many: 10,000 files take some 20 ms; 100,000 take longer and are looked at less often.
const FOLDER_SHARE: u32 = 10;
/// How often git is asked whether something was committed.
const HISTORY_EVERY: Duration = Duration::from_secs(20);
/// How often counted reads are written.
const READS_EVERY: Duration = Duration::from_secs(10);
/// Keys of one query; SQLite takes some thousand variables.
const CHUNK: usize = 500;

/// Starts what keeps the library up to date. It ends with the runtime.
pub fn start_background(library: &Library, db: &Db, clock: &Clock) {
    let (own, doors) = (library.clone(), db.clone());
    actix_web::rt::spawn(async move {
        every(DATABASE_EVERY, async || own.catch_up(&doors).await, "published articles are not followed").await;
    });
    let own = library.clone();
    actix_web::rt::spawn(async move {
        every(FOLDER_EVERY, async || look_at_folder(&own).await, "the content folder is not followed").await;
    });
    let own = library.clone();
    actix_web::rt::spawn(async move { follow_history(&own).await });
    let (own, doors) = (library.clone(), db.clone());
    actix_web::rt::spawn(async move {
        every(READS_EVERY, async || own.flush_reads(&doors).await, "reads of articles are not counted").await;
    });
    let (own, doors, time) = (library.clone(), db.clone(), clock.clone());
    actix_web::rt::spawn(async move {
        let flush = async || own.searches.flush(&doors, time.now()).await;
        every(READS_EVERY, flush, "searches are not counted").await;
    });
    let (own, doors, time) = (library.clone(), db.clone(), clock.clone());
    actix_web::rt::spawn(async move {
        let look = async || look_at_dates(&own, &doors, &time).await;
        every(FOLDER_EVERY, look, "reviews and reports of articles are not followed").await;
    });
}

/// Does `work` again and again; says once that it fails, and once that it works again.
async fn every(pause: Duration, work: impl AsyncFn() -> Result<(), KnowledgeError>, trouble: &str) {
    let mut failing = false;
    loop {
        match work().await {
            Ok(()) if failing => {
                failing = false;
                tracing::info!("over: {trouble}");
            }
            Ok(()) => {}
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(%error, "{trouble}; it is tried again");
            }
            Err(_) => {}
        }
        actix_web::rt::time::sleep(pause).await;
    }
}

async fn look_at_folder(library: &Library) -> Result<(), KnowledgeError> {
    let library = library.clone();
    let looked = actix_web::rt::task::spawn_blocking(move || library.refresh_folder()).await;
    let took = looked.unwrap_or_else(|error| Err(KnowledgeError::Search(error.to_string())))?;
    actix_web::rt::time::sleep((took * (FOLDER_SHARE - 1)).saturating_sub(FOLDER_EVERY)).await;
    Ok(())
}

/// Reads what git knows of the folder, and again after each commit. Where there
/// is no git, or no work tree, it says so once and is done.
async fn follow_history(library: &Library) {
    while library.folder().is_some() {
        let own = library.clone();
        let read = actix_web::rt::task::spawn_blocking(move || own.refresh_history()).await;
        if let Ok(Err(words)) = read {
            tracing::info!("articles show no last commit: {words}");
            return;
        }
        actix_web::rt::time::sleep(HISTORY_EVERY).await;
    }
}

async fn look_at_dates(library: &Library, db: &Db, clock: &Clock) -> Result<(), KnowledgeError> {
    let (library, now) = (library.clone(), clock.now());
    library.watch.catch_up(db, now).await?;
    let looked = actix_web::rt::task::spawn_blocking(move || library.watch.look(&library.shelf(), now.day())).await;
    looked.map_err(|error| KnowledgeError::Search(error.to_string()))
}

impl Library {
    /// Takes over what was published since the last look; the first look takes all.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError`]; the library stays as it was then.
    pub async fn catch_up(&self, db: &Db) -> Result<(), KnowledgeError> {
        let (seen, base) = (self.seen(), Arc::clone(self.base()));
        let found = db.read(move |connection| find_changed(connection, seen, &base)).await?;
        let Some(changed) = found else { return Ok(()) };
        let library = self.clone();
        let taken = actix_web::rt::task::spawn_blocking(move || library.set_published(changed)).await;
        taken.unwrap_or_else(|error| Err(KnowledgeError::Search(error.to_string())))
    }

    /// Writes how often articles were opened.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError`]; what was counted is kept for the next time.
    pub async fn flush_reads(&self, db: &Db) -> Result<(), KnowledgeError> {
        let counts = self.reads.take();
        if counts.is_empty() {
            return Ok(());
        }
        let written = counts.clone();
        let result = db
            .write(move |tx| {
                let renamed = moved::current_slugs(tx, written.iter().map(|(slug, ..)| slug.as_str()))?;
                for (slug, day, count) in &written {
                    store::add_reads(tx, renamed.get(slug).unwrap_or(slug), *day, *count)?;
                }
                Ok::<_, DbError>(())
            })
            .await;
        if result.is_err() {
            self.reads.give_back(counts);
        }
        Ok(result?)
    }
}

/// What changed in the database.
pub(super) struct Changed {
    /// The articles, by slug; none: it is gone.
    pub articles: Vec<(Slug, Option<FileArticle>)>,
    /// What was learnt for articles, by slug; all of each.
    pub learnt: Vec<(Slug, Vec<String>)>,
    /// All redirects, where any of them changed.
    pub redirects: Option<BTreeMap<String, Place>>,
    /// The newest change.
    pub newest: i64,
}

/// What changed after `seen`; nothing where nothing did.
fn find_changed(
    connection: &mut Connection,
    seen: Option<i64>,
    base: &Arc<str>,
) -> Result<Option<Changed>, KnowledgeError> {
    let Some(seen) = seen else {
        let newest = changes::newest(connection)?;
        let rows = store::list_articles(connection, None)?;
        let articles =
            rows.into_iter().filter_map(|row| Some((Slug::parse(&row.slug)?, from_row(row, base)))).collect();
        let redirects = Some(moved::list_redirects(connection)?);
        let learnt = learnt::list_phrasings(connection, None)?;
        let learnt = learnt.into_iter().filter_map(|(slug, words)| Some((Slug::parse(&slug)?, words))).collect();
        return Ok(Some(Changed { articles, learnt, redirects, newest }));
    };
    let rows = changes::list_since(connection, seen)?;
    let Some(newest) = rows.last().map(|row| row.sequence) else { return Ok(None) };
    let has_moved = rows.iter().any(|row| row.kind == moved::CHANGE_KIND);
    let redirects = if has_moved { Some(moved::list_redirects(connection)?) } else { None };
    let subjects = |kind: &str| -> Vec<String> {
        let named = rows.iter().filter(|row| row.kind == kind).map(|row| row.subject.clone());
        named.collect::<BTreeSet<String>>().into_iter().collect()
    };
    let taught = subjects(learnt::CHANGE_KIND);
    let mut words =
        if taught.is_empty() { BTreeMap::new() } else { learnt::list_phrasings(connection, Some(&taught))? };
    let learnt =
        taught.iter().filter_map(|slug| Some((Slug::parse(slug)?, words.remove(slug).unwrap_or_default()))).collect();
    let slugs = subjects(CHANGE_KIND);
    let mut found = Vec::new();
    for chunk in slugs.chunks(CHUNK) {
        let mut rows = store::list_articles(connection, Some(chunk))?;
        for slug in chunk {
            let at = rows.iter().position(|row| row.slug == *slug);
            let article = at.and_then(|at| from_row(rows.swap_remove(at), base));
            found.extend(Slug::parse(slug).map(|slug| (slug, article)));
        }
    }
    Ok(Some(Changed { articles: found, learnt, redirects, newest }))
}

/// The articles of the database that are served, sorted by slug.
pub(super) fn published(connection: &mut Connection, base: &Arc<str>) -> Result<Vec<Arc<Article>>, DbError> {
    let rows = store::list_articles(connection, None)?;
    Ok(rows.into_iter().filter_map(|row| from_row(row, base)).map(|file| file.article).collect())
}

/// The article of a row; none where it was retired, or is not one of this release's.
fn from_row(row: store::ArticleRow, base: &Arc<str>) -> Option<FileArticle> {
    if row.retired_at.is_some() {
        return None;
    }
    let list = |text: &str| serde_json::from_str::<Vec<String>>(text).unwrap_or_default();
    let outline = markdown::outline(&row.body);
    let article = Article {
        slug: Slug::parse(&row.slug)?,
        title: row.title,
        category: row.category,
        tags: list(&row.tags),
        phrasings: list(&row.phrasings),
        related: list(&row.related),
        owner: if row.owner.is_empty() { row.author } else { row.owner },
        reviewed_on: row.reviewed_on,
        review_after: row.review_after,
        body: row.body,
        origin: Origin::Published,
        question_number: row.question_number,
        headings: outline.headings().cloned().collect(),
        base: Arc::clone(base),
        html: Drawn::default(),
    };
    Some(FileArticle {
        article: Arc::new(article),
        outline,
        body_line: 1,
        related_lines: Vec::new(),
        category_line: 1,
        notes: Vec::new(),
        is_foreign: false,
        aliases: Vec::new(),
    })
}
