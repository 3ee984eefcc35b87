//! Pages of articles as visitors get them who are not signed in and carry
//! nothing of their own: drawn once, until something that they show changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::http::header::{self, ContentType, HeaderMap, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use flate2::Crc;

use super::freshness::Known;
use super::guides::GuideShelf;
use super::history::History;
use super::{Article, Library, Shelf};
use crate::clock::Day;
use crate::db::keys::FeedbackId;

/// Bytes of pages that are kept: some two thousand. Whatever is read beyond
/// that is drawn again, which takes a tenth of a millisecond.
const ROOM: usize = 32 * 1024 * 1024;
/// Where the key of a page's forms goes, once the page's fingerprint is taken.
pub const KEY_PLACE: &str = "00000000-0000-0000-0000-000000000000";

/// One page, but for the key of its forms.
#[derive(Debug)]
pub struct ReadyPage {
    html: Vec<u8>,
    /// Where the key goes.
    places: Vec<usize>,
    tag: String,
}

/// The pages that are kept, by name.
#[derive(Debug, Default)]
pub struct ReadyPages(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    sources: Option<Sources>,
    pages: HashMap<String, Arc<ReadyPage>>,
    bytes: usize,
}

/// What pages are drawn from. Where any of it was replaced, all are drawn anew.
#[derive(Debug, Clone)]
pub struct Sources {
    /// From one day to the next an article may pass its date.
    day: Day,
    shelf: Arc<Shelf>,
    guides: Arc<GuideShelf>,
    history: Arc<History>,
    known: Arc<Known>,
}

impl Sources {
    /// What `library` holds at this moment.
    pub fn of(library: &Library, day: Day) -> Self {
        Sources {
            day,
            shelf: library.shelf(),
            guides: library.guides(),
            history: library.history(),
            known: library.watch.known(),
        }
    }

    /// The article of this slug.
    pub fn article(&self, slug: &str) -> Option<Arc<Article>> {
        self.shelf.article(slug).cloned()
    }

    fn is_same(&self, other: &Sources) -> bool {
        self.day == other.day
            && Arc::ptr_eq(&self.shelf, &other.shelf)
            && Arc::ptr_eq(&self.guides, &other.guides)
            && Arc::ptr_eq(&self.history, &other.history)
            && Arc::ptr_eq(&self.known, &other.known)
    }
}

impl ReadyPages {
    /// The page of this name, as it was drawn from `sources` or as `draw` makes
    /// it now. `sources` are taken before anything that is drawn, so that what
    /// changes meanwhile is drawn again and never missed.
    ///
    /// # Errors
    ///
    /// Those of `draw`.
    pub fn get_or_draw<E>(
        &self,
        sources: Sources,
        name: &str,
        draw: impl FnOnce() -> Result<String, E>,
    ) -> Result<Arc<ReadyPage>, E> {
        if let Some(page) = self.lock().find(&sources, name) {
            return Ok(page);
        }
        // Two who come at once both draw: neither waits for the other.
        let page = Arc::new(ReadyPage::new(draw()?));
        self.lock().keep(sources, name, &page);
        Ok(page)
    }

    /// A panic while it was held can't have left it half changed.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&self, sources: &Sources, name: &str) -> Option<Arc<ReadyPage>> {
        let is_same = self.sources.as_ref().is_some_and(|kept| kept.is_same(sources));
        self.pages.get(name).filter(|_| is_same).cloned()
    }

    fn keep(&mut self, sources: Sources, name: &str, page: &Arc<ReadyPage>) {
        let is_same = self.sources.as_ref().is_some_and(|kept| kept.is_same(&sources));
        if !is_same || self.bytes + page.html.len() > ROOM {
            *self = Kept { sources: Some(sources), ..Kept::default() };
        }
        self.bytes += page.html.len();
        if let Some(before) = self.pages.insert(name.to_owned(), Arc::clone(page)) {
            self.bytes -= before.html.len();
        }
    }
}

impl ReadyPage {
    /// A page with [`KEY_PLACE`] wherever its key goes.
    pub fn new(html: String) -> Self {
        let html = html.into_bytes();
        ReadyPage { places: memchr::memmem::find_iter(&html, KEY_PLACE).collect(), tag: fingerprint(&html), html }
    }

    /// The answer: the page with a key of its own, or that the reader has it.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let is_known = is_known(request.headers(), &self.tag);
        let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer
            .insert_header((header::ETAG, self.tag.as_str()))
            .insert_header((header::CACHE_CONTROL, "private, no-cache"))
            .insert_header((header::VARY, "Cookie"));
        if is_known {
            // A body here would be taken for the beginning of the next answer.
            return answer.finish();
        }
        answer.content_type(ContentType::html()).body(self.with_key(&FeedbackId::generate()))
    }

    fn with_key(&self, key: &FeedbackId) -> Vec<u8> {
        let mut body = self.html.clone();
        for at in &self.places {
            // Both are written alike: 36 characters.
            body[*at..at + KEY_PLACE.len()].copy_from_slice(key.as_str().as_bytes());
        }
        body
    }
}

/// A weak tag, since compression changes the bytes. A checksum is enough to
/// tell a page from what it was before, and takes a tenth of a hash's time.
fn fingerprint(body: &[u8]) -> String {
    let mut sum = Crc::new();
    sum.update(body);
    format!("W/\"{:08x}-{:x}\"", sum.sum(), body.len())
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).map(HeaderValue::to_str);
    let known = known.and_then(Result::ok).unwrap_or_default();
    known.split(',').any(|one| one.trim() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::DbError;

    fn sources(library: &Library) -> Sources {
        Sources::of(library, Day::parse("2026-11-20").expect("a day"))
    }

    #[test]
    fn a_page_is_drawn_once_until_something_that_it_shows_changes() {
        let library = Library::bare("").unwrap_or_else(|error| panic!("{error}"));
        let ready = ReadyPages::default();
        let draw = |sources, words: &str| {
            let page = ready.get_or_draw(sources, "a", || Ok::<_, DbError>(words.to_owned()));
            String::from_utf8(page.expect("it is drawn").html.clone()).expect("text")
        };
        let same = sources(&library);

        assert_eq!(draw(same.clone(), "first"), "first");
        assert_eq!(draw(same.clone(), "again"), "first");
        let next_day = Sources { day: Day::parse("2026-11-21").expect("a day"), ..same.clone() };
        assert_eq!(draw(next_day, "tomorrow"), "tomorrow");
        let other = Library::bare("").unwrap_or_else(|error| panic!("{error}"));
        for (part, changed) in [
            ("shelf", Sources { shelf: other.shelf(), ..same.clone() }),
            ("guides", Sources { guides: other.guides(), ..same.clone() }),
            ("history", Sources { history: other.history(), ..same.clone() }),
            ("known", Sources { known: other.watch.known(), ..same.clone() }),
        ] {
            draw(same.clone(), "before");
            assert_eq!(draw(changed, part), part);
        }
    }

    #[test]
    fn what_does_not_fit_any_more_makes_room() {
        let library = Library::bare("").unwrap_or_else(|error| panic!("{error}"));
        let mut kept = Kept::default();
        let page = Arc::new(ReadyPage::new("x".repeat(ROOM / 4)));
        for name in ["a", "a", "b", "c", "d", "e"] {
            kept.keep(sources(&library), name, &page);
            assert!(kept.bytes <= ROOM, "{name}");
        }
        assert_eq!((kept.pages.len(), kept.bytes), (1, page.html.len()));
    }

    #[test]
    fn every_place_gets_the_key_and_the_tag_tells_nothing_of_it() {
        let page = ReadyPage::new(format!("<a {KEY_PLACE}><b {KEY_PLACE}>"));
        let (first, second) = (FeedbackId::generate(), FeedbackId::generate());

        assert_eq!(page.with_key(&first), format!("<a {first}><b {first}>").into_bytes());
        assert_ne!(page.with_key(&first), page.with_key(&second));
        assert_eq!(page.tag, ReadyPage::new(format!("<a {KEY_PLACE}><b {KEY_PLACE}>")).tag);
    }
}
