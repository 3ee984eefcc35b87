//! The site itself, with one worker and as much in it as a bench asks for.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use drawbridge::accounts::{self, AccountError, Hasher, NewPerson};
use drawbridge::app::{self, House, NAV};
use drawbridge::clock::{Clock, Timestamp};
use drawbridge::db::keys::PersonId;
use drawbridge::db::{Address, Db, Tx};
use drawbridge::demo::{self, Size};
use drawbridge::knowledge::Library;
use drawbridge::questions::{QuestionIndex, follow_questions};
use drawbridge::web::Site;
use url::Url;

use crate::asked;
use crate::company::{self, Scale};

/// Who is in the database of a site.
#[derive(Debug, Clone, Copy)]
pub enum People {
    /// One person, who is nothing yet.
    One,
    /// The sample company with so many teams.
    Sample(usize),
    /// A company of this size, with its time of three years.
    Company(Scale),
    /// A company that asked so much; its lead is in Network Security, too.
    Log(Scale, asked::Log),
}

/// A site that runs until the process ends.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// A `Cookie` header of the program's lead, who sees every team; empty
    /// where there is no company.
    pub lead_cookie: String,
    /// Who publishes articles.
    pub author: PersonId,
    /// Its database.
    pub db: Db,
    /// Its articles.
    pub library: Library,
    /// The search over its questions, which is followed where there is a log.
    pub questions: QuestionIndex,
}

/// Starts the site of these people, with these articles over the built-in ones.
///
/// # Panics
///
/// Where anything fails: there is nothing to measure then.
pub fn start(data: &Path, people: People, articles: Option<&Path>) -> Running {
    std::fs::create_dir_all(data).expect("the data folder can be made");
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("the listener has an address");
    let library = Library::open("", articles).expect("the articles can be read");
    let database = Address::Sqlite(data.join("drawbridge.sqlite"));
    let (ready, answer) = std::sync::mpsc::channel();
    let shelf = library.clone();
    let questions = QuestionIndex::in_folder(data);
    let index = questions.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let clock = Clock::fixed(Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one"));
            let db = Db::open(&database).expect("the database opens");
            let now = clock.now();
            match people {
                People::One => {}
                People::Sample(teams) => {
                    demo::fill(&db, &shelf, now, Size { teams }).await.expect("the company is made");
                }
                People::Company(scale) => {
                    db.write(move |tx| company::fill(tx, now, scale)).await.expect("the company is made");
                }
                People::Log(scale, log) => {
                    db.write(move |tx| company::fill(tx, now, scale)).await.expect("the company is made");
                    db.write(move |tx| asked::fill(tx, now, scale, log)).await.expect("it asked");
                }
            }
            let is_company = !matches!(people, People::One);
            let (author, token) = db.write(move |tx| sign_in(tx, now, is_company)).await.expect("somebody is there");
            let url = Url::parse(&format!("http://{address}")).expect("the address is one");
            let site = Site::new(&url, clock.clone(), NAV);
            let mut house = House::new(db.clone(), clock, site, Hasher::new().expect("the machine hashes"), shelf);
            house.questions = index;
            if matches!(people, People::Log(..)) {
                actix_web::rt::spawn(follow_questions(house.questions.clone(), house.db.clone()));
            }
            house.library.catch_up(&house.db).await.expect("the articles of the database are read");
            house.library.warm_up();
            let server = app::serve(house, listener, Some(1)).expect("the listener is good");
            ready.send((author, token, db)).expect("the bench waits");
            server.await
        })
    });
    let (author, token, db) = answer.recv().expect("the site starts");
    Running {
        address,
        lead_cookie: token.map(|token| format!("drawbridge={token}")).unwrap_or_default(),
        author,
        db,
        library,
        questions,
    }
}

/// The program's lead with a session, or a person who is nothing yet.
fn sign_in(tx: &mut Tx, now: Timestamp, is_company: bool) -> Result<(PersonId, Option<String>), AccountError> {
    if is_company {
        let lead = accounts::find_by_email(tx, "ines.marchetti@example.com")?;
        return Ok((lead.id, Some(accounts::sign_in_as(tx, now, &lead, &accounts::Browser::default())?)));
    }
    let new = NewPerson { name: "Ada".into(), email: "ada@example.com".into(), chat: String::new() };
    Ok((accounts::add_person(tx, None, now, &new)?.id, None))
}
