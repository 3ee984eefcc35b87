//! Every link leads somewhere, and says where.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use drawbridge::app;
use drawbridge::markdown::outline;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use url::Url;

use super::{Article, articles, sample};

/// What links may lead to.
struct Map {
    /// The ids of headings, by article.
    articles: BTreeMap<String, BTreeSet<String>>,
    guides: BTreeSet<String>,
    /// Paths of pages without a part that changes.
    pages: BTreeSet<&'static str>,
}

impl Map {
    fn of(articles: &[Article]) -> Self {
        let ids = |article: &Article| outline(&article.body).headings().map(|heading| heading.id.clone()).collect();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/guides");
        let guides = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        Map {
            articles: articles.iter().map(|article| (article.slug.clone(), ids(article))).collect(),
            guides: guides.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect(),
            pages: app::routes().iter().map(|route| route.path).filter(|path| !path.contains('{')).collect(),
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let all = articles();
    let map = Map::of(&all);
    let (mut inside, mut outside, mut related) = (0, 0, 0);
    let mut faults = Vec::new();
    for article in &all {
        for (target, words) in links(article) {
            *(if target.contains("://") { &mut outside } else { &mut inside }) += 1;
            if let Err(fault) = check(&target, &words, article, &map) {
                faults.push(format!("{}: [{words}]({target}): {fault}", article.file));
            }
        }
        related += article.matter.related.len();
        if let Err(fault) = check_related(article, &map) {
            faults.push(format!("{}: related: {fault}", article.file));
        }
    }

    println!("links followed: {inside} inside, {related} related, {outside} outside");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(inside >= 100 && related >= 200, "{inside} inside, {related} related");
}

#[test]
fn links_that_lead_nowhere_are_found_out() {
    let all = [sample("x\n\n## How to test\n\ny")];
    let map = Map::of(&all);
    for (target, words, part) in [
        ("/faq/no-such-article", "x", "no article"),
        ("/faq/sample#how-to-fly", "x", "no heading"),
        ("#how-to-fly", "x", "no heading"),
        ("/guides/no-such-guide", "x", "no guide"),
        ("/no-such-page", "x", "no page"),
        ("sample.md", "x", "relative"),
        ("http://docs.example.com/", "x", "https"),
        ("https:///etc/passwd", "x", "host"),
        ("https://localhost/a", "x", "host"),
        ("https://192.0.2.7/a", "x", "host"),
        ("https://user:word@docs.example.com/", "x", "password"),
        ("https://docs.example.com/?utm_source=a", "x", "tracking"),
        ("https://docs.example.com/?a=1&fbclid=2", "x", "tracking"),
        ("mailto:a@example.com", "x", "https"),
        ("javascript:alert(1)", "x", "https"),
        ("/faq/sample", "", "no words"),
        ("/faq/sample", "/faq/sample", "address"),
        ("/faq/sample", "here", "where"),
    ] {
        let fault = check(target, words, &all[0], &map).err().unwrap_or_else(|| panic!("{target} is taken for fine"));
        assert!(fault.contains(part), "{target}: {fault}");
    }
    for (target, words) in
        [("/faq/sample#how-to-test", "test it"), ("#how-to-test", "x"), ("/faq", "x"), ("https://docs.rs/a?b=c", "x")]
    {
        assert_eq!(check(target, words, &all[0], &map), Ok(()), "{target}");
    }
    for related in ["nothing", "sample"] {
        let mut article = sample("x");
        article.matter.related = vec![related.into()];
        assert!(check_related(&article, &map).is_err(), "{related}");
    }
}

/// Targets with their words.
fn links(article: &Article) -> Vec<(String, String)> {
    let (mut found, mut open) = (Vec::new(), None);
    for event in Parser::new_ext(&article.body, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                open = Some((dest_url.to_string(), String::new()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => found.extend(open.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, words)) = &mut open {
                    words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

fn check(target: &str, words: &str, article: &Article, map: &Map) -> Result<(), String> {
    match words.trim() {
        "" => return Err("it has no words".into()),
        "here" | "this" | "link" => return Err("its words do not say where it leads".into()),
        words if words.starts_with("/faq/") => return Err("its words are an address".into()),
        _ => {}
    }
    let (path, anchor) = target.split_once('#').map_or((target, ""), |(path, anchor)| (path, anchor));
    if path.is_empty() || path.starts_with("/faq/") {
        let slug = path.strip_prefix("/faq/").unwrap_or(&article.slug);
        let ids = map.articles.get(slug).ok_or("there is no article of this address")?;
        return if anchor.is_empty() || ids.contains(anchor) {
            Ok(())
        } else {
            Err("there is no heading of this id".into())
        };
    }
    if let Some(slug) = path.strip_prefix("/guides/") {
        return if map.guides.contains(slug) { Ok(()) } else { Err("there is no guide of this address".into()) };
    }
    if path.starts_with('/') {
        let page = path.split('?').next().unwrap_or_default();
        return if map.pages.contains(page) { Ok(()) } else { Err("there is no page of this address".into()) };
    }
    check_outside(target)
}

/// Links to other sites are not opened here: the run needs no network.
fn check_outside(target: &str) -> Result<(), String> {
    let url = Url::parse(target).map_err(|_| "it is relative; write /faq/SLUG")?;
    if url.scheme() != "https" {
        return Err("it does not begin with https://".into());
    }
    let named = url.domain().is_some_and(|host| host.contains('.') && !host.ends_with('.'));
    if !named {
        return Err("its host is no public name".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a name or password".into());
    }
    let tracks = |key: &str| key.starts_with("utm_") || ["gclid", "fbclid", "ref", "source", "trk"].contains(&key);
    if url.query_pairs().any(|(key, _)| tracks(&key)) {
        return Err("it carries tracking".into());
    }
    Ok(())
}

fn check_related(article: &Article, map: &Map) -> Result<(), String> {
    let related = &article.matter.related;
    for slug in related {
        if *slug == article.slug || !map.articles.contains_key(slug) {
            return Err(format!("there is no other article “{slug}”"));
        }
    }
    let once: BTreeSet<_> = related.iter().collect();
    if once.len() == related.len() { Ok(()) } else { Err("one is named twice".into()) }
}
