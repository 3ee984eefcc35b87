//! Walking through a guide: each answer is a link, so that the way back is the
//! browser's own and an address can be passed on.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::model::{Guide, Question, Then};
use super::pages::{ArticlePart, Choice, EndPage, GuideRow, ListPage, QuestionPage, StepRow, Way};
use super::walk::{Place, Walk, joined};
use super::{End, GuideShelf};
use crate::clock::{Clock, Day};
use crate::error::AppError;
use crate::knowledge::pages::Link;
use crate::knowledge::{Fault, Library, Shelf};
use crate::markdown;
use crate::web::shell::query_value;
use crate::web::{Grant, Shell, Viewer, page};

/// The query of `GET /guides/{slug}`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WalkQuery {
    /// The answers so far, by their ids, with dots between them.
    a: String,
}

/// `GET /guides`
pub async fn list(
    shell: Shell,
    viewer: Viewer,
    library: Data<Library>,
    clock: Data<Clock>,
) -> Result<HttpResponse, AppError> {
    let (guides, today) = (library.guides(), clock.now().day());
    let rows = guides.guides().into_iter().map(|guide| GuideRow {
        title: guide.title.clone(),
        href: shell.to(&format!("/guides/{}", guide.slug)),
        summary: guide.summary.clone(),
        length: length(guide),
        is_stale: guide.review_after < today,
    });
    page(&ListPage { rows: rows.collect(), faults: faults(&viewer, &guides), shell })
}

/// `GET /guides/{slug}`
pub async fn show(
    shell: Shell,
    library: Data<Library>,
    clock: Data<Clock>,
    slug: Path<String>,
    query: Query<WalkQuery>,
) -> Result<HttpResponse, AppError> {
    let guides = library.guides();
    let guide = guides.guide(&slug).ok_or(AppError::NotFound("guide"))?;
    let walk = guide.walk(&query.a);
    let way = way(&shell, guide, &walk, clock.now().day());
    match walk.at {
        Place::Question(question) => page(&question_page(shell, way, question, &walk)),
        Place::End(end) => page(&end_page(shell, way, end, &library.shelf())),
    }
}

/// The link that offers the guide of the first page, if there is one.
pub fn first_page_link(shell: &Shell, guides: &GuideShelf) -> Option<Link> {
    let guide = guides.guides().into_iter().find(|guide| guide.on_first_page)?;
    let count = count_words(guide.longest());
    Some(Link { label: format!("Answer {count} at the most"), href: shell.to(&format!("/guides/{}", guide.slug)) })
}

/// Links to guides, by title.
pub fn links<'g>(shell: &Shell, guides: impl IntoIterator<Item = &'g std::sync::Arc<Guide>>) -> Vec<Link> {
    let link = |guide: &std::sync::Arc<Guide>| Link {
        label: guide.title.clone(),
        href: shell.to(&format!("/guides/{}", guide.slug)),
    };
    guides.into_iter().map(link).collect()
}

/// What is wrong with files is for those who look after them.
pub fn faults(viewer: &Viewer, guides: &GuideShelf) -> Vec<String> {
    if viewer.has(Grant::NetSec) || viewer.has(Grant::Admin) {
        guides.faults.iter().map(Fault::to_string).collect()
    } else {
        Vec::new()
    }
}

fn question_page(shell: Shell, way: Way, question: &Question, walk: &Walk<'_>) -> QuestionPage {
    let asked = walk.steps.len();
    let choices = question.answers.iter().map(|answer| Choice {
        label: answer.label.clone(),
        help: answer.help.clone(),
        href: format!("{}?a={}", way.href, query_value(&joined(&walk.address, &answer.id))),
    });
    QuestionPage {
        choices: choices.collect(),
        text: question.text.clone(),
        help: question.help.clone(),
        number: match (asked + 1, asked + question.ahead) {
            (number, most) if number == most => format!("Question {number}, the last one"),
            (number, most) => format!("Question {number} of at most {most}"),
        },
        way,
        shell,
    }
}

fn end_page(shell: Shell, way: Way, end: &End, shelf: &Shelf) -> EndPage {
    // An article may be gone since the guide was written; the reason still stands.
    let article = match &end.then {
        Then::Article(slug) => shelf.article(slug).map(|article| ArticlePart {
            title: article.title.clone(),
            href: shell.to(&format!("/faq/{slug}")),
            answer: markdown::render_short(first_paragraph(&article.body), &shell.base),
        }),
        Then::Ask(_) | Then::Advice(_) => None,
    };
    let advice = match &end.then {
        Then::Advice(text) => markdown::render_short(text, &shell.base),
        Then::Article(_) | Then::Ask(_) => String::new(),
    };
    let also = end.also.iter().filter_map(|slug| shelf.article(slug));
    EndPage {
        also: also
            .map(|article| Link { label: article.title.clone(), href: shell.to(&format!("/faq/{}", article.slug)) })
            .collect(),
        title: end.title.clone(),
        state: end.state,
        because: end.because.clone(),
        asks: matches!(end.then, Then::Ask(_)),
        article,
        advice,
        way,
        shell,
    }
}

fn way(shell: &Shell, guide: &Guide, walk: &Walk<'_>, today: Day) -> Way {
    let href = shell.to(&format!("/guides/{}", guide.slug));
    let steps = walk.steps.iter().map(|step| StepRow {
        question: step.question.text.clone(),
        answer: step.answer.label.clone(),
        href: if step.before.is_empty() { href.clone() } else { format!("{href}?a={}", query_value(&step.before)) },
    });
    Way {
        title: guide.title.clone(),
        steps: steps.collect(),
        is_cut: walk.is_cut,
        ask: ask_href(shell, guide, walk),
        owner: guide.owner.clone(),
        reviewed: guide.reviewed_on.words(),
        is_stale: guide.review_after < today,
        href,
    }
}

/// The form for a question, with what was answered here already in it.
fn ask_href(shell: &Shell, guide: &Guide, walk: &Walk<'_>) -> String {
    let title = match walk.at {
        Place::End(End { then: Then::Ask(title), .. }) => title,
        _ => &guide.title,
    };
    let mut body = String::new();
    for step in &walk.steps {
        body.push_str(&format!("- {} **{}**\n", step.question.text, step.answer.label));
    }
    match walk.at {
        Place::Question(question) => body.push_str(&format!("- {} I can't tell.\n", question.text)),
        Place::End(end) => body.push_str(&format!("\nThe guide says: {}.\n", end.title.trim_end_matches('.'))),
    }
    shell.to(&format!("/questions/new?title={}&body={}", query_value(title), query_value(&body)))
}

/// The answer of an article is its first paragraph.
fn first_paragraph(body: &str) -> &str {
    let body = body.trim_start();
    let length: usize = body.split_inclusive('\n').take_while(|line| !line.trim().is_empty()).map(str::len).sum();
    &body[..length]
}

fn length(guide: &Guide) -> String {
    format!("At most {}", count_words(guide.longest()))
}

/// A number of questions in words; a guide has eight in a row at the most.
fn count_words(count: usize) -> String {
    const WORDS: [&str; 9] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
    let number = WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned());
    format!("{number} question{}", if count == 1 { "" } else { "s" })
}
