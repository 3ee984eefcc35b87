//! Events into HTML. What comes out is cleaned once more afterwards.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd, html};

use super::outline::{Ids, shown_level};
use super::{code, escape};
use crate::flow::Flow;

/// Flow lines of one block.
const FLOW_LIMIT: usize = 200;

/// The HTML of the events. `anchors`: whether headings get ids.
pub fn draw(events: Vec<Event<'_>>, base: &str, anchors: bool) -> String {
    let mut drawn = Vec::with_capacity(events.len());
    let mut pen = Pen { base, ids: anchors.then(Ids::new), budget: code::Budget::start(), in_head: false };
    let mut rest = events.into_iter().peekable();
    while let Some(event) = rest.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => pen.heading(shown_level(level), &mut rest, &mut drawn),
            Event::Start(Tag::CodeBlock(kind)) => pen.code_block(&kind, &mut rest, &mut drawn),
            Event::Start(Tag::BlockQuote(_)) => pen.quote(&mut rest, &mut drawn),
            Event::Start(Tag::Image { dest_url, title, .. }) => pen.image(&dest_url, &title, &mut rest, &mut drawn),
            other => drawn.push(pen.other(other)),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, drawn.into_iter());
    out
}

type Rest<'a> = std::iter::Peekable<std::vec::IntoIter<Event<'a>>>;

struct Pen<'b> {
    base: &'b str,
    ids: Option<Ids>,
    budget: code::Budget,
    in_head: bool,
}

impl Pen<'_> {
    fn heading<'a>(&mut self, level: u8, rest: &mut Rest<'a>, drawn: &mut Vec<Event<'a>>) {
        let inner = take_until(rest, |end| matches!(end, TagEnd::Heading(_)));
        let words = plain(&inner);
        let id = self.ids.as_mut().map(|ids| ids.next(&words));
        let open = match &id {
            Some(id) => format!("<h{level} id=\"{id}\">"),
            None => format!("<h{level}>"),
        };
        drawn.push(raw(open));
        for event in inner {
            let event = self.other(event);
            drawn.push(event);
        }
        if let Some(id) = id {
            let mut label = String::new();
            escape(&words, &mut label);
            drawn.push(raw(format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to “{label}”\">#</a>")));
        }
        drawn.push(raw(format!("</h{level}>\n")));
    }

    fn code_block<'a>(&mut self, kind: &CodeBlockKind<'_>, rest: &mut Rest<'a>, drawn: &mut Vec<Event<'a>>) {
        let text = plain(&take_until(rest, |end| *end == TagEnd::CodeBlock));
        let language = match kind {
            CodeBlockKind::Fenced(words) => words.split([' ', ',', '{']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let html = match flows(language, &text) {
            Some(html) => html,
            None => {
                format!("<pre tabindex=\"0\"><code>{}</code></pre>\n", code::colour(language, &text, &mut self.budget))
            }
        };
        drawn.push(raw(html));
    }

    /// A quote that begins with a bold "Note:" or "Warning:" is one.
    fn quote<'a>(&mut self, rest: &mut Rest<'a>, drawn: &mut Vec<Event<'a>>) {
        let mut ahead = rest.clone();
        let is_bold = matches!(ahead.next(), Some(Event::Start(Tag::Paragraph)))
            && matches!(ahead.next(), Some(Event::Start(Tag::Strong)));
        let open = match ahead.next() {
            Some(Event::Text(word)) if is_bold && word.starts_with("Note") => "<blockquote class=\"note\">\n",
            Some(Event::Text(word)) if is_bold && word.starts_with("Warning") => "<blockquote class=\"warning\">\n",
            _ => "<blockquote>\n",
        };
        drawn.push(raw(open.to_owned()));
    }

    /// Pictures are our own files; of others their description stays.
    fn image<'a>(&mut self, target: &str, title: &str, rest: &mut Rest<'a>, drawn: &mut Vec<Event<'a>>) {
        let words = plain(&take_until(rest, |end| *end == TagEnd::Image));
        match own_path(target) {
            Some(path) => {
                let mut html = format!("<img src=\"{}", self.base);
                escape(path, &mut html);
                html.push_str("\" alt=\"");
                escape(&words, &mut html);
                if !title.is_empty() {
                    html.push_str("\" title=\"");
                    escape(title, &mut html);
                }
                html.push_str("\">");
                drawn.push(Event::InlineHtml(html.into()));
            }
            None => drawn.push(Event::Text(words.into())),
        }
    }

    fn other<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        match event {
            // Raw HTML is text, so that nobody wonders where their words went.
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::End(TagEnd::BlockQuote(_)) => raw("</blockquote>\n".to_owned()),
            Event::Start(Tag::Link { dest_url, .. }) => raw_inline(self.link(&dest_url)),
            Event::End(TagEnd::Link) => raw_inline("</a>".to_owned()),
            // A box that can't be ticked is a character, not a field without a label.
            Event::TaskListMarker(true) => Event::Text("☑ ".into()),
            Event::TaskListMarker(false) => Event::Text("☐ ".into()),
            Event::Start(Tag::Table(_)) => raw("<table tabindex=\"0\">".to_owned()),
            Event::End(TagEnd::Table) => raw("</tbody></table>\n".to_owned()),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                raw("<thead><tr>".to_owned())
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                raw("</tr></thead><tbody>".to_owned())
            }
            Event::Start(Tag::TableRow) => raw("<tr>".to_owned()),
            Event::End(TagEnd::TableRow) => raw("</tr>\n".to_owned()),
            Event::Start(Tag::TableCell) => raw(if self.in_head { "<th scope=\"col\">" } else { "<td>" }.to_owned()),
            Event::End(TagEnd::TableCell) => raw(if self.in_head { "</th>" } else { "</td>" }.to_owned()),
            other => other,
        }
    }

    fn link(&self, target: &str) -> String {
        let mut html = String::from("<a href=\"");
        if let Some(path) = own_path(target) {
            html.push_str(self.base);
            escape(path, &mut html);
        } else if target.starts_with('#') {
            escape(target, &mut html);
        } else if is_elsewhere(target) {
            escape(target, &mut html);
            html.push_str("\" rel=\"noopener noreferrer nofollow");
        } else {
            // Where it would lead can't be told: the words stay, the link goes.
            return "<a>".to_owned();
        }
        html.push_str("\">");
        html
    }
}

/// The path, where `target` is one of ours. `//host` and `/\host` are not:
/// browsers read them as other hosts.
fn own_path(target: &str) -> Option<&str> {
    let plain = target.starts_with('/')
        && !target.starts_with("//")
        && !target.contains('\\')
        && !target.chars().any(|c| c.is_control() || c.is_whitespace());
    plain.then_some(target)
}

/// Whether `target` is an address that a browser opens, and nothing that it runs.
fn is_elsewhere(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !target.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// The flow lines of a block of the language `flow`, if all its lines are flows.
fn flows(language: &str, text: &str) -> Option<String> {
    if language != "flow" {
        return None;
    }
    let filled = || text.lines().filter(|line| !line.trim().is_empty());
    // More of them are a file that somebody pasted: it stays as it is, whole.
    if filled().nth(FLOW_LIMIT).is_some() {
        return None;
    }
    let lines: Result<Vec<_>, _> = filled().map(Flow::parse).collect();
    let lines = lines.ok().filter(|lines| !lines.is_empty())?;
    let items: String = lines.iter().map(|flow| format!("<li>{}</li>", flow.html().trim())).collect();
    Some(format!("<ul class=\"flow-list\">{items}</ul>\n"))
}

fn take_until<'a>(rest: &mut Rest<'a>, is_end: impl Fn(&TagEnd) -> bool) -> Vec<Event<'a>> {
    let mut taken = Vec::new();
    for event in rest.by_ref() {
        if matches!(&event, Event::End(end) if is_end(end)) {
            break;
        }
        taken.push(event);
    }
    taken
}

fn plain(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                text.push_str(words);
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

fn raw<'a>(html: String) -> Event<'a> {
    Event::Html(CowStr::from(html))
}

fn raw_inline<'a>(html: String) -> Event<'a> {
    Event::InlineHtml(CowStr::from(html))
}
