//! Asking through the site, held against the same rows written bare.
//!
//! Ours: a signed-in member of a team posts the form; the question, its history,
//! audit row, notice to the champion and change for other nodes are on the disk
//! before the answer. Bare: one connection inserts those rows, commits with
//! `synchronous=FULL`, and goes on with the next.

use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use drawbridge::accounts::{self, AccountError};
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::{AuditId, NoticeId, PersonId, QuestionEventId, QuestionId, RowVersion, TeamId};
use drawbridge::db::schema::{
    audit_entries, changes, counters, notices, people, question_events, question_topics, question_unmeasured,
    questions, submissions, teams,
};
use drawbridge::db::{Address, Db, DbError};
use drawbridge::questions::{EventKind, QuestionState, TopicKind, Turn, Urgency, Visibility};
use drawbridge::web::csrf::Secret;

use crate::company::{self, Scale};
use crate::entries::{middle, send, wait};
use crate::house::{self, People, Running};

/// Who asks at the same time, each for a team of their own that has a champion.
const ASKERS: [usize; 8] = [51, 52, 53, 54, 55, 56, 58, 59];
/// Questions of one turn; a multiple of the askers.
const ASKED: usize = 2_000;
/// Turns of each side; the middle one counts.
const TURNS: usize = 5;
const SCALE: Scale = Scale { teams: 50, people: 80, entries: 1_000 };
const BODY: &str = "We moved it to another host last week. Since then the flow times out, and the log says that the \
                    gateway drops it. What should we ask for?";

/// Measures, and prints the rates with their ratio.
pub fn measure(folder: &Path) {
    let house = house::start(&folder.join("asking-data"), People::Company(SCALE), None);
    let sessions = sign_in(&house);
    let bare = Bare::open(&folder.join("asking-bare.sqlite"));
    let (mut ours, mut theirs, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.push(ask(house.address, &sessions, turn));
        theirs.push(bare.run(turn, true));
        alone.push(bare.run(turn, false));
    }
    let (ours, theirs, alone) = (middle(ours), middle(theirs), middle(alone));
    let written = wait(async move { house.db.read(count).await });
    let asked = (TURNS * ASKED) as i64;
    assert_eq!(written, [asked; 4], "questions, events, audit rows and changes of every answer");
    println!("\nask a question, {} clients: {ours:.0}/s", ASKERS.len());
    println!("the same rows bare, one by one: {theirs:.0}/s, ratio {:.2}", ours / theirs);
    println!("the question's row alone: {alone:.0}/s, ratio {:.2}", ours / alone);
}

fn count(connection: &mut drawbridge::db::Connection) -> Result<[i64; 4], DbError> {
    Ok([
        questions::table.count().get_result(connection)?,
        question_events::table.count().get_result(connection)?,
        audit_entries::table.filter(audit_entries::action.eq("question.asked")).count().get_result(connection)?,
        changes::table.filter(changes::kind.eq("question")).count().get_result(connection)?,
    ])
}

/// Sessions of those who ask, as cookies are, each with the key of their team.
fn sign_in(house: &Running) -> Vec<(String, String)> {
    let (db, now) = (house.db.clone(), Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one"));
    let signed = actix_web::rt::System::new().block_on(db.write(move |tx| {
        ASKERS
            .iter()
            .map(|number| {
                let person = accounts::find_by_email(tx, &format!("person-{number}@example.com"))?;
                let team = format!("01900000-0000-7002-8000-{:012x}", number % SCALE.teams);
                Ok((accounts::sign_in_as(tx, now, &person, &accounts::Browser::default())?, team))
            })
            .collect::<Result<Vec<_>, AccountError>>()
    }));
    signed.expect("members can sign in")
}

/// Asks [`ASKED`] questions; returns how many a second.
fn ask(address: SocketAddr, sessions: &[(String, String)], turn: usize) -> f64 {
    let started = Instant::now();
    let threads: Vec<_> = sessions
        .iter()
        .map(|(token, team)| {
            let each = ASKED / ASKERS.len();
            let requests: Vec<_> = (0..each).map(|at| request(address, token, team, turn * each + at)).collect();
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(address).expect("the server listens");
                stream.set_nodelay(true).expect("a socket");
                requests.iter().for_each(|request| send(&mut stream, request));
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().expect("a client goes on"));
    ASKED as f64 / started.elapsed().as_secs_f64()
}

fn request(address: SocketAddr, token: &str, team: &str, number: usize) -> Vec<u8> {
    let csrf = Secret::of(token).token();
    let (title, body) = (title(number).replace(' ', "+").replace('?', "%3F"), BODY.replace(' ', "+"));
    let body = format!(
        "title={title}&body={body}&team={team}&urgency=normal&visibility=everyone&topics=dns&once={team}-{number}\
         &csrf={csrf}"
    );
    format!(
        "POST /questions HTTP/1.1\r\nHost: {address}\r\nCookie: drawbridge={token}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn title(number: usize) -> String {
    format!("Which port does service {number} need to reach the database?")
}

/// The same tables, written by one connection without anything around it.
struct Bare {
    connection: std::cell::RefCell<SqliteConnection>,
    person: PersonId,
    team: TeamId,
    written: std::cell::Cell<i64>,
}

impl Bare {
    fn open(path: &Path) -> Self {
        let address = Address::Sqlite(path.to_owned());
        let now = Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one");
        let filled = actix_web::rt::System::new().block_on(async {
            let db = Db::open(&address).expect("the database opens");
            db.write(move |tx| company::fill(tx, now, SCALE)).await
        });
        filled.expect("the company is made");
        let mut connection = SqliteConnection::establish(&path.display().to_string()).expect("it opens");
        let settings = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                        PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; \
                        INSERT INTO counters (name, value) VALUES ('bare', 0);";
        connection.batch_execute(settings).expect("SQLite takes its settings");
        let person = people::table.select(people::id).first(&mut connection).expect("somebody");
        let team = teams::table.select(teams::id).first(&mut connection).expect("a team");
        Bare { connection: connection.into(), person, team, written: 0.into() }
    }

    /// Writes [`ASKED`] questions; returns how many a second.
    fn run(&self, turn: usize, with_all: bool) -> f64 {
        let connection = &mut *self.connection.borrow_mut();
        let started = Instant::now();
        for number in 0..ASKED {
            self.written.set(self.written.get() + 1);
            let written = connection.transaction::<_, DbError, _>(|connection| {
                let question = self.insert(connection, turn * ASKED + number)?;
                if with_all { self.insert_others(connection, question, number) } else { Ok(()) }
            });
            written.expect("the rows fit");
        }
        ASKED as f64 / started.elapsed().as_secs_f64()
    }

    fn insert(&self, connection: &mut SqliteConnection, number: usize) -> Result<QuestionId, DbError> {
        let (id, now, title) = (QuestionId::generate(), Timestamp(1), title(number));
        diesel::insert_into(questions::table)
            .values((
                questions::id.eq(id),
                questions::number.eq(self.written.get()),
                questions::title.eq(&title),
                questions::title_folded.eq(&title),
                questions::body.eq(BODY),
                questions::searched.eq(""),
                questions::asker_id.eq(self.person),
                questions::team_id.eq(Some(self.team)),
                questions::urgency.eq(Urgency::Normal),
                questions::state.eq(QuestionState::WithChampion),
                questions::asked_at.eq(now),
                questions::turn_since.eq(now),
                questions::due_at.eq(now),
                questions::version.eq(RowVersion::FIRST),
                questions::turn.eq(Turn::Champion),
                questions::target_at.eq(now),
                questions::visibility.eq(Visibility::Everyone),
            ))
            .execute(connection)?;
        Ok(id)
    }

    /// What else one question writes.
    fn insert_others(
        &self,
        connection: &mut SqliteConnection,
        question: QuestionId,
        number: usize,
    ) -> Result<(), DbError> {
        let (now, key) = (Timestamp(1), self.written.get().to_string());
        diesel::insert_into(question_topics::table)
            .values((
                question_topics::question_id.eq(question),
                question_topics::kind.eq(TopicKind::Category),
                question_topics::value.eq("dns"),
            ))
            .execute(connection)?;
        diesel::insert_into(question_events::table)
            .values((
                question_events::id.eq(QuestionEventId::generate()),
                question_events::question_id.eq(question),
                question_events::happened_at.eq(now),
                question_events::person_id.eq(Some(self.person)),
                question_events::kind.eq(EventKind::Asked),
                question_events::words.eq(""),
                question_events::turn.eq(Some(Turn::Champion)),
                question_events::due_at.eq(Some(now)),
            ))
            .execute(connection)?;
        diesel::insert_into(question_unmeasured::table)
            .values((question_unmeasured::question_id.eq(question), question_unmeasured::changes.eq(1)))
            .execute(connection)?;
        diesel::insert_into(audit_entries::table)
            .values((
                audit_entries::id.eq(AuditId::generate()),
                audit_entries::recorded_at.eq(now),
                audit_entries::actor_id.eq(Some(self.person)),
                audit_entries::action.eq("question.asked"),
                audit_entries::subject_kind.eq("question"),
                audit_entries::subject_key.eq(&key),
                audit_entries::detail.eq(format!("{{\"state\":\"with_champion\",\"title\":\"{}\"}}", title(number))),
            ))
            .execute(connection)?;
        self.insert_notice(connection, number, &key)?;
        diesel::insert_into(submissions::table)
            .values((
                submissions::person_id.eq(self.person),
                submissions::token.eq(&key),
                submissions::target.eq(format!("/questions/{key}")),
                submissions::submitted_at.eq(now),
            ))
            .execute(connection)?;
        // Numbers of the question and of the change.
        for _ in 0..2 {
            let counter = counters::table.filter(counters::name.eq("bare"));
            diesel::update(counter).set(counters::value.eq(counters::value + 1_i64)).execute(connection)?;
        }
        diesel::insert_into(changes::table)
            .values((
                changes::sequence.eq(self.written.get() + 1_000_000),
                changes::kind.eq("question"),
                changes::subject.eq(&key),
                changes::changed_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }

    fn insert_notice(&self, connection: &mut SqliteConnection, number: usize, key: &str) -> Result<(), DbError> {
        diesel::insert_into(notices::table)
            .values((
                notices::id.eq(NoticeId::generate()),
                notices::person_id.eq(Some(self.person)),
                notices::chat.eq(""),
                notices::kind.eq("turn"),
                notices::title.eq(format!("Person 00051 asks: {}", title(number))),
                notices::words.eq(BODY),
                notices::path.eq(format!("/questions/{key}")),
                notices::thread.eq(format!("Question {key}: {}", title(number))),
                notices::subject_kind.eq("question"),
                notices::subject_key.eq(key),
                notices::is_open.eq(true),
                notices::created_at.eq(Timestamp(1)),
            ))
            .execute(connection)?;
        Ok(())
    }
}
