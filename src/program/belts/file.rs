//! The levels, as the company writes them: `program/belts.toml`.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;

use super::model::{Criterion, Level};
use crate::program::files::ProgramFile;
use crate::program::ladder::{Ladder, Step};
use crate::program::meetings::MeetingKind;
use crate::program::reviews::ReviewKind;
use crate::web::fold::slug;

/// Levels of one file; a ladder of twenty steps is climbed by nobody.
const LEVELS: usize = 12;
/// Characters of a name or key.
const NAME: usize = 40;
/// Characters of the sentence about a level.
const ABOUT: usize = 200;
/// The highest count of one criterion.
const COUNT: usize = 1_000;

/// All levels, the first one first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belts(pub Vec<Level>);

impl Belts {
    /// The levels in their order, without what they ask for.
    pub fn ladder(&self) -> Ladder {
        let step =
            |level: &Level| Step { key: level.key.clone(), name: level.name.clone(), about: level.about.clone() };
        Ladder::new(self.0.iter().map(step).collect())
    }

    /// Where a level stands; none for one that the file no longer has.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|level| level.key == key)
    }

    /// The level's name; its key where the file no longer has it.
    pub fn name<'b>(&'b self, key: &'b str) -> &'b str {
        self.place(key).and_then(|place| self.0.get(place)).map_or(key, |level| &level.name)
    }
}

/// The file. A key that is not here is a fault, so that a typing error is noticed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    level: Vec<Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    key: Spanned<String>,
    name: Spanned<String>,
    about: Spanned<String>,
    #[serde(default)]
    criterion: Vec<CriterionTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionTable {
    kind: Spanned<String>,
    count: Option<Spanned<i64>>,
    #[serde(default)]
    of: Vec<Spanned<String>>,
}

/// What is wrong with the file, by place.
struct Faults<'t> {
    text: &'t str,
    found: Vec<(usize, String)>,
}

impl Faults<'_> {
    fn add<T>(&mut self, at: &Spanned<T>, words: String) {
        self.found.push((line_at(self.text, at.span().start), words));
    }
}

fn line_at(text: &str, place: usize) -> usize {
    text.as_bytes()[..place.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

impl ProgramFile for Belts {
    const NAME: &'static str = "belts.toml";
    const BUILT_IN: &'static str = include_str!("../../../content/program/belts.toml");

    fn parse(text: &str) -> Result<Self, Vec<(usize, String)>> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line_at(text, span.start));
            vec![(at, error.message().trim().replace('\n', " "))]
        })?;
        let mut faults = Faults { text, found: Vec::new() };
        let (mut levels, mut keys) = (Vec::new(), HashSet::new());
        for table in &file.level {
            let key = table.key.get_ref();
            if key.is_empty() || *key != slug(key) || key.chars().count() > NAME {
                faults.add(&table.key, format!("“{key}” can't be a key; take lower-case letters, digits and hyphens"));
            }
            if !keys.insert(key.clone()) {
                faults.add(&table.key, format!("there are two levels “{key}”"));
            }
            for (field, limit) in [(&table.name, NAME), (&table.about, ABOUT)] {
                let length = field.get_ref().trim().chars().count();
                if length == 0 || length > limit {
                    faults.add(field, format!("this has {length} characters; 1 to {limit} are allowed"));
                }
            }
            if levels.len() == LEVELS {
                faults.add(&table.key, format!("more than {LEVELS} levels are not kept"));
            }
            if table.criterion.is_empty() {
                faults.add(&table.key, format!("the level “{key}” asks for nothing"));
            }
            let criteria = table.criterion.iter().filter_map(|one| criterion(one, &mut faults)).collect();
            levels.push(Level {
                key: key.clone(),
                name: table.name.get_ref().trim().to_owned(),
                about: table.about.get_ref().trim().to_owned(),
                criteria,
            });
        }
        if levels.is_empty() {
            faults.found.push((1, "there is no level".into()));
        }
        if faults.found.is_empty() { Ok(Belts(levels)) } else { Err(faults.found) }
    }
}

fn criterion(table: &CriterionTable, faults: &mut Faults<'_>) -> Option<Criterion> {
    let kind = table.kind.get_ref().as_str();
    if kind == "training" {
        if let Some(count) = &table.count {
            faults.add(count, "training has no count; `of` names the courses".into());
        }
        let of = table.of.iter().map(|one| one.get_ref().clone()).collect();
        return Some(Criterion::Training(of));
    }
    let count = match &table.count {
        None => {
            faults.add(&table.kind, format!("{kind} needs a count"));
            return None;
        }
        Some(count) => match usize::try_from(*count.get_ref()).ok().filter(|count| (1..=COUNT).contains(count)) {
            Some(count) => count,
            None => {
                faults.add(count, format!("a count is a number from 1 to {COUNT}"));
                return None;
            }
        },
    };
    let nothing_of = |faults: &mut Faults<'_>| {
        if let Some(first) = table.of.first() {
            faults.add(first, format!("{kind} has no `of`"));
        }
    };
    match kind {
        "months" => {
            nothing_of(faults);
            Some(Criterion::Months(count))
        }
        "answers" => {
            nothing_of(faults);
            Some(Criterion::Answers(count))
        }
        "reviews" => Some(Criterion::Reviews(kinds(&table.of, ReviewKind::parse, faults), count)),
        "meetings" => Some(Criterion::Meetings(kinds(&table.of, MeetingKind::parse, faults), count)),
        other => {
            let words = format!("“{other}” is no criterion; take months, training, reviews, answers or meetings");
            faults.add(&table.kind, words);
            None
        }
    }
}

fn kinds<T>(of: &[Spanned<String>], parse: fn(&str) -> Option<T>, faults: &mut Faults<'_>) -> Vec<T> {
    let mut kinds = Vec::new();
    for one in of {
        match parse(one.get_ref()) {
            Some(kind) => kinds.push(kind),
            None => faults.add(one, format!("“{}” is not a kind of these", one.get_ref())),
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: &str = "[[level]]\nkey = \"white\"\nname = \"White\"\nabout = \"Begun.\"\n";

    #[test]
    fn the_file_that_comes_with_the_program_is_read() {
        let belts = Belts::parse(Belts::BUILT_IN).expect("it has no fault");

        assert!(belts.0.len() >= 3 && belts.place("white") == Some(0));
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let with = |rest: &str| format!("{LEVEL}[[level.criterion]]\n{rest}\n");
        for (text, line, words) in [
            (String::new(), 1, "no level"),
            (LEVEL.to_owned(), 2, "asks for nothing"),
            (with("kind = \"hours\"\ncount = 1"), 6, "is no criterion"),
            (with("kind = \"reviews\""), 6, "needs a count"),
            (with("kind = \"reviews\"\ncount = 0"), 7, "1 to 1000"),
            (with("kind = \"reviews\"\ncount = 1\nof = [\"poem\"]"), 8, "not a kind"),
            (with("kind = \"months\"\ncount = 1\nof = [\"x\"]"), 8, "has no `of`"),
            (with("kind = \"training\"\ncount = 1"), 7, "has no count"),
            (with("kind = \"months\"\ncount = 1") + &with("kind = \"months\"\ncount = 1"), 9, "two levels"),
            (format!("{LEVEL}colour = \"red\"\n"), 5, "unknown field"),
            ("[[level".to_owned(), 1, ""),
        ] {
            let faults = Belts::parse(&text).expect_err(&text);
            assert!(faults.iter().any(|(at, said)| *at == line && said.contains(words)), "{text}: {faults:?}");
        }
    }
}
