//! Logging time through the site, held against the same rows written bare.
//!
//! Ours: a signed-in champion posts the form; entry, monthly sum and audit row
//! are on the disk before the answer. Bare: one connection inserts entry and
//! audit row, commits with `synchronous=FULL`, and goes on with the next.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use drawbridge::accounts::{self, AccountError};
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::{AuditId, PersonId, RowVersion, TeamId, TimeEntryId};
use drawbridge::db::schema::{audit_entries, people, teams, time_entries};
use drawbridge::db::{Address, Db, DbError};
use drawbridge::program::Activity;
use drawbridge::program::time::sums;
use drawbridge::web::csrf::Secret;

use crate::company::{self, Scale};
use crate::house::{self, People, Running};

/// Who logs at the same time, each for a team of their own.
const CLIENTS: usize = 8;
/// Entries of one turn; a multiple of the clients.
const ENTRIES: usize = 4_000;
/// Turns of each side; the middle one counts.
const TURNS: usize = 5;
/// Days over which a client spreads its entries: fewer than the window has.
const DAYS: usize = 28;

/// Measures, and prints the rates with their ratio.
pub fn measure(folder: &Path) {
    let scale = Scale { teams: 50, people: 80, entries: 20_000 };
    let house = house::start(&folder.join("entries-data"), People::Company(scale), None);
    let tokens = sign_in(&house);
    let bare = Bare::open(&folder.join("bare.sqlite"));
    let (mut ours, mut theirs, mut theirs_alone) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.push(log(house.address, &tokens, turn));
        theirs.push(bare.run(true));
        theirs_alone.push(bare.run(false));
    }
    let (ours, theirs, alone) = (middle(ours), middle(theirs), middle(theirs_alone));
    let checked = wait(async move { house.db.read(sums::check).await });
    assert_eq!(checked.wrong, 0, "the sums agree with {} entries", checked.entries);
    assert!(checked.entries >= (scale.entries + TURNS * ENTRIES) as i64, "every answer is in the database");
    println!("\nlog a time entry, {CLIENTS} clients: {ours:.0}/s");
    println!("entry and audit row bare, one by one: {theirs:.0}/s, ratio {:.2}", ours / theirs);
    println!("entry alone bare, one by one: {alone:.0}/s, ratio {:.2}", ours / alone);
}

pub fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

pub fn wait<T, F>(future: F) -> T
where
    F: Future<Output = Result<T, DbError>>,
{
    actix_web::rt::System::new().block_on(future).expect("the database answers")
}

/// Sessions of champions, as cookies are.
fn sign_in(house: &Running) -> Vec<String> {
    let (db, now) = (house.db.clone(), Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one"));
    let signed = actix_web::rt::System::new().block_on(db.write(move |tx| {
        // Every seventh team has no champion.
        let serving = (1..).filter(|number| number % 7 != 0).take(CLIENTS);
        serving
            .map(|number| {
                let person = accounts::find_by_email(tx, &format!("person-{number}@example.com"))?;
                accounts::sign_in_as(tx, now, &person, &accounts::Browser::default())
            })
            .collect::<Result<Vec<_>, AccountError>>()
    }));
    signed.expect("champions can sign in")
}

/// Logs [`ENTRIES`] entries; returns how many a second.
fn log(address: SocketAddr, tokens: &[String], turn: usize) -> f64 {
    let started = Instant::now();
    let threads: Vec<_> = tokens
        .iter()
        .map(|token| {
            let requests: Vec<Vec<u8>> = (0..DAYS).map(|day| request(address, token, day)).collect();
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(address).expect("the server listens");
                stream.set_nodelay(true).expect("a socket");
                for number in 0..ENTRIES / CLIENTS {
                    send(&mut stream, &requests[(number + turn) % DAYS]);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().expect("a client goes on"));
    ENTRIES as f64 / started.elapsed().as_secs_f64()
}

/// One minute of training, some days ago.
fn request(address: SocketAddr, token: &str, days: usize) -> Vec<u8> {
    let day = Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one").day().plus_days(-(days as i32));
    let csrf = Secret::of(token).token();
    let body = format!("line=1m+training+{day}&csrf={csrf}");
    format!(
        "POST /time HTTP/1.1\r\nHost: {address}\r\nCookie: drawbridge={token}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Sends it and waits for the redirect that says that it is kept.
pub fn send(stream: &mut TcpStream, request: &[u8]) {
    stream.write_all(request).expect("the server reads");
    let (mut buffer, mut chunk) = (Vec::new(), [0; 4_096]);
    while !buffer.windows(4).any(|window| window == b"\r\n\r\n") {
        let count = stream.read(&mut chunk).expect("the server answers");
        assert!(count > 0, "the server closed the connection");
        buffer.extend_from_slice(&chunk[..count]);
    }
    assert!(buffer.starts_with(b"HTTP/1.1 303"), "not logged: {}", String::from_utf8_lossy(&buffer));
}

/// The same tables, written by one connection without anything around it.
struct Bare {
    connection: std::cell::RefCell<SqliteConnection>,
    person: PersonId,
    team: TeamId,
}

impl Bare {
    fn open(path: &Path) -> Self {
        let address = Address::Sqlite(path.to_owned());
        let now = Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one");
        let filled = actix_web::rt::System::new().block_on(async {
            let db = Db::open(&address).expect("the database opens");
            let scale = Scale { teams: 50, people: 80, entries: 20_000 };
            db.write(move |tx| company::fill(tx, now, scale)).await
        });
        filled.expect("the company is made");
        let mut connection = SqliteConnection::establish(&path.display().to_string()).expect("it opens");
        let settings = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                        PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;";
        connection.batch_execute(settings).expect("SQLite takes its settings");
        let person = people::table.select(people::id).first(&mut connection).expect("somebody");
        let team = teams::table.select(teams::id).first(&mut connection).expect("a team");
        Bare { connection: connection.into(), person, team }
    }

    /// Writes [`ENTRIES`] entries; returns how many a second.
    fn run(&self, with_audit: bool) -> f64 {
        let connection = &mut *self.connection.borrow_mut();
        let started = Instant::now();
        for number in 0..ENTRIES {
            let written = connection.transaction::<_, DbError, _>(|connection| {
                self.insert(connection, number)?;
                if with_audit { self.record(connection) } else { Ok(()) }
            });
            written.expect("the rows fit");
        }
        ENTRIES as f64 / started.elapsed().as_secs_f64()
    }

    fn insert(&self, connection: &mut SqliteConnection, number: usize) -> Result<(), DbError> {
        let now = Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one");
        diesel::insert_into(time_entries::table)
            .values((
                time_entries::id.eq(TimeEntryId::generate()),
                time_entries::person_id.eq(self.person),
                time_entries::team_id.eq(self.team),
                time_entries::day.eq(now.day().plus_days(-((number % DAYS) as i32))),
                time_entries::minutes.eq(1),
                time_entries::activity.eq(Activity::Training),
                time_entries::note.eq(""),
                time_entries::created_at.eq(now),
                time_entries::version.eq(RowVersion::FIRST),
            ))
            .execute(connection)?;
        Ok(())
    }

    fn record(&self, connection: &mut SqliteConnection) -> Result<(), DbError> {
        diesel::insert_into(audit_entries::table)
            .values((
                audit_entries::id.eq(AuditId::generate()),
                audit_entries::recorded_at.eq(Timestamp(0)),
                audit_entries::actor_id.eq(Some(self.person)),
                audit_entries::action.eq("time.logged"),
                audit_entries::subject_kind.eq("time"),
                audit_entries::subject_key.eq(self.team.as_str()),
                audit_entries::detail.eq("{\"activity\":\"training\",\"day\":\"2026-11-20\",\"minutes\":1}"),
            ))
            .execute(connection)?;
        Ok(())
    }
}
