//! How near the pages come to a bare stack, as ratios in one run:
//! `cargo bench --bench pages`, or a part of it: `-- teams`, `-- articles`,
//! `-- articles 10000`, `-- scale desk`, `-- questions queue`. `README.md` beside this folder says what is measured.
//!
//! Whatever is held against something else takes turns with it, so that a
//! machine that slows down slows both.

mod articles;
mod asked;
mod asking;
mod bare;
mod bare_pages;
mod company;
mod compare;
mod corpus;
mod entries;
mod house;
mod load;
mod serving;
mod tantivy_alone;

use std::path::Path;
use std::time::Instant;

use company::Scale;
use house::People;
use load::Ask;

/// Articles of which all are measured.
const COUNTS: [usize; 3] = [100, 10_000, 100_000];

fn main() {
    let folder = std::env::temp_dir().join(format!("drawbridge-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written to");
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let wanted = |part: &str| words.first().is_none_or(|word| word == part);
    let counts: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    compare::head();
    if wanted("articles") {
        for count in if counts.is_empty() { COUNTS.to_vec() } else { counts } {
            articles::measure(&folder, count);
        }
    }
    if wanted("teams") {
        [50, 5_000].into_iter().for_each(|teams| measure_teams(&folder, teams));
    }
    if wanted("log") {
        entries::measure(&folder);
    }
    if wanted("questions") {
        asked::measure(&folder, &words[1.min(words.len())..]);
    }
    if wanted("ask") {
        asking::measure(&folder);
    }
    if wanted("scale") {
        measure_scale(&folder, words.get(1).map_or("", String::as_str));
    }
    let _ = std::fs::remove_dir_all(folder);
}

/// Pages of the program, held against the same bytes from the bare stack.
fn measure_teams(folder: &Path, teams: usize) {
    let started = Instant::now();
    let house = house::start(&folder.join(format!("teams-{teams}-data")), People::Sample(teams), None);
    let megabytes = serving::resident(std::process::id()) / 1024;
    println!("\n{teams} teams: ready after {:.1} s, {megabytes} MB", started.elapsed().as_secs_f64());
    for (name, path) in [("coverage", "/coverage"), ("team page", "/teams/checkout")] {
        let ask = Ask::of(path, &house.lead_cookie);
        let bare = bare::serve(load::fetch(house.address, &ask));
        compare::pages(&format!("{name}, {teams} teams"), house.address, bare, &[ask]);
    }
}

/// Pages that sum up the program: what they cost a large company, in costs of a
/// small one. Only those whose name begins with `only`.
fn measure_scale(folder: &Path, only: &str) {
    let [small, large] = [company::SMALL, company::LARGE].map(|scale| {
        let started = Instant::now();
        let Scale { teams, people, entries } = scale;
        let house = house::start(&folder.join(format!("scale-{teams}-data")), People::Company(scale), None);
        let seconds = started.elapsed().as_secs_f64();
        println!("\n{teams} teams, {people} people, {entries} time entries: ready after {seconds:.1} s");
        house
    });
    println!("large against small: pages a second, and what the large one costs more");
    for (name, path) in [
        ("coverage", "/coverage"),
        ("coverage, second half of the teams", "/coverage?sort=-state"),
        ("coverage, one department", "/coverage?department=department-1"),
        ("rows behind a figure", "/coverage/figures/time"),
        ("teams", "/teams"),
        ("champions", "/champions"),
        ("team page", "/teams/team-1"),
        ("desk of the lead", "/me"),
        ("report of the quarter", "/coverage/report"),
        ("report of a quarter before", "/coverage/report?quarter=2026-Q2"),
        ("rows behind a figure of a quarter", "/coverage/figures/training?quarter=2026-Q3"),
        ("terms that end", "/terms?show=ending"),
    ]
    .into_iter()
    .filter(|(name, _)| name.starts_with(only))
    {
        let (few, many) = (Ask::of(path, &small.lead_cookie), Ask::of(path, &large.lead_cookie));
        // The first look counts all teams; how long that takes stands beside.
        let first = Instant::now();
        load::fetch(large.address, &many);
        let first = first.elapsed().as_secs_f64() * 1e3;
        compare::sizes(&format!("{name} (first look {first:.0} ms)"), (small.address, &few), (large.address, &many));
    }
    for (name, house) in [("small", &small), ("large", &large)].into_iter().filter(|_| only.is_empty()) {
        let ask = Ask::of("/coverage", &house.lead_cookie);
        let bare = bare::serve(load::fetch(house.address, &ask));
        compare::pages(&format!("coverage, {name}, same bytes from memory"), house.address, bare, &[ask]);
    }
}
