//! What somebody did lately and has not logged, and what became of offers.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use jiff::SignedDuration;

use super::model::{Offer, OfferKind, Source};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, ReviewId, TeamId, TimeEntryId};
use crate::db::schema::{reviews, teams, time_entries, time_offers};
use crate::db::{Connection, DbError, Tx};
use crate::program::reviews::{ReviewKind, ReviewState};
use crate::program::time::{Activity, NewEntry, closing, rules};
use crate::program::{Answers, ProgramError};
use crate::web::Member;

/// Days for which something is offered.
const OFFER_DAYS: i32 = 14;
/// The latest things that are looked at; nobody finishes more in two weeks.
const LOOKED_AT: i64 = 100;
/// What is offered for a review whose minutes nobody said.
const USUAL_REVIEW_MINUTES: i32 = 30;
/// What is offered for an answer.
const USUAL_ANSWER_MINUTES: i32 = 15;
/// How long it is kept that an offer was waved away: longer than it could stand.
const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// What `member` finished for teams that they serve and has not logged, the
/// latest first. A handful of queries.
///
/// # Errors
///
/// The database's own.
pub fn list_offers(
    connection: &mut Connection,
    answers: &dyn Answers,
    member: &Member,
    now: Timestamp,
) -> Result<Vec<Offer>, ProgramError> {
    if member.champion_of.is_empty() {
        return Ok(Vec::new());
    }
    let today = member.today(now);
    let first = today.plus_days(-OFFER_DAYS.min(member.calendar.open_days));
    let names = names_of(connection, &member.champion_of)?;
    let mut offers = of_reviews(connection, member, &names, first, today)?;
    for answer in answers.list_answered(connection, member.id, member.calendar.zone.start(first))? {
        let (day, Some(team)) = (member.calendar.zone.day(answer.at), names.get(&answer.team)) else { continue };
        let source = Source { kind: OfferKind::Question, subject: answer.number.to_string() };
        let (minutes, activity) = (USUAL_ANSWER_MINUTES, Activity::Answering);
        let entry = NewEntry { team: answer.team, day, minutes, activity, note: answer.title };
        offers.push(Offer { source, entry, team: team.clone(), is_guess: true });
    }
    let settled = settled_of(connection, member.id, &offers)?;
    offers.retain(|offer| !settled.contains(&offer.source));
    let mut open: HashMap<Day, bool> = HashMap::new();
    for month in offers.iter().map(|offer| offer.entry.day.month_start()).collect::<HashSet<_>>() {
        open.insert(month, !closing::is_closed(connection, &member.calendar, today, month)?);
    }
    let is_open = |day: Day| rules::is_open(day, today, member.calendar.open_days) && open[&day.month_start()];
    offers.retain(|offer| is_open(offer.entry.day));
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.entry.day));
    Ok(offers)
}

type Names = HashMap<TeamId, (String, String)>;

fn names_of(connection: &mut Connection, ids: &[TeamId]) -> Result<Names, DbError> {
    let rows: Vec<(TeamId, String, String)> =
        teams::table.filter(teams::id.eq_any(ids)).select((teams::id, teams::slug, teams::name)).load(connection)?;
    Ok(rows.into_iter().map(|(id, slug, name)| (id, (slug, name))).collect())
}

type ReviewColumns = (ReviewId, TeamId, ReviewKind, String, Day, Option<i32>);

fn of_reviews(
    connection: &mut Connection,
    member: &Member,
    names: &Names,
    first: Day,
    today: Day,
) -> Result<Vec<Offer>, DbError> {
    let rows: Vec<ReviewColumns> = reviews::table
        .filter(reviews::person_id.eq(member.id))
        .filter(reviews::state.eq(ReviewState::Done))
        .filter(reviews::day.between(first, today))
        .order((reviews::day.desc(), reviews::id.desc()))
        .limit(LOOKED_AT)
        .select((reviews::id, reviews::team_id, reviews::kind, reviews::title, reviews::day, reviews::minutes))
        .load(connection)?;
    let offer = |(id, team_id, kind, title, day, said): ReviewColumns| {
        let minutes = said.unwrap_or(USUAL_REVIEW_MINUTES);
        Some(Offer {
            source: Source { kind: OfferKind::Review, subject: id.to_string() },
            team: names.get(&team_id)?.clone(),
            entry: NewEntry { team: team_id, day, minutes, activity: kind.activity(), note: title },
            is_guess: said.is_none(),
        })
    };
    Ok(rows.into_iter().filter_map(offer).collect())
}

/// What became of an offer: its kind and subject, the entry where it became
/// one, and that entry where it is still there.
type SettledColumns = (OfferKind, String, Option<TimeEntryId>, Option<TimeEntryId>);

/// Those of these offers that were waved away, or whose entry is there.
fn settled_of(connection: &mut Connection, person: PersonId, offers: &[Offer]) -> Result<HashSet<Source>, DbError> {
    let subjects: Vec<&str> = offers.iter().map(|offer| offer.source.subject.as_str()).collect();
    let rows: Vec<SettledColumns> = time_offers::table
        .left_join(time_entries::table.on(time_entries::id.nullable().eq(time_offers::entry_id)))
        .filter(time_offers::person_id.eq(person))
        .filter(time_offers::subject.eq_any(subjects))
        .select((time_offers::kind, time_offers::subject, time_offers::entry_id, time_entries::id.nullable()))
        .load(connection)?;
    let stands = rows.into_iter().filter(|(_, _, became, there)| became.is_none() || there.is_some());
    Ok(stands.map(|(kind, subject, _, _)| Source { kind, subject }).collect())
}

/// What these entries came from; those that came from nothing are missing.
///
/// # Errors
///
/// The database's own.
pub fn sources_of(
    connection: &mut Connection,
    entries: &[TimeEntryId],
) -> Result<HashMap<TimeEntryId, Source>, DbError> {
    let rows: Vec<(Option<TimeEntryId>, OfferKind, String)> = time_offers::table
        .filter(time_offers::entry_id.eq_any(entries))
        .select((time_offers::entry_id, time_offers::kind, time_offers::subject))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(id, kind, subject)| Some((id?, Source { kind, subject }))).collect())
}

/// Writes down what became of an offer. Returns false, and writes nothing, where
/// it was settled already: the same is never logged twice from two windows.
pub(in crate::program) fn settle(
    tx: &mut Tx,
    person: PersonId,
    source: &Source,
    entry: Option<TimeEntryId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let key = (person, source.kind, source.subject.as_str());
    let made = diesel::sql_query(
        "INSERT INTO time_offers (person_id, kind, subject, settled_at, entry_id) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind::<Text, _>(person)
    .bind::<Text, _>(source.kind)
    .bind::<Text, _>(&source.subject)
    .bind::<BigInt, _>(now)
    .bind::<Nullable<Text>, _>(entry)
    .execute(tx)?;
    if made == 1 {
        return Ok(true);
    }
    let known: Option<TimeEntryId> = time_offers::table.find(key).select(time_offers::entry_id).first(tx)?;
    let Some(known) = known else { return Ok(false) };
    let there: i64 = time_entries::table.filter(time_entries::id.eq(known)).count().get_result(tx)?;
    if there > 0 {
        return Ok(false);
    }
    let gone = time_offers::table.find(key).filter(time_offers::entry_id.eq(known));
    let set = (time_offers::entry_id.eq(entry), time_offers::settled_at.eq(now));
    Ok(diesel::update(gone).set(set).execute(tx)? == 1)
}

/// Forgets that offers were waved away which could not stand any more.
///
/// # Errors
///
/// The database's own.
pub fn forget_dismissed(tx: &mut Tx, now: Timestamp) -> Result<usize, DbError> {
    let old =
        time_offers::table.filter(time_offers::entry_id.is_null()).filter(time_offers::settled_at.lt(now.plus(-KEPT)));
    diesel::delete(old).execute(tx)
}
