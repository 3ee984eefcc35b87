//! The company's list: `program/onboarding.toml` of the content folder, or the
//! one that comes with the program. It is looked at again when it is asked for,
//! once a second at most; a broken file changes nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use arc_swap::ArcSwap;
use serde::Deserialize;
use toml::Spanned;

use super::model::Owner;
use crate::web::fold;

/// Where it lies below the content folder.
pub const FILE: &str = "program/onboarding.toml";
const BUILT_IN: &str = include_str!("../../../content/program/onboarding.toml");
/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// Bytes of the file; ours has two thousand.
const SIZE_LIMIT: u64 = 64 * 1024;
/// Things of a list; nobody does more.
const ITEM_LIMIT: usize = 40;
/// Questions of a review: more would not be short.
const QUESTIONS: std::ops::RangeInclusive<usize> = 1..=5;

/// What a new champion needs, and what is asked of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The things, in their order.
    pub items: Vec<TemplateItem>,
    /// What is asked in each review.
    pub questions: Vec<String>,
}

/// One thing of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateItem {
    /// What the list is filtered by.
    pub name: String,
    /// What it is.
    pub title: String,
    /// What it is for; may be empty.
    pub help: String,
    /// Who does it.
    pub owner: Owner,
    /// Whether it is taken back at the end of the term.
    pub is_access: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    questions: Spanned<Vec<Spanned<String>>>,
    item: Vec<FileItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileItem {
    name: Spanned<String>,
    title: Spanned<String>,
    #[serde(default)]
    help: Option<Spanned<String>>,
    who: Spanned<String>,
    #[serde(default)]
    access: bool,
}

/// A line, from 1, and what is wrong there.
type LineFault = (usize, String);

impl Template {
    /// Reads the file's text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its line.
    pub fn parse(text: &str) -> Result<Self, Vec<LineFault>> {
        let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let line = line_of(error.span().map_or(0, |span| span.start));
            vec![(line, format!("this is no list: {:.300}", error.message().replace('\n', " ")))]
        })?;
        let mut faults: Vec<LineFault> = Vec::new();
        let mut line = |value: &Spanned<String>, key: &str, limit: usize| {
            fold::line(value.get_ref(), limit).unwrap_or_else(|words| {
                faults.push((line_of(value.span().start), format!("{key}: {words}")));
                String::new()
            })
        };
        let questions: Vec<String> =
            file.questions.get_ref().iter().map(|question| line(question, "questions", 200)).collect();
        let mut items = Vec::new();
        for item in &file.item {
            items.push((
                item,
                line(&item.title, "title", 120),
                item.help.as_ref().map(|help| line(help, "help", 300)).unwrap_or_default(),
            ));
        }
        if !QUESTIONS.contains(&questions.len()) {
            let words = format!("ask {} to {} questions", QUESTIONS.start(), QUESTIONS.end());
            faults.push((line_of(file.questions.span().start), format!("questions: {words}")));
        }
        if items.is_empty() || items.len() > ITEM_LIMIT {
            faults.push((1, format!("a list has 1 to {ITEM_LIMIT} things; this has {}", items.len())));
        }
        let mut names = BTreeSet::new();
        let mut read = Vec::new();
        for (item, title, help) in items {
            let name = item.name.get_ref().clone();
            let is_plain = crate::knowledge::Slug::parse(&name).is_some();
            if !is_plain {
                let words = format!("name: “{name:.80}” is no plain name; use lower-case letters, digits and hyphens");
                faults.push((line_of(item.name.span().start), words));
            } else if !names.insert(name.clone()) {
                faults.push((line_of(item.name.span().start), format!("name: there is another “{name}”")));
            }
            let Some(owner) = Owner::parse(item.who.get_ref()) else {
                let all = Owner::ALL.iter().map(|owner| owner.as_str()).collect::<Vec<_>>().join(", ");
                let words = format!("who: “{:.80}” is none of {all}", item.who.get_ref());
                faults.push((line_of(item.who.span().start), words));
                continue;
            };
            read.push(TemplateItem { name, title, help, owner, is_access: item.access });
        }
        faults.sort();
        if faults.is_empty() { Ok(Template { items: read, questions }) } else { Err(faults) }
    }
}

/// A file as the system describes it: when this changes, it is read again.
type Stamp = (Option<SystemTime>, u64);

/// The company's list as it is now. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Templates {
    current: Arc<ArcSwap<Template>>,
    path: Option<Arc<Path>>,
    seen: Arc<Mutex<(Option<Instant>, Option<Stamp>)>>,
}

impl Templates {
    /// The list of this content folder, or the one that comes with the program.
    pub fn open(folder: Option<&Path>) -> Self {
        Templates {
            current: Arc::new(ArcSwap::from_pointee(built_in())),
            path: folder.map(|folder| Arc::from(folder.join(FILE))),
            seen: Arc::default(),
        }
    }

    /// The list. Where the file changed more than a second ago, it is read first.
    pub fn get(&self) -> Arc<Template> {
        if let Some(path) = &self.path {
            self.refresh(path);
        }
        self.current.load_full()
    }

    fn refresh(&self, path: &Path) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0.is_some_and(|at| at.elapsed() < EVERY) {
            return;
        }
        let stamp = std::fs::metadata(path).ok().map(|facts| (facts.modified().ok(), facts.len()));
        let is_same = seen.0.is_some() && seen.1 == stamp;
        *seen = (Some(Instant::now()), stamp);
        if is_same {
            return;
        }
        match stamp.map(|_| read(path)) {
            None => self.current.store(Arc::new(built_in())),
            Some(Ok(template)) => self.current.store(Arc::new(template)),
            Some(Err(faults)) => {
                for (line, words) in faults {
                    tracing::warn!(file = %path.display(), line, "not taken over: {words}");
                }
            }
        }
    }
}

fn built_in() -> Template {
    match Template::parse(BUILT_IN) {
        Ok(template) => template,
        Err(faults) => unreachable!("a test reads {FILE}: {faults:?}"),
    }
}

fn read(path: &Path) -> Result<Template, Vec<LineFault>> {
    let unreadable = |error: std::io::Error| vec![(1, format!("it can't be read: {error}"))];
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > SIZE_LIMIT {
        return Err(vec![(1, format!("the file has {size} bytes; {SIZE_LIMIT} are allowed"))]);
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![(line, "the file is not UTF-8 from here on".to_owned())]
    })?;
    Template::parse(text)
}

/// What is wrong with the list of a content folder: the file, the line from 1,
/// and words; nothing where it has none.
pub fn check_file(folder: &Path) -> Vec<(PathBuf, usize, String)> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Vec::new();
    }
    let faults = read(&path).err().unwrap_or_default();
    faults.into_iter().map(|(line, words)| (path.clone(), line, words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_the_program_names_what_the_program_is_about() {
        let template = Template::parse(BUILT_IN).unwrap_or_else(|faults| panic!("{faults:?}"));

        assert_eq!(template.questions.len(), 3);
        for name in ["scope", "chat-channel", "design-reviews", "team-meetings", "sast-licence", "dast-licence"] {
            assert!(template.items.iter().any(|item| item.name == name), "{name}");
        }
        assert!(template.items.iter().any(|item| item.is_access) && template.items.iter().any(|item| !item.is_access));
    }

    #[test]
    fn faults_name_their_line() {
        let item = |name: &str, who: &str| format!("[[item]]\nname = \"{name}\"\ntitle = \"A\"\nwho = \"{who}\"\n");
        let ask = "questions = [\"A?\"]\n";
        for (text, line, words) in [
            ("questions = \n".to_owned(), 1, "this is no list"),
            (format!("{ask}colour = 1\n{}", item("a", "lead")), 2, "this is no list"),
            (format!("questions = []\n{}", item("a", "lead")), 1, "ask 1 to 5 questions"),
            (format!("{ask}item = []\n"), 1, "a list has 1 to 40 things"),
            (format!("{ask}{}", item("A b", "lead")), 3, "is no plain name"),
            (format!("{ask}{}", item("a", "boss")), 5, "none of netsec, lead, manager, champion"),
            (format!("{ask}{}{}", item("a", "lead"), item("a", "lead")), 7, "there is another “a”"),
            (format!("{ask}{}", item("a", "lead").replace("\"A\"", "\"\"")), 4, "title: fill this in"),
        ] {
            let faults = Template::parse(&text).err().unwrap_or_default();
            assert!(faults.len() == 1 && faults[0].0 == line && faults[0].1.contains(words), "{text}: {faults:?}");
        }
    }
}
