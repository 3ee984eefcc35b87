//! Where a text leads, with the places at which it says so.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::read;

/// A link, a picture, or the definition of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it leads to, as it is meant: escapes are undone.
    pub target: String,
    /// Where the target stands in the text, in bytes.
    pub place: Range<usize>,
    /// Whether it is a picture.
    pub is_image: bool,
}

/// The links of a text whose target is written out, in their order. A text that
/// is not read as markdown has none.
pub fn links(source: &str) -> Vec<Link> {
    if read::is_beyond(source) {
        return Vec::new();
    }
    let parser = Parser::new_ext(source, read::OPTIONS);
    let mut found = Vec::new();
    for (_, definition) in parser.reference_definitions().iter() {
        let place = source.get(definition.span.clone()).and_then(|text| Some((text, text.find("]:")? + 2)));
        if let Some(place) = place.and_then(|(text, at)| target_place(text, at)) {
            let place = definition.span.start + place.start..definition.span.start + place.end;
            found.push(Link { target: definition.dest.to_string(), place, is_image: false });
        }
    }
    for (event, range) in parser.into_offset_iter() {
        let (link_type, target, is_image) = match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => (link_type, dest_url, false),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => (link_type, dest_url, true),
            _ => continue,
        };
        let text = source.get(range.clone()).unwrap_or_default();
        if link_type != LinkType::Inline {
            continue;
        }
        if let Some(place) = text.rfind("](").and_then(|at| target_place(text, at + 2)) {
            let place = range.start + place.start..range.start + place.end;
            found.push(Link { target: target.into_string(), place, is_image });
        }
    }
    found.sort_by_key(|link| link.place.start);
    found
}

/// Where the target stands that begins at `at`, without white space before it;
/// angle brackets belong to it.
fn target_place(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..)?;
    if rest.starts_with('<') {
        return Some(start..start + rest.find('>')? + 1);
    }
    let mut depth = 0_usize;
    for (offset, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start..start + offset),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some(start..start + offset),
            _ => {}
        }
    }
    Some(start..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_targets() {
        for (source, expected) in [
            ("a [b](c.md) d", vec![("c.md", "c.md", false)]),
            ("[b](c.md \"t\") [d]( <e f.md> )", vec![("c.md", "c.md", false), ("e f.md", "<e f.md>", false)]),
            ("![p](x.png)", vec![("x.png", "x.png", true)]),
            ("[![p](x.png)](y.md)", vec![("x.png", "x.png", true), ("y.md", "y.md", false)]),
            ("[a]\n\n[a]: ../b.md 'x'\n", vec![("../b.md", "../b.md", false)]),
            ("[a](b_(c).md)", vec![("b_(c).md", "b_(c).md", false)]),
            ("`[a](b)` <https://x.example>", vec![]),
        ] {
            let found = links(source);
            let found: Vec<_> =
                found.iter().map(|link| (link.target.as_str(), &source[link.place.clone()], link.is_image)).collect();
            let mut found = found;
            found.sort();
            let mut expected = expected;
            expected.sort();
            assert_eq!(found, expected, "{source}");
        }
    }
}
