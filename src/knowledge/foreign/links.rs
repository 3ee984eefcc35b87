//! Links of other programs, as ours: to `/faq/SLUG`.

use percent_encoding::percent_decode_str;

use super::blocks::Line;
use super::tree::Tree;
use crate::knowledge::front_matter::LineFault;
use crate::markdown;
use crate::web::fold;

/// The text of these lines with its links rewritten; `path` is that of the file
/// below its folder. What leads nowhere is added to `notes`.
pub fn rewrite(lines: &[Line], path: &str, tree: &Tree, notes: &mut Vec<LineFault>) -> String {
    let mut text = lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n");
    let mut changes = Vec::new();
    let (mut row, mut seen) = (0, 0);
    for link in markdown::links(&text) {
        // Links come in their order, so the lines before each are counted once.
        row += text[seen..link.place.start].matches('\n').count();
        seen = link.place.start;
        let line = lines.get(row).map_or(1, |(_, number)| *number);
        let (new, note) = if link.is_image { picture(&link.target) } else { target(&link.target, path, tree) };
        notes.extend(note.map(|note| (line, note)));
        if let Some(new) = new {
            changes.push((link.place, new));
        }
    }
    for (place, new) in changes.into_iter().rev() {
        text.replace_range(place, &new);
    }
    text
}

type Rewritten = (Option<String>, Option<String>);

fn picture(target: &str) -> Rewritten {
    let note = format!("the picture {target:.120} is not carried over; its description stays");
    (Some("<>".into()), Some(note))
}

fn target(target: &str, path: &str, tree: &Tree) -> Rewritten {
    let (place, heading) = target.split_once('#').unwrap_or((target, ""));
    let heading = if heading.is_empty() { String::new() } else { format!("#{}", fold::slug(&decoded(heading))) };
    if place.is_empty() {
        return ((heading != target).then_some(heading), None);
    }
    if let Some(slug) = place.strip_prefix("/faq/").filter(|slug| !slug.contains('/')) {
        // Ours already; whether it is there is looked at with all others.
        return (
            (!slug.is_empty() && slug.ends_with(".md"))
                .then(|| format!("/faq/{}{heading}", slug.trim_end_matches(".md"))),
            None,
        );
    }
    let page = wiki_page(place);
    if page.is_none() && has_scheme(place) {
        return (None, None);
    }
    let place = decoded(page.unwrap_or(place).split('?').next().unwrap_or_default());
    match tree.resolve(path, &place) {
        Some(leaf) => (Some(format!("/faq/{}{heading}", leaf.slug)), None),
        None if page.is_some() => (None, None),
        None => (None, Some(format!("the link {target:.120} leads to no article of this folder; its words stay"))),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The page of a GitHub wiki that a whole address names.
fn wiki_page(target: &str) -> Option<&str> {
    let rest = target.strip_prefix("https://github.com/")?;
    let mut parts = rest.splitn(4, '/');
    let (_, _, kind) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().filter(|page| kind == "wiki" && !page.is_empty() && !page.contains('/'))
}

fn has_scheme(target: &str) -> bool {
    let scheme = target.split(':').next().filter(|scheme| scheme.len() < target.len());
    target.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::kind::Kind;
    use super::*;

    #[test]
    fn links_lead_to_articles_and_all_others_stay() {
        let files: Vec<(String, Option<&str>)> =
            ["a.md", "dns/b.md", "Page-Name.md"].iter().map(|path| ((*path).to_owned(), Some("x"))).collect();
        let tree = Tree::new(Path::new("/nowhere"), Kind::Plain, &files, &|_| false);

        for (body, expected, note) in [
            ("[x](dns/b.md)", "[x](/faq/b)", ""),
            ("[x](dns/b.md#Some-Heading \"t\")", "[x](/faq/b#some-heading \"t\")", ""),
            ("[x](<Page Name>)", "[x](/faq/page-name)", ""),
            ("[x](Page%20Name)", "[x](/faq/page-name)", ""),
            ("[x]\n\n[x]: ./dns/b.md", "[x]\n\n[x]: /faq/b", ""),
            ("[x](https://github.com/o/r/wiki/Page-Name)", "[x](/faq/page-name)", ""),
            ("[x](https://github.com/o/r/issues/1)", "[x](https://github.com/o/r/issues/1)", ""),
            ("[x](mailto:a@b.example)", "[x](mailto:a@b.example)", ""),
            ("[x](#Why_So)", "[x](#why-so)", ""),
            ("`[x](dns/b.md)`", "`[x](dns/b.md)`", ""),
            ("![p](p.png)", "![p](<>)", "picture p.png"),
            ("[![p](p.png)](a.md)", "[![p](<>)](/faq/a)", "picture p.png"),
            ("[x](nothing.md)", "[x](nothing.md)", "nothing.md leads to no article"),
        ] {
            let lines: Vec<Line> = body.lines().enumerate().map(|(at, line)| (line.to_owned(), at + 1)).collect();
            let mut notes = Vec::new();

            assert_eq!(rewrite(&lines, "a.md", &tree, &mut notes), expected);
            assert_eq!(notes.len(), usize::from(!note.is_empty()), "{body}: {notes:?}");
            assert!(notes.iter().all(|(line, words)| *line == 1 && words.contains(note)), "{body}: {notes:?}");
        }
    }
}
