//! Reads a guide's file into a draft, in which every name still knows its line.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::model::{End, State, Then};
use crate::clock::Day;
use crate::knowledge::Slug;
use crate::knowledge::front_matter::LineFault;
use crate::web::fold;

/// Characters of a question, an answer, a title.
const LINE_LIMIT: usize = 160;
/// Characters of help and reasons.
const HELP_LIMIT: usize = 600;
/// Characters of advice.
const ADVICE_LIMIT: usize = 4_000;
/// Characters of an id, which stands in addresses.
const ID_LIMIT: usize = 40;

/// A name and the line on which it stands, from 1.
#[derive(Debug, Clone)]
pub struct Placed {
    pub line: usize,
    pub name: String,
}

/// What a file says, before it is known whether its parts fit together.
#[derive(Debug)]
pub struct Draft {
    pub title: String,
    pub summary: String,
    pub on_first_page: bool,
    pub owner: String,
    pub reviewed_on: Day,
    pub review_after: Day,
    pub start: Placed,
    pub questions: Vec<DraftQuestion>,
    pub ends: Vec<DraftEnd>,
}

#[derive(Debug)]
pub struct DraftQuestion {
    pub id: Placed,
    pub text: String,
    pub help: String,
    pub answers: Vec<DraftAnswer>,
}

#[derive(Debug)]
pub struct DraftAnswer {
    pub id: Placed,
    pub label: String,
    pub help: String,
    pub to: Placed,
}

#[derive(Debug)]
pub struct DraftEnd {
    pub id: Placed,
    pub end: End,
    /// The slugs that it names, where they stand.
    pub articles: Vec<Placed>,
}

/// The file. A key that is not here is a fault, so that a typing error is noticed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideFile {
    title: Spanned<String>,
    summary: Spanned<String>,
    #[serde(default)]
    home: bool,
    owner: Spanned<String>,
    reviewed_on: Spanned<Datetime>,
    review_after: Spanned<Datetime>,
    start: Spanned<String>,
    #[serde(default)]
    question: Vec<QuestionTable>,
    #[serde(default)]
    end: Vec<EndTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionTable {
    id: Spanned<String>,
    text: Spanned<String>,
    help: Option<Spanned<String>>,
    #[serde(default)]
    answer: Vec<AnswerTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerTable {
    id: Spanned<String>,
    label: Spanned<String>,
    help: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndTable {
    id: Spanned<String>,
    state: Option<Spanned<String>>,
    title: Spanned<String>,
    because: Spanned<String>,
    article: Option<Spanned<String>>,
    ask: Option<Spanned<String>>,
    advice: Option<Spanned<String>>,
    #[serde(default)]
    also: Vec<Spanned<String>>,
}

/// Reads a file.
///
/// # Errors
///
/// Everything that is wrong with single values, by line; or the first thing
/// that is wrong with the file as TOML.
pub fn parse(text: &str) -> Result<Draft, Vec<LineFault>> {
    let lines = Lines(text);
    let file: GuideFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| lines.at(span.start));
        vec![(line, error.message().lines().next().unwrap_or("this is not TOML").to_owned())]
    })?;
    let mut reader = Reader { lines, faults: Vec::new() };
    let draft = reader.draft(file);
    if reader.faults.is_empty() { Ok(draft) } else { Err(reader.faults) }
}

/// Finds the line of a place in the file.
struct Lines<'t>(&'t str);

impl Lines<'_> {
    fn at(&self, offset: usize) -> usize {
        let before = self.0.as_bytes().get(..offset).unwrap_or_default();
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// Takes values over and gathers what is wrong with them.
struct Reader<'t> {
    lines: Lines<'t>,
    faults: Vec<LineFault>,
}

impl Reader<'_> {
    fn draft(&mut self, file: GuideFile) -> Draft {
        let (reviewed_on, review_after) = (self.day(&file.reviewed_on), self.day(&file.review_after));
        if review_after < reviewed_on {
            self.fault(&file.review_after, "review_after lies before reviewed_on".into());
        }
        Draft {
            title: self.line(&file.title, LINE_LIMIT),
            summary: self.line(&file.summary, HELP_LIMIT),
            on_first_page: file.home,
            owner: self.line(&file.owner, LINE_LIMIT),
            reviewed_on,
            review_after,
            start: self.placed(&file.start),
            questions: file.question.into_iter().map(|table| self.question(&table)).collect(),
            ends: file.end.into_iter().map(|table| self.end(&table)).collect(),
        }
    }

    fn question(&mut self, table: &QuestionTable) -> DraftQuestion {
        DraftQuestion {
            id: self.id(&table.id),
            text: self.line(&table.text, LINE_LIMIT),
            help: self.optional(table.help.as_ref()),
            answers: table.answer.iter().map(|answer| self.answer(answer)).collect(),
        }
    }

    fn answer(&mut self, table: &AnswerTable) -> DraftAnswer {
        let id = self.id(&table.id);
        let to = match &table.to {
            Some(to) => self.placed(to),
            None => {
                let words = format!("the answer “{}” leads nowhere: `to` names a question or an end", id.name);
                self.faults.push((id.line, words));
                Placed { line: id.line, name: String::new() }
            }
        };
        DraftAnswer { label: self.line(&table.label, LINE_LIMIT), help: self.optional(table.help.as_ref()), id, to }
    }

    fn end(&mut self, table: &EndTable) -> DraftEnd {
        let id = self.id(&table.id);
        let state = table.state.as_ref().and_then(|name| {
            let state = State::parse(name.get_ref());
            if state.is_none() {
                let known = State::NAMES.map(|(known, _)| known).join(", ");
                self.fault(name, format!("“{}” is no state; take one of {known}", name.get_ref()));
            }
            state
        });
        let mut articles: Vec<Placed> = Vec::new();
        let then = match (&table.article, &table.ask, &table.advice) {
            (Some(slug), None, None) => {
                articles.push(self.slug(slug));
                Then::Article(slug.get_ref().clone())
            }
            (None, Some(title), None) => Then::Ask(self.line(title, LINE_LIMIT)),
            (None, None, Some(text)) => Then::Advice(self.text(text)),
            _ => {
                let words = format!("the end “{}” has exactly one of `article`, `ask` and `advice`", id.name);
                self.faults.push((id.line, words));
                Then::Advice(String::new())
            }
        };
        articles.extend(table.also.iter().map(|slug| self.slug(slug)).collect::<Vec<_>>());
        let end = End {
            id: id.name.clone(),
            state,
            title: self.line(&table.title, LINE_LIMIT),
            because: self.line(&table.because, HELP_LIMIT),
            then,
            also: table.also.iter().map(|slug| slug.get_ref().clone()).collect(),
        };
        DraftEnd { id, end, articles }
    }

    fn fault<T>(&mut self, at: &Spanned<T>, words: String) {
        self.faults.push((self.lines.at(at.span().start), words));
    }

    fn placed(&self, value: &Spanned<String>) -> Placed {
        Placed { line: self.lines.at(value.span().start), name: value.get_ref().clone() }
    }

    fn id(&mut self, value: &Spanned<String>) -> Placed {
        let name = value.get_ref();
        if name.len() > ID_LIMIT || Slug::parse(name).is_none() {
            let words =
                format!("“{name}” can't be an id: lower-case letters, digits and hyphens, {ID_LIMIT} at the most");
            self.fault(value, words);
        }
        self.placed(value)
    }

    fn slug(&mut self, value: &Spanned<String>) -> Placed {
        if Slug::parse(value.get_ref()).is_none() {
            self.fault(value, format!("“{}” is no article's address", value.get_ref()));
        }
        self.placed(value)
    }

    fn day(&mut self, value: &Spanned<Datetime>) -> Day {
        Day::parse(&value.get_ref().to_string()).unwrap_or_else(|words| {
            self.fault(value, words);
            // Never read: a draft with a fault is thrown away.
            Day::from(jiff::civil::date(1970, 1, 1))
        })
    }

    fn line(&mut self, value: &Spanned<String>, limit: usize) -> String {
        fold::line(value.get_ref(), limit).unwrap_or_else(|words| {
            self.fault(value, words);
            String::new()
        })
    }

    fn optional(&mut self, value: Option<&Spanned<String>>) -> String {
        value.map_or_else(String::new, |value| self.line(value, HELP_LIMIT))
    }

    fn text(&mut self, value: &Spanned<String>) -> String {
        let read = match fold::text(value.get_ref(), ADVICE_LIMIT) {
            Ok(text) if text.is_empty() => Err("fill this in".to_owned()),
            other => other,
        };
        read.unwrap_or_else(|words| {
            self.fault(value, words);
            String::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n03_changed_guides() {
        crate::fuzz::hold("guides", |bytes| drop(parse(&String::from_utf8_lossy(bytes))));
    }
}
