//! Draws the form of a draft, and a draft for its second reader.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::Context;
use crate::db::{Connection, DbError};
use crate::error::AppError;
use crate::knowledge::Categories;
use crate::knowledge::pages::Link;
use crate::knowledge::writing::differences::compare;
use crate::knowledge::writing::forms::DraftForm;
use crate::knowledge::writing::model::{Draft, DraftNumber, Text};
use crate::knowledge::writing::pages::{Both, DraftHead, EditPage, ReadPage};
use crate::knowledge::writing::store::Which;
use crate::knowledge::writing::{SourceLink, WritingError, access, store};
use crate::web::form::Choice;
use crate::web::{FieldProblem, html};

/// Drafts of one article that its form names.
pub(super) const OTHERS: i64 = 20;

/// What stands beside the form: what went wrong, and what others did.
#[derive(Default)]
pub(super) struct Beside {
    pub draft: Option<Draft>,
    pub both: Option<Both>,
    pub problems: Vec<FieldProblem>,
}

/// The form, with what was typed into it.
pub(super) async fn draw_form(
    context: Context,
    status: StatusCode,
    form: DraftForm,
    beside: Beside,
) -> Result<HttpResponse, AppError> {
    let has_text = form.wants_preview() || !form.body.trim().is_empty();
    let preview = if has_text { Some(context.preview(form.text(), form.slug()).await?) } else { None };
    let slug = form.slug().map(str::to_owned);
    let (me, wanted) = (context.member.id, slug.clone());
    let others = context.db.read(move |connection| match wanted {
        Some(slug) => store::list(connection, Which::OfArticle(&slug), OTHERS),
        None => Ok(Vec::new()),
    });
    let origin = origin(&context, beside.draft.as_ref(), None).await?.0;
    let others: Vec<store::DraftRow> = others.await.map_err(|error: DbError| AppError::from(error))?;
    let others = others.iter().filter(|row| row.author.id != me);
    let edit = EditPage {
        categories: context
            .library
            .shelf()
            .categories()
            .iter()
            .map(|category| Choice::new(&category.slug, &category.name, &form.category))
            .collect(),
        others: others.map(|row| format!("{}’s draft {}", row.author.name, row.state.label())).collect(),
        article: slug.map(|slug| article_link(&context, &slug)),
        source: origin,
        draft: beside.draft.map(|draft| DraftHead::of(&context.shell, &draft, context.now)),
        may_publish: access::may_publish(&context.member) && !context.settings.second_reader,
        both: beside.both,
        problems: beside.problems,
        shell: context.shell,
        preview,
        form,
    };
    html(status, &edit)
}

/// The form of a draft whose article was published anew since it was begun:
/// both texts, and a form that goes on from the present one.
pub(super) async fn draw_both(context: Context, status: StatusCode, draft: Draft) -> Result<HttpResponse, AppError> {
    let mut form = DraftForm::of_draft(&draft);
    let both = present_of(&context, &draft).await?.filter(|(base, _)| *base != draft.base).map(|(base, text)| {
        form.base = base.to_string();
        let reason = "The article was published anew since you began. Your draft is kept; nothing was published.";
        Both::of(reason.to_owned(), "What everybody reads now", &draft.text, &text)
    });
    draw_form(context, status, form, Beside { draft: Some(draft), both, ..Beside::default() }).await
}

/// The draft for its second reader.
pub(super) async fn draw_reading(
    context: Context,
    status: StatusCode,
    draft: Draft,
    said: (String, String, Vec<FieldProblem>),
) -> Result<HttpResponse, AppError> {
    let present = present_of(&context, &draft).await?;
    let stale = present.as_ref().is_some_and(|(base, _)| *base != draft.base);
    let preview = context.preview(draft.text.clone(), draft.slug.as_deref()).await?;
    let (source, refused) = origin(&context, Some(&draft), Some(&draft.text)).await?;
    let is_refused = refused.is_some();
    let (mut obstacle, why, problems) = said;
    if let Some(words) = refused.filter(|_| obstacle.is_empty()) {
        obstacle = words;
    }
    if stale {
        obstacle = "The article was published anew since this draft was begun. Its author has to bring the two \
                    together before it can be published: send it back."
            .to_owned();
    }
    let page = ReadPage {
        path: draft.number.path(),
        author: Link {
            label: draft.author.name.clone(),
            href: context.shell.to(&format!("/people/{}", draft.author.handle)),
        },
        saved: crate::web::Moment::new(draft.saved_at, context.now),
        article: draft.slug.as_deref().map(|slug| article_link(&context, slug)),
        lines: present.map(|(_, text)| compare(&text.laid_out(), &draft.text.laid_out())).unwrap_or_default(),
        facts: facts(&draft.text, context.library.shelf().categories()),
        version: draft.version.to_string(),
        can_publish: !stale
            && !is_refused
            && access::may_publish_draft(&context.member, &draft, context.settings.second_reader),
        title: draft.text.title,
        note: draft.note,
        source,
        shell: context.shell,
        preview,
        obstacle,
        why,
        problems,
    };
    html(status, &page)
}

/// Where a draft comes from, if from another room; with `text`, also what that
/// room has against its publication.
async fn origin(
    context: &Context,
    draft: Option<&Draft>,
    text: Option<&Text>,
) -> Result<(Option<SourceLink>, Option<String>), AppError> {
    let Some(number) = draft.map(|draft| draft.number) else { return Ok((None, None)) };
    let (source, member, text) = (context.settings.source.clone(), context.member.clone(), text.cloned());
    let found = context.db.read(move |connection| {
        let link = source.link(connection, &member, number)?;
        let refused = match text.map(|text| source.check(connection, number, &text, true)) {
            Some(Err(WritingError::Refused(words))) => Some(words),
            Some(Err(error)) => return Err(error),
            _ => None,
        };
        Ok::<_, WritingError>((link, refused))
    });
    Ok(found.await?)
}

/// The draft, where the viewer may read it.
pub(super) async fn find(context: &Context, number: DraftNumber) -> Result<Draft, AppError> {
    let draft = context.db.read(move |connection| store::find_draft(connection, number)).await?;
    if access::may_read(&context.member, &draft) { Ok(draft) } else { Err(WritingError::NoDraft.into()) }
}

/// What the article of a draft says now, and in which version.
async fn present_of(context: &Context, draft: &Draft) -> Result<Option<(i32, Text)>, AppError> {
    let Some(slug) = draft.slug.clone() else { return Ok(None) };
    let library = context.library.clone();
    let found = context.db.read(move |connection| {
        let kept = newest(connection, &slug)?;
        Ok::<_, WritingError>(kept.or_else(|| library.article(&slug).map(|article| (0, Text::of(&article)))))
    });
    Ok(found.await?)
}

/// What the database's article says now, and in which version.
pub(super) fn newest(connection: &mut Connection, slug: &str) -> Result<Option<(i32, Text)>, WritingError> {
    let Some(present) = store::find_present(connection, slug)? else { return Ok(None) };
    let version = store::find_version(connection, slug, present.number)?;
    Ok(Some((version.number, version.text)))
}

/// The article, by its title where it is on the shelf.
pub(super) fn article_link(context: &Context, slug: &str) -> Link {
    let label = context.library.article(slug).map_or_else(|| slug.to_owned(), |article| article.title.clone());
    Link { label, href: context.shell.to(&format!("/faq/{slug}")) }
}

fn facts(text: &Text, categories: &Categories) -> Vec<(&'static str, String)> {
    let all = [
        ("Category", categories.name(&text.category).unwrap_or_default().to_owned()),
        ("Tags", text.tags.join(", ")),
        ("Other ways to ask", text.phrasings.join("; ")),
        ("Read next", text.related.join(", ")),
    ];
    all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}
