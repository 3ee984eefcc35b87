//! Articles as files with front matter, as `content/README.md` describes them:
//! what is written here reads the same again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::db::{Connection, DbError};
use crate::knowledge::file_article::FileArticle;
use crate::knowledge::follow::published;
use crate::knowledge::import::Survey;
use crate::knowledge::{Article, Library, files};

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds something already.
    #[error("{0} is not empty; name an empty or a new folder")]
    NotEmpty(String),
    /// A file or folder can't be written.
    #[error("{0} can't be written: {1}")]
    Unwritable(String, std::io::Error),
    /// The folder can't be read.
    #[error("{0}")]
    Unreadable(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Files, each with one article.
    pub files: usize,
}

/// An article as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFile {
    /// Its slug, which names the file.
    pub slug: String,
    /// Its shelf, which names the folder.
    pub category: String,
    /// All of the file.
    pub text: String,
}

impl ArticleFile {
    fn of(article: &Article, text: String) -> Self {
        ArticleFile { slug: article.slug.to_string(), category: article.category.clone(), text }
    }
}

/// The articles of the database that are served, sorted by slug.
///
/// # Errors
///
/// The database's own.
pub fn list(connection: &mut Connection) -> Result<Vec<ArticleFile>, DbError> {
    let found = published(connection, &Arc::from(""))?;
    Ok(found.iter().map(|article| ArticleFile::of(article, to_file(article, []))).collect())
}

/// What was read of a folder, as files of ours: what another program wrote gets
/// our front matter, and what is ours stays as it is.
pub fn list_surveyed(survey: &Survey) -> Vec<ArticleFile> {
    let text = |file: &FileArticle| {
        let own = if file.is_foreign { None } else { files::source(&file.article.origin) };
        own.unwrap_or_else(|| to_file(&file.article, file.aliases.iter().map(|(alias, _)| alias.as_str())))
    };
    survey.files().map(|file| ArticleFile::of(&file.article, text(file))).collect()
}

/// Every article as readers see it, wherever it comes from. What is a file
/// already stays as it is, with its comments and former addresses.
pub fn list_all(library: &Library) -> Vec<ArticleFile> {
    let shelf = library.shelf();
    let text = |article: &Article| files::source(&article.origin).unwrap_or_else(|| to_file(article, []));
    shelf.articles().map(|article| ArticleFile::of(article, text(article))).collect()
}

/// Writes articles below `folder`, as `faq/SHELF/SLUG.md`. A folder that is
/// not empty is refused unless `force` is set: then the file of an article is
/// overwritten where it lies, and all other files are left alone.
///
/// # Errors
///
/// [`ExportError`]; files may have been written where the disk failed meanwhile.
pub fn export(articles: &[ArticleFile], folder: &Path, force: bool) -> Result<Exported, ExportError> {
    let unwritable = |path: &Path, error| ExportError::Unwritable(path.display().to_string(), error);
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    let mut entries = std::fs::read_dir(folder).map_err(|error| ExportError::Unreadable(error.to_string()))?;
    let is_empty = entries.next().is_none();
    if !is_empty && !force {
        return Err(ExportError::NotEmpty(folder.display().to_string()));
    }
    let known = if is_empty { BTreeMap::new() } else { by_slug(folder)? };
    for ArticleFile { slug, category, text } in articles {
        let usual = || folder.join("faq").join(category).join(format!("{slug}.md"));
        let path = known.get(slug).cloned().unwrap_or_else(usual);
        let above = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(above).map_err(|error| unwritable(above, error))?;
        std::fs::write(&path, text).map_err(|error| unwritable(&path, error))?;
    }
    Ok(Exported { files: articles.len() })
}

/// Where the folder holds files of articles, by their slug.
fn by_slug(folder: &Path) -> Result<BTreeMap<String, PathBuf>, ExportError> {
    let found = files::list(folder).map_err(ExportError::Unreadable)?;
    let mut paths: Vec<PathBuf> = found.files.into_iter().map(|(path, _)| path).collect();
    paths.sort();
    let slug = |path: PathBuf| Some((path.file_stem()?.to_str()?.to_owned(), path));
    Ok(paths.into_iter().filter_map(slug).collect())
}

/// The file of an article; `aliases` are the addresses that it had before.
fn to_file<'a>(article: &Article, aliases: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = format!("---\ntitle: {}\ncategory: {}\n", quoted(&article.title), article.category);
    let line = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    text += &format!("tags: [{}]\n", line(&article.tags));
    if article.phrasings.is_empty() {
        text += "phrasings: []\n";
    } else {
        text += "phrasings:\n";
    }
    for phrasing in &article.phrasings {
        text += &format!("  - {}\n", quoted(phrasing));
    }
    if !article.related.is_empty() {
        text += &format!("related: [{}]\n", line(&article.related));
    }
    let aliases: Vec<String> = aliases.into_iter().map(quoted).collect();
    if !aliases.is_empty() {
        text += &format!("aliases: [{}]\n", aliases.join(", "));
    }
    text += &format!("owner: {}\n", quoted(&article.owner));
    text += &format!("reviewed_on: {}\nreview_after: {}\n", article.reviewed_on, article.review_after);
    if let Some(number) = article.question_number {
        text += &format!("question: {number}\n");
    }
    text + "---\n\n" + article.body.trim_matches(['\n', '\r']) + "\n"
}

/// Text between quotes of YAML, in which nothing but the escapes has a meaning.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // What YAML 1.2 does not count as printable (section 5.1).
            c if c.is_control() || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{2028}' | '\u{2029}') => {
                // Writing to a text can't fail.
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;
    use crate::knowledge::drawn::Drawn;
    use crate::knowledge::{Origin, Slug, front_matter};

    fn article(title: &str, body: &str) -> Article {
        Article {
            slug: Slug::parse("a-port").unwrap_or_else(|| panic!("a slug")),
            title: title.into(),
            category: "dns".into(),
            tags: vec!["5432".into(), "a: b".into(), "yes".into()],
            phrasings: vec![
                "FATAL: \"no\" \\ 'entry' # here".into(),
                "- {x}: [y] & *z | > % @ `".into(),
                "\u{FFFE}é".into(),
            ],
            related: vec!["connection-refused".into()],
            owner: "null".into(),
            reviewed_on: Day::new(2026, 11, 18).unwrap_or_else(|| panic!("a day")),
            review_after: Day::new(2027, 5, 18).unwrap_or_else(|| panic!("a day")),
            body: body.into(),
            origin: Origin::Published,
            question_number: Some(17),
            headings: Vec::new(),
            base: Arc::from(""),
            html: Drawn::default(),
        }
    }

    #[test]
    fn what_is_written_reads_the_same_again() {
        for (title, body) in [
            ("A port?", "Yes."),
            ("true", "---\n\nA line first.\n\n---"),
            ("Which \"port\": 5432 # or 5433?", "---\ntitle: x\n---\n\n```yaml\n---\na: 1\n```"),
        ] {
            let written = article(title, body);

            let file = to_file(&written, ["an-old-port"]);
            let read = front_matter::parse("a-port", &file, Origin::Published, &Arc::from(""));

            let read = read.unwrap_or_else(|(line, words)| panic!("{line}: {words}\n{file}"));
            assert_eq!(read.aliases.iter().map(|(alias, _)| alias.as_str()).collect::<Vec<_>>(), ["an-old-port"]);
            let read = read.article;
            assert_eq!(read.title, written.title);
            assert_eq!((&read.category, &read.owner), (&written.category, &written.owner));
            assert_eq!(
                (&read.tags, &read.phrasings, &read.related),
                (&written.tags, &written.phrasings, &written.related)
            );
            assert_eq!((read.reviewed_on, read.review_after), (written.reviewed_on, written.review_after));
            assert_eq!(read.question_number, written.question_number);
            assert_eq!(read.body.trim(), written.body);
            assert_eq!(to_file(&read, ["an-old-port"]), file);
        }
    }

    #[test]
    fn every_article_that_comes_with_the_program_reads_the_same_again() {
        let library = Library::open("", None).unwrap_or_else(|error| panic!("{error}"));
        for article in library.shelf().articles() {
            let file = to_file(article, []);
            let read = front_matter::parse(article.slug.as_str(), &file, article.origin.clone(), &Arc::from(""));
            let read = read.unwrap_or_else(|(line, words)| panic!("{}:{line}: {words}", article.slug)).article;
            let all = |article: &Article| {
                format!("{:?}", (&article.title, &article.tags, &article.phrasings, &article.related, &article.owner))
            };
            assert_eq!(all(&read), all(article));
            assert_eq!(read.body.trim(), article.body.trim());
        }
    }
}
