//! The rules of training, as tables.

use super::*;
use crate::db::keys::RowVersion;
use crate::program::ladder::{Ladder, Step};
use crate::program::training::audience::Audience;
use crate::program::training::model::RenewFor;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
}

fn course(title: &str, replaces: Option<CourseId>, renew: Option<(RenewFor, &str)>) -> Course {
    Course {
        id: CourseId::generate(),
        slug: title.into(),
        title: title.into(),
        provider: String::new(),
        link: String::new(),
        more_offers: String::new(),
        minutes: 60,
        audience: Audience::serving(),
        valid_months: Some(12),
        pass_mark: None,
        replaces,
        renew_for: renew.map_or(RenewFor::Nobody, |(who, _)| who),
        renew_by: renew.map(|(_, by)| day(by)),
        version: RowVersion::FIRST,
    }
}

fn done(course: CourseId, on: &str, until: Option<&str>, counts: bool) -> Done {
    Done { id: CompletionId::generate(), course, completed_on: day(on), until: until.map(day), counts }
}

#[test]
fn a_completion_counts_for_its_months() {
    for (on, months, today, valid) in [
        ("2025-11-21", None, "2040-01-01", true),
        ("2025-11-21", Some(12), "2026-11-20", true),
        ("2025-11-21", Some(12), "2026-11-21", false),
        ("2024-02-29", Some(12), "2025-02-27", true),
        ("2024-02-29", Some(12), "2025-02-28", false),
        ("2025-08-31", Some(6), "2026-02-27", true),
        ("2025-08-31", Some(6), "2026-02-28", false),
    ] {
        assert_eq!(is_valid(valid_until(day(on), months), day(today)), valid, "{on} {months:?} {today}");
    }
}

#[test]
fn a_result_passes_from_the_mark_on() {
    for (result, mark, passed) in
        [(None, None, true), (None, Some(80), true), (Some(79), Some(80), false), (Some(80), Some(80), true)]
    {
        assert_eq!(is_passed(result, mark), passed, "{result:?} of {mark:?}");
    }
}

#[test]
fn the_best_completion_decides() {
    let basics = course("Basics", None, None);
    let id = basics.id;
    let catalogue = Catalogue::new(vec![basics], Vec::new(), &Ladder::default());
    let today = day("2026-11-22");
    let (old, new) =
        (done(id, "2025-01-01", Some("2025-12-31"), true), done(id, "2026-01-01", Some("2026-12-31"), true));
    let (failed, forever) = (done(id, "2026-11-01", None, false), done(id, "2020-01-01", None, true));
    let in_date = |by: Done| Standing::InDate { by: by.id, until: by.until, renewal: None };
    for (what, list, expected) in [
        ("nothing", vec![], Standing::Missing),
        ("only failed", vec![failed], Standing::NotCounted(failed.id)),
        ("old", vec![old], Standing::Expired { by: old.id, on: day("2025-12-31"), renewal: None }),
        (
            "old, failed since",
            vec![old, failed],
            Standing::Expired { by: old.id, on: day("2025-12-31"), renewal: None },
        ),
        ("old and new", vec![old, new], in_date(new)),
        ("new and old", vec![new, old], in_date(new)),
        ("for good", vec![new, forever], in_date(forever)),
    ] {
        assert_eq!(standing(&catalogue, id, &list, true, today), expected, "{what}");
    }
}

#[test]
fn a_version_before_counts_until_its_renewal() {
    for (who, is_required, today, in_date) in [
        (None, true, "2026-11-22", true),
        (Some(RenewFor::Holders), false, "2026-06-30", true),
        (Some(RenewFor::Holders), false, "2026-07-01", false),
        (Some(RenewFor::Required), false, "2026-07-01", true),
        (Some(RenewFor::Required), true, "2026-07-01", false),
    ] {
        let first = course("Basics", None, None);
        let second = course("Basics 2", Some(first.id), who.map(|who| (who, "2026-06-30")));
        let third = course("Basics 3", Some(second.id), None);
        let (old, newest) = (first.id, third.id);
        let catalogue = Catalogue::new(vec![first, second, third], Vec::new(), &Ladder::default());
        let list = [done(old, "2026-01-01", Some("2026-12-31"), true)];

        let said = standing(&catalogue, newest, &list, is_required, day(today));

        assert_eq!(said.is_in_date(), in_date, "{who:?} {is_required} {today}: {said:?}");
        assert!(standing(&catalogue, old, &list, is_required, day(today)).is_in_date());
    }
}

#[test]
fn a_new_version_does_not_stand_for_the_old_one() {
    let first = course("Basics", None, None);
    let second = course("Basics 2", Some(first.id), None);
    let (old, new) = (first.id, second.id);
    let catalogue = Catalogue::new(vec![first, second], Vec::new(), &Ladder::default());

    assert_eq!(
        standing(&catalogue, old, &[done(new, "2026-01-01", None, true)], true, day("2026-02-01")),
        Standing::Missing
    );
    assert!(catalogue.would_loop(old, new) && catalogue.would_loop(old, old) && !catalogue.would_loop(new, old));
    assert_eq!(catalogue.newest(old), new);
    assert_eq!(catalogue.current().map(|course| course.id).collect::<Vec<_>>(), [new]);
}

#[test]
fn paths_go_by_the_levels_of_the_company() {
    let (one, two) = (course("One", None, None), course("Two", None, None));
    let newer = course("Two again", Some(two.id), None);
    let (a, b, c) = (one.id, two.id, newer.id);
    let step = |key: &str, name: &str| Step { key: key.into(), name: name.into(), about: String::new() };
    let ladder = Ladder::new(vec![step("zebra", "Zebra stripe"), step("apple", "Apple")]);
    let steps = [("apple", b), ("apple", c), ("gone", a), ("zebra", a)].map(|(key, id)| (key.to_owned(), id));

    let catalogue = Catalogue::new(vec![one, two, newer], steps.into(), &ladder);

    let said: Vec<_> = catalogue.paths().iter().map(|path| (path.name.as_str(), path.is_gone, &path.courses)).collect();
    assert_eq!(said, [("Zebra stripe", false, &vec![a]), ("Apple", false, &vec![c]), ("gone", true, &vec![a])]);
    assert_eq!(catalogue.path("nothing"), None);
}

#[test]
fn reminders_come_at_sixty_thirty_and_seven_days() {
    let today = day("2026-11-22");
    for (left, stage) in [
        (61, None),
        (60, Some(60)),
        (31, Some(60)),
        (30, Some(30)),
        (8, Some(30)),
        (7, Some(7)),
        (0, Some(7)),
        (-1, Some(0)),
    ] {
        assert_eq!(reminder_stage(today.plus_days(left), today), stage, "{left}");
    }
}
