//! What differs between two texts: by line, with the words that differ marked.

use std::time::{Duration, Instant};

use similar::{ChangeTag, DiffTag, TextDiff};

/// Lines that stay around what differs, so that a reader knows where they are.
const AROUND: usize = 2;
/// How long is looked for the shortest way from one text to the other. A longer
/// way is shown where that is not enough, which it is for all that people write.
const PATIENCE: Duration = Duration::from_millis(200);
/// Below this likeness two lines have only small words in common, and marks
/// between them would hide that they are different lines.
const ALIKE: f32 = 0.4;

/// Words of a line that stand on both sides, or on this side alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words, with the spaces between them.
    pub text: String,
    /// Whether they stand on this side alone.
    pub marked: bool,
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It stands on both sides.
    Same(String),
    /// It stood there before.
    Removed(Vec<Part>),
    /// It stands there now.
    Added(Vec<Part>),
    /// Lines that stand on both sides and are not shown.
    Left(usize),
}

/// The lines that differ, with those around them; none where nothing differs.
pub fn compare(before: &str, after: &str) -> Vec<Line> {
    let deadline = Instant::now() + PATIENCE;
    let (before, after) = (ended(before), ended(after));
    let difference = TextDiff::configure().deadline(deadline).diff_lines(before.as_str(), after.as_str());
    let (old, new): (Vec<&str>, Vec<&str>) =
        (difference.iter_old_slices().collect(), difference.iter_new_slices().collect());
    let mut lines = Vec::new();
    let mut shown = 0;
    for group in difference.grouped_ops(AROUND) {
        let Some(first) = group.first() else { continue };
        push_left(&mut lines, first.old_range().start.saturating_sub(shown));
        for op in &group {
            let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
            shown = op.old_range().end;
            match op.tag() {
                DiffTag::Equal => lines.extend(old.iter().map(|line| Line::Same(plain(line)))),
                _ => push_replaced(&mut lines, old, new, deadline),
            }
        }
    }
    if !lines.is_empty() {
        push_left(&mut lines, old.len().saturating_sub(shown));
    }
    lines
}

/// Each line of the text ends, the last one too: otherwise a line that is
/// written below it would change it.
fn ended(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn push_left(lines: &mut Vec<Line>, count: usize) {
    if count > 0 {
        lines.push(Line::Left(count));
    }
}

/// Lines in the place of others: those that are alike have their words compared.
fn push_replaced(lines: &mut Vec<Line>, old: &[&str], new: &[&str], deadline: Instant) {
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for at in 0..old.len().max(new.len()) {
        let (before, after) = match (old.get(at), new.get(at)) {
            (Some(old), Some(new)) => words_of(&plain(old), &plain(new), deadline),
            (old, new) => (old.map(|line| whole(line)), new.map(|line| whole(line))),
        };
        removed.extend(before.map(Line::Removed));
        added.extend(after.map(Line::Added));
    }
    lines.append(&mut removed);
    lines.append(&mut added);
}

type Sides = (Option<Vec<Part>>, Option<Vec<Part>>);

fn words_of(old: &str, new: &str, deadline: Instant) -> Sides {
    let difference = TextDiff::configure().deadline(deadline).diff_words(old, new);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let (mut common, mut all) = (0, 0);
    for change in difference.iter_all_changes() {
        let (removed, added) = (change.tag() == ChangeTag::Delete, change.tag() == ChangeTag::Insert);
        // Spaces are words, too, and all lines have them in common.
        if !change.value().trim().is_empty() {
            common += if removed || added { 0 } else { 2 };
            all += if removed || added { 1 } else { 2 };
        }
        if !added {
            push(&mut before, change.value(), removed);
        }
        if !removed {
            push(&mut after, change.value(), added);
        }
    }
    if common as f32 <= ALIKE * all as f32 {
        return (Some(whole(old)), Some(whole(new)));
    }
    (Some(joined(before)), Some(joined(after)))
}

fn push(parts: &mut Vec<Part>, text: &str, marked: bool) {
    match parts.last_mut() {
        Some(last) if last.marked == marked => last.text.push_str(text),
        _ => parts.push(Part { text: text.to_owned(), marked }),
    }
}

/// Marks the spaces between marked words, so that they read as one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined = Vec::new();
    let count = parts.len();
    for (at, part) in parts.into_iter().enumerate() {
        let between = at > 0 && at + 1 < count && part.text.trim().is_empty();
        push(&mut joined, &part.text, part.marked || between);
    }
    joined
}

fn whole(line: &str) -> Vec<Part> {
    vec![Part { text: plain(line), marked: true }]
}

fn plain(line: &str) -> String {
    line.trim_end_matches(['\n', '\r']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line a line: ` same`, `-removed`, `+added`, with `[marks]`; `…3` for three left out.
    fn drawn(before: &str, after: &str) -> Vec<String> {
        let parts = |parts: Vec<Part>| -> String {
            parts.into_iter().map(|Part { text, marked }| if marked { format!("[{text}]") } else { text }).collect()
        };
        compare(before, after)
            .into_iter()
            .map(|line| match line {
                Line::Same(text) => format!(" {text}"),
                Line::Removed(line) => format!("-{}", parts(line)),
                Line::Added(line) => format!("+{}", parts(line)),
                Line::Left(count) => format!("…{count}"),
            })
            .collect()
    }

    #[test]
    fn what_differs_is_shown_with_the_lines_around() {
        let long = "a\nb\nc\nd\ne\nf\ng\nh\n";
        for (before, after, expected) in [
            ("", "", vec![]),
            ("a", "a", vec![]),
            ("a", "a\nb", vec![" a", "+[b]"]),
            ("a\nb", "b", vec!["-[a]", " b"]),
            ("port 5432 is open", "port 5433 is open", vec!["-port [5432] is open", "+port [5433] is open"]),
            (
                "the old words stay right here now",
                "the new text stays right here now",
                vec!["-the [old words stay] right here now", "+the [new text stays] right here now"],
            ),
            ("one two three", "seven eight nine", vec!["-[one two three]", "+[seven eight nine]"]),
            (long, "a\nb\nc\nd\nE\nf\ng\nh", vec!["…2", " c", " d", "-[e]", "+[E]", " f", " g", "…1"]),
            ("a\nb", "", vec!["-[a]", "-[b]"]),
        ] {
            assert_eq!(drawn(before, after), expected, "{before:?} to {after:?}");
        }
    }

    #[test]
    fn texts_that_are_hard_to_compare_take_no_longer_than_they_may() {
        let hard = |seed: usize| (0..60_000).map(|n: usize| format!("{} ", (n * seed) % 251)).collect::<String>();
        let started = Instant::now();

        let lines = compare(&hard(7), &hard(11));

        assert!(!lines.is_empty());
        assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    }
}
