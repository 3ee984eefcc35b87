//! Which program a folder was written for, and where in it the articles lie.

use std::path::{Path, PathBuf};

/// The program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// None that is known.
    Plain,
    /// MkDocs: `mkdocs.yml`, titles in its `nav`.
    MkDocs,
    /// Docusaurus: `docusaurus.config.js`.
    Docusaurus,
    /// Hugo: `hugo.toml`, articles below `content/`.
    Hugo,
    /// A GitHub wiki: `Home.md`, `[[links]]`.
    Wiki,
}

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Plain => "plain markdown",
            Kind::MkDocs => "MkDocs",
            Kind::Docusaurus => "Docusaurus",
            Kind::Hugo => "Hugo",
            Kind::Wiki => "a GitHub wiki",
        }
    }
}

const MKDOCS: &[&str] = &["mkdocs.yml", "mkdocs.yaml"];
const DOCUSAURUS: &[&str] =
    &["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];
const HUGO: &[&str] = &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];

/// The folder below `folder` in which the articles lie, and the program. Where
/// the folder of the articles itself is named, the program's file lies above it.
pub fn root(folder: &Path) -> (PathBuf, Kind) {
    let has = |folder: &Path, names: &[&str]| names.iter().any(|name| folder.join(name).is_file());
    let below = |name: &str| {
        // A link, or a setting, that leads out of the folder is not followed.
        let inner = folder.join(name);
        let is_inside = match (inner.canonicalize(), folder.canonicalize()) {
            (Ok(inner), Ok(folder)) => inner.starts_with(folder) && inner.is_dir(),
            _ => false,
        };
        if is_inside { inner } else { folder.to_owned() }
    };
    if has(folder, MKDOCS) {
        return (below(&super::nav::docs_folder(folder)), Kind::MkDocs);
    }
    if has(folder, DOCUSAURUS) {
        return (below("docs"), Kind::Docusaurus);
    }
    if has(folder, HUGO) || (folder.join("config.toml").is_file() && folder.join("content").is_dir()) {
        return (below("content"), Kind::Hugo);
    }
    if has(folder, &["Home.md", "_Sidebar.md"]) {
        return (folder.to_owned(), Kind::Wiki);
    }
    let above = folder.canonicalize().ok().and_then(|folder| folder.parent().map(Path::to_owned));
    let kind = match above {
        Some(above) if has(&above, MKDOCS) => Kind::MkDocs,
        Some(above) if has(&above, DOCUSAURUS) => Kind::Docusaurus,
        Some(above) if has(&above, HUGO) => Kind::Hugo,
        _ => Kind::Plain,
    };
    (folder.to_owned(), kind)
}
