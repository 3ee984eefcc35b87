//! The articles as lists show them: by their titles, with their tags counted,
//! all of them and those of each shelf. A change costs the same with 100,000
//! articles as with 100, and a page of a list only what it shows.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::model::Article;
use super::ordered::Ordered;

/// All articles, and those of each shelf.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// All of them.
    pub all: Part,
    shelves: BTreeMap<String, Part>,
}

/// Some of the articles.
#[derive(Debug, Clone, Default)]
pub struct Part {
    list: List,
    /// Each tag with the articles that have it.
    tags: Ordered<(Arc<str>, List)>,
}

/// Articles in the order of their titles.
#[derive(Debug, Clone, Default)]
struct List {
    articles: Ordered<Arc<Article>>,
    count: usize,
}

impl Catalogue {
    /// The articles of a shelf; none where nothing stands on it.
    pub fn shelf(&self, category: &str) -> Option<&Part> {
        self.shelves.get(category)
    }

    /// Puts an article in, whose slug none of them has.
    pub fn put(&mut self, article: &Arc<Article>) {
        self.all.put(article);
        self.shelves.entry(article.category.clone()).or_default().put(article);
    }

    /// Takes an article out that was put in.
    pub fn take(&mut self, article: &Arc<Article>) {
        self.all.take(article);
        if let Some(shelf) = self.shelves.get_mut(&article.category) {
            shelf.take(article);
            if shelf.count() == 0 {
                self.shelves.remove(&article.category);
            }
        }
    }
}

impl Part {
    /// The articles in the order of their titles.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.list.articles.iter()
    }

    /// How many articles there are.
    pub fn count(&self) -> usize {
        self.list.count
    }

    /// The articles that have a tag, in the order of their titles.
    pub fn tagged(&self, tag: &str) -> impl Iterator<Item = &Arc<Article>> {
        let found = self.tags.find(|(known, _)| (**known).cmp(tag));
        found.into_iter().flat_map(|(_, list)| list.articles.iter())
    }

    /// Their tags, each with how many of them have it.
    pub fn tags(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tags.iter().map(|(tag, list)| (&**tag, list.count))
    }

    /// Whether any of them has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.find(|(known, _)| (**known).cmp(tag)).is_some()
    }

    fn put(&mut self, article: &Arc<Article>) {
        self.list.put(article);
        for tag in &article.tags {
            self.change_tag(tag, |list| list.put(article));
        }
    }

    fn take(&mut self, article: &Arc<Article>) {
        self.list.take(article);
        for tag in &article.tags {
            self.change_tag(tag, |list| list.take(article));
        }
    }

    fn change_tag(&mut self, tag: &str, change: impl Fn(&mut List)) {
        let order = |(known, _): &(Arc<str>, List)| (**known).cmp(tag);
        let (tag, mut list) = self.tags.take(order).unwrap_or_else(|| (Arc::from(tag), List::default()));
        change(&mut list);
        if list.count > 0 {
            self.tags.put((Arc::clone(&tag), list), order);
        }
    }
}

impl List {
    fn put(&mut self, article: &Arc<Article>) {
        let order = |known: &Arc<Article>| by_title(known, article);
        self.count += usize::from(self.articles.find(order).is_none());
        self.articles.put(Arc::clone(article), order);
    }

    fn take(&mut self, article: &Arc<Article>) {
        self.count -= usize::from(self.articles.take(|known| by_title(known, article)).is_some());
    }
}

/// The order of lists: by title, whatever its case, then by slug.
fn by_title(a: &Article, b: &Article) -> Ordering {
    fn letters(article: &Article) -> impl Iterator<Item = char> {
        article.title.chars().flat_map(char::to_lowercase)
    }
    letters(a).cmp(letters(b)).then_with(|| a.slug.cmp(&b.slug))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::front_matter;
    use crate::knowledge::model::Origin;

    fn article(slug: &str, title: &str, category: &str, tags: &str) -> Arc<Article> {
        let text = format!(
            "---\ntitle: {title}\ncategory: {category}\ntags: [{tags}]\nphrasings: []\nowner: NetSec\n\
             reviewed_on: 2026-11-21\nreview_after: 2027-05-21\n---\nYes.\n"
        );
        let file = front_matter::parse(slug, &text, Origin::Published, &Arc::from(""));
        file.unwrap_or_else(|(line, words)| panic!("{line}: {words}")).article
    }

    fn told(part: Option<&Part>) -> String {
        let Some(part) = part else { return "nothing".into() };
        let slugs: Vec<_> = part.articles().map(|article| article.slug.as_str()).collect();
        let tags: Vec<_> = part.tags().map(|(tag, count)| format!("{tag} {count}")).collect();
        format!("{}: {} / {}", part.count(), slugs.join(" "), tags.join(" "))
    }

    #[test]
    fn lists_go_by_title_and_know_what_was_taken_out() {
        let mut catalogue = Catalogue::default();
        let all = [
            article("c", "Apples", "dns", "x, y"),
            article("b", "apples", "dns", "x"),
            article("a", "Éclairs", "vpn", "y"),
            article("d", "Bananas", "vpn", "z"),
        ];
        all.iter().for_each(|article| catalogue.put(article));
        let before = catalogue.clone();

        assert_eq!(told(Some(&catalogue.all)), "4: b c d a / x 2 y 2 z 1");
        assert_eq!(told(catalogue.shelf("dns")), "2: b c / x 2 y 1");
        catalogue.take(&all[0]);
        catalogue.take(&all[2]);
        catalogue.take(&all[3]);
        assert_eq!(told(Some(&catalogue.all)), "1: b / x 1");
        assert_eq!(
            (told(catalogue.shelf("dns")), told(catalogue.shelf("vpn"))),
            ("1: b / x 1".into(), "nothing".into())
        );
        assert!(catalogue.all.has_tag("x") && !catalogue.all.has_tag("y"));
        assert_eq!(told(before.shelf("vpn")), "2: d a / y 1 z 1");
    }
}
