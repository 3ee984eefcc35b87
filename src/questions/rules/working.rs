//! What may be made of two questions, where an answered one goes when it is
//! opened again, and what a saved reply says.

use crate::questions::model::{Event, NamedLaunch, Question, QuestionNumber, QuestionState, Turn, Visibility};

/// Why a question can't be merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeFault {
    /// They are one.
    Itself,
    /// The other leads to this one already.
    Loop,
    /// The other leads to a third.
    Elsewhere(QuestionNumber),
    /// Some who read this one may not read the other, and would lose sight of it.
    Narrower,
    /// A launch waits for this one, and readers of the other may not know of that.
    Launch,
}

/// Checks that `merged` can lead to `kept`.
///
/// Whoever reads the first has to read the second: its asker follows the link.
/// The other way round is no matter, as nothing of the first is shown there.
pub fn check_merge(merged: &Question, kept: &Question) -> Result<(), MergeFault> {
    if merged.id == kept.id {
        return Err(MergeFault::Itself);
    }
    match &kept.merged_into {
        Some(further) if further.id == merged.id => return Err(MergeFault::Loop),
        Some(further) => return Err(MergeFault::Elsewhere(further.number)),
        None => {}
    }
    if !reads_as_well(merged, kept) {
        return Err(MergeFault::Narrower);
    }
    let has_other = merged.launch.is_some() && merged.launch != kept.launch;
    if has_other && kept.state.is_open() && !carries(merged, kept) {
        return Err(MergeFault::Launch);
    }
    Ok(())
}

/// Whether everybody who reads `merged` reads `kept`.
fn reads_as_well(merged: &Question, kept: &Question) -> bool {
    let by_asker = merged.asked_by.as_ref().is_none_or(|by| kept.is_asked_by(by.id));
    match kept.visibility {
        Visibility::Everyone => true,
        Visibility::Team => {
            merged.visibility != Visibility::Everyone && kept.team.is_some() && kept.team_id() == merged.team_id()
        }
        Visibility::NetSec => merged.visibility == Visibility::NetSec && kept.is_asked_by(merged.asker.id) && by_asker,
    }
}

/// Whether urgency and launch of `merged` may be seen at `kept`: the same read both.
pub fn carries(merged: &Question, kept: &Question) -> bool {
    merged.visibility == kept.visibility
}

/// The launch that waits for `kept` once `merged` leads there: the earlier one.
pub fn joint_launch<'q>(merged: &'q Question, kept: &'q Question) -> Option<&'q NamedLaunch> {
    let own = kept.launch.as_ref();
    let other = merged.launch.as_ref().filter(|_| carries(merged, kept));
    own.into_iter().chain(other).min_by_key(|launch| launch.at)
}

/// Who gets a question that is opened again: whoever had it when it was answered.
pub fn reopened_state(question: &Question, events: &[Event]) -> QuestionState {
    if question.visibility == Visibility::NetSec || question.team.is_none() {
        return QuestionState::WithNetSec;
    }
    let had = |event: &Event| event.turn.filter(|turn| !matches!(turn, Turn::Asker | Turn::Nobody));
    match events.iter().rev().find_map(had) {
        Some(Turn::NetSec) => QuestionState::WithNetSec,
        Some(Turn::Both) => QuestionState::WithBoth,
        _ => QuestionState::WithChampion,
    }
}

/// The words of a saved reply, with names in their places. What is no name of
/// ours stays as it was written.
pub fn filled(body: &str, question: &Question, me: &str) -> String {
    let team = question.team.as_ref().map_or("your team", |team| team.name.as_str());
    let number = question.number.to_string();
    let names = [("{asker}", question.asker.name.as_str()), ("{team}", team), ("{number}", &number), ("{me}", me)];
    let mut words = String::with_capacity(body.len());
    let mut rest = body;
    // Once through, so that a name that looks like a place is left alone.
    while let Some(at) = rest.find('{') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        match names.iter().find(|(place, _)| rest.starts_with(place)) {
            Some((place, name)) => {
                words.push_str(name);
                rest = &rest[place.len()..];
            }
            None => {
                words.push('{');
                rest = &rest[1..];
            }
        }
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonName;
    use crate::clock::Timestamp;
    use crate::db::keys::{LaunchId, PersonId, QuestionEventId, TeamId};
    use crate::questions::model::{EventKind, Kept};

    fn asked(visibility: Visibility, team: Option<TeamId>) -> Question {
        Question { visibility, ..Question::sample(QuestionState::WithNetSec, team) }
    }

    fn launch(at: i64) -> NamedLaunch {
        NamedLaunch { id: LaunchId::generate(), slug: "l".into(), name: "L".into(), at: Timestamp(at) }
    }

    #[test]
    fn nobody_loses_sight_of_a_question_by_a_merge() {
        use Visibility::{Everyone, NetSec, Team};
        let (one, other) = (Some(TeamId::generate()), Some(TeamId::generate()));
        for (merged, kept, expected) in [
            ((Everyone, one), (Everyone, other), Ok(())),
            ((Team, one), (Everyone, other), Ok(())),
            ((NetSec, one), (Everyone, None), Ok(())),
            ((NetSec, one), (Team, one), Ok(())),
            ((Team, one), (Team, one), Ok(())),
            ((Team, one), (Team, other), Err(MergeFault::Narrower)),
            ((Everyone, one), (Team, one), Err(MergeFault::Narrower)),
            ((Everyone, one), (NetSec, one), Err(MergeFault::Narrower)),
            ((Team, one), (NetSec, one), Err(MergeFault::Narrower)),
            // Another asked it, and they may not read it.
            ((NetSec, one), (NetSec, one), Err(MergeFault::Narrower)),
            ((Team, None), (Team, None), Err(MergeFault::Narrower)),
        ] {
            let checked = check_merge(&asked(merged.0, merged.1), &asked(kept.0, kept.1));
            assert_eq!(checked, expected, "{merged:?} {kept:?}");
        }
        let merged = asked(NetSec, one);
        let of_the_same = Question { asker: merged.asker.clone(), ..asked(NetSec, one) };
        assert_eq!(check_merge(&merged, &of_the_same), Ok(()));
    }

    #[test]
    fn a_merge_leads_to_a_question_that_is_kept() {
        let merged = asked(Visibility::Everyone, None);
        let leads_to = |id, number| Question {
            merged_into: Some(Kept { id, number: QuestionNumber(number), is_open: true }),
            ..asked(Visibility::Everyone, None)
        };
        let third = asked(Visibility::Everyone, None);
        assert_eq!(check_merge(&merged, &merged), Err(MergeFault::Itself));
        assert_eq!(check_merge(&merged, &leads_to(merged.id, 1)), Err(MergeFault::Loop));
        let elsewhere = check_merge(&merged, &leads_to(third.id, 3));
        assert_eq!(elsewhere, Err(MergeFault::Elsewhere(QuestionNumber(3))));
    }

    #[test]
    fn the_earlier_launch_waits_and_a_restricted_one_is_not_told() {
        let (soon, late) = (launch(10), launch(20));
        let with =
            |visibility, launch: Option<&NamedLaunch>| Question { launch: launch.cloned(), ..asked(visibility, None) };
        use Visibility::{Everyone, NetSec};
        for (merged, kept, expected) in [
            (with(Everyone, Some(&soon)), with(Everyone, None), Some(&soon)),
            (with(Everyone, Some(&soon)), with(Everyone, Some(&late)), Some(&soon)),
            (with(Everyone, Some(&late)), with(Everyone, Some(&soon)), Some(&soon)),
            (with(NetSec, None), with(Everyone, Some(&late)), Some(&late)),
        ] {
            assert_eq!(check_merge(&merged, &kept), Ok(()));
            assert_eq!(joint_launch(&merged, &kept), expected);
        }
        let told = check_merge(&with(NetSec, Some(&soon)), &with(Everyone, None));
        assert_eq!(told, Err(MergeFault::Launch));
        let answered = Question { state: QuestionState::Answered, ..with(Everyone, None) };
        assert_eq!(check_merge(&with(NetSec, Some(&soon)), &answered), Ok(()));
    }

    #[test]
    fn who_had_it_last_gets_it_again() {
        use QuestionState::{WithBoth, WithChampion, WithNetSec};
        let team = Some(TeamId::generate());
        let event = |turn| Event {
            id: QuestionEventId::generate(),
            at: Timestamp(0),
            person: None,
            kind: EventKind::Asked,
            words: String::new(),
            turn,
            due_at: None,
        };
        use Turn::{Asker, Both, Champion, NetSec, Nobody};
        for (visibility, team, turns, expected) in [
            (Visibility::Everyone, team, vec![Some(Champion), Some(Nobody)], WithChampion),
            (Visibility::Everyone, team, vec![Some(Champion), Some(NetSec), None, Some(Nobody)], WithNetSec),
            (Visibility::Everyone, team, vec![Some(Both), Some(Asker), Some(Nobody)], WithBoth),
            (Visibility::Team, team, vec![], WithChampion),
            (Visibility::Everyone, None, vec![Some(Champion)], WithNetSec),
            (Visibility::NetSec, team, vec![Some(Champion)], WithNetSec),
        ] {
            let events: Vec<Event> = turns.iter().copied().map(event).collect();
            assert_eq!(reopened_state(&asked(visibility, team), &events), expected, "{turns:?}");
        }
    }

    #[test]
    fn a_reply_names_who_asked_and_leaves_other_braces_alone() {
        let named = |name: &str| PersonName { id: PersonId::generate(), name: name.into(), handle: "x".into() };
        for (body, name, expected) in [
            ("Hello {asker}, of {team}: {number}. {me}", "Bo", "Hello Bo, of Checkout: 1. Kwame"),
            ("{asker}", "{me}", "{me}"),
            ("{ {asker {unknown} {} {asker}{", "Bo", "{ {asker {unknown} {} Bo{"),
            ("", "Bo", ""),
        ] {
            let question = Question { asker: named(name), ..asked(Visibility::Everyone, Some(TeamId::generate())) };
            assert_eq!(filled(body, &question, "Kwame"), expected, "{body}");
        }
    }
}
