//! The settings of sign-in: a file of providers, each with what its groups give.

mod file;

use std::collections::BTreeMap;
use std::path::Path;

use super::outgoing::{Fault, read_own};
use crate::accounts::SecondFactor;
use crate::accounts::providers::SignInSettings;
use crate::outgoing::Reach;
use file::{read_providers, secret_name};

/// The keys, each with what is allowed.
pub(super) const KEYS: [(&str, &str); 3] = [
    ("sign_in.providers_file", "a TOML file that only its owner can read"),
    ("sign_in.local", "true or false"),
    ("sign_in.second_factor", "optional, granted or required"),
];

/// Before the key of a provider: the secret that proves this site to it.
pub(super) const SECRETS: &str = "sign_in.secrets.";

/// Sign-in as it is set. `reach` is where requests may go; `secrets` are those of
/// the environment, by the provider's key with `_` for `-`.
///
/// # Errors
///
/// The first fault: with which key, and why. A fault in the file names its line.
pub(super) fn read<'t>(
    text: impl Fn(&str) -> Option<&'t str>,
    secrets: &BTreeMap<String, String>,
    reach: &Reach,
) -> Result<SignInSettings, Fault> {
    let [file, local, second] = KEYS.map(|(name, _)| name);
    let mut settings = SignInSettings::default();
    if let Some(word) = text(local) {
        settings.local = word.parse().map_err(|_| (local, String::new()))?;
    }
    if let Some(word) = text(second) {
        settings.second_factor = SecondFactor::parse(word).ok_or((second, String::new()))?;
    }
    if let Some(path) = text(file).filter(|path| !path.is_empty()) {
        if text("base_url").is_none() {
            return Err((file, "base_url is missing: providers send people back to it".to_owned()));
        }
        let written = read_own(Path::new(path)).map_err(|words| (file, words))?;
        settings.providers = read_providers(&written, secrets, reach).map_err(|words| (file, words))?;
    }
    if !settings.local && settings.providers.is_empty() {
        return Err((local, "there is no provider, so nobody could sign in".to_owned()));
    }
    let known = |name: &&String| settings.providers.iter().any(|provider| secret_name(&provider.key) == **name);
    if let Some(name) = secrets.keys().find(|name| !known(name)) {
        return Err((file, format!("{SECRETS}{name} is set, and there is no provider of that key")));
    }
    Ok(settings)
}

/// The value of one of the keys, as text.
pub(super) fn shown(settings: &SignInSettings, key: &str, text: Option<&str>) -> String {
    match (key, text) {
        ("sign_in.local", _) => settings.local.to_string(),
        ("sign_in.second_factor", _) => settings.second_factor.as_str().to_owned(),
        (_, Some(path)) => {
            let names: Vec<_> = settings.providers.iter().map(|provider| provider.key.as_str()).collect();
            format!("{path}, with {}", names.join(", "))
        }
        _ => "none".into(),
    }
}
