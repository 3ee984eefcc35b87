//! What a folder holds, before anything of it is taken in.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::knowledge::Library;
use crate::knowledge::file_article::FileArticle;
use crate::knowledge::gather::gather;
use crate::knowledge::model::{Article, Fault, Rule};

/// A folder as it would be taken in.
#[derive(Debug)]
pub struct Survey {
    /// The program that it was written for, by name.
    pub kind: &'static str,
    /// Its articles, by the path of the file.
    pub(super) articles: Vec<(String, Arc<FileArticle>)>,
    /// What was not understood, or left out on purpose.
    pub notes: Vec<Fault>,
    /// What would be lost: with any of these, nothing is taken in.
    pub faults: Vec<Fault>,
}

impl Survey {
    /// The articles with what only their files know, in the order of the files.
    pub(in crate::knowledge) fn files(&self) -> impl Iterator<Item = &Arc<FileArticle>> {
        self.articles.iter().map(|(_, file)| file)
    }

    /// The articles, in the order of their files.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.articles.iter().map(|(_, file)| &file.article)
    }
}

/// Reads a folder. Where an address is that of a file of `library`, a file that
/// was written for another program gets a different one, and one that is
/// written for Drawbridge is a fault.
///
/// # Errors
///
/// One line, where the folder itself can't be read.
pub fn survey(folder: &Path, library: &Library) -> Result<Survey, String> {
    let shelf = library.shelf();
    let base = Arc::from("");
    let gathered = gather(folder, &base, shelf.categories(), &|slug| shelf.article(slug).is_some())?;
    let mut survey =
        Survey { kind: gathered.kind.name(), articles: Vec::new(), notes: Vec::new(), faults: gathered.faults };
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (path, read) in gathered.reads {
        let shown = path.display().to_string();
        let file = match read {
            Ok(file) => file,
            Err(note) if note.rule == Rule::Foreign => {
                survey.notes.push(note);
                continue;
            }
            Err(fault) => {
                survey.faults.push(fault);
                continue;
            }
        };
        let slug = file.article.slug.to_string();
        let fault = if shelf.categories().name(&file.article.category).is_none() {
            Some(file.unknown_category(&shown))
        } else if shelf.article(&slug).is_some() {
            let message = format!("/faq/{slug} is an article that is served from a file; rename this one");
            Some(Fault::new(Rule::Address, &shown, 1, message))
        } else {
            let first = seen.insert(slug.clone(), shown.clone());
            first.map(|first| {
                Fault::new(Rule::Address, &shown, 1, format!("{first} has the same address, /faq/{slug}; rename one"))
            })
        };
        survey.faults.extend(fault);
        let note = |(line, message): &(usize, String)| Fault::new(Rule::Foreign, &shown, *line, message.as_str());
        survey.notes.extend(file.notes.iter().map(note));
        survey.articles.push((shown, file));
    }
    survey.faults.sort();
    survey.notes.sort();
    Ok(survey)
}
