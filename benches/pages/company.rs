//! A company of any size: teams, people, who serves, and their time over some
//! years. Written by SQLite alone, since a large one through the rooms' own
//! actions would take an hour.

use diesel::connection::SimpleConnection;
use drawbridge::accounts::{self, AccountError, NewPerson};
use drawbridge::clock::Timestamp;
use drawbridge::db::Tx;
use drawbridge::program::time::sums;
use drawbridge::web::{Grant, Scope};

/// How large it is.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Teams, in one department for each twenty, fifty at the most.
    pub teams: usize,
    /// People beside the lead. The first of a team is its champion, but for
    /// every seventh team; the second of every third team is deputy.
    pub people: usize,
    /// Time entries of all of them.
    pub entries: usize,
}

/// As small as a company that begins.
pub const SMALL: Scale = Scale { teams: 50, people: 80, entries: 20_000 };
/// As large as the program has to carry.
pub const LARGE: Scale = Scale { teams: 5_000, people: 8_000, entries: 2_000_000 };
/// Days of its recorded life: three years.
pub const DAYS: i32 = 1_096;

const COMPANY: &str = include_str!("company.sql");
const MIGRATION: &str = include_str!("../../migrations/sqlite/2026-11-22-000009_time/up.sql");

/// Fills an empty database on SQLite. The lead is `ines.marchetti@example.com`,
/// as in the sample company; champions are `person-1@example.com` and on.
///
/// # Errors
///
/// The database's own.
pub fn fill(tx: &mut Tx, now: Timestamp, scale: Scale) -> Result<(), AccountError> {
    let founded = now.day().plus_days(-DAYS);
    let lead =
        NewPerson { name: "Ines Marchetti".into(), email: "ines.marchetti@example.com".into(), chat: String::new() };
    let lead = accounts::add_person(tx, None, founded.start_utc(), &lead)?;
    accounts::set_password(tx, founded.start_utc(), &lead, "none that any password fits")?;
    let lead = accounts::find_person(tx, lead.id)?;
    accounts::grant(tx, None, founded.start_utc(), &lead, Grant::Lead, Scope::All)?;

    let day = |micros: Timestamp| (micros.0 / 86_400_000_000).to_string();
    let mut statements = COMPANY.to_owned();
    for (name, value) in [
        ("@DEPARTMENTS@", scale.teams.div_ceil(20).min(50).to_string()),
        ("@TEAMS@", scale.teams.to_string()),
        ("@PEOPLE@", scale.people.to_string()),
        ("@ENTRIES@", scale.entries.to_string()),
        ("@FOUNDED@", day(founded.start_utc())),
        ("@TODAY@", day(now)),
        ("@DAYS@", DAYS.to_string()),
    ] {
        statements = statements.replace(name, &value);
    }
    tx.batch_execute(&statements)?;
    tx.batch_execute(sums_of_all())?;
    let checked = sums::check(tx)?;
    assert_eq!((checked.entries, checked.wrong), (scale.entries as i64, 0), "the company's sums agree: {checked:?}");
    Ok(())
}

/// The statement by which the migration adds up what is there.
fn sums_of_all() -> &'static str {
    let start = MIGRATION.find("INSERT INTO time_months").expect("the migration fills the sums");
    MIGRATION[start..].split(';').next().expect("it is a statement")
}
