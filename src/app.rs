//! Puts the house together: mounts the rooms' routes, wires what one room needs
//! of another, and starts what works in the background.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};

use crate::accounts::{Hasher, Sessions, StandingSource};
use crate::calendar::{CompanyCalendar, HolidayFile};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::files::FileStore;
use crate::knowledge::writing::{Source, WritingSettings};
use crate::knowledge::{self, Library, Linked};
use crate::seal::Seal;
use crate::web::problem::finish;
use crate::web::site::NavEntry;
use crate::web::{Grant, Identify, Policy, Route, Site, Watcher, guard, route};
use crate::{accounts, audit, desk, notify, program, questions};

mod background;
mod documents;
mod health;
mod openapi;
mod permissions;
mod rooms;

pub use background::{settle, start as start_background};
pub use rooms::{RoomDoors, duties, erasing_rooms, rooms, routes, sealed};

/// The navigation: each entry's word, its address, whom it is for, and what else belongs to it.
pub const NAV: &[NavEntry] = &[
    entry("Ask", "/", Policy::Reading, &[]),
    entry("FAQ", "/faq", Policy::Reading, &["/articles", "/drafts", "/guides", "/reading-lists"]),
    entry("Questions", "/questions", Policy::SignedIn, &["/launches"]),
    entry("Queue", "/queue", Policy::Granted(&[Grant::NetSec]), &["/replies"]),
    entry("Gaps", "/gaps", questions::GAPS_FOR, &[]),
    entry("My desk", "/me", Policy::SignedIn, &["/time", "/reviews", "/stand-ins", "/handovers", "/notifications"]),
    entry("Teams", "/teams", Policy::SignedIn, &["/departments", "/people", "/champions", "/terms", "/imports"]),
    entry("Coverage", "/coverage", Policy::Granted(program::COVERAGE_FOR), &["/pulse"]),
    entry("Onboarding", "/onboarding", Policy::Granted(program::COVERAGE_FOR), &[]),
    entry("Training", "/training", Policy::SignedIn, &["/certificates", "/completions"]),
    entry("Meetings", "/meetings", Policy::SignedIn, &["/calendar"]),
    entry("Record", "/audit", audit::READ, &[]),
    entry("Accounts", "/accounts", Policy::Granted(&[Grant::Admin]), &["/service-accounts", "/tokens"]),
];

const fn entry(label: &'static str, path: &'static str, policy: Policy, also: &'static [&'static str]) -> NavEntry {
    NavEntry { label, path, policy, also }
}

/// How long a server that is told to stop waits for answers under way (R19).
const SHUTDOWN_SECONDS: u64 = 8;
/// How long a client may take to send the head of a request (N02).
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a silent connection is kept (N02).
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Everything that requests share. Cheap to clone; each worker has a clone.
#[derive(Clone)]
pub struct House {
    /// The doors to the database.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// The site as visitors reach it.
    pub site: Arc<Site>,
    /// Hashes passwords, a few at a time.
    pub hasher: Hasher,
    /// All articles and the search over them.
    pub library: Library,
    /// What a new champion needs, as the company lists it.
    pub onboarding: program::onboarding::Templates,
    /// How articles are written.
    pub writing: WritingSettings,
    /// What the company decides about its program.
    pub program: program::ProgramSettings,
    /// Files of the program that the company edits.
    pub program_files: Arc<program::files::ProgramFiles>,
    /// Where files are kept that people hand in.
    pub files: FileStore,
    /// Lists that are imported by themselves.
    pub imports: program::exchange::schedule::Imports,
    /// Weeks, holidays and the rules of time, as the company says.
    pub calendar: CompanyCalendar,
    /// Where the holidays come from.
    pub holidays: HolidayFile,
    /// What the sample company adds; none elsewhere.
    pub personas: Option<accounts::personas::Personas>,
    /// Routes beside those of the rooms; none but where a test breaks something.
    pub more_routes: fn() -> Vec<Route>,
    /// By which ways messages leave.
    pub notify: Arc<notify::NotifySettings>,
    /// By which secrets lie in the database.
    pub seal: Seal,
    /// Who vouches for people from outside.
    pub providers: accounts::Providers,
    /// What all workers remember together.
    identify: Arc<dyn Identify>,
    most_asked: Arc<desk::MostAsked>,
    /// By which the clocks of questions run.
    pub clocks: questions::Clocks,
    figures: questions::FiguresBook,
    /// What was seen at the doors.
    pub lookout: audit::Lookout,
    /// Finds questions by their words; in memory, unless it is given a folder.
    pub questions: questions::QuestionIndex,
    /// How the teams are covered.
    pub coverage: program::CoverageBook,
    ready: Arc<knowledge::ReadyPages>,
}

impl House {
    /// The house at `site`, on this database. The server and the tests build it here.
    pub fn new(db: Db, clock: Clock, mut site: Site, hasher: Hasher, library: Library) -> Self {
        site.happened = audit::happened_here;
        let calendar = CompanyCalendar::default();
        let program_files = Arc::new(program::files::ProgramFiles::open(library.folder()));
        House {
            holidays: HolidayFile::open(calendar.clone(), None),
            identify: Arc::new(Sessions::new(
                db.clone(),
                clock.clone(),
                Arc::new(program::Standings),
                calendar.clone(),
            )),
            coverage: program::CoverageBook::new(
                Arc::new(questions::QuestionExposure),
                calendar.clone(),
                Arc::clone(&program_files),
            ),
            clocks: questions::Clocks { calendar: calendar.clone(), ..questions::Clocks::default() },
            calendar,
            most_asked: Arc::default(),
            figures: questions::FiguresBook::default(),
            lookout: audit::Lookout::default(),
            questions: questions::QuestionIndex::default(),
            ready: Arc::default(),
            onboarding: program::onboarding::Templates::open(library.folder()),
            db,
            clock,
            site: Arc::new(site),
            hasher,
            library,
            writing: WritingSettings {
                source: Source(Some(Arc::new(questions::AnsweredQuestions))),
                ..WritingSettings::default()
            },
            program: program::ProgramSettings::default(),
            program_files,
            notify: Arc::default(),
            seal: Seal::fresh(),
            providers: accounts::Providers::default(),
            files: FileStore::default(),
            imports: program::exchange::schedule::Imports::default(),
            personas: None,
            more_routes: Vec::new,
        }
    }

    /// Mounts everything below the site's base. Tests and the server share it.
    pub fn configure(&self, config: &mut web::ServiceConfig) {
        config
            .app_data(Data::new(self.db.clone()))
            .app_data(Data::new(self.clock.clone()))
            .app_data(Data::from(Arc::clone(&self.site)))
            .app_data(Data::new(self.hasher.clone()))
            .app_data(Data::new(self.library.clone()))
            .app_data(Data::from(Arc::clone(&self.notify)))
            .app_data(Data::new(self.providers.clone()))
            .app_data(Data::new(self.seal.clone()))
            .app_data(Data::new(rooms::subjects()))
            .app_data(Data::new(rooms::names()))
            .app_data(Data::new(erasing_rooms()))
            .app_data(Data::new(Arc::new(audit::MessageRecord) as Arc<dyn notify::Record>))
            .app_data(Data::new(self.writing.clone()))
            .app_data(Data::new(self.files.clone()))
            .app_data(Data::new(self.imports.clone()))
            .app_data(Data::new(self.calendar.clone()))
            .app_data(Data::from(Arc::clone(&self.most_asked)))
            .app_data(Data::new(self.coverage.clone()))
            .app_data(Data::from(Arc::clone(&self.ready)))
            .app_data(Data::new(Arc::new(program::Standings) as Arc<dyn StandingSource>))
            .app_data(Data::new(Arc::new(desk::TeamQuestions) as Arc<dyn program::TeamExtras>))
            .app_data(Data::new(duties(&self.clocks)))
            .app_data(Data::new(self.clocks.clone()))
            .app_data(Data::new(self.figures.clone()))
            .app_data(Data::new(self.questions.clone()))
            .app_data(Data::new(questions::NeedsList::new(vec![Arc::new(questions::QuestionNeeds)])))
            .app_data(Data::from(Arc::clone(&self.program_files)))
            .app_data(Data::new(self.onboarding.clone()))
            .app_data(Data::new(Arc::new(questions::GivenAnswers) as Arc<dyn program::Answers>))
            .app_data(Data::new(Linked(vec![Arc::new(questions::PublishedAnswers)])))
            .app_data(Data::new(self.program.clone()))
            .app_data(Data::new(Arc::clone(&self.identify)))
            .app_data(Data::new(Arc::new(self.lookout.clone()) as Watcher))
            .app_data(
                web::QueryConfig::default().error_handler(|error, _| {
                    AppError::BadRequest(format!("the address can't be read: {error}")).into()
                }),
            )
            .app_data(web::PathConfig::default().error_handler(|_, _| AppError::NotFound("page").into()));
        let mut all = routes();
        all.extend((self.more_routes)());
        if let Some(personas) = &self.personas {
            config.app_data(Data::new(personas.clone()));
            all.extend(accounts::personas::routes());
        }
        let base = self.site.base.clone();
        if base.is_empty() {
            route::mount(config, all);
        } else {
            config.service(web::scope(&base).configure(|config| route::mount(config, all)));
            config.default_service(route::nothing_here());
        }
    }
}

/// Starts to listen.
///
/// # Errors
///
/// The system's own, where the port is in use or the address is not ours.
pub fn serve(house: House, listener: TcpListener, workers: Option<usize>) -> std::io::Result<Server> {
    let mut server = HttpServer::new(move || {
        let house = house.clone();
        App::new()
            .wrap(from_fn(guard::check))
            .wrap(from_fn(finish))
            .wrap(Compress::default())
            .configure(move |config| house.configure(config))
    })
    .client_request_timeout(HEAD_TIMEOUT)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(SHUTDOWN_SECONDS);
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    Ok(server.listen(listener)?.run())
}

/// Opens the port. Port 0 takes a free one; ask the listener which.
///
/// # Errors
///
/// One line that says what to do.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program; stop it, or take another port with --bind")
        }
        _ => format!("can't listen on {address}: {error}; take another address with --bind"),
    })
}
