//! Where things stand, and what may be said of them.

use super::model::{Act, Item, ItemMark, ReviewDays, Standing};
use crate::clock::Day;
use crate::program::{Term, TermState};

/// Days before a review is due from which both sides are reminded …
pub const REMIND_BEFORE: i32 = 3;
/// … and days after it for which they are.
pub const REMIND_AFTER: i32 = 30;

/// The day from which a term is over; none while it goes on. `is_off`: its
/// person's account is switched off.
pub fn over_since(term: &Term, is_off: bool, today: Day) -> Option<Day> {
    let last = term.ends_on.filter(|last| *last < today);
    match term.state {
        TermState::Ended => Some(term.ended_at.map_or(today, |at| at.day())).filter(|since| *since <= today),
        _ if last.is_some() => last,
        _ => is_off.then_some(today),
    }
}

/// Where a thing stands; `is_over`: the term is.
pub fn standing(item: &Item, is_over: bool) -> Standing {
    match (item.done_on, item.revoked_on) {
        (Some(_), Some(_)) => Standing::Revoked,
        (Some(_), None) if is_over && item.is_access => Standing::ToRevoke,
        (Some(_), None) => Standing::Done,
        (None, _) if is_over => Standing::Lapsed,
        (None, _) if item.asked_on.is_some() => Standing::Asked,
        (None, _) => Standing::Open,
    }
}

/// The thing after what was said of it, or the field that does not fit and why.
pub fn marked(
    item: &Item,
    mark: &ItemMark,
    is_over: bool,
    by: crate::db::keys::PersonId,
    today: Day,
) -> Result<Item, (&'static str, String)> {
    let on = mark.on.unwrap_or(today);
    if on > today {
        return Err(("on", format!("{} lies ahead; say it once it is so", on.words())));
    }
    let mut item = item.clone();
    let now = standing(&item, is_over);
    let wrong = |words: &str| Err(("act", words.to_owned()));
    match (mark.act, now) {
        (Act::Asked, Standing::Open | Standing::Asked) => {
            (item.asked_on, item.asked_by) = (Some(on), Some(by));
        }
        (Act::Done, Standing::Open | Standing::Asked | Standing::Done) => {
            if let Some(asked) = item.asked_on.filter(|asked| *asked > on) {
                return Err(("on", format!("it was asked for on {}, which is later", asked.words())));
            }
            (item.done_on, item.done_by) = (Some(on), Some(by));
            item.evidence = mark.evidence.clone();
        }
        (Act::Undone, Standing::Done) => (item.done_on, item.done_by) = (None, None),
        (Act::Revoked, Standing::ToRevoke) => {
            (item.revoked_on, item.revoked_by) = (Some(on), Some(by));
            if !mark.evidence.is_empty() {
                item.evidence = mark.evidence.clone();
            }
        }
        (Act::Unrevoked, Standing::Revoked) => (item.revoked_on, item.revoked_by) = (None, None),
        (Act::Revoked, _) => return wrong("it is taken back once the term is over, and only what was given"),
        (_, Standing::ToRevoke | Standing::Revoked | Standing::Lapsed) => return wrong("the term is over"),
        _ => return wrong("that is not how it stands"),
    }
    Ok(item)
}

/// The reviews of which both sides are reminded on `today`.
pub fn reviews_due(begun_on: Day, today: Day) -> Vec<ReviewDays> {
    let is_due = |days: &ReviewDays| {
        let due = days.due(begun_on);
        due.plus_days(-REMIND_BEFORE) <= today && today <= due.plus_days(REMIND_AFTER)
    };
    ReviewDays::ALL.into_iter().filter(is_due).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::{OnboardingItemId, PersonId, RowVersion, TermId};
    use crate::program::onboarding::Owner;
    use crate::program::terms::rules::tests::{day, term};

    fn item(asked: Option<i8>, done: Option<i8>, revoked: Option<i8>, is_access: bool) -> Item {
        Item {
            id: OnboardingItemId::generate(),
            term_id: TermId::generate(),
            position: 0,
            item: "chat".into(),
            title: "Chat".into(),
            help: String::new(),
            owner: Owner::NetSec,
            is_access,
            asked_on: asked.map(day),
            asked_by: None,
            done_on: done.map(day),
            done_by: None,
            evidence: String::new(),
            revoked_on: revoked.map(day),
            revoked_by: None,
            version: RowVersion::FIRST,
        }
    }

    #[test]
    fn what_was_given_is_to_be_taken_back_once_the_term_is_over() {
        use Standing::{Asked, Done, Lapsed, Open, Revoked, ToRevoke};
        for (item, under_way, over) in [
            (item(None, None, None, true), Open, Lapsed),
            (item(Some(1), None, None, true), Asked, Lapsed),
            (item(Some(1), Some(2), None, true), Done, ToRevoke),
            (item(None, Some(2), None, false), Done, Done),
            (item(None, Some(2), Some(3), true), Revoked, Revoked),
        ] {
            assert_eq!((standing(&item, false), standing(&item, true)), (under_way, over), "{item:?}");
        }
    }

    #[test]
    fn a_term_is_over_by_its_state_its_last_day_or_an_account_that_is_off() {
        let ended = Term { ended_at: Some(day(12).start_utc()), ..term(TermState::Ended) };
        let last = |last: i8| Term { ends_on: Some(day(last)), ..term(TermState::Active) };
        for (term, is_off, since) in [
            (ended, false, Some(day(12))),
            (term(TermState::Active), false, None),
            (term(TermState::Active), true, Some(day(20))),
            (last(20), false, None),
            (last(19), false, Some(day(19))),
        ] {
            assert_eq!(over_since(&term, is_off, day(20)), since, "{term:?}");
        }
    }

    #[test]
    fn each_word_fits_where_the_thing_stands() {
        let mark =
            |act: Act, on: i8| ItemMark { act, on: Some(day(on)), evidence: "T-1".into(), seen: RowVersion::FIRST };
        let by = PersonId::generate();
        let open = item(None, None, None, true);
        let asked = item(Some(5), None, None, true);
        let done = item(Some(5), Some(6), None, true);
        for (item, act, on, is_over, refused) in [
            (&open, Act::Asked, 5, false, None),
            (&open, Act::Asked, 21, false, Some("on")),
            (&open, Act::Done, 5, false, None),
            (&open, Act::Undone, 5, false, Some("act")),
            (&open, Act::Done, 5, true, Some("act")),
            (&asked, Act::Done, 4, false, Some("on")),
            (&asked, Act::Done, 5, false, None),
            (&done, Act::Undone, 7, false, None),
            (&done, Act::Revoked, 7, false, Some("act")),
            (&done, Act::Revoked, 7, true, None),
            (&done, Act::Undone, 7, true, Some("act")),
        ] {
            let result = marked(item, &mark(act, on), is_over, by, day(20));
            assert_eq!(result.as_ref().err().map(|(field, _)| *field), refused, "{act:?} {on} {is_over} {item:?}");
        }
        let given = marked(&asked, &mark(Act::Done, 6), false, by, day(20)).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!((given.done_on, given.done_by, given.evidence.as_str()), (Some(day(6)), Some(by), "T-1"));
        let back =
            marked(&given, &mark(Act::Revoked, 8), true, by, day(20)).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(back.revoked_on, Some(day(8)));
        let again = marked(&back, &mark(Act::Unrevoked, 8), true, by, day(20));
        assert_eq!(again.map(|item| item.revoked_on), Ok(None));
    }

    #[test]
    fn reviews_are_reminded_of_around_their_day() {
        let begun = day(1);
        for (after, due) in [
            (0, vec![]),
            (26, vec![]),
            (27, vec![30]),
            (57, vec![30, 60]),
            (61, vec![60]),
            (120, vec![90]),
            (121, vec![]),
        ] {
            let found: Vec<i32> =
                reviews_due(begun, begun.plus_days(after)).into_iter().map(ReviewDays::number).collect();
            assert_eq!(found, due, "{after} days after");
        }
    }
}
