//! A folder over the other layers: whatever happens to its files, the shelf is
//! the one that a fresh start would make.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Library, Shelf};

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("drawbridge-folder-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{error}"));
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
        written.unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn article(title: &str) -> String {
    format!(
        "---\ntitle: {title}\ncategory: dns\ntags: [a]\nphrasings: [b]\nowner: NetSec\nreviewed_on: 2026-11-21\n\
         review_after: 2027-05-21\n---\n\nThe answer of {title}.\n"
    )
}

fn open(patience: Duration, folder: &Path) -> Library {
    Library::open_within(patience, "", Some(folder)).unwrap_or_else(|error| panic!("{error}"))
}

fn read(library: &Library) {
    library.read_folder(None).unwrap_or_else(|error| panic!("{error}"));
}

/// What the folder's articles and faults are, in words.
fn told(shelf: &Shelf) -> Vec<String> {
    let articles = shelf.articles().map(|article| {
        format!("{} {:?} {} {} {}", article.slug, article.origin, article.title, article.category, article.body)
    });
    articles.chain(shelf.faults.iter().map(ToString::to_string)).collect()
}

/// What is found for these words, with its weight.
fn found(library: &Library, words: &str) -> Vec<String> {
    let outcome = library.search(words, 5).unwrap_or_else(|error| panic!("{error}"));
    outcome.hits.iter().map(|hit| format!("{} {}", hit.article.slug, hit.score)).collect()
}

/// Takes the steps, and compares after each with a fresh start.
fn compare(folder: &Folder, library: &Library, steps: &[&dyn Fn()], words: &[&str]) {
    for (number, step) in steps.iter().enumerate() {
        step();
        read(library);

        let fresh = open(Duration::MAX, &folder.0);
        assert_eq!(told(&library.shelf()), told(&fresh.shelf()), "after step {number}");
        for words in words {
            assert_eq!(found(library, words), found(&fresh, words), "{words} after step {number}");
        }
    }
}

#[test]
fn a_changed_folder_gives_the_shelf_of_a_fresh_start() {
    let folder = Folder::new();
    for (name, title) in [("a.md", "One"), ("deep/b.md", "Two"), ("x/twin.md", "First"), ("y/twin.md", "Second")] {
        folder.write(name, &article(title));
    }
    folder.write("broken.md", "---\nphrasings: []\n");
    // The slug of an article that comes with the program.
    folder.write("dns-change-ttl.md", &article("Ours now"));
    let library = open(Duration::MAX, &folder.0);
    let before = library.shelf();
    assert_eq!((before.faults.len(), before.article("twin").map(|twin| twin.title.as_str())), (2, Some("First")));

    let steps: [&dyn Fn(); 7] = [
        &|| folder.write("a.md", &article("One, changed")),
        &|| folder.remove("x/twin.md"),
        &|| folder.write("broken.md", &article("Mended")),
        &|| folder.remove("dns-change-ttl.md"),
        &|| folder.write("w/twin.md", &article("Earlier in the order")),
        &|| {
            folder.write("a.md", "---\nphrasings: [broken now]\n");
            folder.remove("deep/b.md");
        },
        &|| folder.write("categories.toml", "[[category]]\nslug = \"dns\"\nname = \"Phonebook\"\nintro = \"All.\"\n"),
    ];
    compare(
        &folder,
        &library,
        &steps,
        &["One changed", "twin second", "how long does a dns change take", "Mended", "phonebook"],
    );
    assert_eq!(before.article("a").map(|article| article.title.as_str()), Some("One"));
}

#[test]
fn what_another_program_wrote_follows_what_lies_beside_it() {
    let folder = Folder::new();
    folder.write("mkdocs.yml", "nav:\n  - Start: index.md\n");
    folder.write("docs/index.md", "Go [there](vpn/overview.md).\n");
    folder.write("docs/vpn/overview.md", "# VPN\n\nSplit tunnels.\n");
    folder.write("docs/draft.md", "---\ndraft: true\n---\nNot yet.\n");
    folder.write("docs/ours.md", &article("Ours"));
    let library = open(Duration::MAX, &folder.0);
    let before = library.shelf();
    assert_eq!(before.faults, []);
    assert_eq!(before.article("start").map(|start| start.body.as_str()), Some("Go [there](/faq/overview)."));

    let steps: [&dyn Fn(); 9] = [
        &|| folder.write("docs/vpn/overview.md", "# VPN\n\nNo split tunnels any more.\n"),
        // An earlier one takes the address, and the link goes on to lead to the other.
        &|| folder.write("docs/dns/overview.md", "# DNS\n\nResolvers.\n"),
        &|| folder.write("docs/overview.md", &article("Ours has its own address")),
        &|| folder.write("docs/ours.md", "# Theirs now\n\nNo front matter.\n"),
        &|| folder.write("docs/index.md", &article("Ours, and no index")),
        &|| folder.write("mkdocs.yml", "nav:\n  - Another title: vpn/overview.md\n"),
        &|| folder.write("docs/draft.md", "No draft. [DNS](dns/overview.md)\n"),
        &|| folder.write("docs/dns/overview.md", "---\na: [b\n---\nno YAML\n"),
        &|| {
            folder.remove("docs/overview.md");
            folder.remove("docs/vpn/overview.md");
        },
    ];
    compare(&folder, &library, &steps, &["split tunnels", "resolvers", "front matter"]);
    assert_eq!(before.article("overview").map(|overview| overview.body.as_str()), Some("Split tunnels."));
}

#[test]
fn what_did_not_change_is_the_same_article_as_before() {
    let folder = Folder::new();
    folder.write("ours.md", &article("Ours"));
    folder.write("theirs.md", "Theirs.\n");
    folder.write("other.md", "[Theirs](theirs.md)\n");
    let library = open(Duration::MAX, &folder.0);
    let before = library.shelf();

    folder.write("theirs.md", "Theirs, changed.\n");
    folder.write("new.md", "A new one, so all links are looked at again.\n");
    read(&library);

    let after = library.shelf();
    let is_same = |slug: &str| match (before.article(slug), after.article(slug)) {
        (Some(before), Some(after)) => std::sync::Arc::ptr_eq(before, after),
        _ => panic!("{slug} is gone"),
    };
    assert_eq!((is_same("ours"), is_same("other"), is_same("theirs")), (true, true, false));
}

#[test]
fn a_large_folder_is_read_beside_what_is_served_already() {
    let folder = Folder::new();
    for number in 0..1_200 {
        folder.write(&format!("part-{}/own-{number}.md", number % 7), &article(&format!("Number {number}")));
        folder.write(&format!("theirs/{number}.md"), &format!("# Theirs, {number}\n\nSee [us](own-{number}.md).\n"));
    }

    let started = Instant::now();
    let library = open(Duration::ZERO, &folder.0);
    assert!(library.article("dns-change-ttl").is_some());
    assert_eq!(library.check(), Err("0 of 2400 articles of the folder are read".into()), "{:?}", started.elapsed());

    read(&library);
    assert_eq!(library.check(), Err("the articles of the database are not loaded yet".into()));
    let shelf = library.shelf();
    let count = |title: &str| shelf.articles().filter(|article| article.title.starts_with(title)).count();
    assert_eq!((count("Number"), count("Theirs")), (1_200, 1_200));
    assert_eq!(shelf.article("7").map(|theirs| theirs.body.as_str()), Some("See [us](/faq/own-7)."));
    assert_eq!(
        library.search("number 1199", 1).map(|found| found.hits[0].article.slug.to_string()).ok().as_deref(),
        Some("own-1199")
    );
}
