//! Two who do the same take turns; the middle turn of each counts.

use std::net::SocketAddr;
use std::time::Instant;

use crate::load::{self, Ask, Load};

/// Turns that each of the two takes.
const TURNS: usize = 5;

/// The head of the table.
pub fn head() {
    println!(
        "{:<46} {:>8} {:>8} {:>6}   {:>7} {:>7}   {:>7} {:>7} {:>6}",
        "", "ours/s", "bare/s", "ratio", "p50 ms", "bare", "p99 ms", "bare", "ratio"
    );
}

/// Holds pages of ours against those of a bare server at the same addresses.
pub fn pages(name: &str, ours: SocketAddr, bare: SocketAddr, asks: &[Ask]) {
    // Enough to last a second or so, whatever the page takes; each of them once at least.
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    let (my_count, their_count) = (enough(ours, asks), enough(bare, asks));
    for _ in 0..TURNS {
        mine.push(load::run(ours, asks, my_count));
        theirs.push(load::run(bare, asks, their_count));
    }
    let (mine, theirs) = (middle(mine), middle(theirs));
    let milliseconds = |load: &Load| (load.p50.as_secs_f64() * 1e3, load.p99.as_secs_f64() * 1e3);
    let ((half, slow), (bare_half, bare_slow)) = (milliseconds(&mine), milliseconds(&theirs));
    println!(
        "{name:<46} {:>8.0} {:>8.0} {:>6.2}   {half:>7.2} {bare_half:>7.2}   {slow:>7.2} {bare_slow:>7.2} {:>6.2}",
        mine.rate,
        theirs.rate,
        mine.rate / theirs.rate,
        slow / bare_slow
    );
}

/// Holds a page of a large company against the same page of a small one, which
/// shows as much. The ratio is what the large one costs more.
pub fn sizes(name: &str, (small, small_ask): (SocketAddr, &Ask), (large, large_ask): (SocketAddr, &Ask)) {
    let (small_asks, large_asks) = ([small_ask.clone()], [large_ask.clone()]);
    let (mut few, mut many) = (Vec::new(), Vec::new());
    let (few_count, many_count) = (enough(small, &small_asks), enough(large, &large_asks));
    for _ in 0..TURNS {
        few.push(load::run(small, &small_asks, few_count));
        many.push(load::run(large, &large_asks, many_count));
    }
    let (few, many) = (middle(few), middle(many));
    println!(
        "{name:<46} {:>8.0} {:>8.0} {:>6.2}   {:>7.2} {:>7.2}   {:>7.2} {:>7.2} {:>6.2}",
        many.rate,
        few.rate,
        few.rate / many.rate,
        many.p50.as_secs_f64() * 1e3,
        few.p50.as_secs_f64() * 1e3,
        many.p99.as_secs_f64() * 1e3,
        few.p99.as_secs_f64() * 1e3,
        many.p99.as_secs_f64() / few.p99.as_secs_f64()
    );
}

/// Holds two ways to do something against each other, without a page around it.
pub fn calls(name: &str, mut ours: impl FnMut(), mut bare: impl FnMut()) {
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        mine.push(rate(&mut ours));
        theirs.push(rate(&mut bare));
    }
    let (mine, theirs) = (median(mine), median(theirs));
    println!("{name:<46} {mine:>8.0} {theirs:>8.0} {:>6.2}", mine / theirs);
}

fn enough(address: SocketAddr, asks: &[Ask]) -> usize {
    load::run(address, asks, asks.len().max(64));
    let once = Instant::now();
    load::run(address, asks, 64);
    (64.0 / once.elapsed().as_secs_f64()).clamp(200.0, 20_000.0) as usize
}

fn middle(mut turns: Vec<Load>) -> Load {
    turns.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    turns[turns.len() / 2]
}

fn rate(call: &mut impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed().as_millis() < 400 {
        call();
        count += 1;
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}

fn median(mut turns: Vec<f64>) -> f64 {
    turns.sort_by(f64::total_cmp);
    turns[turns.len() / 2]
}
