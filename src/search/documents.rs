//! All prepared documents, by their number.

use std::sync::Arc;

use super::prepare::Prepared;

/// Documents of one page: what is copied when one of them changes.
const PAGE: usize = 256;

/// Documents by number. A copy shares all pages until one changes: of 100,000
/// documents it costs some hundred addresses.
#[derive(Clone, Default)]
pub struct Documents {
    pages: Vec<Arc<Vec<Option<Arc<Prepared>>>>>,
    count: usize,
}

impl Documents {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// One more than the largest number that was ever given.
    pub fn end(&self) -> usize {
        self.pages.last().map_or(0, |page| (self.pages.len() - 1) * PAGE + page.len())
    }

    /// The document of this number.
    pub fn get(&self, number: usize) -> Option<&Arc<Prepared>> {
        self.pages.get(number / PAGE)?.get(number % PAGE)?.as_ref()
    }

    /// Puts a document at its number, or takes it away; returns the one before.
    pub fn set(&mut self, number: usize, document: Option<Arc<Prepared>>) -> Option<Arc<Prepared>> {
        while self.pages.len() <= number / PAGE {
            self.pages.push(Arc::new(Vec::with_capacity(PAGE)));
        }
        let page = Arc::make_mut(&mut self.pages[number / PAGE]);
        while page.len() <= number % PAGE {
            page.push(None);
        }
        self.count += usize::from(document.is_some());
        let before = std::mem::replace(&mut page[number % PAGE], document);
        self.count -= usize::from(before.is_some());
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Document;
    use crate::search::corpus::Corpus;

    fn document(key: &str) -> Arc<Prepared> {
        let (prepared, _) = Prepared::new(&Document { key: key.into(), ..Document::default() }, &Corpus::default());
        Arc::new(prepared)
    }

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut documents = Documents::default();
        for number in 0..600 {
            documents.set(number, Some(document(&number.to_string())));
        }
        let before = documents.clone();
        documents.set(300, None);
        documents.set(599, Some(document("new")));

        let key = |documents: &Documents, number: usize| documents.get(number).map(|document| document.key.to_string());
        assert_eq!((before.count(), documents.count(), documents.end()), (600, 599, 600));
        assert_eq!((key(&before, 300), key(&documents, 300)), (Some("300".into()), None));
        assert_eq!((key(&before, 599), key(&documents, 599)), (Some("599".into()), Some("new".into())));
        assert_eq!(key(&documents, 600), None);
    }
}
