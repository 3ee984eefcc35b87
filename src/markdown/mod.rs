//! Markdown as it may be shown: raw HTML is text, links lead where links may,
//! code is coloured by classes, and no input takes longer than it is worth.
//!
//! One reading gives [`Outline`] (headings and plain text, for tables of
//! contents and the search), another the HTML; colouring code is the dear part
//! and happens only where a page is shown.

mod clean;
mod code;
mod draw;
mod links;
mod outline;
mod read;
mod visible;

pub use links::{Link, links};
pub use outline::{Block, BlockKind, Heading, Outline, Section, outline};
pub use visible::turns_direction;

/// Bytes that are read as markdown; longer text is shown as it is.
pub const SIZE_LIMIT: usize = 200 * 1024;
/// How deep quotes and lists may lie in each other; deeper text is shown as it
/// is. Nobody reads the fortieth level, and browsers build each one.
const DEPTH_LIMIT: usize = 40;
/// Escaped characters in the HTML of a text. The cleaner takes time with the
/// square of them: 50,000 take seconds. A long article has some hundred.
const ENTITY_LIMIT: usize = 8_000;

/// What stands over a text that is shown as it is.
const AS_IT_IS: &str = "This text is too long or too deeply nested to be laid out, so it is shown as it was written.";

/// The HTML of an article: headings have ids and anchors.
///
/// `base` goes in front of links to own pages: empty, or `/drawbridge`. The
/// result is safe to be put into a page as it is.
pub fn render(source: &str, base: &str) -> String {
    html(source, base, true)
}

/// The HTML of a shorter text that stands among others, such as an answer or a
/// comment: headings without ids, which would be there twice.
pub fn render_short(source: &str, base: &str) -> String {
    html(source, base, false)
}

fn html(source: &str, base: &str, anchors: bool) -> String {
    let source: &str = &visible::visible(source);
    let drawn = read::read(source).map(|events| draw::draw(events, base, anchors));
    match drawn.filter(|html| html.matches('&').count() <= ENTITY_LIMIT) {
        Some(html) => clean::clean(&html),
        None => as_it_is(source),
    }
}

/// Text that is not read as markdown: says so, and is shown unchanged in a box that scrolls.
fn as_it_is(source: &str) -> String {
    let mut html = format!("<blockquote class=\"note\"><p>{AS_IT_IS}</p></blockquote>\n<pre tabindex=\"0\"><code>");
    escape(source, &mut html);
    html.push_str("</code></pre>");
    html
}

/// Adds text to HTML, as text and inside of attributes alike.
fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests;
