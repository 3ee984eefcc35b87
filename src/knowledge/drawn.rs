//! What was drawn of articles, kept while there is room.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Bytes of HTML that the process keeps: some thousand articles. Whatever is
/// read beyond that is drawn again, which takes milliseconds.
const ROOM: usize = 64 * 1024 * 1024;

/// The HTML of one article, if it was drawn lately.
#[derive(Debug, Default)]
pub struct Drawn(Mutex<Option<Weak<str>>>);

/// All that is kept, the oldest first.
struct Kept {
    pages: VecDeque<Arc<str>>,
    bytes: usize,
    room: usize,
}

static KEPT: Mutex<Kept> = Mutex::new(Kept { pages: VecDeque::new(), bytes: 0, room: ROOM });

impl Drawn {
    /// What was drawn before, or what `draw` makes now.
    pub fn get_or_draw(&self, draw: impl FnOnce() -> String) -> Arc<str> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(Weak::upgrade);
        if let Some(html) = known() {
            return html;
        }
        // Two who come at once both draw: neither waits for the other.
        let html: Arc<str> = draw().into();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::downgrade(&html));
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).keep(Arc::clone(&html));
        html
    }
}

impl Kept {
    fn keep(&mut self, html: Arc<str>) {
        self.bytes += html.len();
        self.pages.push_back(html);
        while self.bytes > self.room {
            let Some(oldest) = self.pages.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_is_drawn_once_and_the_oldest_goes() {
        let drawn = Drawn::default();
        let first = drawn.get_or_draw(|| "<p>".into());
        let again = drawn.get_or_draw(|| panic!("it is drawn twice"));
        assert!(Arc::ptr_eq(&first, &again));

        let mut kept = Kept { pages: VecDeque::new(), bytes: 0, room: 10 };
        for text in ["aaaa", "bbbb", "cccc"] {
            kept.keep(text.into());
        }
        assert_eq!((kept.pages.len(), kept.bytes, &*kept.pages[0]), (2, 8, "bbbb"));
    }
}
