//! The conversation with a provider: the authorization code flow with PKCE
//! (RFC 6749, section 4.1; RFC 7636), and who it was.

use std::sync::Arc;

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::claims;
use super::discovery::{Described, Memory, fetch};
use super::error::SignInError;
use super::forges;
use super::id_token::{Believed, Checked, Rejected, verify};
use super::model::{Identity, Kind, ProviderSettings};
use super::proof::Proof;
use crate::clock::Timestamp;
use crate::outgoing::{Client, Failure};

/// The public GitHub, whose API has a host of its own.
const GITHUB: &str = "https://github.com";
const GITHUB_API: &str = "https://api.github.com";

/// What comes with an access token.
#[derive(Debug, Clone, Deserialize, Serialize)]
struct Extra {
    id_token: Option<String>,
}

impl ExtraTokenFields for Extra {}

type Tokens = StandardTokenResponse<Extra, BasicTokenType>;
type Flow = oauth2::Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Where the conversation takes place.
pub struct Endpoints {
    authorize: Url,
    token: Url,
    takes_secret_in_body: bool,
    client: Client,
    /// What else is known, of a provider that describes itself.
    described: Option<Arc<Described>>,
}

impl Endpoints {
    /// Those of a provider that describes itself.
    pub fn described(described: Arc<Described>) -> Self {
        Endpoints {
            authorize: described.authorize.clone(),
            token: described.token.clone(),
            takes_secret_in_body: described.takes_secret_in_body,
            client: described.client.clone(),
            described: Some(described),
        }
    }

    /// Those of GitHub or GitLab.
    ///
    /// # Errors
    ///
    /// [`SignInError::Unfit`] where its address is none.
    pub fn fixed(settings: &ProviderSettings, client: &Client) -> Result<Self, SignInError> {
        let (authorize, token) = match settings.kind {
            Kind::GitHub => ("/login/oauth/authorize", "/login/oauth/access_token"),
            Kind::Oidc | Kind::GitLab => ("/oauth/authorize", "/oauth/token"),
        };
        let place = |path: &str| settings.address(path).map_err(|error| SignInError::Unfit(error.to_string()));
        Ok(Endpoints {
            authorize: place(authorize)?,
            token: place(token)?,
            takes_secret_in_body: true,
            client: client.clone(),
            described: None,
        })
    }
}

/// An address of the API of GitHub or GitLab.
///
/// # Errors
///
/// Where that is none.
pub fn api(settings: &ProviderSettings, path: &str) -> Result<Url, url::ParseError> {
    match settings.kind {
        Kind::GitHub if settings.issuer.trim_end_matches('/') == GITHUB => Url::parse(&format!("{GITHUB_API}{path}")),
        Kind::GitHub => settings.address(&format!("/api/v3{path}")),
        Kind::GitLab => settings.address(&format!("/api/v4{path}")),
        Kind::Oidc => settings.address(path),
    }
}

/// Where a visitor is sent; to be asked who they are also where the provider
/// knows already, if `again`.
///
/// # Errors
///
/// [`SignInError::Unfit`] where an address is none.
pub fn address(
    settings: &ProviderSettings,
    endpoints: &Endpoints,
    redirect: &str,
    proof: &Proof,
    again: bool,
) -> Result<Url, SignInError> {
    let flow = flow(settings, endpoints, redirect)?;
    let verifier = PkceCodeVerifier::new(proof.verifier.clone());
    let mut request = flow
        .authorize_url(|| CsrfToken::new(proof.state.clone()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_scopes(settings.all_scopes().into_iter().map(|scope| Scope::new(scope.to_owned())));
    if settings.kind == Kind::Oidc {
        request = request.add_extra_param("nonce", proof.nonce.clone());
    }
    for (name, value) in settings.kind.to_ask_again().iter().filter(|_| again) {
        request = request.add_extra_param(*name, *value);
    }
    Ok(request.url().0)
}

fn flow(settings: &ProviderSettings, endpoints: &Endpoints, redirect: &str) -> Result<Flow, SignInError> {
    let redirect = RedirectUrl::new(redirect.to_owned()).map_err(|error| SignInError::Unfit(error.to_string()))?;
    let how = if endpoints.takes_secret_in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
    let flow = oauth2::Client::new(ClientId::new(settings.client_id.clone()))
        .set_auth_uri(AuthUrl::from_url(endpoints.authorize.clone()))
        .set_token_uri(TokenUrl::from_url(endpoints.token.clone()))
        .set_redirect_uri(redirect)
        .set_auth_type(how);
    Ok(match &settings.client_secret {
        Some(secret) => flow.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
        None => flow,
    })
}

/// What somebody came back with, and what it has to fit.
pub struct Answer<'a> {
    /// The address that they came back to.
    pub redirect: &'a str,
    /// What their try was made of.
    pub proof: &'a Proof,
    /// What the provider gave them.
    pub code: &'a str,
    /// From when on the provider has to have asked who they are; none: no matter.
    pub asked_since: Option<Timestamp>,
    pub now: Timestamp,
}

/// Who came back.
///
/// # Errors
///
/// Each check that failed.
pub async fn identify(
    settings: &ProviderSettings,
    endpoints: &Endpoints,
    memory: &Memory,
    answer: &Answer<'_>,
) -> Result<Identity, SignInError> {
    let tokens = exchange(settings, endpoints, answer).await?;
    let access = tokens.access_token().secret();
    match (settings.kind, &endpoints.described) {
        (Kind::GitHub, _) => forges::github(settings, &endpoints.client, access).await,
        (Kind::GitLab, _) => forges::gitlab(settings, &endpoints.client, access).await,
        (Kind::Oidc, Some(described)) => {
            let token = tokens.extra_fields().id_token.as_deref();
            let token = token.ok_or_else(|| SignInError::Unfit("there is no ID token".to_owned()))?;
            let access = tokens.access_token();
            let Answer { proof, asked_since, now, .. } = *answer;
            let checked = Checked { settings, described, token, access, nonce: &proof.nonce, asked_since, now };
            let Believed { mut claims, asked_at } = believe(&checked, memory).await?;
            complete(&checked, &mut claims).await?;
            Ok(Identity { asked_at, ..claims::identity(settings, &claims)? })
        }
        (Kind::Oidc, None) => Err(SignInError::Unfit("it did not describe itself".to_owned())),
    }
}

/// The tokens for this code. The provider holds the verifier against the
/// challenge that it was sent, and takes a code once.
async fn exchange(
    settings: &ProviderSettings,
    endpoints: &Endpoints,
    answer: &Answer<'_>,
) -> Result<Tokens, SignInError> {
    let client = &endpoints.client;
    let send = |request: HttpRequest| async move {
        let request = reqwest::Request::try_from(request).map_err(|error| Failure::Unreachable(error.to_string()))?;
        let answer = client.send(request).await?;
        let mut response = HttpResponse::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Ok::<_, Failure>(response)
    };
    let asked = flow(settings, endpoints, answer.redirect)?
        .exchange_code(AuthorizationCode::new(answer.code.to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(answer.proof.verifier.clone()))
        .request_async(&send)
        .await;
    asked.map_err(|error| match error {
        RequestTokenError::ServerResponse(refusal) => SignInError::Refused(refusal.error().as_ref().to_owned()),
        RequestTokenError::Request(failure) => failure.into(),
        // The body may hold tokens: what is wrong is said without it.
        RequestTokenError::Parse(error, _) => SignInError::Unfit(format!("its tokens: {}", error.path())),
        RequestTokenError::Other(words) => SignInError::Unfit(words),
    })
}

/// What an ID token says; where its key is not known, the provider may have
/// taken another (L06).
async fn believe(checked: &Checked<'_>, memory: &Memory) -> Result<Believed, SignInError> {
    let unknown = || SignInError::BadToken("it is signed by a key that the provider does not have".to_owned());
    let keys = memory.keys(checked.described).await?;
    match verify(checked, &keys) {
        Ok(believed) => Ok(believed),
        Err(Rejected::For(error)) => Err(error),
        Err(Rejected::UnknownKey) => {
            let newer = memory.newer_keys(checked.described, &keys, checked.now).await?.ok_or_else(unknown)?;
            verify(checked, &newer).map_err(|rejected| match rejected {
                Rejected::UnknownKey => unknown(),
                Rejected::For(error) => error,
            })
        }
    }
}

/// Adds what the ID token lacks and the provider says elsewhere (OpenID Connect
/// Core 1.0, section 5.3), of the same person and no other.
async fn complete(checked: &Checked<'_>, claims: &mut Value) -> Result<(), SignInError> {
    let Some(userinfo) = checked.described.userinfo.as_ref().filter(|_| claims::is_lacking(checked.settings, claims))
    else {
        return Ok(());
    };
    let more: Value = fetch(&checked.described.client, userinfo, Some(checked.access.secret())).await?;
    if more.get("sub").is_none() || more.get("sub") != claims.get("sub") {
        return Err(SignInError::BadToken("what is said beside it is about somebody else".to_owned()));
    }
    claims::add(claims, more);
    Ok(())
}
