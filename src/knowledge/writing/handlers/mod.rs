//! The requests of writing.

mod draw;
mod edit;
mod history;
mod list;
mod reading;

pub use edit::{create, delete, edit, new, preview, show_draft, update};
pub use history::{create_draft_of_version, history, show_version};
pub use list::list;
pub use reading::{create_publication, create_return};

use actix_web::web::{Data, block};

use super::actions::Revised;
use super::pages::Preview;
use super::{WritingError, WritingSettings, rules};
use crate::clock::{Clock, Timestamp};
use crate::db::once::once;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::knowledge::Library;
use crate::knowledge::writing::Text;
use crate::markdown;
use crate::web::{Member, Shell};

/// What every request of this room needs, gathered once.
pub struct Context {
    shell: Shell,
    member: Member,
    db: Data<Db>,
    library: Data<Library>,
    settings: WritingSettings,
    now: Timestamp,
}

impl Context {
    /// Makes one change, once for each token, and says where to go.
    async fn change<F>(&self, token: &str, job: F) -> Result<String, WritingError>
    where
        F: Fn(&mut Tx, &Library, &Member, Timestamp) -> Result<String, WritingError> + Send + 'static,
    {
        let (member, token, now) = (self.member.clone(), token.to_owned(), self.now);
        let library = self.library.get_ref().clone();
        self.db.write(move |tx| once(tx, member.id, &token, now, |tx| job(tx, &library, &member, now))).await
    }

    /// What was just published must be there for whoever goes on to it; other
    /// nodes follow in a moment.
    async fn catch_up(&self) {
        if let Err(error) = self.library.catch_up(&self.db).await {
            tracing::warn!(%error, "what was just published is not on the shelf yet");
        }
    }

    /// A text as it will look. Colouring code takes its time, so it is done
    /// where no other request waits for it.
    async fn preview(&self, text: Text, slug: Option<&str>) -> Result<Preview, AppError> {
        let (library, base) = (self.library.clone(), self.shell.base.clone());
        let slug = slug.map(str::to_owned);
        let drawn = block(move || Preview {
            hints: rules::hints(&text, slug.as_deref(), &library.shelf()),
            html: markdown::render(&text.body, &base),
        });
        drawn.await.map_err(|error| AppError::Internal(error.to_string()))
    }
}

/// Where a change leads: kept with its token, so that a repeated send goes there, too.
fn target(revised: &Revised) -> String {
    match revised {
        Revised::Saved(number) | Revised::Asked(number) => number.path(),
        Revised::Stale(number) => format!("{}{BOTH}", number.path()),
        Revised::Published(slug) => format!("/faq/{slug}"),
    }
}

/// At the end of a target: both texts have to be shown.
const BOTH: &str = "#both";

impl actix_web::FromRequest for Context {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(request: &actix_web::HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready((|| {
            fn shared<T: Clone + 'static>(request: &actix_web::HttpRequest) -> Result<Data<T>, AppError> {
                let found = request.app_data::<Data<T>>().cloned();
                found.ok_or_else(|| AppError::Internal("writing was not wired".into()))
            }
            Ok(Context {
                shell: Shell::of(request),
                member: Member::from_request(request, payload).into_inner()?,
                db: shared::<Db>(request)?,
                library: shared::<Library>(request)?,
                settings: (**shared::<WritingSettings>(request)?).clone(),
                now: shared::<Clock>(request)?.now(),
            })
        })())
    }
}
