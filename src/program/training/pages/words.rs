//! How somebody stands with a course, and who has to have it, in words.

use std::collections::HashMap;

use crate::clock::Day;
use crate::db::keys::DepartmentId;
use crate::program::ladder::Ladder;
use crate::program::reminders::from_today;
use crate::program::training::audience::{Audience, Rule};
use crate::program::training::catalogue::Catalogue;
use crate::program::training::rules::{REMIND_DAYS, Standing};

/// A standing as a chip and a few words after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingWords {
    /// The chip's kind.
    pub chip: &'static str,
    /// What is in it; empty: there is none.
    pub label: String,
    /// What stands after it; may be empty.
    pub more: String,
}

impl StandingWords {
    /// The words for `standing` with a course that is required or not.
    pub fn of(standing: Standing, is_required: bool, today: Day) -> Self {
        let words = |chip, label: &str, more: String| StandingWords { chip, label: label.to_owned(), more };
        match standing {
            Standing::InDate { until: None, .. } => words("open", "in date", String::new()),
            Standing::InDate { until: Some(last), renewal, .. } => {
                let is_near = last.days_since(today) <= REMIND_DAYS[0];
                let more = match renewal {
                    Some(_) => format!("a new version is needed; the old one counts until {}", last.words()),
                    None => format!("counts until {}", last.words()),
                };
                if is_near {
                    words("preflight", &format!("ends {}", from_today(last, today)), more)
                } else {
                    words("open", "in date", more)
                }
            }
            Standing::Expired { on, renewal: Some(_), .. } => {
                words("forbidden", "new version needed", format!("the old one counted until {}", on.words()))
            }
            Standing::Expired { on, renewal: None, .. } => {
                words("forbidden", "ran out", format!("counted until {}", on.words()))
            }
            Standing::NotCounted(_) => words("preflight", "does not count yet", String::new()),
            Standing::Missing if is_required => words("preflight", "to do", String::new()),
            Standing::Missing => words("neutral", "", String::new()),
        }
    }
}

/// "champions, deputies and everybody in Payments"
pub fn audience_words(audience: &Audience, departments: &HashMap<DepartmentId, String>, ladder: &Ladder) -> String {
    let word = |rule: &Rule| match rule {
        Rule::Champions => "champions".to_owned(),
        Rule::Deputies => "deputies".to_owned(),
        Rule::NetSec => "everybody in Network Security".to_owned(),
        Rule::Belt(key) => format!("who is on the path to {}", ladder.named(key)),
        Rule::Department(id) => {
            format!("everybody in {}", departments.get(id).map_or("a department that is gone", String::as_str))
        }
    };
    let words: Vec<String> = audience.rules().iter().map(word).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The new version that somebody needs, as its title; empty where none asks.
pub fn renewal_title(catalogue: &Catalogue, standing: Standing) -> String {
    let renewal = match standing {
        Standing::InDate { renewal, .. } | Standing::Expired { renewal, .. } => renewal,
        _ => None,
    };
    renewal.and_then(|renewal| catalogue.get(renewal.of)).map(|course| course.title.clone()).unwrap_or_default()
}
