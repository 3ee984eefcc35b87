//! Readers of what strangers send, held against changed inputs (N03): none of
//! them panics, and none takes longer than a second.
//!
//! Inputs are those of `tests/fuzz/NAME/` with bytes changed, moved, repeated
//! and left out, from a seed, so that a run can be repeated. A few thousand run
//! with the other tests; `DRAWBRIDGE_TEST_FUZZ` says how many else, and
//! `DRAWBRIDGE_TEST_SEED` from which seed. An input that fails is made as small
//! as it gets and kept beside the others, where each run begins.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Inputs where nothing else is said.
const RUNS: u64 = 1_000;
/// Bytes of an input; readers have bounds of their own, which have other tests.
const LONGEST: usize = 4_096;
/// How long one input may take; code without optimisation takes longer.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 5_000 } else { 1_000 });
/// What readers look for, or did not expect where it stands.
const PIECES: &[&[u8]] = &[
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\t",
    b" ",
    b"\"",
    b"'",
    b"`",
    b"```",
    b"---\n",
    b"+++\n",
    b"[",
    b"](",
    b"![",
    b")",
    b"<",
    b">",
    b"&",
    b"{",
    b"}",
    b"{{",
    b"#",
    b"|",
    b"*",
    b"**",
    b"_",
    b"~",
    b"\\",
    b"/",
    b"../",
    b":",
    b": ",
    b";",
    b",",
    b"=",
    b"%",
    b"%00",
    b"%ff",
    b"@",
    b"-",
    b"-- ",
    b"-->",
    b"0",
    b"-1",
    b"65536",
    b"99999999999999999999",
    b"1e999",
    b"null",
    b"&a *a",
    b"<<: *a",
    b"!!x",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{2028}".as_bytes(),
    "é".as_bytes(),
    "ﬀ".as_bytes(),
    "İ".as_bytes(),
    "𝟙".as_bytes(),
];

/// Lets `reader` read what is kept below `tests/fuzz/{name}` and many changes of it.
///
/// # Panics
///
/// Where the reader panics or takes too long; says where the input is kept.
pub fn hold(name: &str, reader: impl Fn(&[u8])) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name);
    let corpus = corpus(&folder);
    let number =
        |variable: &str, default| std::env::var(variable).map_or(default, |text| text.parse().expect("a number"));
    let (runs, seed) = (number("DRAWBRIDGE_TEST_FUZZ", RUNS), number("DRAWBRIDGE_TEST_SEED", 2_026));
    let (started, mut slowest, mut chance) = (Instant::now(), Duration::ZERO, Chance(seed * 2 + 1));
    for run in 0..corpus.len() as u64 + runs {
        let input = corpus.get(run as usize).cloned().unwrap_or_else(|| changed(&corpus, &mut chance));
        let began = Instant::now();
        let failed = fails(&reader, &input);
        slowest = slowest.max(began.elapsed());
        if let Some(words) = failed {
            let small = shrunk(&reader, input);
            let path = folder.join(format!("found-{:016x}", chance.next()));
            std::fs::write(&path, &small).expect("the repository can be written to");
            panic!("{name}: {words}; run {run}, kept as {}: {:?}", path.display(), String::from_utf8_lossy(&small));
        }
    }
    eprintln!("{name}: {runs} changed inputs of seed {seed} in {:.0?}, the slowest {slowest:.1?}", started.elapsed());
}

/// What inputs are made from.
fn corpus(folder: &Path) -> Vec<Vec<u8>> {
    let listed = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", folder.display());
    paths.iter().map(|path| std::fs::read(path).expect("a file of the repository")).collect()
}

/// Why this input fails, if it does.
fn fails(reader: &impl Fn(&[u8]), input: &[u8]) -> Option<String> {
    // Whatever else runs on the machine may have been the slow one, but not three times.
    for _ in 0..3 {
        let began = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| reader(input))) {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            return Some(format!("it panicked: {}", words.unwrap_or_default()));
        }
        if began.elapsed() <= PATIENCE {
            return None;
        }
    }
    Some(format!("it takes longer than {PATIENCE:?}"))
}

/// The input without what is not needed to fail: ever smaller parts are left out.
fn shrunk(reader: &impl Fn(&[u8]), mut input: Vec<u8>) -> Vec<u8> {
    let (until, mut part) = (Instant::now() + Duration::from_secs(60), input.len() / 2);
    while part > 0 && Instant::now() < until {
        let mut at = 0;
        while at < input.len() {
            let mut less = input.clone();
            less.drain(at..(at + part).min(less.len()));
            if fails(reader, &less).is_some() {
                input = less;
            } else {
                at += part;
            }
        }
        part /= 2;
    }
    input
}

/// One of the corpus with some changes, most often few.
fn changed(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = chance.of(corpus).clone();
    let times = 1 + chance.below(4) * chance.below(4);
    for _ in 0..times {
        change(&mut input, corpus, chance);
    }
    input.truncate(LONGEST);
    input
}

fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], chance: &mut Chance) {
    let at = chance.below(input.len() + 1);
    let end = (at + 1 + chance.below(16)).min(input.len());
    match chance.below(9) {
        0 if at < input.len() => input[at] ^= 1 << chance.below(8),
        1 if at < input.len() => input[at] = chance.next() as u8,
        2 => drop(input.drain(at.min(end)..end)),
        3 => input.truncate(at),
        4 => {
            let part = input[at.min(end)..end].to_vec();
            let times = 1 + chance.below(64);
            input.splice(at..at, part.repeat(times));
        }
        5 => {
            let other = chance.of(corpus);
            let from = chance.below(other.len() + 1);
            let until = (from + chance.below(64)).min(other.len());
            input.splice(at..at, other[from..until].iter().copied());
        }
        6 => {
            let piece = chance.of(PIECES);
            let times = if chance.below(8) == 0 { 1 + chance.below(500) } else { 1 };
            input.splice(at..at, piece.repeat(times));
        }
        _ => {
            let piece = chance.of(PIECES);
            input.splice(at.min(end)..end, piece.iter().copied());
        }
    }
}

/// Numbers that look like chance and are the same in each run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

#[test]
fn a_reader_that_fails_is_found_out_and_its_input_made_small() {
    let reader = |input: &[u8]| assert!(!input.windows(3).any(|part| part == b"..."), "three dots");
    let input = b"some words and ... some more words".to_vec();

    assert_eq!(fails(&reader, b"no dots"), None);
    assert!(fails(&reader, &input).is_some_and(|words| words.contains("three dots")));
    assert_eq!(shrunk(&reader, input), b"...");
}
