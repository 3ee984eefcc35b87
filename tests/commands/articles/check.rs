//! `content check` on guides: what it says, where, and with which code.

use crate::harness::binary::{Folder, program, run};

const GUIDE: &str = r#"title = "Open?"
summary = "Tells whether."
owner = "NetSec"
reviewed_on = 2026-11-22
review_after = 2099-01-01
start = "who"

[[question]]
id = "who"
text = "Who starts?"

[[question.answer]]
id = "we"
label = "We do"
to = "fine"

[[question.answer]]
id = "they"
label = "They do"
to = "fine"

[[end]]
id = "fine"
state = "open"
title = "Nothing to do"
because = "It is open."
article = "do-i-need-to-open-a-port"
"#;

#[test]
fn the_content_that_comes_with_the_program_has_no_fault() {
    let ended = run(&mut program(&["content", "check"]));

    ended.assert_code(0);
    assert!(ended.out.contains("2 guides, no fault"), "{ended:?}");
}

#[test]
fn a_guide_of_ones_own_is_read_with_the_articles_that_come_with_the_program() {
    let folder = Folder::new();
    folder.write("guides/open.toml", GUIDE);

    let ended = run(&mut program(&["content", "check", &folder.path("")]));

    ended.assert_code(0);
    assert!(ended.out.contains("0 articles and 1 guide, no fault"), "{ended:?}");
}

#[test]
fn faults_of_guides_name_file_and_line() {
    for (from, to, expected) in [
        ("start = ", "colour = \"red\"\nstart = ", "open.toml:6: unknown field `colour`"),
        ("to = \"fine\"", "to = \"nowhere\"", "open.toml:15: there is no question and no end “nowhere”"),
        ("to = \"fine\"", "to = \"who\"", "open.toml:15: this leads back to the question “who”, in a circle"),
        ("-to-open-a-port\"", "-to-open-a-door\"", "open.toml:27: there is no article “do-i-need-to-open-a-door”"),
        (
            "article = \"do-i-need-to-open-a-port\"",
            "advice = \"Read [this](/faq/no-such).\"",
            "the end “fine” links to /faq/no-such, which is no article",
        ),
    ] {
        let folder = Folder::new();
        folder.write("guides/open.toml", &GUIDE.replacen(from, to, 1));

        let ended = run(&mut program(&["content", "check", &folder.path("")]));

        ended.assert_code(1);
        assert!(ended.out.contains(expected), "{to}: {} lacks {expected}", ended.out);
        assert!(ended.err.contains("0 articles and 1 guide"), "{ended:?}");
    }
}

#[test]
fn a_guide_whose_date_has_passed_is_a_warning_unless_that_is_denied() {
    let folder = Folder::new();
    folder
        .write("guides/open.toml", &GUIDE.replacen("2026-11-22", "2025-01-01", 1).replace("2099-01-01", "2025-02-01"));

    let warned = run(&mut program(&["content", "check", &folder.path("")]));
    let denied = run(&mut program(&["content", "check", "--deny-stale", &folder.path("")]));

    warned.assert_code(0);
    assert!(warned.out.contains("warning: ") && warned.out.contains("open.toml:1: to be reviewed since"), "{warned:?}");
    denied.assert_code(1);
}
