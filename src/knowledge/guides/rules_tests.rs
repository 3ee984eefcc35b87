use super::super::files::{self, read_text};
use super::super::walk::Place;
use super::super::{Guide, Target, Then};

const GOOD: &str = r#"title = "Open?"
summary = "Tells whether."
owner = "NetSec"
reviewed_on = 2026-11-22
review_after = 2027-05-22
start = "who"

[[question]]
id = "who"
text = "Who starts?"

[[question.answer]]
id = "we"
label = "We do"
to = "where"

[[question.answer]]
id = "they"
label = "They do"
to = "fine"

[[question]]
id = "where"
text = "Where to?"
help = "The name will do."

[[question.answer]]
id = "in"
label = "Inside"
to = "fine"

[[question.answer]]
id = "out"
label = "Outside"
to = "talk"

[[end]]
id = "fine"
state = "open"
title = "Nothing to do"
because = "It is open."
article = "do-i-need-to-open-a-port"

[[end]]
id = "talk"
title = "Talk"
because = "It depends."
ask = "May we go out?"
"#;

fn read(text: &str) -> Result<std::sync::Arc<Guide>, Vec<String>> {
    let read = read_text("open.toml", text.as_bytes()).map(|file| file.guide);
    read.map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn good() -> std::sync::Arc<Guide> {
    read(GOOD).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[test]
fn a_whole_file_is_read() {
    let guide = good();

    assert_eq!((guide.slug.as_str(), guide.longest(), guide.questions.len()), ("open", 2, 2));
    assert_eq!(guide.articles(), ["do-i-need-to-open-a-port"]);
    assert_eq!(guide.ends[1].then, Then::Ask("May we go out?".into()));
    assert!(!guide.on_first_page);
}

#[test]
fn faults_name_their_line_and_what_is_wrong() {
    for (from, to, expected) in [
        ("start = \"who\"", "start = \"whom\"", "open.toml:6: start: there is no question “whom”"),
        ("start = \"who\"", "start = \"fine\"", "open.toml:6: start: there is no question “fine”"),
        ("start = \"who\"", "start = \"who\"\ncolour = \"red\"", "open.toml:7: unknown field `colour`"),
        ("help = \"The", "hepl = \"The", "open.toml:25: unknown field `hepl`"),
        ("to = \"talk\"", "to = \"walk\"", "open.toml:35: there is no question and no end “walk”"),
        ("label = \"Outside\"\nto = \"talk\"", "label = \"Outside\"", "open.toml:33: the answer “out” leads nowhere"),
        ("to = \"where\"", "to = \"fine\"", "open.toml:23: nobody reaches the question “where”"),
        ("to = \"talk\"", "to = \"fine\"", "open.toml:45: nobody reaches the end “talk”"),
        (
            "label = \"Inside\"\nto = \"fine\"",
            "label = \"Inside\"\nto = \"who\"",
            "open.toml:30: this leads back to the",
        ),
        ("label = \"Inside\"\nto = \"fine\"", "label = \"Inside\"\nto = \"where\"", "in a circle"),
        ("id = \"where\"", "id = \"who\"", "open.toml:23: the id “who” is taken already, on line 9"),
        ("id = \"talk\"", "id = \"fine\"", "open.toml:45: the id “fine” is taken already, on line 38"),
        ("id = \"they\"", "id = \"we\"", "open.toml:18: the answer “we” is there already, on line 13"),
        ("id = \"they\"", "id = \"they.all\"", "open.toml:18: “they.all” can't be an id"),
        ("state = \"open\"", "state = \"opne\"", "open.toml:39: “opne” is no state; take one of open, baseline"),
        ("ask = \"May we go out?\"\n", "", "open.toml:45: the end “talk” has exactly one of"),
        ("ask =", "article = \"a\"\nask =", "open.toml:45: the end “talk” has exactly one of"),
        ("2026-11-22", "2028-01-01", "open.toml:5: review_after lies before reviewed_on"),
        ("reviewed_on = 2026-11-22", "reviewed_on = 12:00:00", "open.toml:4: "),
        ("title = \"Open?\"\n", "", "missing field `title`"),
        ("title = \"Open?\"", "title = \"\"", "open.toml:1: fill this in"),
        ("title = \"Open?\"", "title = ", "open.toml:1: "),
        (
            "article = \"do-",
            "article = \"../do-",
            "open.toml:42: “../do-i-need-to-open-a-port” is no article's address",
        ),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let faults = read(&GOOD.replacen(from, to, 1)).err().unwrap_or_default();
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{to}: {faults:#?} lacks {expected}");
    }
}

#[test]
fn a_question_has_two_answers_at_least() {
    let outside = "\n[[question.answer]]\nid = \"out\"\nlabel = \"Outside\"\nto = \"talk\"\n";
    let inside = "\n[[question.answer]]\nid = \"in\"\nlabel = \"Inside\"\nto = \"fine\"\n";

    let one = read(&GOOD.replacen(outside, "", 1)).err().unwrap_or_default();
    let none = read(&GOOD.replacen(outside, "", 1).replacen(inside, "", 1)).err().unwrap_or_default();

    assert!(one[0].contains(":23: the question “where” has one answer only"), "{one:?}");
    assert!(none[0].contains(":23: the question “where” has no answer, so a way ends there"), "{none:?}");
}

/// A guide of `count` questions, each of which may lead to the next.
fn chain(count: usize) -> String {
    let mut text = GOOD.split("[[question]]").next().unwrap_or_default().replace("start = \"who\"", "start = \"q1\"");
    for number in 1..=count {
        let next = if number == count { "fine".to_owned() } else { format!("q{}", number + 1) };
        text.push_str(&format!(
            "[[question]]\nid = \"q{number}\"\ntext = \"?\"\n[[question.answer]]\nid = \"on\"\nlabel = \"On\"\nto = \
             \"{next}\"\n[[question.answer]]\nid = \"out\"\nlabel = \"Out\"\nto = \"fine\"\n"
        ));
    }
    text.push_str("[[end]]\nid = \"fine\"\ntitle = \"Done\"\nbecause = \"It is.\"\nadvice = \"Go home.\"\n");
    text
}

#[test]
fn nobody_is_asked_more_than_eight_questions() {
    assert_eq!(read(&chain(8)).map(|guide| guide.longest()), Ok(8));
    let faults = read(&chain(9)).err().unwrap_or_default();
    assert_eq!(faults, ["open.toml:6: the longest way asks 9 questions; 8 are allowed"]);
}

#[test]
fn a_guide_in_which_ways_meet_again_and_again_is_read_at_once() {
    // Both answers of each question lead to the next: 2^150 ways.
    let mut text = chain(150);
    for number in 1..150 {
        let out = format!(
            "id = \"q{number}\"\ntext = \"?\"\n[[question.answer]]\nid = \"on\"\nlabel = \"On\"\nto = \"q{0}\"\n[[question.answer]]\nid = \"out\"\nlabel = \"Out\"\nto = ",
            number + 1
        );
        text = text.replace(&format!("{out}\"fine\""), &format!("{out}\"q{}\"", number + 1));
    }
    let faults = read(&text).err().unwrap_or_default();

    assert_eq!(faults, ["open.toml:6: the longest way asks 150 questions; 8 are allowed"]);
}

#[test]
fn an_address_tells_the_way_and_what_is_unknown_in_it_is_cut_off() {
    let guide = good();
    for (address, steps, known, is_cut, end) in [
        ("", 0, "", false, false),
        ("we", 1, "we", false, false),
        ("we.in", 2, "we.in", false, true),
        ("they", 1, "they", false, true),
        ("they.in", 1, "they", true, true),
        ("we.nowhere.in", 1, "we", true, false),
        ("WE", 0, "", true, false),
        ("..we..in..", 2, "we.in", false, true),
        ("<script>", 0, "", true, false),
    ] {
        let walk = guide.walk(address);
        assert_eq!((walk.steps.len(), walk.address.as_str(), walk.is_cut), (steps, known, is_cut), "{address}");
        assert_eq!(matches!(walk.at, Place::End(_)), end, "{address}");
    }
    assert_eq!(guide.walk("we.in").steps[1].before, "we");
}

/// Every address that leads to an end.
fn ways(guide: &Guide, at: usize, address: &str, found: &mut Vec<String>) {
    for answer in &guide.questions[at].answers {
        let address = super::super::walk::joined(address, &answer.id);
        match answer.to {
            Target::Question(next) => ways(guide, next, &address, found),
            Target::End(_) => found.push(address),
        }
    }
}

#[test]
fn every_way_through_the_guides_that_come_with_the_program_ends() {
    let mut total = 0;
    for (file, read) in files::read_built_in() {
        let guide = read.unwrap_or_else(|faults| panic!("{file}: {faults:?}")).guide;
        let mut found = Vec::new();
        ways(&guide, guide.start, "", &mut found);
        for address in &found {
            let walk = guide.walk(address);
            assert!(matches!(walk.at, Place::End(_)) && !walk.is_cut, "{file}: {address}");
            assert!(walk.steps.len() <= guide.longest(), "{file}: {address}");
        }
        assert!(found.len() >= guide.ends.len(), "{file}: {} ways", found.len());
        total += found.len();
    }
    assert!(total >= 60, "{total} ways in all");
}

#[test]
fn the_example_of_the_readme_is_a_guide() {
    let readme = include_str!("../../../content/README.md");
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();

    let guide = read(example).unwrap_or_else(|faults| panic!("{faults:?}"));

    assert_eq!((guide.on_first_page, guide.ends.len(), guide.longest()), (true, 2, 1));
}
