//! What the repository says of itself is so: the table of requirements, the
//! threat model, and what Drawbridge is built with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The sections of the requirements that the table answers, each with its last number.
const SECTIONS: [(char, u32); 4] = [('A', 12), ('L', 11), ('W', 9), ('N', 14)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder.
fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.ends_with("node_modules") => {}
            path if path.is_dir() => files(&path, all),
            path => all.push(path),
        }
    }
}

/// The names of all tests: functions of Rust, and what the browser's tests are called.
fn tests() -> BTreeSet<String> {
    let mut all = Vec::new();
    ["src", "tests"].iter().for_each(|folder| files(&root().join(folder), &mut all));
    let mut names = BTreeSet::new();
    for path in all.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let text = std::fs::read_to_string(path).unwrap();
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            match line.strip_prefix("async fn ").or(line.strip_prefix("fn ")) {
                Some(rest) if is_test => {
                    names.insert(rest.split('(').next().unwrap_or_default().to_owned());
                    is_test = false;
                }
                Some(_) => is_test = false,
                None => is_test |= line.starts_with("#[test]") || line.starts_with("#[actix_web::test]"),
            }
        }
    }
    names
}

/// What stands between backticks and is a test's name by its look.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.split('`').skip(1).step_by(2);
    let is_name = |span: &&str| {
        span.matches('_').count() >= 3 && span.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    spans.filter(is_name)
}

#[test]
fn every_requirement_names_its_tests_and_every_test_that_is_named_exists() {
    let (table, tests) = (read("docs/requirements.md"), tests());
    assert!(tests.len() > 1_000, "{} tests were found", tests.len());
    let mut rows = BTreeMap::new();
    for line in table.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        rows.insert(cells[0].to_owned(), (cells.len(), cells.last().copied().unwrap_or_default()));
    }
    for (section, last) in SECTIONS {
        for id in (1..=last).map(|number| format!("{section}{number:02}")) {
            let (cells, proof) = rows.get(&id).unwrap_or_else(|| panic!("{id} has no row"));
            assert_eq!(*cells, 3, "{id}: id, rule, proof");
            let prefix = format!("{}_", id.to_lowercase());
            let is_named_after = named(proof).any(|name| name.starts_with(&prefix));
            assert!(is_named_after || proof.contains("Instead:"), "{id} has neither a test of its name nor a reason");
        }
    }
    let missing: Vec<&str> = named(&table).filter(|name| !tests.contains(*name)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "docs/requirements.md names tests that there are not");
}

#[test]
fn the_threat_model_names_tests_that_exist_and_draws_its_boundaries() {
    let (model, tests) = (read("docs/threat-model.md"), tests());

    let missing: Vec<&str> = named(&model).filter(|name| !tests.contains(*name)).collect();

    assert_eq!(missing, Vec::<&str>::new());
    let drawn = model.split("```flow\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    assert!(drawn.lines().count() >= 6);
    for line in drawn.lines() {
        drawbridge::flow::Flow::parse(line).unwrap_or_else(|words| panic!("{line}: {words}"));
    }
    assert!(drawbridge::markdown::render(&model, "").matches("class=\"flow").count() >= 6);
}

#[test]
fn n14_own_code_has_no_unsafe_and_the_lists_fit_the_lock() {
    let (manifest, lock) = (read("Cargo.toml"), read("Cargo.lock"));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    assert!(!manifest.contains("panic = \"abort\""), "a panic fails its own request alone");
    let locked: toml::Table = lock.parse().unwrap();
    let locked: BTreeSet<(&str, &str)> = locked["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["name"].as_str().unwrap(), package["version"].as_str().unwrap()))
        .collect();

    let (packages, notices) = (read("third-party/packages.tsv"), read("third-party/notices.txt"));
    let mut listed = BTreeSet::new();
    for line in packages.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, version, licence, texts] = cells[..] else { panic!("{line}") };
        assert!(!licence.is_empty() && !texts.is_empty(), "{line}");
        assert!(notices.contains(&format!("\n{name} {version}: {licence} (")), "{name} is not in notices.txt");
        listed.insert((name, version));
    }
    // What is not a package of the lock is a file of the repository.
    let beside: Vec<_> = listed.difference(&locked).map(|(name, _)| *name).collect();
    assert_eq!(beside, ["htmx", "lucide-static"], "run third-party/generate.py notices");
    for direct in manifest.parse::<toml::Table>().unwrap()["dependencies"].as_table().unwrap().keys() {
        assert!(
            listed.iter().any(|(name, _)| name == direct),
            "{direct} is missing: run third-party/generate.py notices"
        );
    }
}
