//! The site itself, with one worker and as much in it as a bench asks for.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use drawbridge::accounts::{self, AccountError, Hasher};
use drawbridge::app::{self, House, NAV};
use drawbridge::clock::{Clock, Timestamp};
use drawbridge::db::{Address, Db};
use drawbridge::demo::{self, Size};
use drawbridge::knowledge::Library;
use drawbridge::web::Site;
use url::Url;

/// A site that runs until the process ends.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// A `Cookie` header of the program's lead, who sees every team.
    pub lead_cookie: String,
    /// Its articles.
    pub library: Library,
}

/// Starts the site of a sample company of `teams`, with these articles over the built-in ones.
///
/// # Panics
///
/// Where anything fails: there is nothing to measure then.
pub fn start(data: &Path, teams: usize, articles: Option<&Path>) -> Running {
    std::fs::create_dir_all(data).expect("the data folder can be made");
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("the listener has an address");
    let library = Library::open("", articles).expect("the articles can be read");
    let database = Address::Sqlite(data.join("drawbridge.sqlite"));
    let (ready, answer) = std::sync::mpsc::channel();
    let shelf = library.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let clock = Clock::fixed(Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one"));
            let db = Db::open(&database).expect("the database opens");
            let now = clock.now();
            demo::fill(&db, &shelf, now, Size { teams }).await.expect("the company is made");
            let token = db.write(move |tx| sign_in_lead(tx, now)).await.expect("the lead signs in");
            let url = Url::parse(&format!("http://{address}")).expect("the address is one");
            let site = Site::new(&url, clock.clone(), NAV);
            let house = House::new(db, clock, site, Hasher::new().expect("the machine hashes"), shelf);
            house.library.catch_up(&house.db).await.expect("the articles of the database are read");
            house.library.warm_up();
            let server = app::serve(house, listener, Some(1)).expect("the listener is good");
            ready.send(token).expect("the bench waits");
            server.await
        })
    });
    let token = answer.recv().expect("the site starts");
    Running { address, lead_cookie: format!("drawbridge={token}"), library }
}

fn sign_in_lead(tx: &mut drawbridge::db::Tx, now: Timestamp) -> Result<String, AccountError> {
    let lead = accounts::find_by_email(tx, "ines.marchetti@example.com")?;
    accounts::sign_in_as(tx, now, &lead)
}
