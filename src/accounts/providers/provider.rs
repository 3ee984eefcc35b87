//! The providers of a running site.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::discovery::Memory;
use super::error::SignInError;
use super::flow::{self, Answer};
use super::model::{Identity, Kind, ProviderSettings, SignInSettings};
use super::proof::Proof;
use super::rules::Ways;
use super::store::Linked;
use crate::accounts::{Person, SecondFactor};
use crate::clock::Timestamp;
use crate::outgoing::{Client, Reach};

/// How long a provider may keep somebody waiting who presses its button, all
/// its answers together.
const PATIENCE: Duration = Duration::from_secs(10);

/// All of them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Providers {
    list: Arc<[Provider]>,
    /// Whether a mail address and a password let somebody in.
    pub local: bool,
    /// Of whom a second factor is asked who comes by them.
    pub second_factor: SecondFactor,
}

/// One of them, with what is remembered of it.
#[derive(Debug)]
pub struct Provider {
    /// What the settings say of it.
    pub settings: ProviderSettings,
    client: Client,
    memory: Memory,
}

impl Default for Providers {
    fn default() -> Self {
        Providers { list: Arc::from([]), local: true, second_factor: SecondFactor::Optional }
    }
}

impl Providers {
    /// Those of the settings. Requests go where `reach` says, and by https to
    /// the providers themselves; these authorities are believed, in PEM.
    ///
    /// # Errors
    ///
    /// Words that say what is wrong with the authorities.
    pub fn new(settings: &SignInSettings, reach: &Reach, authorities: &[u8]) -> Result<Self, String> {
        let second_factor = settings.second_factor;
        if settings.providers.is_empty() {
            return Ok(Providers { local: settings.local, second_factor, ..Providers::default() });
        }
        let client = Client::new(reach.clone(), authorities)?;
        let open = |settings: &ProviderSettings| {
            let own = [settings.address("/"), flow::api(settings, "/")];
            let own: Vec<Url> = own.into_iter().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
            Ok(Provider { client: client.reaching(&own), settings: settings.clone(), memory: Memory::default() })
        };
        let list = settings.providers.iter().map(open).collect::<Result<Vec<_>, String>>()?;
        Ok(Providers { list: list.into(), local: settings.local, second_factor })
    }

    /// The provider with this key.
    ///
    /// # Errors
    ///
    /// [`SignInError::Unknown`].
    pub fn find(&self, key: &str) -> Result<&Provider, SignInError> {
        self.list.iter().find(|provider| provider.settings.key == key).ok_or(SignInError::Unknown)
    }

    /// What people call the provider with this key; the key itself where the
    /// settings know it no more.
    pub fn name_of(&self, key: &str) -> String {
        self.find(key).map_or_else(|_| key.to_owned(), |provider| provider.settings.name.clone())
    }

    /// All of them, in the order of the settings.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.list.iter()
    }

    /// The ways in that there are.
    pub fn ways(&self) -> Ways {
        let providers = self.iter().map(|provider| provider.settings.key.clone()).collect();
        Ways { local: self.local, providers }
    }

    /// Those of `linked` by which a person proves again who they are (L11).
    ///
    /// One that does not say when it asked shows no more than that the browser
    /// is still signed in there: enough against a cookie that was stolen, and
    /// nothing against somebody who sits down at a browser that was left open.
    /// It counts only for whoever has nothing better.
    pub(in crate::accounts) fn to_prove(&self, person: &Person, linked: &[Linked]) -> Vec<&Provider> {
        let is_linked = |provider: &&Provider| linked.iter().any(|linked| linked.provider == provider.settings.key);
        let says_when = |provider: &&Provider| provider.settings.kind.says_when_it_asked();
        let (proving, others): (Vec<_>, Vec<_>) = self.iter().filter(is_linked).partition(says_when);
        let has_password = self.local && person.password_hash.is_some();
        if proving.is_empty() && !has_password { others } else { proving }
    }
}

impl Provider {
    /// The address at the provider where somebody says who they are; also where
    /// it knows already, if `again`.
    ///
    /// # Errors
    ///
    /// [`SignInError::Unreachable`] within ten seconds, or [`SignInError::Unfit`].
    pub async fn begin(&self, redirect: &str, proof: &Proof, again: bool, now: Timestamp) -> Result<Url, SignInError> {
        in_time(async {
            let endpoints = self.endpoints(now).await?;
            flow::address(&self.settings, &endpoints, redirect, proof, again)
        })
        .await
    }

    /// Who came back.
    ///
    /// # Errors
    ///
    /// Each check that failed.
    pub async fn identify(&self, answer: &Answer<'_>) -> Result<Identity, SignInError> {
        in_time(async {
            let endpoints = self.endpoints(answer.now).await?;
            flow::identify(&self.settings, &endpoints, &self.memory, answer).await
        })
        .await
    }

    /// Whether an answer that names this issuer, or none, is the provider's (RFC 9207).
    ///
    /// # Errors
    ///
    /// [`SignInError::OtherIssuer`].
    pub fn check_issuer(&self, named: Option<&str>) -> Result<(), SignInError> {
        let must_name = self.memory.known().is_some_and(|described| described.names_issuer);
        let fits = match named {
            Some(named) => named == self.settings.issuer,
            None => !must_name,
        };
        if fits { Ok(()) } else { Err(SignInError::OtherIssuer) }
    }

    /// Whether somebody may also sign out there; not known is yes.
    pub fn may_end_session(&self) -> bool {
        let known = self.memory.known();
        self.settings.kind == Kind::Oidc && known.is_none_or(|described| described.end_session.is_some())
    }

    /// The address at the provider where somebody signs out of it and comes back
    /// to `back`; none where it has no such thing.
    ///
    /// # Errors
    ///
    /// Those of [`Provider::begin`].
    pub async fn end_session(&self, back: &str, now: Timestamp) -> Result<Option<Url>, SignInError> {
        if self.settings.kind != Kind::Oidc {
            return Ok(None);
        }
        let described = in_time(self.memory.described(&self.settings, &self.client, now)).await?;
        Ok(described.end_session.clone().map(|mut url| {
            url.query_pairs_mut()
                .append_pair("client_id", &self.settings.client_id)
                .append_pair("post_logout_redirect_uri", back);
            url
        }))
    }

    async fn endpoints(&self, now: Timestamp) -> Result<flow::Endpoints, SignInError> {
        match self.settings.kind {
            Kind::Oidc => {
                let described = self.memory.described(&self.settings, &self.client, now).await?;
                Ok(flow::Endpoints::described(described))
            }
            Kind::GitHub | Kind::GitLab => flow::Endpoints::fixed(&self.settings, &self.client),
        }
    }
}

async fn in_time<T>(job: impl Future<Output = Result<T, SignInError>>) -> Result<T, SignInError> {
    let waited = tokio::time::timeout(PATIENCE, job).await;
    waited.map_err(|_| SignInError::Unreachable(format!("no answer within {} seconds", PATIENCE.as_secs())))?
}
