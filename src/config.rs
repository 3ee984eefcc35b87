//! Settings: what they are, where each came from, and what is wrong with them.
//!
//! A command's flag goes before the environment, the environment before the
//! file, the file before the default. In the environment a key is upper-cased
//! with `DRAWBRIDGE_` in front; a secret may also come as `…_FILE`, the path of
//! a file that holds it.

mod given;
mod hours;
mod outgoing;
mod sign_in;
mod targets;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use url::Url;

use crate::accounts::providers::SignInSettings;
use crate::calendar::WorkCalendar;
use crate::db::Address;
use crate::notify::NotifySettings;
use crate::program::ProgramSettings;
use crate::questions::Targets;
use crate::seal::Key;
use given::Given;

/// The database of a data folder.
const DATABASE_FILE: &str = "drawbridge.sqlite";

/// Days for which searches are kept where nothing else is set: half a year
/// shows what comes back each quarter.
pub const KEEP_SEARCHES_DAYS: u32 = 180;

/// Minutes between two looks at the folder of lists, where nothing else is set.
pub const IMPORTS_EVERY_MINUTES: u64 = 15;

/// Everything that can be set. Each field names its key, variable and default.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `data`, `DRAWBRIDGE_DATA`: the folder that holds the database and the
    /// indexes. Default `./data`.
    pub data: PathBuf,
    /// `bind`, `DRAWBRIDGE_BIND`: address and port to listen on; port 0 takes
    /// a free one. Default `127.0.0.1:8080`.
    pub bind: SocketAddr,
    /// `base_url`, `DRAWBRIDGE_BASE_URL`: how visitors reach the site, path
    /// included. Default `http://` and the bound address.
    pub base_url: Option<Url>,
    /// `database_url`, `DRAWBRIDGE_DATABASE_URL` (secret): `sqlite:PATH` or
    /// `postgres://…`. Default `drawbridge.sqlite` in the data folder.
    pub database: Address,
    /// `content`, `DRAWBRIDGE_CONTENT`: a folder of articles that is laid over
    /// the ones that come with the program. Default none.
    pub content: Option<PathBuf>,
    /// `knowledge.edit_url`, `DRAWBRIDGE_KNOWLEDGE__EDIT_URL`: where files of
    /// articles are edited, with `{path}` for the path below the content
    /// folder. Default none.
    pub edit_url: Option<String>,
    /// `public_reading`, `DRAWBRIDGE_PUBLIC_READING`: whether visitors who are
    /// not signed in may search and read articles. Default `true`.
    pub public_reading: bool,
    /// `knowledge.keep_searches_days`, `DRAWBRIDGE_KNOWLEDGE__KEEP_SEARCHES_DAYS`:
    /// for how many days it is kept what was searched for, without who; 0 keeps
    /// nothing. Default 180.
    pub keep_searches_days: u32,
    /// `knowledge.second_reader`, `DRAWBRIDGE_KNOWLEDGE__SECOND_READER`:
    /// whether somebody else has to read an article that was written here
    /// before it is published. Default `true`.
    pub second_reader: bool,
    /// `uploads.folder`, `DRAWBRIDGE_UPLOADS__FOLDER`: a folder for files that
    /// people hand in, which all nodes see; those that are in the database
    /// already stay there. Default none: they go into the database.
    pub uploads_folder: Option<PathBuf>,
    /// What the company decides about its program; its keys begin with `program.`.
    pub program: ProgramSettings,
    /// `imports.folder`, `DRAWBRIDGE_IMPORTS__FOLDER`: a folder of lists that
    /// are imported by themselves. Default none.
    pub imports_folder: Option<PathBuf>,
    /// `imports.every_minutes`, `DRAWBRIDGE_IMPORTS__EVERY_MINUTES`: how often
    /// that folder is looked at. Default 15.
    pub imports_every_minutes: u64,
    /// `program.weekly_hours`, `program.week_starts`, `program.time_zone`
    /// (`DRAWBRIDGE_PROGRAM__TIME_ZONE`: where the company works, as IANA names
    /// it; default `UTC`), `program.time_window_days`,
    /// `program.close_after_days` and `program.work_hours`: how time is counted.
    pub calendar: WorkCalendar,
    /// How long whoever has a question may take; its keys begin with `questions.`.
    pub targets: Targets,
    /// By which ways messages leave: the keys that begin with `mail.`, `chat.`
    /// and `outgoing.` (`DRAWBRIDGE_MAIL__HOST` and so on). Default none.
    pub notify: NotifySettings,
    /// `proxies`, `DRAWBRIDGE_PROXIES`: addresses or ranges of the proxies in
    /// front, whose word on who sends a request is taken. Default none.
    pub proxies: Vec<IpNet>,
    /// `sign_in.providers_file`, `DRAWBRIDGE_SIGN_IN__PROVIDERS_FILE`: a file of
    /// identity providers; their secrets may also come as
    /// `DRAWBRIDGE_SIGN_IN__SECRETS__KEY`. Default none. And `sign_in.local`,
    /// `DRAWBRIDGE_SIGN_IN__LOCAL`: whether passwords let anybody in. Default `true`.
    /// And `sign_in.second_factor`, `DRAWBRIDGE_SIGN_IN__SECOND_FACTOR`: of whom a
    /// second factor is asked beside a password. Default `optional`.
    pub sign_in: SignInSettings,
    /// `secrets.keys`, `DRAWBRIDGE_SECRETS__KEYS` (secret): the keys of what lies
    /// sealed in the database, with spaces or line ends between; the first seals,
    /// all open. Nodes of one database share them. Default empty: the file
    /// `secrets.key` of the data folder, which the first start makes.
    pub seal_keys: Vec<Key>,
    /// `workers`, `DRAWBRIDGE_WORKERS`: threads that answer requests.
    /// Default: one per core.
    pub workers: Option<usize>,
    /// `log`, `DRAWBRIDGE_LOG`: what to log, in the form of `tracing`'s
    /// filters, such as `info` or `drawbridge=debug`. Default `info`.
    pub log: String,
    /// The keys with their texts and origins, for `config show`.
    pub origins: Vec<Origin>,
}

/// One key as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The key of the file.
    pub key: &'static str,
    /// Its value as text; secrets are not shown.
    pub value: String,
    /// Where it came from, in words.
    pub source: String,
}

/// Why the settings can't be used: key, value, origin and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

/// What the command line says; it goes before everything else.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--data DIR`
    pub data: Option<String>,
    /// `--config FILE`
    pub config: Option<PathBuf>,
    /// `--content DIR`
    pub content: Option<String>,
    /// `--bind ADDR`
    pub bind: Option<String>,
}

/// Reads file, environment and flags together.
///
/// # Errors
///
/// [`ConfigError`] names the key, its value, its origin and what is allowed.
pub fn load(flags: &Flags, environment: impl IntoIterator<Item = (String, String)>) -> Result<Settings, ConfigError> {
    let mut given = Given::default();
    given.read_file(flags.config.as_deref())?;
    given.read_environment(environment)?;
    given.read_flags(flags);
    given.into_settings()
}

impl Settings {
    /// These settings for another data folder, with its own database unless
    /// one was named.
    #[must_use]
    pub fn with_data(mut self, data: &Path) -> Self {
        if self.database == Address::Sqlite(self.data.join(DATABASE_FILE)) {
            self.database = Address::Sqlite(data.join(DATABASE_FILE));
        }
        self.data = data.to_owned();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_flag_goes_before_the_environment() {
        let flags = Flags { data: Some("flag".into()), ..Flags::default() };

        let settings = load(&flags, environment(&[("DRAWBRIDGE_DATA", "variable")])).ok();

        assert_eq!(settings.map(|settings| settings.data), Some(PathBuf::from("flag")));
    }

    #[test]
    fn wrong_values_name_key_value_origin_and_what_is_allowed() {
        for (key, value, expected) in [
            ("DRAWBRIDGE_BIND", "localhost", vec!["bind", "localhost", "DRAWBRIDGE_BIND", "ADDRESS:PORT"]),
            ("DRAWBRIDGE_PUBLIC_READING", "perhaps", vec!["public_reading", "perhaps", "true or false"]),
            ("DRAWBRIDGE_BASE_URL", "ftp://x", vec!["base_url", "ftp://x", "https"]),
            ("DRAWBRIDGE_COLOUR", "red", vec!["colour", "DRAWBRIDGE_COLOUR", "base_url"]),
            ("DRAWBRIDGE_WORKERS", "0", vec!["workers", "1 to 256"]),
            ("DRAWBRIDGE_PROGRAM__WEEKLY_HOURS", "0", vec!["program.weekly_hours", "1 to 80"]),
            ("DRAWBRIDGE_PROGRAM__WEEKLY_HOURS", "37.55", vec!["program.weekly_hours"]),
            ("DRAWBRIDGE_PROGRAM__WEEK_STARTS", "mon", vec!["program.week_starts", "monday"]),
            ("DRAWBRIDGE_PROGRAM__TIME_ZONE", "Berlin", vec!["program.time_zone", "Europe/Berlin"]),
            ("DRAWBRIDGE_PROGRAM__TIME_WINDOW_DAYS", "0", vec!["program.time_window_days", "1 to 400"]),
            ("DRAWBRIDGE_PROGRAM__CLOSE_AFTER_DAYS", "soon", vec!["program.close_after_days", "never"]),
            ("DRAWBRIDGE_KNOWLEDGE__EDIT_URL", "https://git.example/x", vec!["knowledge.edit_url", "{path}"]),
            ("DRAWBRIDGE_KNOWLEDGE__EDIT_URL", "ftp://git.example/{path}", vec!["https"]),
            ("DRAWBRIDGE_KNOWLEDGE__EDIT_URL", "javascript:{path}", vec!["https"]),
            ("DRAWBRIDGE_KNOWLEDGE__EDIT_URL", "https://{path}/x", vec!["after the host"]),
            ("DRAWBRIDGE_PROGRAM__CHAMPIONS_PER_TEAM", "0", vec!["program.champions_per_team", "1 to 20"]),
            ("DRAWBRIDGE_PROGRAM__WORK_HOURS", "9-17", vec!["program.work_hours", "09:00-17:30"]),
            ("DRAWBRIDGE_QUESTIONS__NETSEC_LOW", "soon", vec!["questions.netsec_low", "1 day"]),
            ("DRAWBRIDGE_MAIL__HOST", "smtp.example.com", vec!["mail.host", "mail.from is missing"]),
            ("DRAWBRIDGE_OUTGOING__ALLOW", "hooks.example.com", vec!["outgoing.allow", "https"]),
            ("DRAWBRIDGE_PROXIES", "proxy.example.com", vec!["proxies", "no address", "10.2.0.0/16"]),
            ("DRAWBRIDGE_OUTGOING__INSIDE", "ten", vec!["outgoing.inside", "no address", "10.2.0.0/16"]),
            ("DRAWBRIDGE_CHAT__FILE", "/no/such/file", vec!["chat.file", "/no/such/file", "TOML"]),
            (
                "DRAWBRIDGE_SIGN_IN__PROVIDERS_FILE",
                "/no/such/file",
                vec!["sign_in.providers_file", "base_url is missing"],
            ),
            ("DRAWBRIDGE_SIGN_IN__LOCAL", "false", vec!["sign_in.local", "no provider"]),
            ("DRAWBRIDGE_SIGN_IN__LOCAL", "no", vec!["sign_in.local", "true or false"]),
            (
                "DRAWBRIDGE_SIGN_IN__SECOND_FACTOR",
                "yes",
                vec!["sign_in.second_factor", "optional, granted or required"],
            ),
            ("DRAWBRIDGE_SIGN_IN__SECRETS__COMPANY", "x", vec!["sign_in.secrets.company", "no provider"]),
            ("DRAWBRIDGE_KNOWLEDGE__COLOUR", "red", vec!["knowledge.colour"]),
            ("DRAWBRIDGE_KNOWLEDGE__SECOND_READER", "perhaps", vec!["knowledge.second_reader", "true or false"]),
            ("DRAWBRIDGE_KNOWLEDGE_SECOND_READER", "true", vec!["knowledge_second_reader", "knowledge.second_reader"]),
        ] {
            let error = load(&Flags::default(), environment(&[(key, value)]))
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            for part in expected {
                assert!(error.contains(part), "{key}={value}: “{error}” lacks “{part}”");
            }
        }
    }

    #[test]
    fn mail_is_not_sent_in_the_clear_by_mistake() {
        let mail = |host: &str, security: &str, more: &[(&str, &str)]| {
            let mut given = vec![
                ("DRAWBRIDGE_MAIL__HOST", host),
                ("DRAWBRIDGE_MAIL__SECURITY", security),
                ("DRAWBRIDGE_MAIL__FROM", "Drawbridge <bridge@example.com>"),
            ];
            given.extend_from_slice(more);
            load(&Flags::default(), environment(&given)).map(|settings| settings.notify.mail.map(|mail| mail.port))
        };
        for (host, security, expected) in [
            ("smtp.example.com", "starttls", Some(587)),
            ("smtp.example.com", "tls", Some(465)),
            ("localhost", "none", Some(25)),
            ("127.0.0.1", "none", Some(25)),
            ("smtp.example.com", "none", None),
            ("smtp.example.com", "ssl", None),
        ] {
            assert_eq!(mail(host, security, &[]).ok().flatten(), expected, "{host} {security}");
        }
        let meant = mail("smtp.example.com", "none", &[("DRAWBRIDGE_MAIL__ALLOW_PLAIN", "true")]);
        assert_eq!(meant.ok().flatten(), Some(25));
        let half = mail("localhost", "none", &[("DRAWBRIDGE_MAIL__USER", "bridge")]);
        assert!(half.is_err_and(|error| error.0.contains("mail.password is missing")));
        let other = mail("localhost", "none", &[("DRAWBRIDGE_MAIL__PASSWORD", "canary-2718")]);
        assert!(other.is_err_and(|error| error.0.contains("mail.user is missing") && !error.0.contains("canary")));
    }

    #[test]
    fn a_wrong_secret_is_not_repeated() {
        let error = load(&Flags::default(), environment(&[("DRAWBRIDGE_DATABASE_URL", "mysql://u:hunter2@h/d")]));

        let words = error.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(words.contains("database_url") && !words.contains("hunter2"), "{words}");
    }
}
