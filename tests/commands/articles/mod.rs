//! The articles and guides that come with the program, read as their readers
//! do: code that parses, links that lead somewhere, the answer first.

mod blocks;
mod check;
mod folder;
mod links;
mod structure;

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One article of the repository.
struct Article {
    /// Its path below `content/`.
    file: String,
    slug: String,
    matter: Matter,
    body: String,
}

/// What the tests look at of the front matter; the program reads the rest.
#[derive(Debug, Deserialize)]
struct Matter {
    title: String,
    #[serde(default)]
    phrasings: Vec<String>,
    #[serde(default)]
    related: Vec<String>,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    reviewed_on: String,
    #[serde(default)]
    review_after: String,
}

impl Article {
    /// Takes a file apart, without the program's own reader.
    fn parse(file: &str, text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("---\n").ok_or("no front matter")?;
        let (matter, body) = rest.split_once("\n---\n").ok_or("front matter is not closed")?;
        let matter = serde_saphyr::from_str(matter).map_err(|error| error.to_string())?;
        let slug = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        Ok(Article { file: file.into(), slug: slug.unwrap_or_default(), matter, body: body.into() })
    }
}

/// Every article of the repository, by path.
fn articles() -> Vec<Article> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files = Vec::new();
    gather(&root.join("faq"), &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let file = path.strip_prefix(&root).unwrap().display().to_string();
        Article::parse(&file, &std::fs::read_to_string(path).unwrap()).unwrap_or_else(|words| panic!("{file}: {words}"))
    };
    files.iter().map(read).collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}

/// An article for tests of the checks themselves.
fn sample(body: &str) -> Article {
    let matter = "title: A?\nowner: NetSec\nreviewed_on: 2026-11-22\nreview_after: 2027-05-22";
    Article::parse("faq/dns/sample.md", &format!("---\n{matter}\n---\n{body}")).unwrap()
}
