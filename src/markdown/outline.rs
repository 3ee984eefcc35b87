//! The plain content of a text: its headings, and its blocks without markup.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::read::read;
use super::visible::visible;
use crate::web::fold::slug;

/// A heading with the id by which a link reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 4: the page's own title is 1.
    pub level: u8,
    /// The id, unique in the text and no id of the page around it.
    pub id: String,
    /// The words.
    pub text: String,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph or an item of a list.
    Prose,
    /// The cells of one row of a table.
    Row,
    /// Code, or what a program printed.
    Code,
    /// The source of flow lines: who talks to whom.
    Flow,
}

/// One block of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its words, without markup.
    pub text: String,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// The heading; none for what comes before the first.
    pub heading: Option<Heading>,
    /// The blocks, in their order.
    pub blocks: Vec<Block>,
}

/// A text without its markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The sections, in their order; the first has no heading.
    pub sections: Vec<Section>,
    /// Where links lead, as written.
    pub links: Vec<String>,
}

impl Outline {
    /// The headings, in their order.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.sections.iter().filter_map(|section| section.heading.as_ref())
    }

    /// The first paragraph: the answer of an article. Empty where there is none.
    pub fn answer(&self) -> &str {
        let mut blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.find(|block| block.kind == BlockKind::Prose).map_or("", |block| &block.text)
    }
}

/// Takes a text apart.
pub fn outline(source: &str) -> Outline {
    let source: &str = &visible(source);
    let Some(events) = read(source) else {
        let block = Block { kind: BlockKind::Code, text: source.to_owned() };
        return Outline { sections: vec![Section { heading: None, blocks: vec![block] }], links: Vec::new() };
    };
    let mut taker = Taker { ids: Ids::new(), ..Taker::default() };
    taker.outline.sections.push(Section::default());
    for event in events {
        taker.take(event);
    }
    taker.close(BlockKind::Prose);
    taker.outline
}

#[derive(Default)]
struct Taker {
    outline: Outline,
    ids: Ids,
    words: String,
    kind: Option<BlockKind>,
}

impl Taker {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::Item) => self.close(BlockKind::Prose),
            Event::Start(Tag::CodeBlock(kind)) => {
                self.close(BlockKind::Prose);
                let is_flow = matches!(&kind, CodeBlockKind::Fenced(language) if &**language == "flow");
                self.kind = Some(if is_flow { BlockKind::Flow } else { BlockKind::Code });
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => self.close(BlockKind::Prose),
            Event::Start(Tag::Link { dest_url, .. }) => self.outline.links.push(dest_url.into_string()),
            Event::End(TagEnd::Heading(level)) => self.head(level),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => self.close(BlockKind::Prose),
            Event::End(TagEnd::CodeBlock) => {
                let kind = self.kind.take().unwrap_or(BlockKind::Code);
                self.close(kind);
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => self.close(BlockKind::Row),
            Event::End(TagEnd::TableCell) => self.end_cell(),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            _ => {}
        }
    }

    fn head(&mut self, level: HeadingLevel) {
        let text = tidy(&std::mem::take(&mut self.words));
        let heading = Heading { level: shown_level(level), id: self.ids.next(&text), text };
        self.outline.sections.push(Section { heading: Some(heading), blocks: Vec::new() });
    }

    /// Sets a cell off from the next, so that a row can be read as a line.
    fn end_cell(&mut self) {
        self.words.truncate(self.words.trim_end().len());
        let is_ended = self.words.is_empty() || self.words.ends_with(['.', ',', ':', ';', '?', '!']);
        self.words.push_str(if is_ended { " " } else { ", " });
    }

    fn close(&mut self, kind: BlockKind) {
        let mut words = std::mem::take(&mut self.words);
        if kind == BlockKind::Row {
            words.truncate(words.trim_end_matches([',', ' ']).len());
        }
        let text = if kind == BlockKind::Code { words.trim_end().to_owned() } else { tidy(&words) };
        if let (false, Some(section)) = (text.trim().is_empty(), self.outline.sections.last_mut()) {
            section.blocks.push(Block { kind, text });
        }
    }
}

fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The level at which a heading is shown: the page's title is the only `h1`.
pub(super) fn shown_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        _ => 4,
    }
}

/// Gives each heading an id of its own.
#[derive(Default)]
pub(super) struct Ids(HashMap<String, usize>);

impl Ids {
    /// Ids that the page around a text has already.
    const TAKEN: [&'static str; 6] = ["main", "results", "results-status", "announcer", "keyboard-help", "feedback"];

    pub(super) fn new() -> Self {
        Ids(Self::TAKEN.iter().map(|id| ((*id).to_owned(), 1)).collect())
    }

    pub(super) fn next(&mut self, text: &str) -> String {
        let mut stem = slug(text);
        if stem.is_empty() || stem.starts_with("field-") {
            stem.insert_str(0, "section-");
        }
        let stem = stem.trim_end_matches('-').to_owned();
        let mut id = stem.clone();
        loop {
            let count = self.0.entry(id.clone()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return id;
            }
            let number = *count;
            id = format!("{stem}-{number}");
        }
    }
}
