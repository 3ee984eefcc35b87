//! Pages about questions, of a company that asked a million times, held against
//! the same pages of one that asked a thousand times.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use drawbridge::accounts::{self, AccountError};
use drawbridge::clock::Timestamp;
use drawbridge::db::Tx;
use drawbridge::web::{Grant, Scope};

use crate::company::{DAYS, Scale};
use crate::compare;
use crate::house::{self, People, Running};
use crate::load::{self, Ask};
use crate::serving::resident;

/// How much was asked.
#[derive(Debug, Clone, Copy)]
pub struct Log {
    /// Questions over the company's life, with five events each.
    pub questions: usize,
    /// How many of them are open: more than a page of the queue shows.
    pub open: usize,
    /// How many people asked them.
    pub askers: usize,
}

/// The company of both. Of the one that asked little only a few people asked, so
/// that each has as much to see to.
const COMPANY: Scale = Scale { teams: 5_000, people: 8_000, entries: 10_000 };
const SMALL: Log = Log { questions: 1_000, open: 600, askers: 16 };
const LARGE: Log = Log { questions: 1_000_000, open: 3_000, askers: 8_000 };

const ASKED: &str = include_str!("asked.sql");
/// Kilobytes of memory that SQLite may use while it writes a large log at once.
const FILLING_CACHE: usize = 800_000;
/// And as the program opens it.
const CACHE: usize = 16_000;

/// Adds the questions of three years to a company on SQLite.
///
/// # Errors
///
/// The database's own.
pub fn fill(tx: &mut Tx, now: Timestamp, scale: Scale, log: Log) -> Result<(), AccountError> {
    let lead = accounts::find_by_email(tx, "ines.marchetti@example.com")?;
    accounts::grant(tx, None, now, &lead, Grant::NetSec, Scope::All)?;
    let mut statements = ASKED.to_owned();
    for (name, value) in [
        ("@QUESTIONS@", log.questions.to_string()),
        ("@OPEN@", log.open.to_string()),
        ("@TEAMS@", scale.teams.to_string()),
        ("@ASKERS@", log.askers.to_string()),
        ("@PEOPLE@", scale.people.to_string()),
        ("@TODAY@", (now.0 / 86_400_000_000).to_string()),
        ("@DAYS@", DAYS.to_string()),
    ] {
        statements = statements.replace(name, &value);
    }
    tx.batch_execute(&format!("PRAGMA cache_size = -{FILLING_CACHE}"))?;
    let started = Instant::now();
    for statement in statements.split_inclusive(";\n") {
        tx.batch_execute(statement)?;
        if log.questions > 100_000 {
            eprint!("\r  filled for {:.0} s ", started.elapsed().as_secs_f64());
        }
    }
    eprintln!();
    tx.batch_execute(&format!("PRAGMA cache_size = -{CACHE}"))?;
    Ok(())
}

/// The pages: name and path. Words of the searches stand in every fifth
/// question, or in a few.
const PAGES: [(&str, &str); 23] = [
    ("queue", "/queue"),
    ("queue, nobody's", "/queue?view=free"),
    ("queue, mine", "/queue?view=mine"),
    ("queue, asked back", "/queue?view=back"),
    ("questions", "/questions"),
    ("questions, open", "/questions?state=open"),
    ("questions, answered", "/questions?state=answered"),
    ("questions, by due time", "/questions?sort=due"),
    ("questions of a team", "/questions?team=team-1"),
    ("questions with a frequent word", "/questions?q=certificate"),
    ("questions with words, open", "/questions?q=certificate&state=open&sort=due"),
    ("questions with words of a team", "/questions?q=port&team=team-1"),
    ("search, a frequent word", "/search?q=certificate"),
    ("search, rare words", "/search?q=ratiloze+bavusomi"),
    ("search, a sentence", "/search?q=may+ratiloze+open+port+3711+towards+bavusomi"),
    ("similar while typing, a word", "/questions/similar?title=certif"),
    ("similar while typing, a sentence", "/questions/similar?title=may+ratiloze+open+port+3711+towards+bavus"),
    ("gaps", "/gaps"),
    ("how long answers take", "/questions/figures"),
    ("home", "/"),
    ("desk", "/me"),
    ("team page", "/teams/team-1"),
    ("launches", "/launches"),
];

/// Measures, and prints a line for each page whose name begins with one of
/// `only`, or for all of them.
pub fn measure(folder: &Path, only: &[String]) {
    let wanted = |name: &str| only.is_empty() || only.iter().any(|only| name.starts_with(only));
    let [small, large] = [("small", SMALL), ("large", LARGE)].map(|(name, log)| start(folder, name, log));
    println!("large against small: pages a second, and what the large one costs more");
    let cookies = |name: &'static str| [member(&small, name), member(&large, name)];
    let readers =
        [("", [small.lead_cookie.clone(), large.lead_cookie.clone()]), ("champion: ", cookies("person-1@example.com"))];
    for (reader, [few, many]) in &readers {
        let pages = PAGES.iter().filter(|(_, path)| reader.is_empty() || !is_for_netsec(path));
        for (name, path) in pages.map(|(name, path)| (format!("{reader}{name}"), (*path).to_owned())) {
            if wanted(&name) {
                compared(&name, (&small, Ask::of(&path, few)), (&large, Ask::of(&path, many)));
            }
        }
    }
    let [few, many] = [&small, &large].map(|house| (house, house.lead_cookie.as_str()));
    for (name, [first, second]) in [
        ("a question, answered", ["/questions/500", "/questions/500000"]),
        ("a question, open", ["/questions/960", "/questions/999960"]),
    ] {
        if wanted(name) {
            compared(name, (few.0, Ask::of(first, few.1)), (many.0, Ask::of(second, many.1)));
        }
    }
    // Rare words have as many hits in each, twenty or so, by other words.
    let [few_rare, many_rare] = ["babamiti+gateway", "ratiloze+bavusomi"].map(|words| format!("/questions?q={words}"));
    for (reader, [few, many]) in &readers {
        let name = format!("{reader}questions with rare words");
        if wanted(&name) {
            compared(&name, (&small, Ask::of(&few_rare, few)), (&large, Ask::of(&many_rare, many)));
        }
    }
    for (name, path, pages) in [
        ("queue, second page", "/queue", 1),
        ("questions, page 10", "/questions", 9),
        ("words, page 4", "/questions?q=certificate", 3),
    ] {
        if wanted(name) {
            let [first, second] = [few, many].map(|(house, cookie)| later(house, path, cookie, pages));
            compared(name, (few.0, first), (many.0, second));
        }
    }
}

fn is_for_netsec(path: &str) -> bool {
    path.starts_with("/queue") || path == "/gaps"
}

fn compared(name: &str, (small, few): (&Running, Ask), (large, many): (&Running, Ask)) {
    let first = Instant::now();
    load::fetch(large.address, &many);
    let first = first.elapsed().as_secs_f64() * 1e3;
    compare::sizes(&format!("{name} (first look {first:.0} ms)"), (small.address, &few), (large.address, &many));
}

/// The page that is so many steps behind the first.
fn later(house: &Running, path: &str, cookie: &str, steps: usize) -> Ask {
    let mut ask = Ask::of(path, cookie);
    for _ in 0..steps {
        let page = String::from_utf8(load::fetch(house.address, &ask)).expect("pages are UTF-8");
        let link = page.split("<a ").find(|link| link.contains("rel=\"next\"")).expect("there are more pages");
        let href = link.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it leads somewhere");
        ask.path = href.replace("&#38;", "&").replace("&amp;", "&");
    }
    ask
}

fn start(folder: &Path, name: &str, log: Log) -> Running {
    let (data, started, before) = (folder.join(format!("questions-{name}")), Instant::now(), memory());
    let house = house::start(&data, People::Log(COMPANY, log), None);
    let filled = started.elapsed().as_secs_f64();
    let (started, between) = (Instant::now(), memory());
    while house.questions.seen().is_none() {
        std::thread::sleep(Duration::from_millis(50));
    }
    println!(
        "\n{} questions: ready after {filled:.1} s and {} MB; found by their words {:.1} s later, with {} MB more and {} MB on the disk",
        log.questions,
        between.saturating_sub(before),
        started.elapsed().as_secs_f64(),
        memory().saturating_sub(between),
        size(&data.join("question-index")) / 1_000_000,
    );
    house
}

fn memory() -> u64 {
    resident(std::process::id()) / 1024
}

fn size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
}

/// A `Cookie` header of somebody of the company.
fn member(house: &Running, email: &'static str) -> String {
    let (db, now) = (house.db.clone(), Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one"));
    let signed = actix_web::rt::System::new().block_on(db.write(move |tx| {
        let person = accounts::find_by_email(tx, email)?;
        accounts::sign_in_as(tx, now, &person, &accounts::Browser::default())
    }));
    format!("drawbridge={}", signed.expect("people can sign in"))
}
