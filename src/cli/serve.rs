//! `serve`: runs the site.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use url::Url;

use super::folder::{self, FolderLock};
use super::say::say;
use super::secrets::open_seal;
use super::{Outcome, block_on, start_log};
use crate::accounts::{self, Hasher};
use crate::app::{self, House, NAV};
use crate::calendar::HolidayFile;
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::{Address, Db};
use crate::files::FileStore;
use crate::knowledge::Library;
use crate::notify::{self, NotifySettings};
use crate::program;
use crate::program::exchange::schedule::Imports;
use crate::questions::QuestionIndex;
use crate::web::Site;

/// How long the start waits for a folder of articles. A larger one is read on
/// beside what is served, and `/readyz` says how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// The flags of `serve`.
#[derive(Debug, Default, Args)]
pub struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub bind: Option<String>,
}

/// Runs the site until it is told to stop.
pub fn run(settings: Settings) -> Outcome {
    if let Err(words) = start_log(&settings) {
        return Outcome::Unable(words);
    }
    match block_on(serve(settings)) {
        Ok(()) => Outcome::Done,
        Err(words) => Outcome::Unable(words),
    }
}

async fn serve(settings: Settings) -> Result<(), String> {
    folder::prepare(&settings.data)?;
    let lock = folder::lock(&settings.data)?;
    let db = open_database(&settings)?;
    let seal = open_seal(&settings, &db).await?;
    let (mut house, listener) = open_house(&settings, db, Clock::System, false)?;
    house.seal = seal;
    run_house(house, listener, &settings, lock).await
}

/// Takes the port and puts the house together. `demo` marks the sample company.
pub(super) fn open_house(
    settings: &Settings,
    db: Db,
    clock: Clock,
    demo: bool,
) -> Result<(House, TcpListener), String> {
    let listener = app::listen(settings.bind)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let base_url = match settings.base_url.clone() {
        Some(url) => url,
        None => Url::parse(&format!("http://{address}")).map_err(|error| error.to_string())?,
    };
    let mut site = Site::new(&base_url, clock.clone(), NAV);
    site.public_reading = settings.public_reading;
    site.demo = demo;
    site.proxies = settings.proxies.clone();
    let hasher = Hasher::new().map_err(|error| error.to_string())?;
    let library = Library::open_within(PATIENCE, &site.base, settings.content.as_deref());
    let library = library.map_err(|error| error.to_string())?.with_edit_url(settings.edit_url.as_deref());
    library.searches.keep_for(settings.keep_searches_days);
    let mut house = House::new(db, clock, site, hasher, library);
    house.writing.second_reader = settings.second_reader;
    house.program = settings.program.clone();
    if let Some(folder) = &settings.uploads_folder {
        house.files = FileStore::in_folder(folder)?;
    }
    house.imports = Imports {
        folder: settings.imports_folder.clone(),
        every: Duration::from_secs(settings.imports_every_minutes * 60),
    };
    house.calendar.set(settings.calendar.clone());
    house.notify = Arc::new(if demo { NotifySettings::held() } else { settings.notify.clone() });
    if !demo {
        let notify = &settings.notify;
        house.providers = accounts::Providers::new(&settings.sign_in, &notify.reach, &notify.authorities)?;
    }
    house.clocks.targets = Arc::new(settings.targets.clone());
    house.questions = QuestionIndex::in_folder(&settings.data);
    house.holidays = HolidayFile::open(house.calendar.clone(), settings.content.as_deref());
    Ok((house, listener))
}

/// Says where the site is, and serves until the program is told to stop.
pub(super) async fn run_house(
    house: House,
    listener: TcpListener,
    settings: &Settings,
    _lock: FolderLock,
) -> Result<(), String> {
    let read = house.library.catch_up(&house.db).await;
    read.map_err(|error| format!("the articles of the database can't be read: {error}"))?;
    let watched = house.library.watch.catch_up(&house.db, house.clock.now()).await;
    watched.map_err(|error| format!("the reviews of articles can't be read: {error}"))?;
    greet(&house).await?;
    warn_of_teamless(&house).await?;
    let library = house.library.clone();
    std::thread::spawn(move || library.warm_up());
    app::start_background(&house);
    let server = app::serve(house, listener, settings.workers).map_err(|error| error.to_string())?;
    server.await.map_err(|error| error.to_string())
}

/// Says where the site is and, where nobody is an admin yet, how to become the first.
async fn greet(house: &House) -> Result<(), String> {
    say!("Drawbridge is at {}", house.site.absolute("/"));
    let now = house.clock.now();
    let is_safe = settle_providers(house, now).await.map_err(|error| error.to_string())?;
    let link = house.db.write(move |tx| accounts::create_setup_link(tx, now)).await;
    if let Some(token) = link.map_err(|error| error.to_string())? {
        let path = token.path(accounts::Purpose::Setup);
        say!("Nobody is an admin yet. This link makes you the first; it works once, for a day:");
        say!("{}", house.site.absolute(&path));
    }
    if !house.providers.local && !is_safe {
        say!("Passwords let nobody in (sign_in.local), and no admin has a linked sign-in yet.");
        say!("`drawbridge user sign-in EMAIL` prints a link that lets an admin in once, to link theirs.");
    }
    Ok(())
}

/// Takes back what providers gave that the settings name no more: it may have
/// been the last admin's right. Returns whether an admin has a linked sign-in.
async fn settle_providers(house: &House, now: Timestamp) -> Result<bool, accounts::AccountError> {
    let ways = house.providers.ways();
    let (forgotten, is_safe) = house
        .db
        .write(move |tx| {
            let forgotten = accounts::providers::forget_others(tx, &program::Standings, now, &ways)?;
            Ok::<_, accounts::AccountError>((forgotten, accounts::providers::exists_linked_admin(tx, &ways.providers)?))
        })
        .await?;
    if forgotten > 0 {
        tracing::warn!(people = forgotten, "what they had by providers that the settings name no more has ended");
    }
    Ok(is_safe)
}

/// Tells whoever reads the log of teams in `chat.file` that there are not.
async fn warn_of_teamless(house: &House) -> Result<(), String> {
    let settings = Arc::clone(&house.notify);
    let teamless = house.db.read(move |connection| notify::list_teamless(connection, &settings)).await;
    let teamless = teamless.map_err(|error| format!("the teams can't be read: {error}"))?;
    if !teamless.is_empty() {
        let slugs = teamless.join(", ");
        tracing::warn!("chat.file names teams that there are not, and nothing is said there: {slugs}");
    }
    Ok(())
}

/// Opens the database that the settings name, its file readable by its owner only.
pub(super) fn open_database(settings: &Settings) -> Result<Db, String> {
    if let Address::Sqlite(path) = &settings.database {
        folder::protect(path)?;
    }
    Db::open(&settings.database).map_err(|error| {
        format!("the database can't be used: {error}; it is set by database_url (DRAWBRIDGE_DATABASE_URL)")
    })
}
