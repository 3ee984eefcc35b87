//! What the forms of drafts send, turned into what actions take.

use serde::Deserialize;

use super::actions::Act;
use super::model::{Draft, DraftInput, Text};
use crate::db::keys::RowVersion;
use crate::knowledge::Slug;
use crate::knowledge::actions::LIST_LIMIT;
use crate::markdown::SIZE_LIMIT;
use crate::web::{FieldProblem, fold};

/// Characters of a line of why.
const WHY_LIMIT: usize = 500;

/// `POST /articles` and `POST /drafts/{number}`
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    pub title: String,
    pub category: String,
    /// With commas between.
    pub tags: String,
    /// One on each line.
    pub phrasings: String,
    /// Slugs with commas between.
    pub related: String,
    pub body: String,
    pub note: String,
    /// The address that a new article shall have; empty: made of its title.
    pub address: String,
    /// The article that is changed; empty for a new one.
    pub slug: String,
    /// The version of the article that the form was drawn over.
    pub base: String,
    /// The version of the draft that the form was drawn from.
    pub version: String,
    /// `save`, `ask`, `publish` or `preview`.
    pub act: String,
    pub once: String,
}

impl DraftForm {
    /// The form as a text fills it in.
    pub fn of(text: &Text, note: &str, slug: Option<&str>, base: i32) -> Self {
        DraftForm {
            title: text.title.clone(),
            category: text.category.clone(),
            tags: text.tags.join(", "),
            phrasings: text.phrasings.join("\n"),
            related: text.related.join(", "),
            body: text.body.clone(),
            note: note.to_owned(),
            slug: slug.unwrap_or_default().to_owned(),
            base: base.to_string(),
            ..DraftForm::default()
        }
    }

    /// The form as a draft fills it in.
    pub fn of_draft(draft: &Draft) -> Self {
        let form = DraftForm::of(&draft.text, &draft.note, draft.slug.as_deref(), draft.base);
        DraftForm { version: draft.version.to_string(), address: draft.address.clone(), ..form }
    }

    /// Whether only the preview is wanted.
    pub fn wants_preview(&self) -> bool {
        self.act == "preview"
    }

    /// What is wanted once it is saved.
    pub fn act(&self) -> Act {
        match self.act.as_str() {
            "ask" => Act::Ask,
            "publish" => Act::Publish,
            _ => Act::Save,
        }
    }

    /// The article that is changed.
    pub fn slug(&self) -> Option<&str> {
        Some(self.slug.as_str()).filter(|slug| !slug.is_empty())
    }

    /// The version of the draft that the form was drawn from.
    pub fn seen(&self) -> RowVersion {
        seen(&self.version)
    }

    /// What the form says. A draft may lack what an article needs, all but a
    /// title, by which it is found again.
    pub fn parse(&self) -> Result<DraftInput, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let text = self.read(&mut problems);
        if text.title.is_empty() && problems.iter().all(|problem| problem.field != "title") {
            problems.push(FieldProblem::new("title", "give it a title, by which you find the draft again"));
        }
        let address = keep(&mut problems, "address", address_of(&self.address));
        let note = keep(&mut problems, "note", fold::optional_line(&self.note, WHY_LIMIT));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(DraftInput { address, text, note, base: self.base.trim().parse().unwrap_or(-1) })
    }

    /// The text as far as it can be read, for a preview.
    pub fn text(&self) -> Text {
        self.read(&mut Vec::new())
    }

    fn read(&self, problems: &mut Vec<FieldProblem>) -> Text {
        Text {
            title: keep(problems, "title", fold::optional_line(&self.title, 160)),
            category: keep(problems, "category", fold::optional_line(&self.category, 40)),
            tags: keep(problems, "tags", several(self.tags.split(','), 40)),
            phrasings: keep(problems, "phrasings", several(self.phrasings.lines(), 300)),
            related: keep(problems, "related", several(self.related.split([',', '\n']).map(slug_of), Slug::LIMIT)),
            body: keep(problems, "body", fold::text(&self.body, SIZE_LIMIT / 4)),
        }
    }
}

/// The address that was typed, as a slug; empty where nothing was.
fn address_of(text: &str) -> Result<String, String> {
    let slug = slug_of(text);
    if slug.is_empty() || Slug::parse(slug).is_some() {
        return Ok(slug.to_owned());
    }
    let limit = Slug::LIMIT;
    Err(format!("use lower-case letters, digits and hyphens, {limit} at the most; or leave it to the title"))
}

/// The slug of an article whose whole address was pasted.
pub fn slug_of(text: &str) -> &str {
    let text = text.trim().trim_end_matches('/');
    text.rsplit_once("/faq/").map_or(text, |(_, slug)| slug)
}

fn keep<T: Default>(problems: &mut Vec<FieldProblem>, field: &'static str, result: Result<T, String>) -> T {
    result.unwrap_or_else(|words| {
        problems.push(FieldProblem::new(field, words));
        T::default()
    })
}

/// Lines without empty and repeated ones.
fn several<'a>(parts: impl Iterator<Item = &'a str>, long: usize) -> Result<Vec<String>, String> {
    let mut kept: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.trim().is_empty()) {
        let part = fold::line(part, long).map_err(|words| format!("“{}”: {words}", shortened(part)))?;
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    let count = kept.len();
    if count > LIST_LIMIT { Err(format!("these are {count}; {LIST_LIMIT} are allowed")) } else { Ok(kept) }
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

fn seen(text: &str) -> RowVersion {
    RowVersion(text.trim().parse().unwrap_or(0))
}

/// `POST /drafts/{number}/publication`, `…/return` and `…/deletion`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReaderForm {
    /// Why it is sent back.
    pub why: String,
    /// The version of the draft that was read.
    pub version: String,
    pub confirmed: String,
    pub once: String,
}

impl ReaderForm {
    /// The version of the draft that was read.
    pub fn seen(&self) -> RowVersion {
        seen(&self.version)
    }

    /// The line of why.
    pub fn why(&self) -> Result<String, Vec<FieldProblem>> {
        let missing = || "say in a line what to mend".to_owned();
        let why = if self.why.trim().is_empty() { Err(missing()) } else { fold::line(&self.why, WHY_LIMIT) };
        why.map_err(|words| vec![FieldProblem::new("why", words)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_strictly_and_fills_itself_in_again() {
        let form = DraftForm {
            title: "  Port  5432? ".into(),
            tags: "postgresql, 5432,,postgresql".into(),
            phrasings: "a b\r\n\r\n c".into(),
            related: "https://drawbridge.example/faq/dns-change-ttl, connection-refused".into(),
            body: "Yes.\r\n\r\nNo.".into(),
            base: "3".into(),
            address: "/faq/port-5432/".into(),
            ..DraftForm::default()
        };

        let input = form.parse().unwrap_or_else(|problems| panic!("{problems:?}"));

        assert_eq!(input.text.title, "Port 5432?");
        assert_eq!(input.text.tags, ["postgresql", "5432"]);
        assert_eq!(input.text.phrasings, ["a b", "c"]);
        assert_eq!(input.text.related, ["dns-change-ttl", "connection-refused"]);
        assert_eq!((input.text.body.as_str(), input.base), ("Yes.\n\nNo.", 3));
        assert_eq!(input.address, "port-5432");
        let again = DraftForm { address: input.address.clone(), ..DraftForm::of(&input.text, "", None, 3) };
        assert_eq!(again.parse(), Ok(input));
    }

    #[test]
    fn what_does_not_fit_is_named_by_field() {
        let many = (0..=LIST_LIMIT).map(|n| n.to_string()).collect::<Vec<_>>();
        for (field, form) in [
            ("title", DraftForm::default()),
            ("title", DraftForm { title: "x".repeat(161), ..DraftForm::default() }),
            ("tags", DraftForm { title: "A".into(), tags: many.join(","), ..DraftForm::default() }),
            ("phrasings", DraftForm { title: "A".into(), phrasings: "x".repeat(301), ..DraftForm::default() }),
            ("note", DraftForm { title: "A".into(), note: "x".repeat(501), ..DraftForm::default() }),
            ("address", DraftForm { title: "A".into(), address: "Port 5432".into(), ..DraftForm::default() }),
            ("body", DraftForm { title: "A".into(), body: "x".repeat(SIZE_LIMIT), ..DraftForm::default() }),
        ] {
            let problems = form.parse().err().unwrap_or_default();
            assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [field]);
        }
    }
}
