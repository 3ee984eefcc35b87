//! Where a provider's endpoints are and by which keys it signs (OpenID Connect
//! Discovery 1.0). Both are remembered; nothing is asked for but by somebody
//! who signs in.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::error::SignInError;
use super::model::ProviderSettings;
use crate::clock::Timestamp;
use crate::outgoing::Client;

/// How long a provider's description is believed.
const BELIEVED: SignedDuration = SignedDuration::from_hours(1);
/// How often keys are asked for again because a token names one that is not
/// known: anybody can name any (L06).
const KEYS_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Algorithms that anybody can verify and only the provider can sign with.
const ALGORITHMS: &[&str] = &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

/// A provider's description, as far as it is used.
#[derive(Debug)]
pub struct Described {
    pub authorize: Url,
    pub token: Url,
    pub userinfo: Option<Url>,
    /// Where somebody signs out of the provider itself.
    pub end_session: Option<Url>,
    /// What its ID tokens may be signed with.
    pub algorithms: Vec<CoreJwsSigningAlgorithm>,
    /// Whether it takes a secret in the body alone.
    pub takes_secret_in_body: bool,
    /// Whether its answers always name their issuer (RFC 9207).
    pub names_issuer: bool,
    /// Reaches all of these.
    pub client: Client,
    keys: Url,
    at: Timestamp,
}

/// The document itself.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// What is remembered of a provider.
#[derive(Debug, Default)]
pub struct Memory {
    described: Mutex<Option<Arc<Described>>>,
    keys: Mutex<Option<Arc<CoreJsonWebKeySet>>>,
    /// When keys were asked for again; whoever holds it is asking.
    asked_again: tokio::sync::Mutex<Option<Timestamp>>,
}

impl Memory {
    /// What is known already, without asking anybody.
    pub fn known(&self) -> Option<Arc<Described>> {
        self.described.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The provider's description; what is old is believed on where the provider
    /// does not answer.
    pub async fn described(
        &self,
        settings: &ProviderSettings,
        client: &Client,
        now: Timestamp,
    ) -> Result<Arc<Described>, SignInError> {
        let known = self.known();
        if let Some(known) = known.as_ref().filter(|known| now.since(known.at).abs() < BELIEVED) {
            return Ok(Arc::clone(known));
        }
        match describe(settings, client, now).await {
            Ok(described) => {
                let described = Arc::new(described);
                *self.described.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&described));
                Ok(described)
            }
            Err(error) => match known {
                Some(known) => {
                    tracing::warn!(provider = settings.key, %error, "its description is an old one");
                    Ok(known)
                }
                None => Err(error),
            },
        }
    }

    /// The keys that are known, or else are.
    pub async fn keys(&self, described: &Described) -> Result<Arc<CoreJsonWebKeySet>, SignInError> {
        match self.known_keys() {
            Some(keys) => Ok(keys),
            None => self.fetch_keys(described).await,
        }
    }

    /// Other keys than `old`, which lack the one that a token names; none where
    /// they were asked for within the last minute.
    pub async fn newer_keys(
        &self,
        described: &Described,
        old: &Arc<CoreJsonWebKeySet>,
        now: Timestamp,
    ) -> Result<Option<Arc<CoreJsonWebKeySet>>, SignInError> {
        let mut asked = self.asked_again.lock().await;
        // Somebody else asked while this one waited.
        if let Some(newer) = self.known_keys().filter(|known| !Arc::ptr_eq(known, old)) {
            return Ok(Some(newer));
        }
        if asked.is_some_and(|asked| now.since(asked).abs() < KEYS_EVERY) {
            return Ok(None);
        }
        *asked = Some(now);
        self.fetch_keys(described).await.map(Some)
    }

    fn known_keys(&self) -> Option<Arc<CoreJsonWebKeySet>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn fetch_keys(&self, described: &Described) -> Result<Arc<CoreJsonWebKeySet>, SignInError> {
        let keys = Arc::new(fetch::<CoreJsonWebKeySet>(&described.client, &described.keys, None).await?);
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&keys));
        Ok(keys)
    }
}

/// A JSON document of a provider.
pub async fn fetch<T: DeserializeOwned>(client: &Client, url: &Url, token: Option<&str>) -> Result<T, SignInError> {
    let answer = client.get_json(url, token).await?;
    if answer.status != reqwest::StatusCode::OK {
        return Err(SignInError::Unreachable(format!("{} answers {}", url.path(), answer.status)));
    }
    serde_json::from_slice(&answer.body).map_err(|error| SignInError::Unfit(format!("{}: {error}", url.path())))
}

async fn describe(settings: &ProviderSettings, client: &Client, now: Timestamp) -> Result<Described, SignInError> {
    let unfit = |words: String| SignInError::Unfit(format!("its description: {words}"));
    let place = settings.address("/.well-known/openid-configuration").map_err(|error| unfit(error.to_string()))?;
    let document: Document = fetch(client, &place, None).await?;
    // Letter by letter, or one provider could speak for another (section 4.3).
    if document.issuer != settings.issuer {
        return Err(unfit(format!("it calls itself {}, and the settings {}", document.issuer, settings.issuer)));
    }
    let url = |text: &str| Url::parse(text).map_err(|error| unfit(format!("{text}: {error}")));
    let (authorize, token) = (url(&document.authorization_endpoint)?, url(&document.token_endpoint)?);
    let keys = url(&document.jwks_uri)?;
    let userinfo = document.userinfo_endpoint.as_deref().map(url).transpose()?;
    let end_session = document.end_session_endpoint.as_deref().map(url).transpose()?;
    let all = [Some(&authorize), Some(&token), Some(&keys), userinfo.as_ref(), end_session.as_ref()];
    let client = client.reaching(all.iter().copied().flatten());
    for place in all.into_iter().flatten() {
        client.check(place).map_err(|refused| unfit(refused.to_string()))?;
    }
    let methods = document.token_endpoint_auth_methods_supported.unwrap_or_default();
    let takes = |method: &str| methods.iter().any(|known| known == method);
    Ok(Described {
        takes_secret_in_body: takes("client_secret_post") && !takes("client_secret_basic"),
        algorithms: algorithms(&document.id_token_signing_alg_values_supported),
        names_issuer: document.authorization_response_iss_parameter_supported,
        authorize,
        token,
        userinfo,
        end_session,
        client,
        keys,
        at: now,
    })
}

/// What of these is taken; RS256, which every provider has to know, where it names none.
fn algorithms(named: &[String]) -> Vec<CoreJwsSigningAlgorithm> {
    let known = |name: &&String| ALGORITHMS.contains(&name.as_str());
    let parse = |name: &String| serde_json::from_value(serde_json::Value::String(name.clone())).ok();
    let mut taken: Vec<_> = named.iter().filter(known).filter_map(parse).collect();
    if taken.is_empty() {
        taken.push(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l06_only_what_the_provider_alone_can_sign_with_is_taken() {
        let named: Vec<String> = ["none", "HS256", "ES256", "HS512", "PS256"].map(str::to_owned).to_vec();

        let expected = [CoreJwsSigningAlgorithm::EcdsaP256Sha256, CoreJwsSigningAlgorithm::RsaSsaPssSha256];
        assert_eq!(algorithms(&named), expected);
        for named in [vec![], vec!["none".to_owned()], vec!["HS256".to_owned()]] {
            assert_eq!(algorithms(&named), [CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256], "{named:?}");
        }
    }
}
