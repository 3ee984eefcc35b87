//! The post: decides what goes out because of each notice, and sends it, on
//! every node, without anybody waiting for it.

mod deliver;
mod prepare;
mod sort;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use jiff::SignedDuration;

use super::model::{Channel, ChatPlace};
use super::secret::SecretPath;
use super::settings::NotifySettings;
use super::subjects::SubjectList;
use super::{store, unsubscribe};
use crate::calendar::CompanyCalendar;
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::{DeliveryId, PersonId};
use crate::error::AppError;
use crate::outgoing::Client;
use crate::seal::Seal;
use crate::web::Site;
use deliver::Way;

/// How often it is looked whether something is to go.
const ROUND: Duration = Duration::from_millis(400);
/// How often the clock itself is asked for what it brings, by the house's clock.
const WATCH_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Writes the notices that no change brings but the clock, each once. Rooms
/// implement it, and `app` wires it.
pub trait Watch: Send + Sync {
    /// What it looks after, for the log.
    fn name(&self) -> &'static str;

    /// Looks at what there is at `now`; about once a minute.
    fn look<'a>(&'a self, db: &'a Db, now: Timestamp) -> LocalBoxFuture<'a, Result<(), AppError>>;
}

/// Everything that sending needs. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) site: Arc<Site>,
    pub(super) calendar: CompanyCalendar,
    pub(super) settings: Arc<NotifySettings>,
    seal: Seal,
    subjects: SubjectList,
    secret_path: Option<Arc<dyn SecretPath>>,
    /// Who holds what this process sends.
    node: String,
    secret: Arc<Mutex<String>>,
}

impl Post {
    /// The post of this site.
    pub fn new(
        db: Db,
        clock: Clock,
        site: Arc<Site>,
        calendar: CompanyCalendar,
        settings: Arc<NotifySettings>,
        subjects: SubjectList,
        seal: Seal,
    ) -> Self {
        Post {
            db,
            clock,
            site,
            calendar,
            settings,
            subjects,
            secret_path: None,
            seal,
            node: DeliveryId::generate().to_string(),
            secret: Arc::default(),
        }
    }

    /// The same, that knows whose way is a secret.
    #[must_use]
    pub fn with_secret_path(mut self, secret_path: Arc<dyn SecretPath>) -> Self {
        self.secret_path = Some(secret_path);
        self
    }

    /// Starts to sort and to send; it ends with the runtime.
    pub fn start(self, watches: Vec<Arc<dyn Watch>>) {
        for watch in watches {
            actix_web::rt::spawn(self.clone().watch(watch));
        }
        actix_web::rt::spawn(async move {
            self.get_ready().await;
            actix_web::rt::spawn(self.clone().sort_on());
            if self.settings.mail.is_some() {
                actix_web::rt::spawn(self.clone().send_on(Way::mail()));
            }
            if self.settings.chats.is_empty() {
                return;
            }
            match Client::new(self.settings.reach.clone(), &self.settings.authorities) {
                // Each place has a sender of its own: one that hangs keeps none of the others waiting.
                Ok(client) => {
                    for place in self.settings.chats.keys() {
                        actix_web::rt::spawn(self.clone().send_on(Way::chat(place.clone(), client.clone())));
                    }
                }
                Err(words) => tracing::error!("nothing is sent to chat: {words}"),
            }
        });
    }

    /// Frees what a sender held that is no more, and finds what links are signed with.
    async fn get_ready(&self) {
        loop {
            let (fresh, seal) = (crate::web::csrf::random_token(), self.seal.clone());
            let ready = self
                .db
                .write(move |tx| {
                    store::take_back_all(tx)?;
                    store::signing_secret(tx, &seal, &fresh)
                })
                .await;
            match ready {
                Ok(secret) => {
                    *self.secret.lock().unwrap_or_else(PoisonError::into_inner) = secret;
                    return;
                }
                Err(error) => {
                    let error = format!("{error:?}");
                    tracing::warn!(error, "the post can't begin; it is tried again");
                    actix_web::rt::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    async fn watch(self, watch: Arc<dyn Watch>) {
        let mut last: Option<Timestamp> = None;
        loop {
            let now = self.clock.now();
            if last.is_none_or(|at| now.since(at).abs() >= WATCH_EVERY) {
                last = Some(now);
                if let Err(error) = watch.look(&self.db, now).await {
                    let error = format!("{error:?}");
                    tracing::warn!(name = watch.name(), error, "what the clock brings was not told; it is tried again");
                }
            }
            actix_web::rt::time::sleep(ROUND).await;
        }
    }

    async fn sort_on(self) {
        loop {
            let sorted = match self.sort(self.clock.now()).await {
                Ok(sorted) => sorted,
                Err(error) => {
                    tracing::warn!(%error, "notices were not sorted; it is tried again");
                    0
                }
            };
            if sorted == 0 {
                actix_web::rt::time::sleep(ROUND).await;
            }
        }
    }

    async fn send_on(self, mut way: Way) {
        loop {
            let sent = match self.send_some(&mut way).await {
                Ok(sent) => sent,
                Err(error) => {
                    tracing::warn!(%error, "messages were not sent; it is tried again");
                    0
                }
            };
            if sent == 0 {
                actix_web::rt::time::sleep(ROUND).await;
            }
        }
    }

    fn unsubscribe_href(&self, person: PersonId, about: unsubscribe::About) -> String {
        let secret = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        self.site.absolute(&unsubscribe::path(&secret, person, about))
    }

    fn is_set(&self, place: &ChatPlace) -> bool {
        !self.settings.is_held && self.settings.chats.contains_key(place)
    }

    fn has(&self, channel: Channel) -> bool {
        match channel {
            _ if self.settings.is_held => false,
            Channel::Mail => self.settings.mail.is_some(),
            Channel::Chat => !self.settings.chats.is_empty(),
        }
    }
}
