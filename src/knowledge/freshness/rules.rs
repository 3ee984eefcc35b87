//! Which review and which reports count for the text as it is.

use sha2::{Digest, Sha256};

use super::model::{Flag, FlagOutcome, Reviewed, Standing};
use crate::clock::Day;
use crate::knowledge::Article;

/// Days between two reviews, at the least and at the most, whatever the article says.
const INTERVAL: std::ops::RangeInclusive<i32> = 30..=730;
/// Days before its date from which an article is shown as due.
pub const SOON: i32 = 30;

/// Names a text: 32 hexadecimal digits of the SHA-256 of title and body.
pub fn fingerprint(article: &Article) -> String {
    let mut hash = Sha256::new();
    hash.update(article.title.as_bytes());
    hash.update([0]);
    hash.update(article.body.as_bytes());
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// When an article that is read through today wants to be read again: after as
/// many days as it asked for so far.
pub fn next_review(reviewed_on: Day, review_after: Day, today: Day) -> Day {
    let days = review_after.days_since(reviewed_on);
    today.plus_days(days.clamp(*INTERVAL.start(), *INTERVAL.end()))
}

/// How up to date the article is, by what is known of it. `flags` are the
/// oldest first.
pub fn standing(article: &Article, review: Option<&Reviewed>, flags: &[Flag]) -> Standing {
    let own = Standing {
        reviewed_on: article.reviewed_on,
        review_after: article.review_after,
        reviewed_by: None,
        open: Vec::new(),
        is_doubted: false,
    };
    if review.is_none() && flags.is_empty() {
        return own;
    }
    let text = fingerprint(article);
    let counts = |review: &&Reviewed| review.fingerprint == text && review.reviewed_on >= article.reviewed_on;
    let own = review.filter(counts).map_or(own, |review| Standing {
        reviewed_on: review.reviewed_on,
        review_after: review.review_after,
        reviewed_by: Some(review.by_name.clone()),
        open: Vec::new(),
        is_doubted: false,
    });
    let of_text: Vec<&Flag> = flags.iter().filter(|flag| flag.fingerprint == text).collect();
    let open: Vec<Flag> =
        of_text.iter().filter(|flag| flag.outcome == FlagOutcome::Open).map(|flag| (*flag).clone()).collect();
    let is_doubted = open.iter().any(|flag| is_heeded(flag, &of_text));
    Standing { open, is_doubted, ..own }
}

/// Whether readers are told of a report: only where somebody stands behind it
/// whom nobody has answered on this text before. What is sent without sign-in
/// reaches those who look after the article, and no reader.
fn is_heeded(flag: &Flag, of_text: &[&Flag]) -> bool {
    let answered = |other: &&&Flag| other.person == flag.person && other.outcome != FlagOutcome::Open;
    flag.person.is_some() && !of_text.iter().any(|other| answered(&other))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::{FlagId, PersonId, ReviewedId};
    use crate::knowledge::drawn::Drawn;
    use crate::knowledge::{Origin, Slug};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn article(body: &str) -> Article {
        Article {
            slug: Slug::parse("a-port").expect("a slug"),
            title: "A port?".into(),
            category: "dns".into(),
            tags: Vec::new(),
            phrasings: Vec::new(),
            related: Vec::new(),
            owner: "Network Security".into(),
            reviewed_on: day("2026-01-10"),
            review_after: day("2026-07-10"),
            body: body.into(),
            origin: Origin::Published,
            question_number: None,
            headings: Vec::new(),
            base: Arc::from(""),
            html: Drawn::default(),
        }
    }

    fn flag(article: &Article, person: Option<PersonId>, outcome: FlagOutcome) -> Flag {
        Flag {
            id: FlagId::generate(),
            slug: article.slug.to_string(),
            fingerprint: fingerprint(article),
            reported_at: Timestamp(0),
            person,
            words: String::new(),
            outcome,
            outcome_words: String::new(),
            settled_at: None,
        }
    }

    #[test]
    fn a_review_counts_until_the_text_or_its_own_date_changes() {
        let text = article("Yes.");
        let review = Reviewed {
            id: ReviewedId::generate(),
            slug: "a-port".into(),
            fingerprint: fingerprint(&text),
            by: PersonId::generate(),
            by_name: "Nia Sec".into(),
            at: Timestamp(0),
            reviewed_on: day("2026-08-01"),
            review_after: day("2027-02-01"),
            before: (text.reviewed_on, text.review_after),
        };

        let kept = standing(&text, Some(&review), &[]);
        assert_eq!((kept.reviewed_on, kept.reviewed_by.as_deref()), (day("2026-08-01"), Some("Nia Sec")));
        assert!(!kept.is_stale(day("2026-09-01")) && kept.is_stale(day("2027-02-02")));
        let changed = standing(&article("No."), Some(&review), &[]);
        assert_eq!((changed.reviewed_on, changed.reviewed_by), (day("2026-01-10"), None));
        let newer = Article { reviewed_on: day("2026-09-01"), ..article("Yes.") };
        assert_eq!(standing(&newer, Some(&review), &[]).reviewed_by, None);
    }

    #[test]
    fn readers_are_told_of_reports_that_somebody_stands_behind() {
        let text = article("Yes.");
        let (ana, bo) = (Some(PersonId::generate()), Some(PersonId::generate()));
        use FlagOutcome::{Dismissed, Open};
        for (flags, open, is_doubted) in [
            (vec![(None, Open), (None, Open)], 2, false),
            (vec![(ana, Open)], 1, true),
            (vec![(ana, Dismissed)], 0, false),
            (vec![(ana, Dismissed), (ana, Open)], 1, false),
            (vec![(ana, Dismissed), (bo, Open)], 1, true),
        ] {
            let flags: Vec<Flag> = flags.into_iter().map(|(person, outcome)| flag(&text, person, outcome)).collect();
            let found = standing(&text, None, &flags);
            assert_eq!((found.open.len(), found.is_doubted), (open, is_doubted), "{flags:?}");
            assert_eq!(standing(&article("Changed."), None, &flags).open, []);
        }
    }

    #[test]
    fn the_next_review_is_as_far_away_as_the_article_wants() {
        let today = day("2026-08-01");
        for (from, until, expected) in [
            ("2026-01-01", "2026-07-01", "2027-01-29"),
            ("2026-01-01", "2026-01-02", "2026-08-31"),
            ("2016-01-01", "2026-01-01", "2028-07-31"),
        ] {
            assert_eq!(next_review(day(from), day(until), today), day(expected), "{from} {until}");
        }
    }
}
