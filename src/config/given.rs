//! Settings as they were given: texts by key, each with where it came from,
//! and the words for what does not fit.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use url::Url;

use super::{
    ConfigError, DATABASE_FILE, Flags, IMPORTS_EVERY_MINUTES, KEEP_SEARCHES_DAYS, Origin, Settings, hours, outgoing,
    sign_in, targets,
};
use crate::accounts::providers::SignInSettings;
use crate::calendar::WorkCalendar;
use crate::db::Address;
use crate::notify::NotifySettings;
use crate::program::ProgramSettings;
use crate::questions::Targets;
use crate::seal;
use crate::web::fold::optional_line;

struct Key {
    name: &'static str,
    secret: bool,
    allowed: &'static str,
}

const KEYS: &[Key] = &[
    Key { name: "data", secret: false, allowed: "a folder" },
    Key { name: "bind", secret: false, allowed: "ADDRESS:PORT, such as 127.0.0.1:8080" },
    Key {
        name: "base_url",
        secret: false,
        allowed: "an http or https URL without query, such as https://example.com/drawbridge",
    },
    Key { name: "database_url", secret: true, allowed: "sqlite:PATH or postgres://USER@HOST/DATABASE" },
    Key { name: "content", secret: false, allowed: "a folder" },
    Key {
        name: "knowledge.edit_url",
        secret: false,
        allowed: "an http or https URL with {path} in it, such as https://git.example/docs/edit/main/{path}",
    },
    Key { name: "public_reading", secret: false, allowed: "true or false" },
    Key { name: "knowledge.keep_searches_days", secret: false, allowed: "a number of days from 0 to 3650" },
    Key { name: "knowledge.second_reader", secret: false, allowed: "true or false" },
    Key { name: "uploads.folder", secret: false, allowed: "a folder" },
    Key { name: "program.champions_per_team", secret: false, allowed: "a number from 1 to 20" },
    Key { name: "program.netsec_contact", secret: false, allowed: "a line, such as #netsec or netsec@example.com" },
    Key { name: "imports.folder", secret: false, allowed: "a folder" },
    Key { name: "imports.every_minutes", secret: false, allowed: "a number of minutes from 1 to 10080" },
    Key { name: hours::KEYS[0].0, secret: false, allowed: hours::KEYS[0].1 },
    Key { name: hours::KEYS[1].0, secret: false, allowed: hours::KEYS[1].1 },
    Key { name: hours::KEYS[2].0, secret: false, allowed: hours::KEYS[2].1 },
    Key { name: hours::KEYS[3].0, secret: false, allowed: hours::KEYS[3].1 },
    Key { name: hours::KEYS[4].0, secret: false, allowed: hours::KEYS[4].1 },
    Key { name: hours::KEYS[5].0, secret: false, allowed: hours::KEYS[5].1 },
    Key { name: Targets::KEYS[0], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[1], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[2], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[3], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[4], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[5], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[6], secret: false, allowed: targets::ALLOWED },
    Key { name: Targets::KEYS[7], secret: false, allowed: targets::ALLOWED },
    outgoing_key(0),
    outgoing_key(1),
    outgoing_key(2),
    outgoing_key(3),
    outgoing_key(4),
    outgoing_key(5),
    outgoing_key(6),
    outgoing_key(7),
    outgoing_key(8),
    outgoing_key(9),
    outgoing_key(10),
    Key { name: "proxies", secret: false, allowed: outgoing::RANGES },
    Key { name: sign_in::KEYS[0].0, secret: false, allowed: sign_in::KEYS[0].1 },
    Key { name: sign_in::KEYS[1].0, secret: false, allowed: sign_in::KEYS[1].1 },
    Key { name: sign_in::KEYS[2].0, secret: false, allowed: sign_in::KEYS[2].1 },
    Key { name: "secrets.keys", secret: true, allowed: "keys that `drawbridge secrets key` made, with spaces between" },
    Key { name: "workers", secret: false, allowed: "a number from 1 to 256" },
    Key { name: "log", secret: false, allowed: "error, warn, info, debug, trace, or a tracing filter" },
];

const fn outgoing_key(index: usize) -> Key {
    let (name, secret, allowed) = outgoing::KEYS[index];
    Key { name, secret, allowed }
}

/// Characters of a contact.
const CONTACT_LIMIT: usize = 200;

const PREFIX: &str = "DRAWBRIDGE_";

/// Texts by key, each with its origin; a later source replaces an earlier one.
/// Beside them the secrets of providers, which have keys of their own.
#[derive(Default)]
pub(super) struct Given(BTreeMap<&'static str, (String, String)>, BTreeMap<String, String>);

impl Given {
    pub(super) fn read_file(&mut self, file: Option<&Path>) -> Result<(), ConfigError> {
        let Some(file) = file else { return Ok(()) };
        let shown = file.display();
        let text =
            std::fs::read_to_string(file).map_err(|error| ConfigError(format!("{shown} can't be read: {error}")))?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            ConfigError(format!("{shown}:{line}: this is not TOML: {}", error.message().replace('\n', " ")))
        })?;
        for (name, value) in flat(table) {
            let key = known(&name).ok_or_else(|| unknown(&name, &format!("in {shown}")))?;
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Float(number) => number.to_string(),
                toml::Value::Boolean(truth) => truth.to_string(),
                other => {
                    return Err(wrong(key, &other.to_string(), &format!("the file {shown}"), ""));
                }
            };
            // The path of a file is no secret, as the address of a server with its password is.
            if key.secret && !text.starts_with("sqlite:") {
                outgoing::check_own(file).map_err(|words| ConfigError(format!("{shown}: {words} ({})", key.name)))?;
            }
            self.0.insert(key.name, (text, format!("the file {shown}")));
        }
        Ok(())
    }

    pub(super) fn read_environment(
        &mut self,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        let mut from_variables: BTreeMap<&'static str, String> = BTreeMap::new();
        for (variable, value) in environment {
            let Some(rest) = variable.strip_prefix(PREFIX) else { continue };
            let name = rest.to_lowercase().replace("__", ".");
            // Variables of the test suite share the prefix and mean nothing here.
            if name.starts_with("test_") {
                continue;
            }
            if let Some(provider) = name.strip_prefix(sign_in::SECRETS) {
                let (provider, secret) = match provider.strip_suffix("_file") {
                    Some(provider) => (provider, read_secret(&variable, &value)?),
                    None => (provider, value),
                };
                self.1.insert(provider.to_owned(), secret);
                continue;
            }
            let (key, text) = match known(&name) {
                Some(key) => (key, value),
                None => {
                    let secret = name.strip_suffix("_file").and_then(known).filter(|key| key.secret);
                    let key = secret.ok_or_else(|| unknown(&name, &format!("in the environment, as {variable}")))?;
                    (key, read_secret(&variable, &value)?)
                }
            };
            if let Some(other) = from_variables.insert(key.name, variable.clone()) {
                return Err(ConfigError(format!("{other} and {variable} both set {}; keep one of them", key.name)));
            }
            self.0.insert(key.name, (text, format!("the environment, {variable}")));
        }
        Ok(())
    }

    pub(super) fn read_flags(&mut self, flags: &Flags) {
        for (name, value) in [("data", &flags.data), ("content", &flags.content), ("bind", &flags.bind)] {
            if let Some(value) = value {
                self.0.insert(name, (value.clone(), format!("the flag --{name}")));
            }
        }
    }

    pub(super) fn into_settings(self) -> Result<Settings, ConfigError> {
        let data = PathBuf::from(self.text("data").unwrap_or("./data"));
        let database = match self.parsed("database_url", Address::parse)? {
            Some(address) => address,
            None => Address::Sqlite(data.join(DATABASE_FILE)),
        };
        let notify = self.notify()?;
        let settings = Settings {
            sign_in: self.sign_in(&notify)?,
            bind: self
                .parsed("bind", |text| text.parse().map_err(|_| String::new()))?
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            base_url: self.parsed("base_url", parse_base_url)?,
            content: self.text("content").filter(|text| !text.is_empty()).map(PathBuf::from),
            edit_url: self.parsed("knowledge.edit_url", parse_edit_url)?,
            public_reading: self
                .parsed("public_reading", |text| text.parse().map_err(|_| String::new()))?
                .unwrap_or(true),
            keep_searches_days: self
                .parsed("knowledge.keep_searches_days", |text| {
                    text.parse().ok().filter(|days| (0..=3_650).contains(days)).ok_or_default()
                })?
                .unwrap_or(KEEP_SEARCHES_DAYS),
            second_reader: self
                .parsed("knowledge.second_reader", |text| text.parse().map_err(|_| String::new()))?
                .unwrap_or(true),
            uploads_folder: self.text("uploads.folder").filter(|text| !text.is_empty()).map(PathBuf::from),
            program: self.program()?,
            imports_folder: self.text("imports.folder").filter(|text| !text.is_empty()).map(PathBuf::from),
            imports_every_minutes: self
                .parsed("imports.every_minutes", |text| {
                    text.parse().ok().filter(|minutes| (1..=10_080).contains(minutes)).ok_or_default()
                })?
                .unwrap_or(IMPORTS_EVERY_MINUTES),
            calendar: self.calendar()?,
            targets: self.targets()?,
            notify,
            proxies: self.parsed("proxies", outgoing::ranges)?.unwrap_or_default(),
            seal_keys: self.parsed("secrets.keys", seal::parse_keys)?.unwrap_or_default(),
            workers: self.parsed("workers", |text| {
                text.parse().ok().filter(|count| (1..=256).contains(count)).ok_or_default()
            })?,
            log: self.text("log").unwrap_or("info").to_owned(),
            origins: Vec::new(),
            data,
            database,
        };
        Ok(Settings { origins: self.origins(&settings), ..settings })
    }

    fn program(&self) -> Result<ProgramSettings, ConfigError> {
        let default = ProgramSettings::default();
        let champions = self.parsed("program.champions_per_team", |text| {
            text.parse().ok().filter(|count| (1..=20).contains(count)).ok_or_default()
        })?;
        let contact = self.parsed("program.netsec_contact", |text| optional_line(text, CONTACT_LIMIT))?;
        Ok(ProgramSettings {
            champions_per_team: champions.unwrap_or(default.champions_per_team),
            netsec_contact: contact.unwrap_or(default.netsec_contact),
        })
    }

    fn calendar(&self) -> Result<WorkCalendar, ConfigError> {
        let mut calendar = WorkCalendar::default();
        for (key, _) in hours::KEYS {
            self.parsed(key, |text| hours::set(&mut calendar, key, text))?;
        }
        Ok(calendar)
    }

    fn targets(&self) -> Result<Targets, ConfigError> {
        let mut targets = Targets::default();
        for key in Targets::KEYS {
            self.parsed(key, |text| targets::set(&mut targets, key, text))?;
        }
        Ok(targets)
    }

    fn notify(&self) -> Result<NotifySettings, ConfigError> {
        outgoing::read(|name| self.text(name)).map_err(|fault| self.fault(fault))
    }

    fn sign_in(&self, notify: &NotifySettings) -> Result<SignInSettings, ConfigError> {
        sign_in::read(|name| self.text(name), &self.1, &notify.reach).map_err(|fault| self.fault(fault))
    }

    fn fault(&self, (name, reason): outgoing::Fault) -> ConfigError {
        match (self.0.get(name), known(name)) {
            (Some((text, source)), Some(key)) => wrong(key, text, source, &reason),
            _ => ConfigError(format!("{name}: {reason}")),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|(text, _)| text.as_str())
    }

    fn parsed<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let (Some((text, source)), Some(key)) = (self.0.get(name), known(name)) else {
            return Ok(None);
        };
        parse(text).map(Some).map_err(|reason| wrong(key, text, source, &reason))
    }

    fn origins(&self, settings: &Settings) -> Vec<Origin> {
        KEYS.iter()
            .map(|key| {
                let value = match key.name {
                    "data" => settings.data.display().to_string(),
                    "bind" => settings.bind.to_string(),
                    "base_url" => settings.base_url.as_ref().map_or("from the bound address".into(), Url::to_string),
                    "database_url" => settings.database.shown(),
                    "content" => settings.content.as_ref().map_or("none".into(), |dir| dir.display().to_string()),
                    "knowledge.edit_url" => settings.edit_url.clone().unwrap_or_else(|| "none".into()),
                    "public_reading" => settings.public_reading.to_string(),
                    "knowledge.keep_searches_days" => settings.keep_searches_days.to_string(),
                    "knowledge.second_reader" => settings.second_reader.to_string(),
                    "uploads.folder" => {
                        settings.uploads_folder.as_ref().map_or("none".into(), |dir| dir.display().to_string())
                    }
                    "program.champions_per_team" => settings.program.champions_per_team.to_string(),
                    "program.netsec_contact" if settings.program.netsec_contact.is_empty() => {
                        "the people with the Network Security right".into()
                    }
                    "program.netsec_contact" => settings.program.netsec_contact.clone(),
                    "imports.folder" => {
                        settings.imports_folder.as_ref().map_or("none".into(), |dir| dir.display().to_string())
                    }
                    "imports.every_minutes" => settings.imports_every_minutes.to_string(),
                    key if hours::KEYS.iter().any(|(known, _)| *known == key) => hours::shown(&settings.calendar, key),
                    key if Targets::KEYS.contains(&key) => targets::shown(&settings.targets, key),
                    key if outgoing::KEYS.iter().any(|(known, ..)| *known == key) => {
                        outgoing::shown(&settings.notify, key, self.text(key))
                    }
                    "proxies" if settings.proxies.is_empty() => "none".into(),
                    "proxies" => settings.proxies.iter().map(IpNet::to_string).collect::<Vec<_>>().join(" "),
                    key if sign_in::KEYS.iter().any(|(known, _)| *known == key) => {
                        sign_in::shown(&settings.sign_in, key, self.text(key))
                    }
                    "secrets.keys" if settings.seal_keys.is_empty() => "secrets.key in the data folder".into(),
                    "secrets.keys" => "(hidden)".into(),
                    "workers" => settings.workers.map_or("one per core".into(), |count| count.to_string()),
                    _ => settings.log.clone(),
                };
                let source = self.0.get(key.name).map_or("the default", |(_, source)| source);
                Origin { key: key.name, value, source: source.to_owned() }
            })
            .collect()
    }
}

/// A secret of a file that a variable names.
fn read_secret(variable: &str, path: &str) -> Result<String, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError(format!("{variable} names {path}, which can't be read: {error}")))?;
    Ok(text.trim_end().to_owned())
}

/// Keys of inner tables as `table.key`.
fn flat(table: toml::Table) -> Vec<(String, toml::Value)> {
    let mut keys = Vec::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(inner) => {
                keys.extend(flat(inner).into_iter().map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            value => keys.push((name, value)),
        }
    }
    keys
}

trait OkOrDefault<T> {
    fn ok_or_default(self) -> Result<T, String>;
}

impl<T> OkOrDefault<T> for Option<T> {
    /// Nothing to add to what is allowed.
    fn ok_or_default(self) -> Result<T, String> {
        self.ok_or_else(String::new)
    }
}

fn known(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn unknown(name: &str, place: &str) -> ConfigError {
    let keys: Vec<_> = KEYS.iter().map(|key| key.name).collect();
    ConfigError(format!("there is no setting “{name}” ({place}); the settings are {}", keys.join(", ")))
}

fn wrong(key: &Key, value: &str, source: &str, reason: &str) -> ConfigError {
    let value = if key.secret { "(hidden)" } else { value };
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    ConfigError(format!("{} is “{value}”, from {source}{reason}; allowed is {}", key.name, key.allowed))
}

fn parse_base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    if plain { Ok(url) } else { Err(String::new()) }
}

/// An address whose host stays the same whatever the path is.
fn parse_edit_url(text: &str) -> Result<String, String> {
    if text.matches("{path}").count() != 1 {
        return Err("it has no {path}, or more than one".into());
    }
    let url = |path: &str| Url::parse(&text.replace("{path}", path)).map_err(|error| error.to_string());
    let (url, other) = (url("a")?, url("b")?);
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return Err(String::new());
    }
    if url.host() != other.host() || url.port() != other.port() {
        return Err("{path} stands after the host".into());
    }
    Ok(text.to_owned())
}
