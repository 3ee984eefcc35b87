//! What is answered at an address that is no article's, and the form that moves one.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::actions::{self, Linked};
use super::forms::AddressForm;
use super::model::Place;
use super::pages::{AddressPage, GonePage};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::once::once;
use crate::error::AppError;
use crate::knowledge::model::Origin;
use crate::knowledge::pages::Link;
use crate::knowledge::writing::may_publish;
use crate::knowledge::{Article, KnowledgeError, Library, Slug};
use crate::web::shell::query_value;
use crate::web::{Form, Member, Shell, Viewer, html, page, see_other_saying};

/// Articles that are offered in the place of one that is gone.
const NEAREST: usize = 4;
/// An article this much weaker than the nearest is not near.
const WEAK: f32 = 0.4;

/// The answer for a slug that no article has: 308 to where a renamed one went,
/// 410 with what to read instead, or 404 where nothing is known of it.
///
/// # Errors
///
/// [`AppError::NotFound`] for what never was an article; [`AppError::NotYet`]
/// while it may only not be read yet.
pub fn answer(
    request: &HttpRequest,
    shell: Shell,
    viewer: &Viewer,
    library: &Library,
    slug: &str,
) -> Result<HttpResponse, AppError> {
    if let Some(words) = library.still_reading() {
        return Err(KnowledgeError::Loading(words).into());
    }
    let shelf = library.shelf();
    let history = library.history();
    let place = shelf.moved.find(slug).or_else(|| history.moved.find(slug));
    let can_restore = viewer.member().is_some_and(may_publish);
    let gone = |why: &str, successor: Option<&Article>| {
        let page = gone_page(shell.clone(), library, slug, why, successor)?;
        html(StatusCode::GONE, &GonePage { can_restore, ..page })
    };
    match place.ok_or(KnowledgeError::NotFound)? {
        Place::Renamed(to) if shelf.article(to).is_some() => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            // Kept for an hour only: a name may come back.
            Ok(HttpResponse::PermanentRedirect()
                .insert_header((header::LOCATION, format!("/faq/{to}{query}")))
                .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
                .finish())
        }
        Place::Renamed(to) => gone("", shelf.standing_for(to).map(AsRef::as_ref)),
        Place::Removed { why, successor } => {
            let successor = successor.as_deref().and_then(|slug| shelf.standing_for(slug));
            gone(why, successor.map(AsRef::as_ref))
        }
    }
}

fn gone_page(
    shell: Shell,
    library: &Library,
    slug: &str,
    why: &str,
    successor: Option<&Article>,
) -> Result<GonePage, AppError> {
    let was = slug.replace('-', " ");
    let found = library.search(&was, NEAREST + 1)?.hits;
    let best = found.first().map_or(0.0, |hit| hit.score);
    let link =
        |article: &Article| Link { label: article.title.clone(), href: shell.to(&format!("/faq/{}", article.slug)) };
    let near = found
        .iter()
        .filter(|hit| hit.score >= best * WEAK && Some(&hit.article.slug) != successor.map(|one| &one.slug));
    Ok(GonePage {
        nearest: near.take(NEAREST).map(|hit| link(&hit.article)).collect(),
        successor: successor.map(link),
        why: why.to_owned(),
        ask: shell.to(&format!("/questions/new?title={0}&searched={0}", query_value(&was))),
        can_restore: false,
        was,
        shell,
    })
}

/// `GET /faq/{slug}/address`
pub async fn edit_address(shell: Shell, library: Data<Library>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let article = published(&library, &slug)?;
    page(&address_page(shell, &article, AddressForm { slug: slug.into_inner(), ..AddressForm::default() }))
}

/// `POST /faq/{slug}/address`
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn create_address(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    linked: Data<Linked>,
    slug: Path<String>,
    form: Form<AddressForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let article = published(&library, &slug)?;
    let (shelf, token, wanted) = (library.get_ref().clone(), form.once.clone(), form.slug.clone());
    let renamed = db
        .write(move |tx| {
            once(tx, member.id, &token, now, |tx| {
                let new = actions::rename(tx, &shelf, &linked, &member, now, (&slug, &wanted))?;
                Ok::<_, KnowledgeError>(format!("/faq/{new}"))
            })
        })
        .await;
    match renamed {
        Ok(target) => {
            // The page that comes next must be there; other nodes follow in a moment.
            library.catch_up(&db).await?;
            Ok(see_other_saying(&target, "This is its address now. The old one leads here."))
        }
        Err(KnowledgeError::Invalid(problems)) => {
            let shown = address_page(shell, &article, form);
            html(StatusCode::UNPROCESSABLE_ENTITY, &AddressPage { problems, ..shown })
        }
        Err(error) => Err(error.into()),
    }
}

/// The article, where it is one of the database: files are renamed as files.
fn published(library: &Library, slug: &str) -> Result<std::sync::Arc<Article>, KnowledgeError> {
    let article = Slug::parse(slug).and_then(|slug| library.article(slug.as_str()));
    article.filter(|article| article.origin == Origin::Published).ok_or(KnowledgeError::NotFound)
}

fn address_page(shell: Shell, article: &Article, form: AddressForm) -> AddressPage {
    let path = format!("/faq/{}", article.slug);
    AddressPage {
        title: article.title.clone(),
        action: shell.to(&format!("{path}/address")),
        back: shell.to(&path),
        slug: form.slug,
        problems: Vec::new(),
        shell,
    }
}
