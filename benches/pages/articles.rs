//! What many articles cost: to start with, to keep, to search, to read, to change.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use drawbridge::clock::Timestamp;
use drawbridge::knowledge::{self, NewArticle};

use crate::house::{self, People, Running};
use crate::load::{self, Ask};
use crate::tantivy_alone::Index;
use crate::{bare, bare_pages, compare, corpus, serving};

const QUERIES: [&str; 6] = [
    "do I need to open a port",
    "connection timed out from lambda to rds",
    "certificate signed by unknown authority",
    "no_proxy 10.0.0.0/8 ignored by pip",
    "pods cannot resolve dns after network policy",
    "5433",
];
/// Articles that are read in turn.
const READ: usize = 200;
/// Changes whose time is taken.
const CHANGES: usize = 20;

/// Measures everything with so many articles.
pub fn measure(folder: &Path, count: usize) {
    let articles = corpus::write(folder, count);
    let data = |name: &str| folder.join(format!("{name}-{count}"));
    println!("\n{count} articles");
    let empty = serving::start(&data("empty"), None);
    let full = serving::start(&data("full"), Some(&articles));
    println!(
        "  the program answers after {:.2} s, has all after {:.1} s; {} MB, {:.1} KB an article",
        full.answers.as_secs_f64(),
        full.whole.as_secs_f64(),
        full.resident / 1024,
        full.resident.saturating_sub(empty.resident) as f64 / count as f64
    );
    let house = house::start(&data("house"), People::One, Some(&articles));
    let index = Arc::new(Index::new(&articles));
    let plain = bare_pages::serve(Arc::clone(&index), &articles, data("bare.sqlite"));
    let name = |what: &str| format!("  {what}");

    let searches: Vec<Ask> =
        QUERIES.iter().map(|query| Ask::of(&format!("/search?q={}", query.replace(' ', "+")), "")).collect();
    compare::pages(&name("search page : page with snippets"), house.address, plain, &searches);
    compare::pages(
        &name("its first query : same bytes from memory"),
        house.address,
        same(&house, &searches[0]),
        &searches[..1],
    );
    let slugs: Vec<String> = house.library.shelf().articles().map(|article| article.slug.to_string()).collect();
    let every = (slugs.len() / READ).max(1);
    let reads: Vec<Ask> =
        slugs.iter().step_by(every).take(READ).map(|slug| Ask::of(&format!("/faq/{slug}"), "")).collect();
    compare::pages(&name("article page : read and rendered"), house.address, plain, &reads);
    compare::pages(&name("one article : same bytes from memory"), house.address, same(&house, &reads[0]), &reads[..1]);

    let ours = |query: &str| drop(house.library.search(query, 10).expect("the search works"));
    compare::calls(
        &name("six searches : Tantivy's hits alone"),
        || QUERIES.iter().for_each(|query| ours(query)),
        || QUERIES.iter().for_each(|query| index.hits(query)),
    );
    compare::calls(
        &name("six searches : Tantivy with snippets"),
        || QUERIES.iter().for_each(|query| ours(query)),
        || QUERIES.iter().for_each(|query| drop(index.snippets(query))),
    );
    for (what, path) in [("FAQ", "/faq"), ("one shelf", "/faq?category=dns"), ("one tag", "/faq?tag=dns")] {
        let ask = Ask::of(path, "");
        let name = name(&format!("{what} : same bytes from memory"));
        compare::pages(&name, house.address, same(&house, &ask), &[ask]);
    }
    changes_beside_readers(&house, &searches);
}

/// A bare server of what one of our pages says.
fn same(house: &Running, ask: &Ask) -> std::net::SocketAddr {
    bare::serve(load::fetch(house.address, ask))
}

/// How long a change of one article takes until it is found, and what those
/// who search meanwhile notice of it.
fn changes_beside_readers(house: &Running, searches: &[Ask]) {
    let requests = 4_000;
    let calm = load::run(house.address, searches, requests);
    let done = AtomicBool::new(false);
    let (took, busy) = std::thread::scope(|scope| {
        let changing = scope.spawn(|| {
            let mut took = Vec::new();
            while took.len() < CHANGES || !done.load(Ordering::Relaxed) {
                took.push(change(house, took.len()));
                std::thread::sleep(Duration::from_millis(50));
            }
            took
        });
        let busy = load::run(house.address, searches, requests);
        done.store(true, Ordering::Relaxed);
        (changing.join().expect("articles can be changed"), busy)
    });
    let mut took = took;
    took.sort_unstable();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "  one article changed beside {:.0} searches/s: {:.1} ms, {:.1} ms at worst of {}; p99 of the searches {:.1} ms, {:.1} ms without",
        busy.rate,
        milliseconds(took[took.len() / 2]),
        milliseconds(took[took.len() - 1]),
        took.len(),
        milliseconds(busy.p99),
        milliseconds(calm.p99)
    );
}

/// Publishes an article, and takes the time in which the library learns of it.
fn change(house: &Running, number: usize) -> Duration {
    let word = format!("quokka{number}");
    let new = NewArticle {
        title: format!("May {word} reach the registry?"),
        category: "dns".into(),
        body: format!("Yes, {word} may. {}", "It asks the resolver of its zone, as all others do. ".repeat(60)),
        ..NewArticle::default()
    };
    let (library, author) = (house.library.clone(), house.author);
    let now = Timestamp::parse("2026-11-20T12:00:00Z").expect("the day is one");
    actix_web::rt::System::new().block_on(async {
        let published = house.db.write(move |tx| knowledge::publish(tx, &library, author, now, &new).map(drop)).await;
        published.expect("the article is published");
        let started = Instant::now();
        house.library.catch_up(&house.db).await.expect("the change is followed");
        let took = started.elapsed();
        let found = house.library.search(&word, 1).expect("the search works");
        assert!(found.hits.first().is_some_and(|hit| hit.article.title.contains(&word)), "{word} is not found");
        took
    })
}
