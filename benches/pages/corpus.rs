//! Many articles, made from the ones that come with the program.

use std::path::{Path, PathBuf};

/// A small odd number, so that halves of articles meet in ever new pairs.
const STRIDE: usize = 37;

/// One article, taken apart.
pub struct Text {
    /// Its address below `/faq/`.
    pub slug: String,
    /// What it answers.
    pub title: String,
    /// The markdown below the front matter.
    pub body: String,
}

/// Writes `count` articles into a new folder under `parent` and returns it. The
/// first are the ones that come with the program. The others have the first
/// half of one and the second half of another, and speak of a system of their
/// own, so that words and lengths are those of real articles and no two are the same.
///
/// # Panics
///
/// Where the folder can't be written.
pub fn write(parent: &Path, count: usize) -> PathBuf {
    let mut paths = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content/faq"), &mut paths);
    paths.sort();
    let originals: Vec<(String, String)> = paths.iter().map(|path| (name(path), text(path))).collect();
    let folder = parent.join(format!("articles-{count}"));
    for number in 0..count {
        let (round, at) = (number / originals.len(), number % originals.len());
        let (slug, text) = &originals[at];
        let part = folder.join("faq").join(format!("part-{}", number / 1_000));
        if number % 1_000 == 0 {
            std::fs::create_dir_all(&part).expect("the folder can be made");
        }
        let (name, text) = if round == 0 {
            (slug.clone(), text.clone())
        } else {
            let other = &originals[(at + round * STRIDE) % originals.len()].1;
            let (first, second) = (halves(text).0, halves(other).1);
            let first = first.replacen("title: ", &format!("title: System {round}, "), 1);
            (
                format!("{slug}-{round}"),
                format!("{first}{second}\n\nThis holds for system {round} of zone z{number}.\n"),
            )
        };
        std::fs::write(part.join(format!("{name}.md")), text).expect("the article can be written");
    }
    folder
}

/// Every article of a folder, one after the other.
///
/// # Panics
///
/// Where one can't be read.
pub fn read(folder: &Path) -> impl Iterator<Item = Text> {
    let mut paths = Vec::new();
    gather(folder, &mut paths);
    paths.into_iter().map(|path| {
        let text = text(&path);
        let title = text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default().to_owned();
        let body = text.splitn(3, "---\n").last().unwrap_or_default().to_owned();
        Text { slug: name(&path), title, body }
    })
}

/// A text cut before the heading that is nearest to its middle.
fn halves(text: &str) -> (&str, &str) {
    let headings = text.match_indices("\n## ").map(|(at, _)| at);
    text.split_at(headings.min_by_key(|at| at.abs_diff(text.len() / 2)).unwrap_or(text.len()))
}

fn name(path: &Path) -> String {
    path.file_stem().and_then(|stem| stem.to_str()).expect("articles have names").to_owned()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("articles can be read")
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            into.push(path);
        }
    }
}
