//! The answer first, then why, then how, and who says so.

use drawbridge::clock::Day;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Article, articles, sample};

#[test]
fn every_article_gives_its_answer_first_and_its_sources_last() {
    let all = articles();
    let faults: Vec<_> = all
        .iter()
        .flat_map(|article| check(article).into_iter().map(|fault| format!("{}: {fault}", article.file)))
        .collect();

    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(all.len() >= 83, "{} articles", all.len());
    for slug in ["what-netsec-does", "which-practice-when", "introducing-policy-as-code"] {
        assert!(all.iter().any(|article| article.slug == slug), "{slug}");
    }
}

#[test]
fn what_an_article_lacks_is_found_out() {
    let words = "word ".repeat(220);
    let tail = format!("## Why\n\n{words}\n\n## What not to do\n\nNothing.\n\nSources: RFC 1.");
    let mut good = sample(&format!("Yes. It is.\n\n{tail}"));
    good.matter.phrasings = (0..12).map(|number| format!("how {number}")).collect();
    assert_eq!(check(&good), Vec::<String>::new());

    for (body, part) in [
        (format!("- Yes.\n\n{tail}"), "does not begin with a paragraph"),
        (format!("## Why\n\n{tail}"), "does not begin with a paragraph"),
        (format!("One. Two. Three.\n\n{tail}"), "3 sentences"),
        (format!("Yes.\n\n{}", tail.replace("Sources", "See")), "names no source"),
        (format!("Yes.\n\n{}", tail.replace("## Why", "## Else")), "no heading says why"),
        (format!("Yes.\n\n{}", tail.replace("## What not", "## When")), "what to tell"),
        (format!("Yes.\n\n# Title\n\n{tail}"), "first level"),
        (format!("Yes.\n\n| | a |\n| --- | --- |\n| b | c |\n\n{tail}"), "column"),
        ("Yes.".into(), "words"),
        (format!("Yes.\n\n{words}{words}{words}{words}\n\n{tail}"), "words"),
    ] {
        let found = check(&Article { body: body.clone(), ..sample("") });
        assert!(found.iter().any(|fault| fault.contains(part)), "{part}: {found:?}\n{body}");
    }
    let mut nobodys = sample("x");
    nobodys.matter.owner.clear();
    nobodys.matter.review_after = "soon".into();
    let found = check(&nobodys).join("; ");
    assert!(found.contains("owner") && found.contains("soon") && found.contains("other ways"), "{found}");
}

/// What an article lacks.
fn check(article: &Article) -> Vec<String> {
    let mut faults = Vec::new();
    let matter = &article.matter;
    if matter.owner.trim().is_empty() || matter.title.trim().is_empty() {
        faults.push("title and owner are needed".into());
    }
    for day in [&matter.reviewed_on, &matter.review_after] {
        faults.extend(Day::parse(day).err());
    }
    if matter.phrasings.len() < 12 {
        faults.push(format!("{} other ways to ask; the search lives on twelve or more", matter.phrasings.len()));
    }
    match first_paragraph(&article.body) {
        None => faults.push("it does not begin with a paragraph".into()),
        Some(answer) => {
            let count = sentences(&answer);
            if count > 2 {
                faults.push(format!("the answer has {count} sentences; the fact stands in two: {answer}"));
            }
        }
    }
    let words = article.body.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    if !(200..=700).contains(&words) {
        faults.push(format!("it has {words} words; 200 to 700 are read to their end"));
    }
    let headings = headings(&article.body);
    if headings.iter().any(|(level, _)| *level == HeadingLevel::H1) {
        faults.push("a heading of the first level, which is the page's title".into());
    }
    let has = |part: &str| headings.iter().any(|(_, text)| text.to_lowercase().contains(part));
    if !has("why") {
        faults.push("no heading says why".into());
    }
    if !has("what to tell") && !has("not to do") && !has("what to say") {
        faults.push("no heading says what to tell Network Security, or what not to do".into());
    }
    if has_nameless_column(&article.body) {
        faults.push("a column without a name, which a screen reader can't tell".into());
    }
    let last = article.body.trim_end().lines().next_back().unwrap_or_default();
    if !last.starts_with("Sources: ") && !last.starts_with("Source: ") {
        faults.push("its last line names no source".into());
    }
    faults
}

fn has_nameless_column(body: &str) -> bool {
    let (mut in_head, mut name) = (false, String::new());
    for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableCell) => name.clear(),
            Event::End(TagEnd::TableCell) if in_head && name.trim().is_empty() => return true,
            Event::Text(text) | Event::Code(text) => name.push_str(&text),
            _ => {}
        }
    }
    false
}

/// The first block, if it is a paragraph; code in it counts as a word.
fn first_paragraph(body: &str) -> Option<String> {
    let mut events = Parser::new_ext(body, Options::ENABLE_TABLES);
    if events.next() != Some(Event::Start(Tag::Paragraph)) {
        return None;
    }
    let mut text = String::new();
    for event in events {
        match event {
            Event::End(TagEnd::Paragraph) => break,
            Event::Text(words) => text.push_str(&words),
            Event::Code(_) => text.push_str("code"),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    Some(text)
}

/// Sentences end with a mark, white space, and then something new.
fn sentences(text: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().filter(|word| word.trim_end_matches(['"', ')', '”']).ends_with(['.', '!', '?'])).count()
}

fn headings(body: &str) -> Vec<(HeadingLevel, String)> {
    let (mut found, mut open): (Vec<(HeadingLevel, String)>, bool) = (Vec::new(), false);
    for event in Parser::new(body) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                open = true;
                found.push((level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => found.last_mut().unwrap().1.push_str(&text),
            _ => {}
        }
    }
    found
}
