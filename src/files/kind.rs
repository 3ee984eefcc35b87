//! What is in a file, by its content: a name proves nothing.

use crate::text_enum;
use crate::web::SentFile;

use super::name;

/// Bytes of a file that somebody hands in (N01).
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;

text_enum! {
    /// The kinds that are taken.
    pub enum FileKind {
        /// A document.
        Pdf = "pdf",
        /// A picture.
        Png = "png",
        /// A photograph.
        Jpeg = "jpeg",
        /// Plain text in UTF-8.
        Text = "text",
    }
}

impl FileKind {
    /// The kind in words.
    pub fn label(self) -> &'static str {
        match self {
            FileKind::Pdf => "PDF",
            FileKind::Png => "PNG picture",
            FileKind::Jpeg => "JPEG picture",
            FileKind::Text => "plain text",
        }
    }

    /// What a browser is told that it is.
    pub fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Png => "image/png",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Text => "text/plain; charset=utf-8",
        }
    }

    /// Endings of names that such files have; the first is given to one without.
    pub(super) fn endings(self) -> &'static [&'static str] {
        match self {
            FileKind::Pdf => &["pdf"],
            FileKind::Png => &["png"],
            FileKind::Jpeg => &["jpg", "jpeg"],
            FileKind::Text => &["txt", "text", "csv", "log", "md"],
        }
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// Nothing is in it.
    #[error("this file is empty")]
    Empty,
    /// More than is taken.
    #[error("this file has more than {} MiB; hand in a smaller one, or a link to it", FILE_LIMIT / 1024 / 1024)]
    TooLarge,
    /// A browser would run it.
    #[error("this is {0}, which a browser would run; print it to a PDF, or hand in a picture of it")]
    Runs(&'static str),
    /// Another kind.
    #[error("this is not a PDF, a PNG or JPEG picture, or plain text")]
    Unknown,
    /// The name says another kind than the content.
    #[error("the name ends in .{ending}, but what is in it is {}; hand in the file itself", kind.label())]
    Misnamed {
        /// The ending of the name.
        ending: String,
        /// What it is.
        kind: FileKind,
    },
    /// It begins as its kind does and does not end so.
    #[error("this {} breaks off in the middle; save it anew", .0.label())]
    CutOff(FileKind),
}

/// A file that was found to be what it says, under a name that is safe to show.
#[derive(Debug, Clone)]
pub struct Checked {
    pub(super) kind: FileKind,
    pub(super) name: String,
    pub(super) bytes: actix_web::web::Bytes,
}

/// Looks at what was sent.
///
/// # Errors
///
/// [`FileProblem`], in words for whoever chose the file.
pub fn check(sent: &SentFile) -> Result<Checked, FileProblem> {
    if sent.is_too_large || sent.bytes.len() > FILE_LIMIT {
        return Err(FileProblem::TooLarge);
    }
    let kind = kind_of(&sent.bytes)?;
    let name = name::clean(&sent.name);
    if let Some(ending) = name::ending(&name)
        && !kind.endings().contains(&ending.to_ascii_lowercase().as_str())
    {
        return Err(FileProblem::Misnamed { ending: ending.to_owned(), kind });
    }
    Ok(Checked { kind, name: name::with_ending(name, kind), bytes: sent.bytes.clone() })
}

/// The kind of these bytes.
fn kind_of(bytes: &[u8]) -> Result<FileKind, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    let kind = match infer::get(bytes).map(|found| found.mime_type()) {
        Some("application/pdf") => FileKind::Pdf,
        Some("image/png") => FileKind::Png,
        Some("image/jpeg") => FileKind::Jpeg,
        Some("text/html") => return Err(FileProblem::Runs("a web page (HTML)")),
        Some("text/xml") => return Err(FileProblem::Runs(markup(bytes).unwrap_or("XML"))),
        Some(_) => return Err(FileProblem::Unknown),
        None => return text(bytes),
    };
    if is_whole(kind, bytes) { Ok(kind) } else { Err(FileProblem::CutOff(kind)) }
}

/// Bytes at the end of a PDF in which readers look for its last mark.
const PDF_TAIL: usize = 1_024;

/// Whether the file ends as its kind does: a start is easily put in front of anything.
///
/// Source: ISO 32000-1, 7.5.5 and its implementation note 18 (`%%EOF`); PNG
/// (third edition), 5.3 and 11.2; ITU T.81, B.1.1.3 (EOI is FF D9).
fn is_whole(kind: FileKind, bytes: &[u8]) -> bool {
    let holds = |place: &[u8], mark: &[u8]| memchr::memmem::find(place, mark).is_some();
    match kind {
        FileKind::Pdf => holds(&bytes[bytes.len().saturating_sub(PDF_TAIL)..], b"%%EOF"),
        FileKind::Png => bytes.get(12..16) == Some(b"IHDR".as_slice()) && holds(bytes, b"IEND"),
        FileKind::Jpeg => holds(bytes, &[0xFF, 0xD9]),
        FileKind::Text => true,
    }
}

/// Plain text: UTF-8 without control characters, and no markup.
fn text(bytes: &[u8]) -> Result<FileKind, FileProblem> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileProblem::Unknown)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}')) {
        return Err(FileProblem::Unknown);
    }
    match markup(bytes) {
        Some(what) => Err(FileProblem::Runs(what)),
        None => Ok(FileKind::Text),
    }
}

/// What markup this is, if any: a text that begins with a tag, or that holds
/// one of those by which an old browser takes text for a page.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let lower = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let start = lower.trim_start_matches('\u{FEFF}').trim_start();
    if lower.contains("<svg") {
        return Some("an SVG picture");
    }
    if ["<html", "<!doctype", "<script", "<body", "<iframe"].iter().any(|tag| lower.contains(tag)) {
        return Some("a web page (HTML)");
    }
    let mut letters = start.chars();
    let is_tag = letters.next() == Some('<')
        && letters.next().is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '!' | '?' | '/'));
    is_tag.then_some("markup")
}

#[cfg(test)]
#[path = "kind_tests.rs"]
mod tests;
