//! Whether an ID token is to be believed (OpenID Connect Core 1.0, section 3.1.3.7).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
};
use serde_json::Value;

use super::discovery::Described;
use super::error::SignInError;
use super::model::ProviderSettings;
use crate::clock::Timestamp;

/// How far a provider's clock and ours may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(2);

/// Why a token is not believed.
#[derive(Debug)]
pub enum Rejected {
    /// It names a key that is not among those that are known; there may be newer ones.
    UnknownKey,
    /// Anything else.
    For(SignInError),
}

/// What is believed of a token, and what it has to fit.
pub struct Checked<'a> {
    pub settings: &'a ProviderSettings,
    pub described: &'a Described,
    /// The token as it came.
    pub token: &'a str,
    /// The access token that came with it.
    pub access: &'a AccessToken,
    /// What it has to repeat.
    pub nonce: &'a str,
    /// From when on the provider has to have asked who it is; none: no matter.
    pub asked_since: Option<Timestamp>,
    pub now: Timestamp,
}

/// What a token says.
#[derive(Debug)]
pub struct Believed {
    pub claims: Value,
    /// When the provider last asked who it is, and no later than now. It counts
    /// from the token alone: what is said beside it, nobody signed for this try.
    pub asked_at: Option<Timestamp>,
}

/// The claims of a token that is signed by one of `keys`, for this site and this
/// very try, and neither too old nor too new.
pub fn verify(checked: &Checked<'_>, keys: &CoreJsonWebKeySet) -> Result<Believed, Rejected> {
    let bad = |words: String| Rejected::For(SignInError::BadToken(words));
    let token: CoreIdToken = checked.token.parse().map_err(|_| bad("it can't be read".to_owned()))?;
    let verifier = verifier(checked, keys).map_err(Rejected::For)?;
    let claims = token.claims(&verifier, &Nonce::new(checked.nonce.to_owned())).map_err(rejected)?;
    if let Some(hash) = claims.access_token_hash() {
        let key = token.signing_key(&verifier).map_err(|error| bad(error.to_string()))?;
        let algorithm = token.signing_alg().map_err(|error| bad(error.to_string()))?;
        let own =
            AccessTokenHash::from_token(checked.access, algorithm, key).map_err(|error| bad(error.to_string()))?;
        if own != *hash {
            return Err(bad("it belongs to another access token".to_owned()));
        }
    }
    let asked_at = claims.auth_time().map(|asked| Timestamp(asked.timestamp_micros()));
    let asked_at = asked_at.filter(|asked| *asked <= checked.now.plus(SKEW)).map(|asked| asked.min(checked.now));
    // The very bytes that the signature covers, for the claims that have no name in the standard.
    let payload = checked.token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims: Option<Value> = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let claims = claims.ok_or_else(|| bad("its claims can't be read".to_owned()))?;
    check_rest(checked, &claims).map_err(Rejected::For)?;
    Ok(Believed { claims, asked_at })
}

fn verifier<'k>(checked: &Checked<'_>, keys: &CoreJsonWebKeySet) -> Result<CoreIdTokenVerifier<'k>, SignInError> {
    let Checked { settings, described, now, .. } = checked;
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| SignInError::Unfit(error.to_string()))?;
    // As a public client even where there is a secret: who knows that must not
    // be able to sign (RFC 8725, section 2.1).
    let verifier =
        CoreIdTokenVerifier::new_public_client(ClientId::new(settings.client_id.clone()), issuer, keys.clone());
    let latest = now.plus(SKEW);
    // It has run out when it has for a clock that is behind ours.
    let earliest = now.plus(-SKEW).iso();
    let asked_since = checked.asked_since.map(|since| since.plus(-SKEW));
    Ok(verifier
        .set_allowed_algs(described.algorithms.iter().cloned())
        .set_time_fn(move || earliest.parse().expect("an instant is read as it was written"))
        .set_issue_time_verifier_fn(move |issued| {
            let issued = Timestamp(issued.timestamp_micros());
            if issued > latest {
                Err(format!("it was issued at {}, which is still to come", issued.iso()))
            } else {
                Ok(())
            }
        })
        .set_auth_time_verifier_fn(move |asked| {
            match (asked_since, asked.map(|asked| Timestamp(asked.timestamp_micros()))) {
                (None, _) => Ok(()),
                (Some(_), None) => Err("it does not say when it asked (auth_time)".to_owned()),
                (Some(since), Some(asked)) if (since..=latest).contains(&asked) => Ok(()),
                (Some(_), Some(asked)) => Err(format!("it says that it asked at {}", asked.iso())),
            }
        }))
}

/// What the library leaves to us: its issuer letter by letter, for whom it was
/// issued where that is said apart, and from when on it is good.
fn check_rest(checked: &Checked<'_>, claims: &Value) -> Result<(), SignInError> {
    if claims.get("iss").and_then(Value::as_str) != Some(&checked.settings.issuer) {
        return Err(SignInError::BadToken("its issuer is written in another way".to_owned()));
    }
    if let Some(party) = claims.get("azp").filter(|party| !party.is_null())
        && party.as_str() != Some(&checked.settings.client_id)
    {
        return Err(SignInError::BadToken(format!("it was issued for {party}")));
    }
    if let Some(from) = claims.get("nbf").and_then(Value::as_f64)
        && from * 1e6 > checked.now.plus(SKEW).0 as f64
    {
        return Err(SignInError::Clock("it is not good yet".to_owned()));
    }
    Ok(())
}

fn rejected(error: ClaimsVerificationError) -> Rejected {
    match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            Rejected::UnknownKey
        }
        ClaimsVerificationError::InvalidAuthTime(words) => Rejected::For(SignInError::NotAsked(words)),
        ClaimsVerificationError::Expired(words) => Rejected::For(SignInError::Clock(words)),
        // What the algorithm or the key is says more than that it failed.
        ClaimsVerificationError::SignatureVerification(cause) => {
            Rejected::For(SignInError::BadToken(cause.to_string()))
        }
        other => Rejected::For(SignInError::BadToken(other.to_string())),
    }
}
