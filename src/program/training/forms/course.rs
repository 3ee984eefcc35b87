//! A course, as its form has it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{TITLE_LIMIT, WORDS_LIMIT};
use crate::db::keys::RowVersion;
use crate::program::fields::{Fields, number, optional_day};
use crate::program::ladder::Ladder;
use crate::program::training::audience::{Audience, Rule};
use crate::program::training::catalogue::Catalogue;
use crate::program::training::model::{Course, NewCourse, RenewFor};
use crate::program::{Department, ProgramError, web_link};
use crate::web::fold::{line, optional_line};

/// Minutes of a course: a week of forty hours at the most.
const MINUTES_LIMIT: i32 = 40 * 60;
/// Months for which a completion may count: ten years.
const MONTHS_LIMIT: i32 = 120;
/// Further places of a course.
const OFFERS_LIMIT: usize = 8;
/// In front of the names of the boxes by which an audience is ticked.
const FOR: &str = "for:";

/// `POST /training`, `POST /training/{slug}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct CourseForm {
    pub title: String,
    pub provider: String,
    pub link: String,
    /// A line each: provider, `|`, link.
    pub more_offers: String,
    pub minutes: String,
    pub valid_months: String,
    pub pass_mark: String,
    /// The address of the course that this one replaces.
    pub replaces: String,
    pub renew_for: String,
    pub renew_by: String,
    pub version: String,
    pub once: String,
    /// The boxes of the audience, by their names.
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

/// One box of the audience.
pub struct RuleChoice {
    pub name: String,
    pub label: String,
    pub is_ticked: bool,
}

impl CourseForm {
    /// The form for a course that exists.
    pub fn of(course: &Course, catalogue: &Catalogue) -> Self {
        let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
        let replaced = course.replaces.and_then(|id| catalogue.get(id));
        CourseForm {
            title: course.title.clone(),
            provider: course.provider.clone(),
            link: course.link.clone(),
            more_offers: course.more_offers.replace('\t', " | "),
            minutes: course.minutes.to_string(),
            valid_months: number(course.valid_months),
            pass_mark: number(course.pass_mark),
            replaces: replaced.map(|course| course.slug.clone()).unwrap_or_default(),
            renew_for: course.renew_for.as_str().into(),
            renew_by: course.renew_by.map(|day| day.to_string()).unwrap_or_default(),
            version: course.version.to_string(),
            once: String::new(),
            boxes: course.audience.rules().iter().map(|rule| (format!("{FOR}{rule}"), "yes".to_owned())).collect(),
        }
    }

    /// The rules that are ticked.
    fn rules(&self) -> impl Iterator<Item = Rule> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(FOR)).filter_map(Rule::parse)
    }

    /// Whom the course is for. A level that is gone stays where it was before.
    fn audience(&self, catalogue: &Catalogue) -> Result<Audience, String> {
        let rules: Vec<Rule> = self.rules().collect();
        let is_known = |rule: &Rule| match rule {
            Rule::Belt(key) => {
                let is_kept = |course: &Course| course.audience.rules().contains(rule);
                catalogue.ladder().place(key).is_some() || catalogue.all().iter().any(is_kept)
            }
            _ => true,
        };
        match rules.iter().all(is_known) {
            true => Ok(Audience::of(rules)),
            false => Err("one of these levels is not there; reload the page".into()),
        }
    }

    /// The boxes to tick, each kind of people once.
    pub fn rule_choices(&self, departments: &[Department], ladder: &Ladder) -> Vec<RuleChoice> {
        let mut rules = vec![
            (Rule::Champions, "Champions".to_owned()),
            (Rule::Deputies, "Deputies".to_owned()),
            (Rule::NetSec, "Everybody in Network Security".to_owned()),
        ];
        let levels = ladder.steps().iter().map(|step| step.key.clone());
        // A level that is gone is seen until it is unticked.
        let gone = self.rules().filter_map(|rule| match rule {
            Rule::Belt(key) if ladder.place(&key).is_none() => Some(key),
            _ => None,
        });
        let belt = |key: String| {
            let label = format!("Who is on the path to {}", ladder.named(&key));
            (Rule::Belt(key), label)
        };
        rules.extend(levels.chain(gone).map(belt));
        let everybody = |one: &Department| (Rule::Department(one.id), format!("Everybody in {}", one.name));
        rules.extend(departments.iter().map(everybody));
        let choice = |(rule, label): (Rule, String)| {
            let name = format!("{FOR}{rule}");
            RuleChoice { is_ticked: self.boxes.contains_key(&name), name, label }
        };
        rules.into_iter().map(choice).collect()
    }

    /// The course as it is to be.
    pub fn parse(&self, catalogue: &Catalogue) -> Result<NewCourse, ProgramError> {
        let mut fields = Fields::default();
        let optional = |text: &str, highest| match text.trim() {
            "" => Ok(None),
            text => number(text, 1, highest).map(Some),
        };
        let title = fields.keep("title", line(&self.title, TITLE_LIMIT));
        let provider = fields.keep("provider", optional_line(&self.provider, WORDS_LIMIT));
        let link = fields.keep("link", web_link(&self.link));
        let more_offers = fields.keep("more_offers", offers(&self.more_offers));
        let minutes = fields.keep("minutes", number(&self.minutes, 1, MINUTES_LIMIT));
        let valid_months = fields.keep("valid_months", optional(&self.valid_months, MONTHS_LIMIT));
        let pass_mark = fields.keep("pass_mark", optional(&self.pass_mark, 100));
        let replaces = fields.keep("replaces", self.replaced(catalogue));
        let renew_for = match self.renew_for.as_str() {
            "" => Ok(RenewFor::Nobody),
            text => RenewFor::parse(text).ok_or_else(|| "choose one of these".to_owned()),
        };
        let renew_for = fields.keep("renew_for", renew_for);
        let renew_by = fields.keep("renew_by", optional_day(&self.renew_by));
        let audience = fields.keep("audience", self.audience(catalogue));
        let new = (|| {
            Some(NewCourse {
                title: title?,
                provider: provider?,
                link: link?,
                more_offers: more_offers?,
                minutes: minutes?,
                audience: audience?,
                valid_months: valid_months?,
                pass_mark: pass_mark?,
                replaces: replaces?,
                renew_for: renew_for?,
                renew_by: renew_by?,
            })
        })();
        new.ok_or_else(|| fields.refuse())
    }

    fn replaced(&self, catalogue: &Catalogue) -> Result<Option<crate::db::keys::CourseId>, String> {
        if self.replaces.is_empty() {
            return Ok(None);
        }
        let found = catalogue.by_slug(&self.replaces).map(|course| Some(course.id));
        found.ok_or_else(|| "there is no such course; choose one of these".to_owned())
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version.parse().unwrap_or(0))
    }
}

/// Lines of provider, `|` and link, as they are kept.
fn offers(text: &str) -> Result<String, String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > OFFERS_LIMIT {
        return Err(format!("these are {} places; {OFFERS_LIMIT} are allowed", lines.len()));
    }
    let offer = |(number, text): (usize, &&str)| {
        let (provider, link) = match text.split_once('|') {
            Some(parts) => parts,
            None if text.trim_start().starts_with("http") => ("", *text),
            None => (*text, ""),
        };
        let wrong = |words: String| format!("line {}: {words}", number + 1);
        let provider = optional_line(provider, WORDS_LIMIT).map_err(wrong)?;
        let link = web_link(link).map_err(|words| format!("line {}: {words}", number + 1))?;
        Ok(format!("{provider}\t{link}"))
    };
    lines.iter().enumerate().map(offer).collect::<Result<Vec<_>, String>>().map(|lines| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_places_are_read_line_by_line() {
        for (typed, kept) in [
            ("", Ok("")),
            (
                "Academy | https://a.example/1\r\n\nhttps://b.example/2\nGuild",
                Ok("Academy\thttps://a.example/1\n\thttps://b.example/2\nGuild\t"),
            ),
            ("Academy | javascript:alert(1)", Err("line 1: “javascript:alert(1)” is not a link")),
        ] {
            let said = offers(typed);
            match kept {
                Ok(kept) => assert_eq!(said.as_deref(), Ok(kept), "{typed:?}"),
                Err(words) => assert!(said.as_ref().is_err_and(|said| said.starts_with(words)), "{said:?}"),
            }
        }
    }
}
