//! Markdown into events, within bounds.

use pulldown_cmark::{Event, Options, Parser};

use super::{DEPTH_LIMIT, SIZE_LIMIT};

/// Pieces of a text; a long article has some two thousand. Drawing and cleaning
/// this many stays below 200 ms: a table of 15,000 cells is drawn, one of 100,000 is not.
const EVENT_LIMIT: usize = 60_000;

/// What is read besides CommonMark. No footnotes: their ids would clash between
/// texts of one page.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// Whether a text is longer or deeper than what is read as markdown.
pub fn is_beyond(source: &str) -> bool {
    source.len() > SIZE_LIMIT || is_too_deep(source)
}

/// The events of a text, or nothing where it is too long or too deep to be
/// read as markdown.
pub fn read(source: &str) -> Option<Vec<Event<'_>>> {
    if is_beyond(source) {
        return None;
    }
    let mut events = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new_ext(source, OPTIONS) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_LIMIT || events.len() > EVENT_LIMIT {
            return None;
        }
        events.push(event);
    }
    Some(events)
}

/// Whether a line opens more containers than can be meant. The parser keeps
/// each one open for the lines that follow, which costs it lines times depth.
fn is_too_deep(source: &str) -> bool {
    source.lines().any(|line| {
        let marks = line.chars().take_while(|c| matches!(c, '>' | ' ' | '\t' | '-' | '*' | '+'));
        marks.filter(|c| *c == '>').count() > DEPTH_LIMIT
            || line.split_whitespace().take_while(|word| is_list_mark(word)).nth(DEPTH_LIMIT).is_some()
    })
}

fn is_list_mark(word: &str) -> bool {
    matches!(word, "-" | "*" | "+" | ">") || word.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit())
}
