//! Reviews and reports, and the list of what wants to be looked at.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Deserialize;

use super::forms::{BackForm, DismissalForm, ReportForm};
use super::list::{Show, Watched, narrowed, totals, watched};
use super::pages::{FreshnessPage, Row};
use super::{OVERSEES, actions, report};
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::knowledge::feedback::{Kind, Sender, counts_by_slug};
use crate::knowledge::handlers::show_page;
use crate::knowledge::pages::ShowPage;
use crate::knowledge::{KnowledgeError, Library};
use crate::web::form::Choice;
use crate::web::page::own_target;
use crate::web::shell::query_value;
use crate::web::{Form, Member, Shell, Viewer, html, page, see_other, see_other_saying};

/// Articles of one page of the list.
const PAGE: usize = 50;

/// What the list shows. It stands in the address, so that it can be sent to somebody.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// One of [`Show`]; empty: whatever wants a look.
    show: String,
    /// The owner's name; empty: all.
    owner: String,
    page: usize,
}

impl ListQuery {
    fn path(&self, page: usize) -> String {
        let (show, owner) = (query_value(&self.show), query_value(&self.owner));
        format!("/articles/freshness?show={show}&owner={owner}&page={page}")
    }
}

/// `GET /articles/freshness`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    page(&list_page(shell, &member, &db, &library, &query, clock.now()).await?)
}

async fn list_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    library: &Library,
    query: &ListQuery,
    now: Timestamp,
) -> Result<FreshnessPage, AppError> {
    let show = match query.show.as_str() {
        "" => Show::Due,
        word => Show::parse(word).ok_or(AppError::NotFound("list"))?,
    };
    let all = watched(library, member, "");
    let owners = owners(&all, &query.owner);
    let any = !all.is_empty();
    let of_owner: Vec<Watched> =
        all.into_iter().filter(|one| query.owner.is_empty() || one.article.owner == query.owner).collect();
    let totals = totals(&of_owner, now.day());
    let count = |show: Show| totals.get(&show).copied().unwrap_or(0);
    let shown = narrowed(of_owner, show, now.day());
    let helped = db.read(counts_by_slug).await?;
    let first = query.page.saturating_mul(PAGE).min(shown.len());
    let last = first.saturating_add(PAGE).min(shown.len());
    let row = |one: &Watched| Row::new(one, helped.get(one.article.slug.as_str()).copied().unwrap_or((0, 0)), now);
    Ok(FreshnessPage {
        sentence: sentence(count(Show::Reported), count(Show::Overdue), count(Show::Soon)),
        rows: shown[first..last].iter().map(row).collect(),
        shows: Show::ALL
            .iter()
            .map(|one| Choice::new(one.as_str(), &format!("{} ({})", one.label(), count(*one)), show.as_str()))
            .collect(),
        owners,
        any,
        previous: query.page.checked_sub(1).map(|page| shell.to(&query.path(page))).unwrap_or_default(),
        next: if last < shown.len() { shell.to(&query.path(query.page + 1)) } else { String::new() },
        range: if shown.len() > PAGE { format!("{} to {last} of {}", first + 1, shown.len()) } else { String::new() },
        back: query.path(query.page),
        sees_insight: OVERSEES.iter().any(|grant| member.has(*grant)),
        problem: None,
        why: String::new(),
        shell,
    })
}

/// Whoever stands behind these articles, to narrow the list to one of them.
fn owners(all: &[Watched], current: &str) -> Vec<Choice> {
    let mut names: Vec<&str> = all.iter().map(|one| one.article.owner.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| Choice::new(name, name, current)).collect()
}

fn sentence(reported: usize, overdue: usize, soon: usize) -> String {
    if reported + overdue + soon == 0 {
        return "Every article is in date".into();
    }
    let reported = if reported == 1 { "1 article is".into() } else { format!("{reported} articles are") };
    format!("{reported} reported, {overdue} past their date, {soon} due within 30 days")
}

/// `POST /faq/{slug}/reports`
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn create_report(
    request: HttpRequest,
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    slug: Path<String>,
    form: Form<ReportForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, now) = (slug.into_inner(), clock.now());
    let article = library.article(&slug).ok_or(KnowledgeError::NotFound)?;
    let new = match form.parse() {
        Ok(new) => new,
        Err(problem) => {
            let mut shown = show_page(shell, &viewer, &library, article, now);
            shown.freshness.reported = form.into_inner().reported;
            return html(StatusCode::UNPROCESSABLE_ENTITY, &ShowPage { problems: vec![problem], ..shown });
        }
    };
    library.limits.check(Kind::Report, Sender::of(&request, &viewer), &slug, now)?;
    let (target, own, reader) = (format!("/faq/{slug}"), library.get_ref().clone(), viewer.member().cloned());
    db.write(move |tx| report::report(tx, &own, reader.as_ref(), now, &slug, &new)).await?;
    library.watch.catch_up(&db, now).await?;
    Ok(see_other_saying(&target, "Thank you. Whoever looks after this article is told that it may no longer be true."))
}

/// What a press of a button on an article needs, gathered once.
pub struct Pressed {
    member: Member,
    db: Data<Db>,
    library: Data<Library>,
    now: Timestamp,
    slug: String,
}

impl Pressed {
    /// Makes one change to the article, and says it where the form came from.
    async fn change<F>(&self, back: &str, job: F) -> Result<HttpResponse, AppError>
    where
        F: Fn(&mut Tx, &Library, &Member, Timestamp, &str) -> Result<String, KnowledgeError> + Send + 'static,
    {
        let (library, member, now) = (self.library.get_ref().clone(), self.member.clone(), self.now);
        let slug = self.slug.clone();
        let words = self.db.write(move |tx| job(tx, &library, &member, now, &slug)).await?;
        // The next page shows what was changed a moment ago.
        self.library.catch_up(&self.db).await?;
        self.library.watch.catch_up(&self.db, now).await?;
        Ok(see_other_saying(&target(back, &self.slug), words))
    }
}

impl FromRequest for Pressed {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        fn shared<T: Clone + 'static>(request: &HttpRequest) -> Result<Data<T>, AppError> {
            let found = request.app_data::<Data<T>>().cloned();
            found.ok_or_else(|| AppError::Internal("freshness was not wired".into()))
        }
        std::future::ready((|| {
            Ok(Pressed {
                member: Member::from_request(request, payload).into_inner()?,
                db: shared::<Db>(request)?,
                library: shared::<Library>(request)?,
                now: shared::<Clock>(request)?.now(),
                slug: request.match_info().query("slug").to_owned(),
            })
        })())
    }
}

/// `POST /faq/{slug}/review`
pub async fn create_review(pressed: Pressed, form: Form<BackForm>) -> Result<HttpResponse, AppError> {
    let confirm = |tx: &mut Tx, library: &Library, member: &Member, now, slug: &str| {
        let next = actions::confirm(tx, library, member, now, slug)?;
        Ok(format!("Marked as still right. It comes back after {}.", next.words()))
    };
    pressed.change(&form.back, confirm).await
}

/// `POST /faq/{slug}/review-removal`
pub async fn delete_review(pressed: Pressed, form: Form<BackForm>) -> Result<HttpResponse, AppError> {
    let take_back = |tx: &mut Tx, library: &Library, member: &Member, now, slug: &str| {
        actions::take_back(tx, library, member, now, slug)?;
        Ok("Taken back. The article's date is as it was, and reports on it are open again.".to_owned())
    };
    pressed.change(&form.back, take_back).await
}

/// `POST /faq/{slug}/dismissal`
pub async fn create_dismissal(
    shell: Shell,
    pressed: Pressed,
    form: Form<DismissalForm>,
) -> Result<HttpResponse, AppError> {
    let why = match form.parse() {
        Ok(why) => why,
        Err(problem) => {
            let query = ListQuery { show: Show::Reported.as_str().to_owned(), ..ListQuery::default() };
            let Pressed { member, db, library, now, slug } = &pressed;
            let shown = list_page(shell, member, db, library, &query, *now).await?;
            let why = form.into_inner().why;
            let again = FreshnessPage { problem: Some((slug.clone(), problem)), why, ..shown };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let dismiss = move |tx: &mut Tx, library: &Library, member: &Member, now, slug: &str| {
        actions::dismiss(tx, library, member, now, slug, &why)?;
        Ok("The reports are put aside. Those who reported see why.".to_owned())
    };
    pressed.change(&form.back, dismiss).await
}

/// `GET` of an address that takes a form: the article itself.
pub async fn back(library: Data<Library>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let article = library.article(&slug).ok_or(KnowledgeError::NotFound)?;
    Ok(see_other(&format!("/faq/{}", article.slug)))
}

/// Where a form leads back to: a page of ours, or the article.
fn target(back: &str, slug: &str) -> String {
    match own_target(Some(back)) {
        "/" => format!("/faq/{slug}"),
        own => own.to_owned(),
    }
}
