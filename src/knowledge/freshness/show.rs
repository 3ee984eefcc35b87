//! What the page of an article says of its freshness.

use super::model::{Flag, FlagOutcome, Reviewed};
use super::{access, actions, rules};
use crate::clock::Timestamp;
use crate::knowledge::feedback::HelpfulCounts;
use crate::knowledge::{Article, Library};
use crate::web::{Moment, Viewer};

/// Reports whose words an article's page shows; the rest is a number.
const SHOWN: usize = 5;

/// How up to date an article is, as its page shows it.
#[derive(Debug, Clone, Default)]
pub struct ArticleFreshness {
    /// The day of the last review, in words.
    pub reviewed: String,
    /// Who reviewed it, for those who are signed in.
    pub reviewed_by: Option<String>,
    /// Since when it wants to be read through again, if it does.
    pub stale_since: Option<String>,
    /// Whether readers are told that somebody doubts it.
    pub is_doubted: bool,
    /// What the viewer reported, and what became of it.
    pub own: Vec<OwnReport>,
    /// For those who look after it.
    pub care: Option<Care>,
    /// What was typed into a report that did not fit.
    pub reported: String,
    /// What was typed into a dismissal that did not fit.
    pub why: String,
}

/// A report of the viewer's own.
#[derive(Debug, Clone)]
pub struct OwnReport {
    /// When.
    pub at: Moment,
    /// Its words; may be empty.
    pub words: String,
    /// What became of it.
    pub outcome: String,
}

/// What those who look after an article see under it.
#[derive(Debug, Clone, Default)]
pub struct Care {
    /// How many readers say that it is no longer true.
    pub reports: usize,
    /// The latest of their words, the newest first.
    pub words: Vec<(Moment, String)>,
    /// Whether the viewer reviewed it and can take that back.
    pub can_take_back: bool,
    /// After which day it wants to be read through again.
    pub review_after: String,
    /// What readers said; filled in by who asks the database.
    pub counts: HelpfulCounts,
    /// When each of their words was said.
    pub said: Vec<(Moment, String, bool)>,
}

impl ArticleFreshness {
    /// What is known of `article`, for `viewer` at `now`.
    pub fn of(library: &Library, viewer: &Viewer, article: &Article, now: Timestamp) -> Self {
        let watch = &library.watch;
        let standing = watch.standing(article);
        let member = viewer.member();
        let text = member.map(|_| rules::fingerprint(article)).unwrap_or_default();
        let own = member.map(|member| watch.reported_by(article, member.id)).unwrap_or_default();
        let cares = member.filter(|member| access::may_review(member, watch.author(article)));
        let review = watch.review(article);
        ArticleFreshness {
            reviewed: standing.reviewed_on.words(),
            reviewed_by: standing.reviewed_by.clone().filter(|_| member.is_some()),
            stale_since: standing.is_stale(now.day()).then(|| standing.review_after.words()),
            is_doubted: standing.is_doubted,
            own: own.iter().map(|flag| own_report(flag, &text, now)).collect(),
            care: cares.map(|member| Care {
                reports: standing.open.len(),
                words: latest_words(&standing.open, now),
                can_take_back: review.is_some_and(|review: Reviewed| {
                    review.by == member.id && now.since(review.at) < actions::TAKEN_BACK_WITHIN
                }),
                review_after: standing.review_after.words(),
                ..Care::default()
            }),
            ..ArticleFreshness::default()
        }
    }

    /// Puts in what readers said, for those who look after the article.
    pub fn put_counts(&mut self, counts: HelpfulCounts, now: Timestamp) {
        if let Some(care) = &mut self.care {
            let said = |said: &crate::knowledge::feedback::SaidWords| {
                (Moment::new(said.at, now), said.words.clone(), said.helpful)
            };
            care.said = counts.latest.iter().map(said).collect();
            care.counts = counts;
        }
    }
}

/// The words of the latest reports that have any, the newest first.
pub(super) fn latest_words(open: &[Flag], now: Timestamp) -> Vec<(Moment, String)> {
    let told = open.iter().rev().filter(|flag| !flag.words.is_empty()).take(SHOWN);
    told.map(|flag| (Moment::new(flag.reported_at, now), flag.words.clone())).collect()
}

fn own_report(flag: &Flag, text: &str, now: Timestamp) -> OwnReport {
    let outcome = match flag.outcome {
        FlagOutcome::StillRight => "It was read through since, and found right.".to_owned(),
        FlagOutcome::Dismissed => format!("It was looked at: {}", flag.outcome_words),
        FlagOutcome::Open if flag.fingerprint != text => "The article was changed since.".to_owned(),
        FlagOutcome::Open => "Whoever looks after the article has it before them.".to_owned(),
    };
    OwnReport { at: Moment::new(flag.reported_at, now), words: flag.words.clone(), outcome }
}

impl Care {
    /// How many readers doubt it, in words; empty where none does.
    pub fn reports_words(&self) -> String {
        reports_words(self.reports)
    }

    /// Whether readers said anything.
    pub fn has_counts(&self) -> bool {
        self.counts.yes + self.counts.no > 0
    }

    /// `12 of 16 readers found their answer here (75 %).`
    pub fn counts_words(&self) -> String {
        let (yes, all) = (self.counts.yes, self.counts.yes + self.counts.no);
        match self.counts.share() {
            None => "No reader has said yet whether this was their answer.".to_owned(),
            Some(share) if all == 1 => format!("1 reader said whether this was their answer ({share} %)."),
            Some(share) => format!("{yes} of {all} readers found their answer here ({share} %)."),
        }
    }

    /// `Not my case 2, unclear 1`; empty where nobody gave a reason.
    pub fn reasons_words(&self) -> String {
        let reasons = self.counts.reasons.iter();
        let words: Vec<String> = reasons.map(|(reason, count)| format!("{}: {count}", reason.label())).collect();
        words.join(", ")
    }
}

/// How many readers doubt an article; empty where none does.
pub(super) fn reports_words(reports: usize) -> String {
    match reports {
        0 => String::new(),
        1 => "1 reader says that this is no longer true.".to_owned(),
        more => format!("{more} readers say that this is no longer true."),
    }
}
