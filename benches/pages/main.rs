//! How near the pages come to the bare stack, as ratios in one run:
//! `cargo bench --bench pages`, or `cargo bench --bench pages -- teams` (or
//! `articles`) for a half of it.
//!
//! A page is held against actix-web and askama sending the same bytes, search
//! against a plain Tantivy index over the same articles. The two take turns, so
//! that a machine that slows down slows both.

mod bare;
mod corpus;
mod house;
mod load;
mod tantivy_alone;

use std::net::SocketAddr;
use std::time::Instant;

use load::{Ask, Load};

/// Turns that each of the two takes; the middle one counts.
const TURNS: usize = 5;

const QUERIES: [&str; 6] = [
    "do I need to open a port",
    "connection timed out from lambda to rds",
    "certificate signed by unknown authority",
    "no_proxy 10.0.0.0/8 ignored by pip",
    "pods cannot resolve dns after network policy",
    "5433",
];

fn main() {
    let folder = std::env::temp_dir().join(format!("drawbridge-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written to");
    println!(
        "{:<34} {:>9} {:>9} {:>7} {:>9} {:>9} {:>7}",
        "", "ours/s", "bare/s", "ratio", "p99 ms", "bare ms", "ratio"
    );
    let half = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let wanted = |name: &str| half.as_deref().is_none_or(|half| half == name);
    for count in [100, 10_000].into_iter().filter(|_| wanted("articles")) {
        let articles = corpus::write(&folder, count);
        let started = Instant::now();
        let house = house::start(&folder.join(format!("articles-{count}-data")), 50, Some(&articles));
        println!(
            "\n{count} articles: ready after {:.1} s, {} MB",
            started.elapsed().as_secs_f64(),
            resident_megabytes()
        );
        page(&format!("article, {count} articles"), house.address, &Ask::of("/faq/do-i-need-to-open-a-port", ""));
        page(
            &format!("search page, {count} articles"),
            house.address,
            &Ask::of("/search?q=do+I+need+to+open+a+port", ""),
        );
        search(&format!("search alone, {count} articles"), &house, &articles);
    }
    for teams in [50, 5_000].into_iter().filter(|_| wanted("teams")) {
        let started = Instant::now();
        let house = house::start(&folder.join(format!("teams-{teams}-data")), teams, None);
        println!("\n{teams} teams: ready after {:.1} s, {} MB", started.elapsed().as_secs_f64(), resident_megabytes());
        page(&format!("coverage, {teams} teams"), house.address, &Ask::of("/coverage", &house.lead_cookie));
        page(&format!("team page, {teams} teams"), house.address, &Ask::of("/teams/checkout", &house.lead_cookie));
    }
    let _ = std::fs::remove_dir_all(folder);
}

/// Holds one page against the same bytes from the bare stack.
fn page(name: &str, ours: SocketAddr, ask: &Ask) {
    let bare = bare::serve(load::fetch(ours, ask));
    // Enough to last a second or so, whatever the page takes.
    let once = Instant::now();
    load::run(ours, ask, 64);
    let requests = (64.0 / once.elapsed().as_secs_f64()).clamp(200.0, 20_000.0) as usize;
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        mine.push(load::run(ours, ask, requests));
        theirs.push(load::run(bare, ask, requests));
    }
    let (mine, theirs) = (middle(mine), middle(theirs));
    let (slow, bare_slow) = (mine.p99.as_secs_f64() * 1e3, theirs.p99.as_secs_f64() * 1e3);
    println!(
        "{name:<34} {:>9.0} {:>9.0} {:>7.2} {slow:>9.2} {bare_slow:>9.2} {:>7.2}",
        mine.rate,
        theirs.rate,
        mine.rate / theirs.rate,
        slow / bare_slow
    );
}

fn middle(mut turns: Vec<Load>) -> Load {
    turns.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    turns[turns.len() / 2]
}

/// Holds the search, without a page around it, against Tantivy's own: once for
/// the hits alone, once with its snippets, which is what a page needs.
fn search(name: &str, house: &house::Running, articles: &std::path::Path) {
    let alone = tantivy_alone::Index::new(articles);
    let (mut mine, mut hits, mut snippets) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        mine.push(rate(|query| drop(house.library.search(query, 10).expect("the search works"))));
        hits.push(rate(|query| alone.hits(query)));
        snippets.push(rate(|query| alone.snippets(query)));
    }
    for (what, theirs) in [("hits alone", hits), ("with snippets", snippets)] {
        let (mine, theirs) = (median(&mine), median(&theirs));
        println!("{:<34} {mine:>9.0} {theirs:>9.0} {:>7.2}", format!("{name}, {what}"), mine / theirs);
    }
}

fn rate(mut search: impl FnMut(&str)) -> f64 {
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed().as_millis() < 400 {
        for query in QUERIES {
            search(query);
            count += 1;
        }
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}

fn median(turns: &[f64]) -> f64 {
    let mut turns = turns.to_vec();
    turns.sort_by(f64::total_cmp);
    turns[turns.len() / 2]
}

/// Memory of this process, in megabytes, where the system tells.
fn resident_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1024
}
