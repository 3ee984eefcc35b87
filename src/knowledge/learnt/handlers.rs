//! What an article is found by, and taking some of it away.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::pages::{LearntLine, PhrasingsPage};
use super::store::Learnt;
use super::{LearntFrom, actions, store};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::LearntId;
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::knowledge::pages::Link;
use crate::knowledge::writing::file_of;
use crate::knowledge::{KnowledgeError, Library};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{Form, Member, Moment, Shell, page, see_other_saying};

/// `GET /articles/{slug}/phrasings`
pub async fn list(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let slug = slug.into_inner();
    let article = library.article(&slug).ok_or(KnowledgeError::NotFound)?;
    let wanted = slug.clone();
    let learnt = db.read(move |connection| Ok::<_, KnowledgeError>(store::list(connection, &wanted)?)).await?;
    let now = clock.now();
    page(&PhrasingsPage {
        article: Link { label: article.title.clone(), href: shell.to(&format!("/faq/{slug}")) },
        edit: if file_of(&article).is_none() { shell.to(&format!("/articles/{slug}/edit")) } else { String::new() },
        own: article.phrasings.clone(),
        learnt: learnt.into_iter().map(|one| line(&shell, &slug, one, now)).collect(),
        shell,
    })
}

fn line(shell: &Shell, slug: &str, learnt: Learnt, now: Timestamp) -> LearntLine {
    let from = learnt.from.map(|from| match from {
        LearntFrom::Question(number) => {
            Link { label: format!("question {number}"), href: shell.to(&format!("/questions/{number}")) }
        }
        LearntFrom::Gap(number) => Link { label: format!("gap {number}"), href: shell.to(&format!("/gaps/{number}")) },
    });
    LearntLine {
        from,
        by: Link { label: learnt.by.0, href: shell.to(&format!("/people/{}", learnt.by.1)) },
        at: Moment::new(learnt.at, now),
        removal: format!("/articles/{slug}/phrasings/{}/removal", learnt.id),
        words: learnt.words,
    }
}

/// `POST /articles/{slug}/phrasings/{phrasing}/removal`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RemovalForm {
    pub confirmed: String,
    pub once: String,
}

/// `POST /articles/{slug}/phrasings/{phrasing}/removal`
pub async fn delete(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    path: Path<(String, String)>,
    form: Form<RemovalForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, key) = path.into_inner();
    let id = LearntId::parse(&key).ok_or(KnowledgeError::NotFound)?;
    let back = format!("/articles/{slug}/phrasings");
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Take these words away from the article?",
            action: &format!("{back}/{key}/removal"),
            label: "Take them away",
            fields: &[],
            cancel: &back,
        });
    }
    let (now, token, target) = (clock.now(), form.once.clone(), back.clone());
    db.write(move |tx| {
        once(tx, member.id, &token, now, |tx| {
            actions::remove(tx, &member, now, &slug, id)?;
            Ok::<_, KnowledgeError>(target.clone())
        })
    })
    .await?;
    if let Err(error) = library.catch_up(&db).await {
        tracing::warn!(%error, "what was just unlearnt is still found");
    }
    Ok(see_other_saying(&back, "Search no longer finds the article by these words."))
}
