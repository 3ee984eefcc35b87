//! How often somebody may try: by account and by place, longer waits each time,
//! and never so that those who try keep the owner out (L04).
//!
//! A try counts before it is looked at, so that a hundred at once are a hundred.
//! A browser that its owner signed in with before has tries of its own, which
//! nobody else can use up; from a place where they signed in before, what others
//! try elsewhere does not count. Whoever has neither shares the tries of
//! strangers: one each quarter of an hour, which somebody who tries without a
//! pause mostly gets first. A reset link by mail stays open.

mod rules;
mod store;

use jiff::SignedDuration;

use self::rules::{Budget, Tries};
use super::Browser;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{DbError, Tx};
use crate::web::csrf::hash_token;

pub(super) use store::{delete_known_of, forget, save_known};

/// For how long a browser is known that is not used.
pub(super) const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 180);

/// What somebody tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    /// A password.
    Password,
    /// A code of a second factor.
    Code,
    /// To be sent a link that resets a password.
    Reset,
    /// To begin a sign-in by a provider, which writes a row and may ask the provider.
    Provider,
}

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

const fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

/// Of one account from one place: about a hundred tries a day.
const HERE: Budget = Budget { free: 5, first_wait: seconds(5), longest_wait: minutes(15), forgets_after: minutes(60) };
/// Of one account by a browser that is its owner's, or was taken from them.
const OWN: Budget = Budget { free: 10, first_wait: seconds(5), longest_wait: minutes(5), forgets_after: minutes(15) };
/// Of one account from everywhere that its owner never was.
const STRANGERS: Budget =
    Budget { free: 50, first_wait: seconds(5), longest_wait: minutes(15), forgets_after: minutes(30) };
/// Of all accounts from one place, which may be an office of a thousand who all
/// sign in at nine and of whom a tenth mistypes.
const PLACE: Budget = Budget { free: 100, first_wait: seconds(1), longest_wait: minutes(1), forgets_after: seconds(6) };
/// Mails with reset links to one address, asked for from one place, and from everywhere.
const MAILS_HERE: Budget =
    Budget { free: 3, first_wait: minutes(1), longest_wait: minutes(15), forgets_after: minutes(30) };
const MAILS: Budget =
    Budget { free: 10, first_wait: minutes(1), longest_wait: minutes(15), forgets_after: minutes(30) };
/// Sign-ins that are begun from one place.
const BEGUN: Budget = Budget { free: 60, first_wait: seconds(1), longest_wait: minutes(1), forgets_after: seconds(2) };

/// One count that a try adds to.
#[derive(Debug, Clone)]
struct Lane {
    /// A hash: what was typed as a mail address may be a password.
    key: String,
    budget: Budget,
    /// Whether the right password proves that these tries were its owner's.
    is_cleared: bool,
}

impl Lane {
    fn new(budget: Budget, is_cleared: bool, parts: &[&str]) -> Self {
        Lane { key: hash_token(&parts.join("\0")), budget, is_cleared }
    }
}

/// A try that counts, until it turns out to be right.
#[derive(Debug, Clone)]
pub(super) struct Counted(Vec<Lane>);

/// What came of asking for a try.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// It may be looked at.
    May(Counted),
    /// Not before so many seconds have passed.
    Wait(u32),
}

/// Asks for a try at `account`, which is what tells it from another: the same
/// for one that there is and one that there is not (L05). `owner` is whose it
/// is, where that is known.
///
/// # Errors
///
/// The database's own.
pub(super) fn ask(
    tx: &mut Tx,
    now: Timestamp,
    what: Try,
    account: &str,
    owner: Option<PersonId>,
    browser: &Browser,
) -> Result<Asked, DbError> {
    let mut lanes = lanes(tx, what, account, owner, browser)?;
    // One order for everybody, so that no two wait for each other.
    lanes.sort_by(|one, other| one.key.cmp(&other.key));
    // Whoever has to wait leaves nothing behind: a row for each try would let
    // anybody fill the disk.
    let (_, wait) = look(tx, now, &lanes, store::find_tries)?;
    if let Some(seconds) = wait {
        return Ok(Asked::Wait(seconds));
    }
    let (tried, wait) = look(tx, now, &lanes, store::lock_tries)?;
    if let Some(seconds) = wait {
        for lane in &lanes {
            store::delete_untried(tx, &lane.key)?;
        }
        return Ok(Asked::Wait(seconds));
    }
    for (lane, tries) in lanes.iter().zip(&tried) {
        store::save_tries(tx, &lane.key, &lane.budget.with_one_more(tries, now))?;
    }
    Ok(Asked::May(Counted(lanes)))
}

/// What was tried by each of these counts, and for how many seconds whoever
/// tries now has to wait, if at all.
fn look(
    tx: &mut Tx,
    now: Timestamp,
    lanes: &[Lane],
    read: impl Fn(&mut Tx, &str) -> Result<Tries, DbError>,
) -> Result<(Vec<Tries>, Option<u32>), DbError> {
    let tried = lanes.iter().map(|lane| read(tx, &lane.key)).collect::<Result<Vec<_>, _>>()?;
    let waits = lanes.iter().zip(&tried).map(|(lane, tries)| lane.budget.wait(tries, now));
    let longest = waits.max().unwrap_or_default();
    // Whoever comes back a second too early waits in vain.
    let seconds = longest.as_millis().div_euclid(1_000) + i128::from(longest.as_millis() % 1_000 > 0);
    let wait = (!longest.is_zero()).then(|| u32::try_from(seconds.max(1)).unwrap_or(u32::MAX));
    Ok((tried, wait))
}

/// Forgets a try that was right, and those before it that were its owner's.
///
/// # Errors
///
/// The database's own.
pub(super) fn forgive(tx: &mut Tx, counted: &Counted) -> Result<(), DbError> {
    for lane in &counted.0 {
        if lane.is_cleared {
            store::delete_tries(tx, &lane.key)?;
        } else {
            store::take_back(tx, &lane.key, lane.budget.forgets_after.as_micros() as i64)?;
        }
    }
    Ok(())
}

fn lanes(
    tx: &mut Tx,
    what: Try,
    account: &str,
    owner: Option<PersonId>,
    browser: &Browser,
) -> Result<Vec<Lane>, DbError> {
    let (hash, place) = (browser.hash(), browser.place());
    let word = match what {
        Try::Password => "password",
        Try::Code => "code",
        Try::Reset => {
            return Ok(vec![
                Lane::new(MAILS_HERE, false, &["mail here", account, &place]),
                Lane::new(MAILS, false, &["mail", account]),
                Lane::new(PLACE, false, &["mails", &place]),
            ]);
        }
        Try::Provider => return Ok(vec![Lane::new(BEGUN, false, &["provider", &place])]),
    };
    if let Some(owner) = owner
        && store::is_known_browser(tx, owner, &hash)?
    {
        return Ok(vec![Lane::new(OWN, true, &[word, "own", account, &hash])]);
    }
    let mut lanes = vec![
        Lane::new(HERE, true, &[word, "here", account, &place]),
        Lane::new(PLACE, false, &[word, "place", &place]),
    ];
    let is_known = match owner {
        Some(owner) => store::is_known_place(tx, owner, &place)?,
        None => false,
    };
    if !is_known {
        lanes.push(Lane::new(STRANGERS, false, &[word, "strangers", account]));
    }
    Ok(lanes)
}
