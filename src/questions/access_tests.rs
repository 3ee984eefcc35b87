//! The tables of who may do what with a question.

use super::*;
use crate::accounts::PersonName;

fn question(state: QuestionState, team: Option<TeamId>, answered_by: Option<PersonId>) -> Question {
    let named = |id| PersonName { id, name: "Kim".into(), handle: "kim".into() };
    Question { answered_by: answered_by.map(named), ..Question::sample(state, team) }
}

#[test]
fn rights_follow_the_team_the_turn_and_the_grant() {
    use Act::{
        Answer, AskBack, Assign, Claim, Comment, Escalate, HandOn, Link, Merge, Note, Publish, Release, Reopen, Split,
    };
    use QuestionState::{Answered, Merged, Published, WithBoth, WithChampion, WithNetSec};
    let team = TeamId::generate();
    let developer = Member::sample(&[]);
    let admin = Member::sample(&[Grant::Admin, Grant::Lead, Grant::Manager]);
    let analyst = Member::sample(&[Grant::NetSec]);
    let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
    let stranger = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
    let states = [WithChampion, WithNetSec, WithBoth, Answered, Published, Merged];

    for state in states {
        let asked = question(state, Some(team), None);
        for act in
            [Escalate, Claim, Release, AskBack, Answer, Publish, HandOn, Note, Link, Merge, Split, Reopen, Assign]
        {
            assert!(may(&analyst, &asked, act), "NetSec {act:?} {state:?}");
            assert!(!may(&developer, &asked, act), "developer {act:?} {state:?}");
            // The program's lead gives questions to people, and answers none.
            assert_eq!(may(&admin, &asked, act), act == Assign, "admin {act:?} {state:?}");
            assert!(!may(&stranger, &asked, act), "another team's champion {act:?} {state:?}");
            assert!(!may(&champion, &question(state, None, None), act), "no team {act:?} {state:?}");
        }
        for member in [&developer, &admin, &analyst, &champion, &stranger] {
            assert!(may(member, &asked, Comment), "comment {state:?}");
        }
        let has_it = matches!(state, WithChampion | WithBoth);
        for (act, expected) in [
            (Escalate, true),
            (Answer, has_it),
            (AskBack, has_it),
            (Claim, false),
            (Release, false),
            (Publish, false),
            (Assign, false),
            (HandOn, state == WithChampion),
            (Split, has_it),
            (Merge, true),
            (Link, true),
            (Note, true),
            (Reopen, true),
        ] {
            assert_eq!(may(&champion, &asked, act), expected, "champion {act:?} {state:?}");
        }
    }
}

#[test]
fn what_is_not_for_everyone_is_read_by_those_it_is_for() {
    let team = TeamId::generate();
    let own = Member { teams: vec![team], ..Member::sample(&[]) };
    let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
    let stranger = Member { teams: vec![TeamId::generate()], ..Member::sample(&[]) };
    let admin = Member::sample(&[Grant::Admin, Grant::Lead, Grant::Manager]);
    let analyst = Member::sample(&[Grant::NetSec]);
    for (visibility, readers) in [
        (Visibility::Everyone, [true, true, true, true, true]),
        (Visibility::Team, [true, true, false, false, true]),
        (Visibility::NetSec, [false, false, false, false, true]),
    ] {
        let asked = Question { visibility, ..question(QuestionState::WithNetSec, Some(team), None) };
        let reads = [&own, &champion, &stranger, &admin, &analyst].map(|member| Reader::of(member).reads(&asked));
        assert_eq!(reads, readers, "{visibility:?}");
        assert_eq!(Reader::default().reads(&asked), visibility == Visibility::Everyone);
        let mine = Question { asker: PersonName { id: stranger.id, ..asked.asker.clone() }, ..asked.clone() };
        let for_me = Question { asked_by: Some(mine.asker.clone()), ..asked.clone() };
        assert!(Reader::of(&stranger).reads(&mine) && Reader::of(&stranger).reads(&for_me), "{visibility:?}");
    }
}

#[test]
fn who_asked_opens_it_again_and_reads_no_note_whatever_else_they_are() {
    let team = TeamId::generate();
    let asked = question(QuestionState::Answered, Some(team), None);
    for grants in [&[][..], &[Grant::NetSec], &[Grant::Lead]] {
        let asker = Member { id: asked.asker.id, champion_of: vec![team], ..Member::sample(grants) };
        let behalf = Question { asked_by: Some(asked.asker.clone()), ..question(asked.state, Some(team), None) };

        for question in [&asked, &behalf] {
            assert!(may(&asker, question, Act::Reopen), "{grants:?}");
            assert!(!may(&asker, question, Act::Note), "{grants:?}");
        }
    }
}

#[test]
fn a_champion_mends_their_own_answer_only() {
    let team = TeamId::generate();
    let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
    let own = question(QuestionState::Answered, Some(team), Some(champion.id));
    let anothers = question(QuestionState::Answered, Some(team), Some(PersonId::generate()));

    assert!(may(&champion, &own, Act::Answer));
    assert!(!may(&champion, &anothers, Act::Answer));
}

#[test]
fn whoever_got_a_question_handed_over_answers_it_while_it_is_open() {
    let developer = Member::sample(&[]);
    let given = |state| Question {
        claimed_by: Some(PersonName { id: developer.id, name: "Kim".into(), handle: "kim".into() }),
        ..question(state, Some(TeamId::generate()), None)
    };
    for (state, may_act) in [
        (QuestionState::WithChampion, true),
        (QuestionState::WithNetSec, false),
        (QuestionState::Answered, false),
        (QuestionState::Published, false),
    ] {
        for act in [Act::Answer, Act::Escalate] {
            assert_eq!(may(&developer, &given(state), act), may_act, "{act:?} {state:?}");
        }
    }
}

#[test]
fn what_is_claimed_is_not_offered_again() {
    let analyst = Member::sample(&[Grant::NetSec]);
    let free = question(QuestionState::WithNetSec, None, None);
    let taken = Question { claimed_by: Some(free.asker.clone()), ..free.clone() };

    assert!(offers(&analyst, &free, Act::Claim) && !offers(&analyst, &free, Act::Release));
    assert!(!offers(&analyst, &taken, Act::Claim) && offers(&analyst, &taken, Act::Release));
}

#[test]
fn a_reply_is_its_owners_or_network_securitys() {
    let (own, analyst) = (Member::sample(&[]), Member::sample(&[Grant::NetSec]));
    for (who, member, owner, may_save) in [
        ("its owner", &own, Some(own.id), true),
        ("another", &analyst, Some(own.id), false),
        ("netsec, of a shared one", &analyst, None, true),
        ("a champion, of a shared one", &own, None, false),
    ] {
        assert_eq!(may_save_reply(member, owner), may_save, "{who}");
    }
}

#[test]
fn what_makes_no_sense_is_not_offered() {
    let team = TeamId::generate();
    let analyst = Member::sample(&[Grant::NetSec]);
    let open = question(QuestionState::WithNetSec, Some(team), None);
    let asked_back = Question { turn: Turn::Asker, ..open.clone() };
    let asker = Member { id: open.asker.id, ..analyst.clone() };

    assert!(offers(&analyst, &open, Act::AskBack) && !offers(&analyst, &asked_back, Act::AskBack));
    assert!(!offers(&asker, &open, Act::AskBack), "nobody asks themselves back");
    let with_champion = question(QuestionState::WithChampion, Some(team), None);
    let own = Member { id: with_champion.asker.id, ..analyst.clone() };
    assert!(offers(&analyst, &with_champion, Act::HandOn) && !offers(&own, &with_champion, Act::HandOn));
    assert!(offers(&analyst, &open, Act::Comment));
    let champion = Member { champion_of: vec![team], ..Member::sample(&[]) };
    assert!(answers(&champion, &open) && answers(&analyst, &open) && !answers(&asker, &open));
    assert!(!answers(&Member::sample(&[]), &open));
    assert!(!offers(&champion, &open, Act::Claim));
}

#[test]
fn a_reader_of_their_own_teams_names_each_once() {
    let (both, served) = (TeamId::generate(), TeamId::generate());
    let member = Member { teams: vec![both], champion_of: vec![both, served], ..Member::sample(&[]) };

    assert_eq!(Reader::of(&member), Reader::Person { id: member.id, teams: vec![both, served] });
    assert_eq!(Reader::of(&Member::sample(&[Grant::NetSec])), Reader::NetSec);
    let hidden = Question { visibility: Visibility::NetSec, ..question(QuestionState::WithNetSec, Some(both), None) };
    assert!(Reader::Site.reads(&hidden) && !Reader::Anybody.reads(&hidden));
    let taken =
        Question { claimed_by: Some(PersonName { id: member.id, name: "Kim".into(), handle: "kim".into() }), ..hidden };
    assert!(Reader::of(&member).reads(&taken), "whoever was given it reads it");
}
