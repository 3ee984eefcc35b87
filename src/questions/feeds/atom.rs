//! A feed as its readers take it: an Atom document (RFC 4287).

use askama::Template;
use sha2::{Digest, Sha256};
use uuid::Builder;

use super::read::Feed;
use super::words::{beginning, is_withheld, standing, xml};
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::error::AppError;
use crate::questions::model::Question;
use crate::questions::pages::html;
use crate::web::Site;

/// Who has written what names nobody.
const SITE: &str = "Drawbridge";

/// The document. It has no link to itself: readers take that for a better
/// address, and this one would hold the secret, or lack it.
#[derive(Template)]
#[template(path = "questions/feeds/feed.xml")]
struct Document {
    id: String,
    title: String,
    href: String,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    href: String,
    author: String,
    published: String,
    updated: String,
    state: &'static str,
    label: &'static str,
    summary: String,
    /// HTML from `markdown`.
    content: String,
}

/// The document, and when something in it changed last; never for an empty feed.
///
/// # Errors
///
/// [`AppError::Internal`] where the template fails.
pub fn document(feed: &Feed, site: &Site, zone: &Zone) -> Result<(String, Option<Timestamp>), AppError> {
    let updated = feed.questions.iter().map(|(_, at)| *at).max();
    let entry = |(question, at): &(Question, Timestamp)| {
        let (title, author, content) = if is_withheld(question) {
            let standing = standing(question, None, zone);
            (format!("Question {}", question.number), SITE.to_owned(), standing)
        } else {
            (question.title.clone(), question.asker.name.clone(), content(question, site))
        };
        let why = feed.reasons.get(&question.id).map(|reason| reason.words.as_str());
        Entry {
            // Follows the question through every other title and address.
            id: format!("urn:uuid:{}", question.id),
            title: xml(&title),
            href: site.absolute(&question.number.path()),
            author: xml(&author),
            published: question.asked_at.iso(),
            updated: at.iso(),
            state: question.state.as_str(),
            label: question.state.label(),
            summary: xml(&standing(question, why, zone)),
            content: xml(&content),
        }
    };
    let document = Document {
        id: id(&site.absolute(&feed.key)),
        title: xml(&feed.title),
        href: site.absolute(&feed.path),
        updated: updated.unwrap_or(Timestamp(0)).iso(),
        entries: feed.questions.iter().map(entry).collect(),
    };
    Ok((document.render()?, updated))
}

/// The question and its answer, with links that lead out of a feed reader, too.
fn content(question: &Question, site: &Site) -> String {
    let base = site.absolute("");
    let mut text = html(&beginning(&question.body), &base);
    if !question.answer.is_empty() && !question.state.is_open() {
        text.push_str("<h2>Answer</h2>");
        text.push_str(&html(&beginning(&question.answer), &base));
    }
    text
}

/// A name that stays the same while the site stays where it is (RFC 9562, section 5.8).
fn id(of: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(of.as_bytes()).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid().urn().to_string()
}
