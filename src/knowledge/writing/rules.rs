//! What a proof-reader would say of a draft, and where an article may be changed.

use std::path::Path;

use super::model::Text;
use crate::knowledge::proof::check_flows;
use crate::knowledge::{Article, Origin, Shelf};
use crate::markdown::{self, Outline};

/// Words of an article from which on it is better made two (issue of the
/// articles that come with the program: 200 to 700).
const LONG: usize = 700;
/// Words of the first paragraph from which on it is no answer but a story.
const LONG_ANSWER: usize = 90;

/// What is worth another look before others read it: hints, not refusals.
/// `slug` is the article's own.
pub fn hints(text: &Text, slug: Option<&str>, shelf: &Shelf) -> Vec<String> {
    let outline = markdown::outline(&text.body);
    let mut hints = Vec::new();
    if text.body.trim().is_empty() {
        return hints;
    }
    hints.extend(check_answer(&outline));
    for target in &outline.links {
        hints.extend(check_link(target, slug, &outline, shelf));
    }
    for related in &text.related {
        if shelf.article(related).is_none() || slug == Some(related) {
            hints.push(format!("Read next: there is no other article “{related}”."));
        }
    }
    for (line, words) in check_flows(&text.body, 1) {
        hints.push(format!("Line {line}: {words}."));
    }
    let count = text.body.split_whitespace().count();
    if count > LONG {
        hints.push(format!("It has {count} words. More than {LONG} are better made two articles."));
    }
    if text.phrasings.is_empty() {
        hints.push("No other way to ask is given. The search lives on the words that people really type.".into());
    }
    if shelf.categories().name(&text.category).is_none() {
        hints.push("It has no category yet.".into());
    }
    hints
}

fn check_answer(outline: &Outline) -> Option<String> {
    let first = outline.sections.iter().find_map(|section| Some((section, section.blocks.first()?)));
    let begins_with_prose =
        first.is_some_and(|(section, block)| section.heading.is_none() && block.kind == markdown::BlockKind::Prose);
    if !begins_with_prose {
        return Some("Begin with the answer: a paragraph of two or three sentences before anything else.".into());
    }
    let count = outline.answer().split_whitespace().count();
    (count > LONG_ANSWER)
        .then(|| format!("The first paragraph has {count} words. Give the answer there, the why below."))
}

fn check_link(target: &str, own: Option<&str>, outline: &Outline, shelf: &Shelf) -> Option<String> {
    let rest = target.strip_prefix("/faq/")?;
    let (slug, heading) = rest.split_once('#').unwrap_or((rest, ""));
    let is_own = own == Some(slug);
    let Some(article) = shelf.article(slug).filter(|_| !is_own) else {
        let found = is_own && (heading.is_empty() || outline.headings().any(|known| known.id == heading));
        return (!found).then(|| format!("The link {target} leads to no article."));
    };
    let has_heading = heading.is_empty() || article.headings.iter().any(|known| known.id == heading);
    (!has_heading).then(|| format!("The link {target} leads to no heading of that article."))
}

/// The file that has to be changed instead, where the article is one of the
/// content folder: what is published here would lie below it, unseen. Its last
/// folder and name, since the whole path is the machine's own affair.
pub fn file_of(article: &Article) -> Option<String> {
    let Origin::Folder(path) = &article.origin else { return None };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = path.parent().and_then(name);
    Some([folder, name(path)].into_iter().flatten().collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Library;

    #[test]
    fn hints_name_what_is_worth_another_look() {
        let library = Library::open("", None).unwrap_or_else(|error| panic!("{error}"));
        let fine = Text {
            title: "A?".into(),
            category: "dns".into(),
            phrasings: vec!["a".into()],
            body: "Yes. See [DNS](/faq/dns-change-ttl#why) and [below](/faq/own#more).\n\n## More\n\nWords.".into(),
            ..Text::default()
        };
        assert_eq!(hints(&fine, Some("own"), &library.shelf()), Vec::<String>::new());
        assert_eq!(hints(&Text::default(), None, &library.shelf()), Vec::<String>::new());

        for (text, part) in [
            (Text { body: "## Why\n\nBecause.".into(), ..fine.clone() }, "Begin with the answer"),
            (Text { body: "```sh\nls\n```\n\nThen.".into(), ..fine.clone() }, "Begin with the answer"),
            (Text { body: "word ".repeat(91), ..fine.clone() }, "first paragraph has 91"),
            (Text { body: format!("Yes.\n\n{}", "a b\n\n".repeat(400)), ..fine.clone() }, "801 words"),
            (Text { body: "[x](/faq/nowhere)".into(), ..fine.clone() }, "/faq/nowhere leads to no article"),
            (Text { body: "[x](/faq/dns-change-ttl#nowhere)".into(), ..fine.clone() }, "no heading of that"),
            (Text { body: "[x](/faq/own#nowhere)".into(), ..fine.clone() }, "/faq/own#nowhere leads"),
            (Text { body: "Yes.\n\n```flow\na to b\n```".into(), ..fine.clone() }, "Line 4: write a flow"),
            (Text { related: vec!["nowhere".into()], ..fine.clone() }, "no other article “nowhere”"),
            (Text { related: vec!["own".into()], ..fine.clone() }, "no other article “own”"),
            (Text { phrasings: Vec::new(), ..fine.clone() }, "No other way to ask"),
            (Text { category: String::new(), ..fine.clone() }, "no category"),
        ] {
            let found = hints(&text, Some("own"), &library.shelf());
            assert_eq!(found.len(), 1, "{part}: {found:?}");
            assert!(found[0].contains(part), "{found:?} lacks {part}");
        }
    }
}
