//! A house of the test's own: fresh database, real server, a clock that stands still.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use drawbridge::accounts::providers::SignInSettings;
use drawbridge::accounts::{Browser, Hasher, Person, Providers, sign_in_as};
use drawbridge::app::{House, NAV, serve, start_background};
use drawbridge::calendar::CompanyCalendar;
use drawbridge::clock::{Clock, Day, Timestamp};
use drawbridge::db::{Address, Connection, Db, DbError, Tx, changes};
use drawbridge::error::AppError;
use drawbridge::files::FileStore;
use drawbridge::knowledge::Library;
use drawbridge::notify::NotifySettings;
use drawbridge::questions::QuestionIndex;
use drawbridge::seal::Seal;
use drawbridge::web::{Grant, Route, Site};
use ipnet::IpNet;
use jiff::SignedDuration;
use url::Url;

use super::database::TestDatabase;
use super::{Client, person};

/// The site of one test. Dropping it stops the server and drops the database.
pub struct TestApp {
    /// Where the server listens.
    pub address: SocketAddr,
    /// Direct access, beside the server.
    pub db: Db,
    /// Wednesday, 18 November 2026, 10:00 UTC, until the test moves it.
    pub clock: Clock,
    /// How visitors reach the site, without a slash at its end.
    pub base_url: String,
    /// Weeks, holidays and the rules of time; to be changed by the test.
    pub calendar: CompanyCalendar,
    /// By which secrets lie in the database.
    pub seal: Seal,
    questions: QuestionIndex,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
    // Last, so that it is dropped after the connections to it.
    pub(super) database: TestDatabase,
}

/// Settings of a site that is about to start.
pub struct TestAppBuilder {
    public_reading: bool,
    base_url: Option<String>,
    articles: bool,
    content: Option<PathBuf>,
    unread: bool,
    edit_url: Option<String>,
    second_reader: bool,
    uploads: Option<PathBuf>,
    champions_per_team: usize,
    netsec_contact: String,
    more_routes: fn() -> Vec<Route>,
    notify: NotifySettings,
    sign_in: SignInSettings,
    proxies: Vec<IpNet>,
    index: Option<PathBuf>,
    hasher: Option<Hasher>,
}

/// Something that a builder puts into the database.
pub trait Insert {
    /// What the test gets to know of it.
    type Row;

    /// Writes it.
    fn insert(&self, tx: &mut Tx, now: Timestamp) -> Result<Self::Row, AppError>;
}

impl TestApp {
    /// A site with the default settings.
    pub async fn start() -> Self {
        Self::with().start().await
    }

    /// A site with other settings.
    pub fn with() -> TestAppBuilder {
        TestAppBuilder {
            public_reading: true,
            base_url: None,
            articles: false,
            content: None,
            unread: false,
            edit_url: None,
            second_reader: true,
            uploads: None,
            champions_per_team: 1,
            netsec_contact: String::new(),
            more_routes: Vec::new,
            notify: NotifySettings::default(),
            sign_in: SignInSettings::default(),
            proxies: Vec::new(),
            index: None,
            hasher: None,
        }
    }

    /// Waits until every question is found as it is now.
    pub async fn indexed(&self) {
        let newest = self.read(changes::newest).await;
        for _ in 0..500 {
            if self.questions.seen().is_some_and(|seen| seen >= newest) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the questions are not found ten seconds later");
    }

    /// Where its database is.
    pub fn database_address(&self) -> &Address {
        &self.database.address
    }

    /// The instant at which the clock stands.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The day on which the clock stands.
    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// Moves the clock. Who a cookie belongs to is remembered until the next
    /// write (or a second), so this also writes.
    pub async fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
        self.write(|_| Ok(())).await;
    }

    /// Puts what a builder describes into the database.
    pub async fn insert<I: Insert + Send + 'static>(&self, thing: I) -> I::Row
    where
        I::Row: Send + 'static,
    {
        let now = self.now();
        self.db.write(move |tx| thing.insert(tx, now)).await.expect("the row fits")
    }

    /// Reads beside the server.
    pub async fn read<T, F>(&self, job: F) -> T
    where
        F: FnOnce(&mut Connection) -> Result<T, DbError> + Send + 'static,
        T: Send + 'static,
    {
        self.db.read(job).await.expect("the query fits")
    }

    /// Writes beside the server.
    pub async fn write<T, F>(&self, job: F) -> T
    where
        F: Fn(&mut Tx) -> Result<T, AppError> + Send + 'static,
        T: Send + 'static,
    {
        self.db.write(job).await.expect("the write fits")
    }

    /// A visitor who is not signed in.
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, &self.base_url)
    }

    /// Somebody new with this right, signed in. A manager looks after everything.
    pub async fn sign_in(&self, grant: Grant) -> Client {
        let person = self.insert(person().granted(grant)).await;
        self.sign_in_as(&person).await
    }

    /// Somebody new without any right, signed in.
    pub async fn sign_in_developer(&self) -> Client {
        let person = self.insert(person()).await;
        self.sign_in_as(&person).await
    }

    /// This person, signed in on a browser of their own.
    pub async fn sign_in_as(&self, person: &Person) -> Client {
        let (person, now) = (person.clone(), self.now());
        let token = self
            .db
            .write(move |tx| sign_in_as(tx, now, &person, &Browser::default()))
            .await
            .expect("an active account");
        let client = self.anonymous();
        let name = if self.base_url.starts_with("https:") { "__Host-drawbridge" } else { "drawbridge" };
        client.set_cookie(name, &token);
        client
    }
}

impl TestAppBuilder {
    /// Whether visitors who are not signed in may read; they may by default.
    pub fn public_reading(mut self, on: bool) -> Self {
        self.public_reading = on;
        self
    }

    /// How visitors reach the site, such as `https://bridge.example/drawbridge`.
    pub fn base_url(mut self, url: &str) -> Self {
        self.base_url = Some(url.to_owned());
        self
    }

    /// Serves the articles that come with the program; without this there are
    /// none but those that the test publishes, since reading them takes a second.
    pub fn articles(mut self) -> Self {
        self.articles = true;
        self
    }

    /// Lays a folder of articles over the others.
    pub fn content(mut self, folder: &Path) -> Self {
        self.content = Some(folder.to_owned());
        self
    }

    /// Leaves the folder unread, and does no work in the background: as a site
    /// is that has a large folder to read.
    pub fn unread(mut self) -> Self {
        self.unread = true;
        self
    }

    /// Where files of articles are edited, with `{path}` in it.
    pub fn edit_url(mut self, url: &str) -> Self {
        self.edit_url = Some(url.to_owned());
        self
    }

    /// Whether somebody else has to read an article before it is published; so by default.
    pub fn second_reader(mut self, on: bool) -> Self {
        self.second_reader = on;
        self
    }

    /// Keeps what is handed in in this folder.
    pub fn uploads(mut self, folder: &Path) -> Self {
        self.uploads = Some(folder.to_owned());
        self
    }

    /// How many champions a team may have; one by default.
    pub fn champions_per_team(mut self, count: usize) -> Self {
        self.champions_per_team = count;
        self
    }

    /// Whom to write to where a team has nobody.
    pub fn netsec_contact(mut self, contact: &str) -> Self {
        self.netsec_contact = contact.to_owned();
        self
    }

    /// Routes beside those of the site, to break something on purpose.
    pub fn more_routes(mut self, routes: fn() -> Vec<Route>) -> Self {
        self.more_routes = routes;
        self
    }

    /// By which ways messages leave; none by default.
    pub fn notify(mut self, settings: NotifySettings) -> Self {
        self.notify = settings;
        self
    }

    /// By which providers people sign in; none by default. Requests to them go
    /// where [`TestAppBuilder::notify`] lets requests go.
    pub fn sign_in_by(mut self, settings: SignInSettings) -> Self {
        self.sign_in = settings;
        self
    }

    /// Whose word on who sends a request is taken; nobody's by default.
    pub fn proxies(mut self, addresses: &[&str]) -> Self {
        let net = |address: &&str| IpNet::from(address.parse::<IpAddr>().expect("an address"));
        self.proxies = addresses.iter().map(net).collect();
        self
    }

    /// Keeps the search index of questions in this folder; in memory by default.
    pub fn index_in(mut self, data: &Path) -> Self {
        self.index = Some(data.to_owned());
        self
    }

    /// Looks at passwords in the places of this one; in those of all tests by default.
    pub fn hasher(mut self, hasher: &Hasher) -> Self {
        self.hasher = Some(hasher.clone());
        self
    }

    /// Opens the database and starts to serve.
    pub async fn start(self) -> TestApp {
        let database = TestDatabase::create();
        let db = Db::open(&database.address).expect("the copy of a migrated database opens");
        let now = Timestamp::parse("2026-11-18T10:00:00Z").expect("a time");
        let clock = Clock::fixed(now);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let base_url = self.base_url.unwrap_or_else(|| format!("http://{address}"));
        let url = Url::parse(&base_url).expect("a base URL");
        let mut site = Site::new(&url, clock.clone(), NAV);
        site.public_reading = self.public_reading;
        site.proxies = self.proxies;
        let library = match (&self.content, self.articles) {
            (content, true) => {
                let patience = if self.unread { Duration::ZERO } else { Duration::MAX };
                Library::open_within(patience, &site.base, content.as_deref())
            }
            (Some(folder), false) => Library::of_folder(&site.base, folder),
            (None, false) => Library::bare(&site.base),
        };
        let library = library.expect("a library").with_edit_url(self.edit_url.as_deref());
        library.catch_up(&db).await.expect("the articles of the database");
        let mut house = House::new(db.clone(), clock.clone(), site, self.hasher.unwrap_or_else(hasher), library);
        house.writing.second_reader = self.second_reader;
        if let Some(folder) = &self.uploads {
            house.files = FileStore::in_folder(folder).expect("a folder to write to");
        }
        house.program.champions_per_team = self.champions_per_team;
        house.program.netsec_contact = self.netsec_contact;
        house.more_routes = self.more_routes;
        let providers = Providers::new(&self.sign_in, &self.notify.reach, &self.notify.authorities);
        house.providers = providers.expect("providers that can be used");
        house.notify = Arc::new(self.notify);
        if let Some(data) = &self.index {
            house.questions = QuestionIndex::in_folder(data);
        }
        let (calendar, seal, questions) = (house.calendar.clone(), house.seal.clone(), house.questions.clone());
        let (server, thread) = run(house, listener, !self.unread);
        let base_url = base_url.trim_end_matches('/').to_owned();
        TestApp { address, db, clock, base_url, calendar, seal, questions, server, thread: Some(thread), database }
    }
}

/// Serves on a thread of its own, so that a test that ends leaves nothing running.
pub(super) fn run(house: House, listener: TcpListener, has_background: bool) -> (ServerHandle, JoinHandle<()>) {
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            if has_background {
                start_background(&house);
            }
            let server = serve(house, listener, Some(1)).expect("the port is ours");
            tell.send(server.handle()).expect("the test waits");
            server.await.expect("the server ends well");
        });
    });
    (told.recv().expect("the server starts"), thread)
}

/// How large a part of a large test is run: what this variable says, or `default`.
pub fn number_of(variable: &str, default: u32) -> u32 {
    let Ok(text) = std::env::var(variable) else { return default };
    text.parse().unwrap_or_else(|_| panic!("{variable} is no number: {text}"))
}

/// One for all tests: to make it takes as long as a sign-in.
pub(super) fn hasher() -> Hasher {
    static HASHER: OnceLock<Hasher> = OnceLock::new();
    HASHER.get_or_init(|| Hasher::new().expect("this machine can hash")).clone()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The command is sent at once; the thread's end is what we wait for.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.expect("the server's thread ends well");
            }
        }
        self.database.release();
    }
}
