//! Blocks that other programs write in their own way, as ours: notes and
//! warnings, tabs, shortcodes, wiki links.

mod inline;

use inline::{outside_of_code, references, wiki_links, without_attributes};

use crate::knowledge::front_matter::LineFault;

/// Blocks that lie in each other; deeper ones stay as they are written.
const DEPTH_LIMIT: usize = 6;

/// A line with its number in the file, from 1.
pub type Line = (String, usize);

/// Rewrites a text that begins on `first_line` of its file, and adds to `notes`
/// what was not understood.
pub fn rewrite(body: &str, first_line: usize, notes: &mut Vec<LineFault>) -> Vec<Line> {
    let lines: Vec<Line> = body.lines().enumerate().map(|(at, line)| (line.to_owned(), first_line + at)).collect();
    let mut writer = Writer { notes, said_html: false };
    let mut out = Vec::with_capacity(lines.len());
    writer.blocks(&lines, 0, &mut out);
    out
}

struct Writer<'n> {
    notes: &'n mut Vec<LineFault>,
    said_html: bool,
}

impl Writer<'_> {
    fn blocks(&mut self, lines: &[Line], depth: usize, out: &mut Vec<Line>) {
        let mut at = 0;
        while let Some((line, number)) = lines.get(at) {
            let indent = line.len() - line.trim_start().len();
            let trimmed = line.trim_start();
            if let Some(fence) = fence(trimmed) {
                let length = fenced(&lines[at..], fence);
                out.extend_from_slice(&lines[at..at + length]);
                at += length;
            } else if trimmed.starts_with("<!--") {
                let inner = lines[at..].iter().position(|(line, _)| line.contains("-->"));
                at += inner.map_or(lines.len(), |end| end + 1);
            } else if let Some((kind, title)) = indented_block(trimmed).filter(|_| depth < DEPTH_LIMIT) {
                let (inner, length) = indented(&lines[at + 1..], indent);
                self.block(kind, title, &inner, &lines[at], depth, out);
                at += 1 + length;
            } else if let Some((kind, title, close)) = directive(trimmed).filter(|_| depth < DEPTH_LIMIT) {
                let end = lines[at + 1..].iter().position(|(line, _)| close.ends(line));
                if end.is_none() {
                    self.notes
                        .push((*number, format!("the block “{trimmed:.60}” is not closed; it goes on to the end")));
                }
                let inner = &lines[at + 1..at + 1 + end.unwrap_or(lines.len() - at - 1)];
                self.block(kind, title, inner, &lines[at], depth, out);
                at += inner.len() + 2;
            } else {
                self.line(line, *number, out);
                at += 1;
            }
        }
    }

    /// A note, a warning, or a tab with its label.
    fn block(&mut self, kind: Kind, title: String, inner: &[Line], open: &Line, depth: usize, out: &mut Vec<Line>) {
        let mut drawn = Vec::new();
        self.blocks(inner, depth + 1, &mut drawn);
        let blank = |line: &Line| line.0.trim().is_empty();
        let from = drawn.iter().position(|line| !blank(line)).unwrap_or(drawn.len());
        let to = drawn.iter().rposition(|line| !blank(line)).map_or(from, |last| last + 1);
        let mut drawn = drawn[from..to].to_vec();
        let indent = &open.0[..open.0.len() - open.0.trim_start().len()];
        let label = match kind {
            Kind::Note => "Note:",
            Kind::Warning => "Warning:",
            Kind::Tab => {
                out.extend([(format!("{indent}**{title}**"), open.1), (String::new(), open.1)]);
                out.extend(drawn.into_iter().map(|(line, number)| (format!("{indent}{line}"), number)));
                out.push((String::new(), open.1));
                return;
            }
        };
        let mut first = format!("{indent}> **{label}**");
        if !title.is_empty() {
            first.push_str(&format!(" {title}"));
            drawn.insert(0, (String::new(), open.1));
        } else if drawn.first().is_some_and(|(line, _)| is_prose(line)) {
            first.push_str(&format!(" {}", drawn.remove(0).0.trim()));
        } else {
            drawn.insert(0, (String::new(), open.1));
        }
        out.push((first, open.1));
        out.extend(drawn.into_iter().map(|(line, number)| (format!("{indent}> {line}").trim_end().to_owned(), number)));
        out.push((String::new(), open.1));
    }

    fn line(&mut self, line: &str, number: usize, out: &mut Vec<Line>) {
        let trimmed = line.trim_start();
        if trimmed.starts_with("import ") && trimmed.contains(" from ") && trimmed.contains(['"', '\'']) {
            self.notes.push((number, "an import of a component is left out".into()));
            return;
        }
        if let Some(rest) = trimmed.strip_prefix("> [!") {
            // GitHub's own notes: the kind stands on a line of its own.
            let kind = rest.split(']').next().and_then(Kind::of);
            let label = if kind == Some(Kind::Warning) { "Warning:" } else { "Note:" };
            out.push((format!("> **{label}**"), number));
            return;
        }
        let is_tag = trimmed.strip_prefix('<').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && !rest.starts_with("http")
        });
        if is_tag && !self.said_html {
            self.said_html = true;
            self.notes.push((number, "HTML is shown as text, here and below".into()));
        }
        if trimmed.starts_with("--8<--") || trimmed.starts_with("{!") {
            self.notes.push((number, format!("“{trimmed:.60}” would bring in another file; it is shown as text")));
        }
        let mut kept = line.to_owned();
        if trimmed.starts_with('#') {
            kept = without_attributes(line);
        }
        let kept = outside_of_code(&kept, |text| wiki_links(&references(text)));
        if kept.contains("{{<") || kept.contains("{{%") {
            self.notes.push((number, format!("a shortcode is shown as text: {:.80}", kept.trim())));
        }
        out.push((kept, number));
    }
}

/// What a block says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Note,
    Warning,
    Tab,
}

impl Kind {
    /// The kind by the name that MkDocs, Docusaurus, Hugo's themes or GitHub give it.
    fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "note" | "info" | "tip" | "hint" | "abstract" | "summary" | "tldr" | "success" | "check" | "done"
            | "question" | "help" | "faq" | "example" | "quote" | "cite" | "seealso" | "notice" | "important"
            | "secondary" | "details" | "todo" => Some(Kind::Note),
            "warning" | "caution" | "danger" | "attention" | "error" | "failure" | "fail" | "missing" | "bug"
            | "alert" => Some(Kind::Warning),
            _ => None,
        }
    }
}

/// `!!! note "Title"`, `??? warning`, `=== "Tab"` of MkDocs: what follows is indented.
fn indented_block(line: &str) -> Option<(Kind, String)> {
    if let Some(rest) = line.strip_prefix("=== ") {
        return rest.trim().starts_with('"').then(|| (Kind::Tab, rest.trim().trim_matches('"').to_owned()));
    }
    let rest = ["!!!", "???+", "???"].iter().find_map(|mark| line.strip_prefix(mark))?;
    let (names, title) = rest.split_once('"').map_or((rest, ""), |(names, title)| (names, title));
    let kind = names.split_whitespace().next().map(|name| Kind::of(name).unwrap_or(Kind::Note))?;
    Some((kind, title.trim_end().trim_end_matches('"').to_owned()))
}

/// How a block ends that has a line at its end.
enum Close {
    Colons(usize),
    Shortcode(String),
}

impl Close {
    fn ends(&self, line: &str) -> bool {
        let line = line.trim();
        match self {
            Close::Colons(count) => line.len() >= *count && line.bytes().all(|byte| byte == b':'),
            Close::Shortcode(name) => {
                let inner = line.strip_prefix("{{<").or_else(|| line.strip_prefix("{{%")).unwrap_or_default();
                inner.trim_start().strip_prefix('/').is_some_and(|rest| rest.trim_start().starts_with(name.as_str()))
            }
        }
    }
}

/// `:::note Title` of Docusaurus, `{{% notice warning %}}` of Hugo's themes.
fn directive(line: &str) -> Option<(Kind, String, Close)> {
    if line.starts_with(":::") {
        let rest = line.trim_start_matches(':');
        let name: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect();
        let title = rest.trim_start().get(name.len()..)?.trim();
        let title = title.split('{').next().unwrap_or_default().trim();
        let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
        return Some((Kind::of(&name)?, title.to_owned(), Close::Colons(line.len() - rest.len())));
    }
    let inner = line.strip_prefix("{{<").or_else(|| line.strip_prefix("{{%"))?.trim();
    let inner = inner.split(['>', '%']).next()?.trim();
    let mut words = inner.split_whitespace();
    let name = words
        .next()
        .filter(|name| matches!(*name, "notice" | "hint" | "alert" | "callout" | "admonition" | "note" | "warning"))?;
    let kind = words
        .clone()
        .find_map(|word| Kind::of(word.trim_start_matches("type=").trim_matches('"')))
        .or_else(|| Kind::of(name))?;
    let title = inner.split_once("title=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
    Some((kind, title.to_owned(), Close::Shortcode(name.to_owned())))
}

/// The lines that are indented below a line of this indent, without the indent,
/// and how many there are.
fn indented(lines: &[Line], indent: usize) -> (Vec<Line>, usize) {
    let deep = indent + 4;
    let belongs = |line: &str| line.trim().is_empty() || line.len() - line.trim_start().len() >= deep;
    let length = lines.iter().take_while(|(line, _)| belongs(line)).count();
    let inner = lines[..length].iter().map(|(line, number)| (line.get(deep..).unwrap_or_default().to_owned(), *number));
    (inner.collect(), length)
}

/// The characters that open a block of code, with how many there are.
fn fence(line: &str) -> Option<(char, usize)> {
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|other| *other == c).count();
    (count >= 3 && !(c == '`' && line.trim_start_matches('`').contains('`'))).then_some((c, count))
}

/// How many lines a block of code has, with its fences.
fn fenced(lines: &[Line], (c, count): (char, usize)) -> usize {
    let closes = |line: &str| line.chars().all(|other| other == c) && line.chars().count() >= count;
    lines[1..].iter().position(|(line, _)| closes(line.trim())).map_or(lines.len(), |end| end + 2)
}

/// Whether a line can go on in a paragraph.
fn is_prose(line: &str) -> bool {
    !line.starts_with([' ', '\t', '-', '*', '+', '>', '#', '`', '~', '|'])
        && !line.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests;
