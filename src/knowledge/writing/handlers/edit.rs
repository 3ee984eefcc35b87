//! Writing a draft.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::draw::{Beside, OTHERS, draw_both, draw_form, draw_reading, find, newest};
use super::{BOTH, Context, target};
use crate::error::AppError;
use crate::knowledge::writing::actions::{self, Act};
use crate::knowledge::writing::forms::{DraftForm, ReaderForm};
use crate::knowledge::writing::model::{DraftNumber, Text};
use crate::knowledge::writing::pages::Both;
use crate::knowledge::writing::store::Which;
use crate::knowledge::writing::{WritingError, access, rules, store};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{FieldProblem, Form, page, see_other, see_other_saying};

/// The query of `GET /articles/new`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    /// What the article answers, where somebody looked for it in vain.
    title: String,
}

/// `GET /articles/new`
pub async fn new(context: Context, query: Query<NewQuery>) -> Result<HttpResponse, AppError> {
    let text = Text { title: query.into_inner().title, ..Text::default() };
    draw_form(context, StatusCode::OK, DraftForm::of(&text, "", None, 0), Beside::default()).await
}

/// `GET /articles/{slug}/edit`
pub async fn edit(context: Context, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let (slug, me) = (slug.into_inner(), context.member.id);
    let article = context.library.article(&slug);
    if let Some(file) = article.as_deref().and_then(rules::file_of) {
        return Err(WritingError::InFolder(file).into());
    }
    let wanted = slug.clone();
    let (drafts, kept) = context
        .db
        .read(move |connection| {
            let drafts = store::list(connection, Which::OfArticle(&wanted), OTHERS)?;
            Ok::<_, WritingError>((drafts, newest(connection, &wanted)?))
        })
        .await?;
    if let Some(own) = drafts.iter().find(|row| row.author.id == me) {
        return Ok(see_other(&own.number.path()));
    }
    let found = kept.or_else(|| article.map(|article| (0, Text::of(&article))));
    let (base, text) = found.ok_or(WritingError::NoArticle)?;
    let form = DraftForm::of(&text, "", Some(&slug), base);
    draw_form(context, StatusCode::OK, form, Beside::default()).await
}

/// `POST /articles`
pub async fn create(context: Context, form: Form<DraftForm>) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    if form.wants_preview() {
        return draw_form(context, StatusCode::OK, form, Beside::default()).await;
    }
    let input = match form.parse() {
        Ok(input) => input,
        Err(problems) => return refuse(context, form, None, problems).await,
    };
    let (act, settings, slug) = (form.act(), context.settings.clone(), form.slug().map(str::to_owned));
    let job = move |tx: &mut _, library: &_, member: &_, now| {
        let number = actions::create_draft(tx, library, member, now, slug.as_deref(), &input)?;
        actions::revise(tx, library, member, now, number, act, &settings).map(|revised| target(&revised))
    };
    match context.change(&form.once, job).await {
        Ok(target) => go_on(context, &target, act).await,
        Err(WritingError::Invalid(problems)) => refuse(context, form, None, problems).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /drafts/{number}`
pub async fn update(
    context: Context,
    number: Path<DraftNumber>,
    form: Form<DraftForm>,
) -> Result<HttpResponse, AppError> {
    let (number, form) = (*number, form.into_inner());
    if form.wants_preview() {
        let draft = find(&context, number).await.ok().filter(|draft| access::is_author(&context.member, draft));
        let draft = Some(draft.ok_or(WritingError::NoDraft)?);
        return draw_form(context, StatusCode::OK, form, Beside { draft, ..Beside::default() }).await;
    }
    let input = match form.parse() {
        Ok(input) => input,
        Err(problems) => return refuse(context, form, Some(number), problems).await,
    };
    let (act, settings, seen, kept) = (form.act(), context.settings.clone(), form.seen(), input.clone());
    let job = move |tx: &mut _, library: &_, member: &_, now| {
        actions::save_draft(tx, member, now, number, seen, &input)?;
        actions::revise(tx, library, member, now, number, act, &settings).map(|revised| target(&revised))
    };
    match context.change(&form.once, job).await {
        Ok(target) => go_on(context, &target, act).await,
        Err(WritingError::Invalid(problems)) => refuse(context, form, Some(number), problems).await,
        Err(WritingError::Refused(words)) => {
            refuse(context, form, Some(number), vec![FieldProblem::new("body", words)]).await
        }
        Err(WritingError::DraftChanged(_)) => draw_changed(context, form, number, &kept.text).await,
        Err(error) => Err(error.into()),
    }
}

/// The next page after a draft was saved.
async fn go_on(context: Context, target: &str, act: Act) -> Result<HttpResponse, AppError> {
    if let Some(path) = target.strip_suffix(BOTH) {
        let number = path.rsplit('/').next().and_then(|number| number.parse().ok()).map(DraftNumber);
        let draft = find(&context, number.ok_or(WritingError::NoDraft)?).await?;
        return draw_both(context, StatusCode::CONFLICT, draft).await;
    }
    let words = match act {
        Act::Save => "The draft is saved. Nobody but you sees it.",
        Act::Ask => "The draft waits for a second reader now.",
        Act::Publish => "The article is published. The search finds it now.",
    };
    if act == Act::Publish {
        context.catch_up().await;
    }
    Ok(see_other_saying(target, words))
}

/// The form again, with what is wrong.
async fn refuse(
    context: Context,
    form: DraftForm,
    number: Option<DraftNumber>,
    problems: Vec<FieldProblem>,
) -> Result<HttpResponse, AppError> {
    let draft = match number {
        Some(number) => Some(find(&context, number).await?),
        None => None,
    };
    draw_form(context, StatusCode::UNPROCESSABLE_ENTITY, form, Beside { draft, problems, ..Beside::default() }).await
}

/// The form again, beside what the draft says by now: it was saved in another
/// window meanwhile.
async fn draw_changed(
    context: Context,
    mut form: DraftForm,
    number: DraftNumber,
    written: &Text,
) -> Result<HttpResponse, AppError> {
    let draft = find(&context, number).await?;
    form.version = draft.version.to_string();
    let reason = "The draft was saved in another window while you wrote. Nothing that you wrote is lost: the form \
                  holds it, and saving it now takes the place of what was saved.";
    let both = Some(Both::of(reason.to_owned(), "What the draft says now", written, &draft.text));
    draw_form(context, StatusCode::CONFLICT, form, Beside { draft: Some(draft), both, ..Beside::default() }).await
}

/// `POST /articles/preview`
pub async fn preview(context: Context, form: Form<DraftForm>) -> Result<HttpResponse, AppError> {
    page(&context.preview(form.text(), form.slug()).await?)
}

/// `GET /drafts/{number}`
pub async fn show_draft(context: Context, number: Path<DraftNumber>) -> Result<HttpResponse, AppError> {
    let draft = find(&context, *number).await?;
    if access::is_author(&context.member, &draft) {
        draw_both(context, StatusCode::OK, draft).await
    } else {
        draw_reading(context, StatusCode::OK, draft, Default::default()).await
    }
}

/// `POST /drafts/{number}/deletion`
pub async fn delete(
    context: Context,
    number: Path<DraftNumber>,
    form: Form<ReaderForm>,
) -> Result<HttpResponse, AppError> {
    let number = *number;
    if !is_confirmed(&form.confirmed) {
        let draft = find(&context, number).await?;
        return ask_first(&ConfirmPage {
            shell: context.shell,
            question: &format!("Throw the draft “{}” away?", draft.text.title),
            action: &format!("{}/deletion", number.path()),
            label: "Throw it away",
            fields: &[("version", &form.version)],
            cancel: &number.path(),
        });
    }
    let seen = form.seen();
    let job = move |tx: &mut _, _: &_, member: &_, now| {
        actions::delete_draft(tx, member, now, number, seen).map(|()| "/articles".to_owned())
    };
    let target = context.change(&form.once, job).await?;
    Ok(see_other_saying(&target, "The draft is gone."))
}
