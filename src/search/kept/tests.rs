//! Lists are what a look at every entry gives; whatever happens to the files,
//! an index opens and can be filled.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Entry, From, Hit, KeptIndex, Order, Place, Wanted};
use crate::search::SearchError;

/// More than one look goes through where a word stands in all of them.
const MANY: i64 = 6_000;

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("drawbridge-kept-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        Folder(std::env::temp_dir().join(name))
    }

    fn place(&self) -> Place {
        Place::Folder(self.0.join("index"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn entry(number: i64) -> Entry {
    let third = if number % 3 == 0 { "postgres" } else { "kafka" };
    let rare = if number % 1_000 == 0 { "walrus" } else { "" };
    Entry {
        number: number * 11,
        title: format!("Which port has {third}? {rare}"),
        text: format!("It is on host{}.", number % 7),
        marks: vec![format!("team:{}", number % 4), (if number % 10 == 0 { "few" } else { "all" }).into()],
        rank: (number * 7_919) % 1_000,
    }
}

fn filled(place: &Place, count: i64) -> KeptIndex {
    let index = open(place);
    let entries: Vec<Entry> = (0..count).map(entry).collect();
    for part in entries.chunks(2_500) {
        put(&index, part, &[], "filled");
    }
    index
}

fn open(place: &Place) -> KeptIndex {
    KeptIndex::open(place, 1).unwrap_or_else(|error| panic!("{error}"))
}

fn put(index: &KeptIndex, entries: &[Entry], gone: &[i64], note: &str) {
    index.put(entries, gone, note).unwrap_or_else(|error| panic!("{error}"));
}

fn list(index: &KeptIndex, words: &str, marks: &[Vec<String>], order: Order, from: From, limit: usize) -> Vec<Hit> {
    let wanted = Wanted { words, marks, order, from, limit };
    index.list(&wanted).unwrap_or_else(|error| panic!("{words}: {error}"))
}

fn mark(group: &[&str]) -> Vec<String> {
    group.iter().map(|mark| (*mark).to_owned()).collect()
}

#[test]
fn a_list_is_what_a_look_at_every_entry_gives() {
    let index = filled(&Place::Memory, MANY);
    type Fits = fn(i64) -> bool;
    let cases: [(&str, Vec<Vec<String>>, Fits); 8] = [
        ("port", vec![], |_| true),
        ("ports of kafka", vec![mark(&["all"])], |n| n % 3 != 0 && n % 10 != 0),
        ("postgr", vec![mark(&["team:1", "team:2"])], |n| n % 3 == 0 && (n % 4 == 1 || n % 4 == 2)),
        ("port host3", vec![mark(&["few"]), mark(&["team:0"])], |n| n % 7 == 3 && n % 10 == 0 && n % 4 == 0),
        ("walrus", vec![], |n| n % 1_000 == 0),
        ("port quokka", vec![], |_| false),
        ("which", vec![], |_| false),
        ("port", vec![Vec::new()], |_| false),
    ];
    for (words, marks, fits) in cases {
        for order in [Order::Newest, Order::Rank] {
            let mut expected: Vec<Hit> = (0..MANY)
                .filter(|number| fits(*number))
                .map(entry)
                .map(|entry| Hit { number: entry.number, rank: entry.rank })
                .collect();
            expected.sort_by_key(|hit| if order == Order::Newest { (0, -hit.number) } else { (hit.rank, hit.number) });
            let (mut from, mut found) = (From::Start, Vec::new());
            loop {
                let page = list(&index, words, &marks, order, from, 701);
                let Some(last) = page.last().copied() else { break };
                if let (From::After(_), Some(first)) = (from, page.first()) {
                    let before: Vec<Hit> = list(&index, words, &marks, order, From::Before(*first), 50);
                    assert!(found.ends_with(&before) && before.len() == 50, "{words} {order:?} before {first:?}");
                }
                found.extend(page);
                from = From::After(last);
            }
            assert!(found == expected, "{words} {order:?}: {} for {}", found.len(), expected.len());
        }
    }
}

#[test]
fn an_entry_is_found_by_its_own_number() {
    let index = filled(&Place::Memory, 100);
    for words in ["55", "#55", " 55 "] {
        let found = list(&index, words, &[], Order::Newest, From::Start, 9);
        assert_eq!(found.iter().map(|hit| hit.number).collect::<Vec<_>>(), [55], "{words}");
    }
}

#[test]
fn titles_are_alike_by_their_rare_words() {
    let index = filled(&Place::Memory, MANY);
    let like = |words: &str, marks: &[Vec<String>]| {
        index.like(words, marks, 5).unwrap_or_else(|error| panic!("{words}: {error}"))
    };

    assert_eq!(like("which port does the walrus kafka need", &[]), [55_000, 44_000, 22_000, 11_000, 33_000]);
    // Every title has it: the newest are looked at.
    assert_eq!(like("port", &[]).first(), Some(&((MANY - 1) * 11)));
    assert_eq!(like("walr", &[mark(&["team:9"])]), [0_i64; 0]);
    assert_eq!(like("quokka", &[]), [0_i64; 0]);
}

#[test]
fn what_is_changed_is_found_as_it_is_now() {
    let index = filled(&Place::Memory, 100);
    let changed = Entry { title: "The walrus has gone".into(), ..entry(50) };

    put(&index, &[changed], &[0], "later");

    let walrus = list(&index, "walrus", &[], Order::Newest, From::Start, 9);
    assert_eq!(walrus.iter().map(|hit| hit.number).collect::<Vec<_>>(), [550]);
    assert_eq!((index.count(), index.note().ok().flatten().as_deref()), (99, Some("later")));
}

#[test]
fn what_is_kept_is_there_again_and_another_version_is_not() {
    let folder = Folder::new();
    drop(filled(&folder.place(), 100));

    let again = open(&folder.place());
    assert_eq!((again.count(), again.note().ok().flatten().as_deref()), (100, Some("filled")));
    drop(again);
    let newer = KeptIndex::open(&folder.place(), 2).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((newer.count(), newer.note().ok().flatten()), (0, None));
}

#[test]
fn r05_a_held_lock_is_no_damage() {
    let folder = Folder::new();
    let held = filled(&folder.place(), 100);
    fs::write(folder.0.join("index/meta.json"), "{").unwrap_or_else(|error| panic!("{error}"));

    assert!(matches!(KeptIndex::open(&folder.place(), 1), Err(SearchError::Held)));

    assert_eq!(held.count(), 100, "nothing was taken from whoever has it");
    drop(held);
    assert_eq!(open(&folder.place()).count(), 0);
}

/// A file of the index: the largest with this ending.
fn file(folder: &Path, ending: &str) -> PathBuf {
    let files = fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}")).flatten();
    let fitting = files.filter(|file| file.file_name().to_string_lossy().ends_with(ending));
    let largest = fitting.max_by_key(|file| file.metadata().map_or(0, |data| data.len()));
    largest.unwrap_or_else(|| panic!("a file {ending}")).path()
}

#[test]
fn r05_a_damaged_index_is_made_anew() {
    fn cut(path: &Path) -> std::io::Result<()> {
        let bytes = fs::read(path)?;
        fs::write(path, &bytes[..bytes.len() / 2])
    }
    fn flip(path: &Path) -> std::io::Result<()> {
        let mut bytes = fs::read(path)?;
        let middle = bytes.len() / 3;
        bytes[middle] ^= 0x10;
        fs::write(path, bytes)
    }
    fn garbage(path: &Path) -> std::io::Result<()> {
        fs::write(path, "}\u{0}garbage")
    }
    fn empty(path: &Path) -> std::io::Result<()> {
        fs::write(path, "")
    }
    fn remove(path: &Path) -> std::io::Result<()> {
        fs::remove_file(path)
    }
    fn folder_of_that_name(path: &Path) -> std::io::Result<()> {
        fs::remove_file(path)?;
        fs::create_dir(path)
    }
    type Damage = fn(&Path) -> std::io::Result<()>;
    let damages: [Damage; 6] = [cut, flip, garbage, empty, remove, folder_of_that_name];
    let endings = ["meta.json", ".managed.json", ".term", ".idx", ".fast", ".fieldnorm", ".store"];
    for ending in endings {
        for (at, damage) in damages.iter().enumerate() {
            let folder = Folder::new();
            drop(filled(&folder.place(), 200));
            damage(&file(&folder.0.join("index"), ending)).unwrap_or_else(|error| panic!("{error}"));

            let index = open(&folder.place());
            assert!(index.count() == 0 && index.note().is_ok_and(|note| note.is_none()), "{ending}, damage {at}");
            put(&index, &[entry(1_000)], &[], "again");
            assert_eq!(list(&index, "walrus", &[], Order::Newest, From::Start, 9).len(), 1, "{ending}, damage {at}");
        }
    }
}

#[test]
fn r05_a_file_in_place_of_the_folder_gives_way() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap_or_else(|error| panic!("{error}"));
    fs::write(folder.0.join("index"), "mine").unwrap_or_else(|error| panic!("{error}"));

    assert_eq!(filled(&folder.place(), 10).count(), 10);
}
