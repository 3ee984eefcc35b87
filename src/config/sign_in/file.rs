//! The file of providers: TOML, a table for each. A fault names its line, and
//! never a value, which may be a secret.

use std::collections::BTreeMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use crate::accounts::providers::{GroupRule, Join, Kind, Place, ProviderSettings};
use crate::config::outgoing::read_own;
use crate::notify::settings::Secret;
use crate::outgoing::Reach;
use crate::web::Grant;
use crate::web::fold::line;

/// Characters of a provider's name, and of its key.
const NAME_LIMIT: usize = 60;
const KEY_LIMIT: usize = 40;
/// Hours after which a provider is asked again where nothing else is set: who
/// is removed there has lost what it gave here within a day.
const SESSION_HOURS: u16 = 24;

/// How a provider's secret is called in the environment.
pub(super) fn secret_name(key: &str) -> String {
    key.replace('-', "_")
}

/// The providers of a file, in its order.
pub(super) fn read_providers(
    text: &str,
    secrets: &BTreeMap<String, String>,
    reach: &Reach,
) -> Result<Vec<ProviderSettings>, String> {
    let at = |position: usize| format!("line {}", text[..position.min(text.len())].matches('\n').count() + 1);
    let parsed = DeTable::parse(text).map_err(|error| {
        // The words of the parser may repeat a line, and so a secret.
        format!("{} is not TOML", at(error.span().map_or(0, |span| span.start)))
    })?;
    let mut tables: Vec<_> = parsed.get_ref().iter().collect();
    tables.sort_by_key(|(key, _)| key.span().start);
    let mut providers = Vec::new();
    for (key, value) in tables {
        let place = at(key.span().start);
        let DeValue::Table(table) = value.get_ref() else {
            return Err(format!("{place}: “{}” is no provider; write [{0}]", key.get_ref()));
        };
        let fields = Fields { table, text, place: &place, key: key.get_ref() };
        providers.push(provider(&fields, secrets, reach)?);
    }
    Ok(providers)
}

/// One provider's table.
struct Fields<'a> {
    table: &'a DeTable<'a>,
    text: &'a str,
    place: &'a str,
    key: &'a str,
}

const FIELDS: &[&str] = &[
    "kind",
    "name",
    "issuer",
    "url",
    "client_id",
    "client_secret",
    "client_secret_file",
    "scopes",
    "join",
    "domains",
    "trusted_domains",
    "mail_is_verified",
    "groups_claim",
    "require_groups",
    "session_hours",
    "groups",
];

impl<'a> Fields<'a> {
    /// A fault of one field; it names the line, and never a value.
    fn fault(&self, name: &str, words: &str) -> String {
        let line = self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, _)| key.span().start);
        let place = line.map(|start| format!("line {}", self.text[..start].matches('\n').count() + 1));
        format!("{}: {}.{name} {words}", place.as_deref().unwrap_or(self.place), self.key)
    }

    fn value(&self, name: &str) -> Option<&'a DeValue<'a>> {
        self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value.get_ref())
    }

    fn text(&self, name: &str) -> Result<Option<&'a str>, String> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| self.fault(name, "is no text")),
        }
    }

    fn needed(&self, name: &str) -> Result<&'a str, String> {
        self.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| self.fault(name, "is missing"))
    }

    fn texts(&self, name: &str) -> Result<Vec<String>, String> {
        let wrong = || self.fault(name, "is no list of texts");
        let Some(value) = self.value(name) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(wrong)?;
        list.iter().map(|one| one.get_ref().as_str().map(str::to_owned).ok_or_else(wrong)).collect()
    }

    /// Mail domains, as they are compared.
    fn domains(&self, name: &str) -> Result<Vec<String>, String> {
        let domains = self.texts(name)?;
        if domains.iter().any(|domain| domain.contains(['@', ' ', '*', '/']) || domain.is_empty()) {
            return Err(self.fault(name, "holds what is no domain; write example.com"));
        }
        Ok(domains.into_iter().map(|domain| domain.to_lowercase()).collect())
    }
}

fn provider(
    fields: &Fields<'_>,
    secrets: &BTreeMap<String, String>,
    reach: &Reach,
) -> Result<ProviderSettings, String> {
    let key = fields.key;
    let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if key.is_empty() || key.len() > KEY_LIMIT || !key.chars().all(is_fine) {
        return Err(format!("{}: “{key}” can't stand in an address; take small letters, digits and -", fields.place));
    }
    if let Some((name, _)) = fields.table.iter().find(|(name, _)| !FIELDS.contains(&name.get_ref().as_ref())) {
        return Err(fields.fault(name.get_ref(), &format!("is not known; the fields are {}", FIELDS.join(", "))));
    }
    let kind =
        Kind::parse(fields.needed("kind")?).ok_or_else(|| fields.fault("kind", "is none of oidc, github, gitlab"))?;
    let join = match fields.text("join")? {
        None => Join::Invited,
        Some(word) => Join::parse(word).ok_or_else(|| fields.fault("join", "is none of invited, domains, anyone"))?,
    };
    let domains = fields.domains("domains")?;
    if join == Join::Domains && domains.is_empty() {
        return Err(fields.fault("domains", "is missing: join is domains"));
    }
    let session_hours = match fields.value("session_hours") {
        None => SESSION_HOURS,
        Some(value) => {
            let hours = value.as_integer().and_then(|hours| hours.as_str().parse().ok());
            hours
                .filter(|hours| (1..=336).contains(hours))
                .ok_or_else(|| fields.fault("session_hours", "is no number from 1 to 336"))?
        }
    };
    let mail_is_verified = match fields.value("mail_is_verified") {
        None => false,
        Some(value) => value.as_bool().ok_or_else(|| fields.fault("mail_is_verified", "is neither true nor false"))?,
    };
    Ok(ProviderSettings {
        key: key.to_owned(),
        name: line(fields.needed("name")?, NAME_LIMIT)
            .map_err(|words| fields.fault("name", &format!("does not fit: {words}")))?,
        issuer: issuer(fields, kind, reach)?,
        client_id: fields.needed("client_id")?.to_owned(),
        client_secret: secret(fields, secrets)?,
        scopes: fields.texts("scopes")?,
        trusted_domains: fields.domains("trusted_domains")?,
        groups_claim: fields.text("groups_claim")?.unwrap_or("groups").to_owned(),
        require_groups: fields.texts("require_groups")?,
        rules: rules(fields)?,
        session_hours,
        mail_is_verified,
        domains,
        join,
        kind,
    })
}

/// Where the provider is: `issuer` for OpenID Connect, `url` for a GitHub or
/// GitLab of the company's own.
fn issuer(fields: &Fields<'_>, kind: Kind, reach: &Reach) -> Result<String, String> {
    let (name, other, given) = match kind {
        Kind::Oidc => ("issuer", "url", fields.needed("issuer")?),
        Kind::GitHub => ("url", "issuer", fields.text("url")?.unwrap_or("https://github.com")),
        Kind::GitLab => ("url", "issuer", fields.text("url")?.unwrap_or("https://gitlab.com")),
    };
    if fields.value(other).is_some() {
        return Err(fields.fault(other, &format!("has no place beside kind = \"{}\"; write {name}", kind.as_str())));
    }
    let url = url::Url::parse(given).map_err(|_| fields.fault(name, "is no address"))?;
    if url.query().is_some() || url.fragment().is_some() || url.host().is_none() {
        return Err(fields.fault(name, "is no address of a provider; it has neither query nor fragment"));
    }
    let mut reach = reach.clone();
    // Whoever writes an https address here has listed it; http has to be listed
    // where everybody who reads the settings sees it.
    if url.scheme() == "https" {
        reach.allow(&url);
    }
    reach.check(&url).map_err(|refused| fields.fault(name, &format!("can't be used: {refused}")))?;
    Ok(given.to_owned())
}

/// The client's secret: of the environment, of a file of its own, or of this
/// one; a public client has none.
fn secret(fields: &Fields<'_>, secrets: &BTreeMap<String, String>) -> Result<Option<Secret>, String> {
    let named = secrets.get(&secret_name(fields.key)).map(String::as_str);
    let written = fields.text("client_secret")?;
    let file = fields.text("client_secret_file")?;
    let given = [named.is_some(), written.is_some(), file.is_some()];
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(fields.fault("client_secret", "is given in more than one place; keep one of them"));
    }
    let text = match file {
        Some(path) => {
            let read = read_own(Path::new(path));
            Some(read.map_err(|words| fields.fault("client_secret_file", &format!("can't be used: {words}")))?)
        }
        None => named.or(written).map(str::to_owned),
    };
    Ok(text.map(|text| text.trim_end().to_owned()).filter(|text| !text.is_empty()).map(Secret::new))
}

/// What groups give: `[KEY.groups."GROUP"]` with `grants`, `manages`, `teams`.
fn rules(fields: &Fields<'_>) -> Result<Vec<GroupRule>, String> {
    let Some(value) = fields.value("groups") else { return Ok(Vec::new()) };
    let Some(groups) = value.as_table() else {
        return Err(fields.fault("groups", "is no table; write [KEY.groups.\"GROUP\"]"));
    };
    groups.iter().map(|(group, value)| rule(fields, group, value.get_ref())).collect()
}

fn rule(
    fields: &Fields<'_>,
    group: &toml::Spanned<toml::de::DeString<'_>>,
    value: &DeValue<'_>,
) -> Result<GroupRule, String> {
    let line = fields.text[..group.span().start].matches('\n').count() + 1;
    let place = format!("line {line}");
    let key = format!("{}.groups.{}", fields.key, group.get_ref());
    let Some(table) = value.as_table() else { return Err(format!("{place}: {key} is no table")) };
    let inner = Fields { table, text: fields.text, place: &place, key: &key };
    let known = ["grants", "manages", "teams"];
    if let Some((name, _)) = table.iter().find(|(name, _)| !known.contains(&name.get_ref().as_ref())) {
        return Err(inner.fault(name.get_ref(), "is none of grants, manages, teams"));
    }
    let grant = |word: &String| {
        let grant = Grant::parse(word).filter(|grant| *grant != Grant::Manager);
        grant.ok_or_else(|| inner.fault("grants", "holds what is none of lead, netsec, admin; managers have manages"))
    };
    let place = |word: &String| {
        let words = "holds what is none of everything, department:ADDRESS, team:ADDRESS";
        Place::parse(word).ok_or_else(|| inner.fault("manages", words))
    };
    Ok(GroupRule {
        group: group.get_ref().to_string(),
        grants: inner.texts("grants")?.iter().map(grant).collect::<Result<_, _>>()?,
        manages: inner.texts("manages")?.iter().map(place).collect::<Result<_, _>>()?,
        teams: inner.texts("teams")?,
    })
}

#[cfg(test)]
mod tests;
