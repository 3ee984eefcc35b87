//! What is known of articles beside their text, held in memory: reading one
//! must not wait for the database.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::SignedDuration;

use super::model::{Flag, Reviewed, Standing};
use super::{rules, store};
use crate::clock::{Day, Timestamp};
use crate::db::keys::PersonId;
use crate::db::{Connection, Db, DbError, changes};
use crate::knowledge::follow::CHANGE_KIND as ARTICLE;
use crate::knowledge::{Article, KnowledgeError, Origin, Shelf};

/// The kind under which reviews and reports announce their changes.
pub const CHANGE_KIND: &str = "freshness";
/// How long a reader sees what became of their report.
const NEWS: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Keys of one query; SQLite takes some thousand variables.
const CHUNK: usize = 500;

/// Reviews and reports of all articles. Cheap to clone; all clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    known: Arc<ArcSwap<Known>>,
    stale: Arc<ArcSwap<Stale>>,
}

/// What the database says of them, as it was at one moment.
#[derive(Debug, Clone, Default)]
pub struct Known {
    authors: HashMap<String, PersonId>,
    reviews: HashMap<String, Reviewed>,
    flags: HashMap<String, Vec<Flag>>,
    /// Up to where the database's changes were followed; none before the first look.
    seen: Option<i64>,
}

/// The slugs of articles whose date has passed, and for what that was found out.
#[derive(Debug, Default)]
struct Stale {
    slugs: HashSet<String>,
    found_for: Option<(Day, Arc<Shelf>, Arc<Known>)>,
}

impl Watch {
    /// How up to date the article is.
    pub fn standing(&self, article: &Article) -> Standing {
        let known = self.known.load();
        let slug = article.slug.as_str();
        rules::standing(article, known.reviews.get(slug), known.flags.get(slug).map_or(&[], Vec::as_slice))
    }

    /// All that is known at this moment. It is replaced, and never changed.
    pub fn known(&self) -> Arc<Known> {
        self.known.load_full()
    }

    /// Who published the article; nobody where it is a file.
    pub fn author(&self, article: &Article) -> Option<PersonId> {
        if article.origin != Origin::Published {
            return None;
        }
        self.known.load().authors.get(article.slug.as_str()).copied()
    }

    /// The newest review of the article, whichever text it was of.
    pub(super) fn review(&self, article: &Article) -> Option<Reviewed> {
        self.known.load().reviews.get(article.slug.as_str()).cloned()
    }

    /// What this person reported of the article, the oldest first, as long as it is news.
    pub(super) fn reported_by(&self, article: &Article, person: PersonId) -> Vec<Flag> {
        let known = self.known.load();
        let flags = known.flags.get(article.slug.as_str()).into_iter().flatten();
        flags.filter(|flag| flag.person == Some(person)).cloned().collect()
    }

    /// Whether the article's date had passed when that was last looked at;
    /// cheap enough for every hit of a search.
    pub fn is_stale(&self, slug: &str) -> bool {
        self.stale.load().slugs.contains(slug)
    }

    /// Looks which articles' dates have passed, where anything changed since.
    pub fn look(&self, shelf: &Arc<Shelf>, today: Day) {
        let known = self.known.load_full();
        let is_same = self.stale.load().found_for.as_ref().is_some_and(|(day, before, knew)| {
            *day == today && Arc::ptr_eq(before, shelf) && Arc::ptr_eq(knew, &known)
        });
        if is_same {
            return;
        }
        let stale = shelf.articles().filter(|article| self.standing(article).is_stale(today));
        let slugs = stale.map(|article| article.slug.to_string()).collect();
        self.stale.store(Arc::new(Stale { slugs, found_for: Some((today, Arc::clone(shelf), known)) }));
    }

    /// Takes over what changed since the last look; the first look takes all.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError`]; what was known stays then.
    pub async fn catch_up(&self, db: &Db, now: Timestamp) -> Result<(), KnowledgeError> {
        let seen = self.known.load().seen;
        let since = now.plus(-NEWS);
        let found = db.read(move |connection| find_changed(connection, seen, since)).await?;
        let Some((changed, newest)) = found else { return Ok(()) };
        // Two looks at once both start from what there is, and both may end here.
        self.known.rcu(|known| {
            if known.seen.is_some_and(|seen| seen >= newest) {
                return Arc::clone(known);
            }
            let mut known = Known::clone(known);
            changed.clone().put_into(&mut known);
            known.seen = Some(newest);
            Arc::new(known)
        });
        Ok(())
    }
}

/// What the database says of some articles, or of all.
#[derive(Debug, Clone, Default)]
struct Changed {
    /// None: of all.
    slugs: Option<Vec<String>>,
    authors: HashMap<String, PersonId>,
    reviews: HashMap<String, Reviewed>,
    flags: Vec<Flag>,
}

impl Changed {
    fn read(connection: &mut Connection, slugs: Option<&[String]>, since: Timestamp) -> Result<Self, DbError> {
        Ok(Changed {
            slugs: slugs.map(<[String]>::to_vec),
            authors: store::list_authors(connection, slugs)?,
            reviews: store::list_reviews(connection, slugs)?,
            flags: store::list_flags(connection, slugs, since)?,
        })
    }

    fn put_into(self, known: &mut Known) {
        match &self.slugs {
            None => *known = Known::default(),
            Some(slugs) => {
                for slug in slugs {
                    known.authors.remove(slug);
                    known.reviews.remove(slug);
                    known.flags.remove(slug);
                }
            }
        }
        known.authors.extend(self.authors);
        known.reviews.extend(self.reviews);
        for flag in self.flags {
            known.flags.entry(flag.slug.clone()).or_default().push(flag);
        }
    }

    fn join(&mut self, other: Changed) {
        self.slugs.get_or_insert_default().extend(other.slugs.unwrap_or_default());
        self.authors.extend(other.authors);
        self.reviews.extend(other.reviews);
        self.flags.extend(other.flags);
    }
}

/// What changed after `seen`, with the newest change; nothing where nothing did.
fn find_changed(
    connection: &mut Connection,
    seen: Option<i64>,
    since: Timestamp,
) -> Result<Option<(Changed, i64)>, DbError> {
    let Some(seen) = seen else {
        let newest = changes::newest(connection)?;
        return Ok(Some((Changed::read(connection, None, since)?, newest)));
    };
    let rows = changes::list_since(connection, seen)?;
    let Some(newest) = rows.last().map(|row| row.sequence) else { return Ok(None) };
    let ours = rows.into_iter().filter(|row| row.kind == CHANGE_KIND || row.kind == ARTICLE);
    let slugs: Vec<String> = ours.map(|row| row.subject).collect::<BTreeSet<_>>().into_iter().collect();
    let mut changed = Changed { slugs: Some(Vec::new()), ..Changed::default() };
    for chunk in slugs.chunks(CHUNK) {
        changed.join(Changed::read(connection, Some(chunk), since)?);
    }
    Ok(Some((changed, newest)))
}
