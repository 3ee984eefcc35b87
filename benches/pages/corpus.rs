//! Many articles, made from the ones that come with the program.

use std::path::{Path, PathBuf};

/// Writes `count` articles into a new folder under `parent` and returns it.
///
/// # Panics
///
/// Where the folder can't be written.
pub fn write(parent: &Path, count: usize) -> PathBuf {
    let mut originals = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content/faq"), &mut originals);
    originals.sort();
    let folder = parent.join(format!("articles-{count}"));
    std::fs::create_dir_all(folder.join("faq")).expect("the folder can be made");
    for number in 0..count {
        let original = &originals[number % originals.len()];
        let round = number / originals.len();
        let text = std::fs::read_to_string(original).expect("articles can be read");
        let slug = original.file_stem().and_then(|stem| stem.to_str()).expect("articles have names");
        let (name, text) = if round == 0 {
            (slug.to_owned(), text)
        } else {
            // Each round speaks of a system of its own, so that the words differ.
            let text = text.replacen("title: ", &format!("title: System {round}, "), 1);
            (format!("{slug}-{round}"), format!("{text}\n\nThis holds for system {round} of zone z{number}.\n"))
        };
        std::fs::write(folder.join("faq").join(format!("{name}.md")), text).expect("the article can be written");
    }
    folder
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
