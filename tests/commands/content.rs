//! Proof-reading: codes by contract, lines for people, SARIF for hosts of code.

use crate::harness::binary::{Folder, program, run};

fn article(until: &str, body: &str) -> String {
    format!(
        "---\ntitle: Which resolver?\ncategory: dns\ntags: [resolver]\nphrasings: [lookup fails]\nowner: NetSec\n\
         reviewed_on: 2026-01-01\nreview_after: {until}\n---\n{body}\n"
    )
}

#[test]
fn the_code_says_what_was_found() {
    let folder = Folder::new();
    let path = folder.path("");
    folder.write("fine.md", &article("2099-01-01", "Use 10.0.0.53."));
    run(&mut program(&["content", "check", &path])).assert_code(0);

    folder.write("old.md", &article("2026-01-02", "Use 10.0.0.53."));
    let warned = run(&mut program(&["content", "check", &path]));
    warned.assert_code(0);
    assert!(warned.out.contains("warning: ") && warned.out.contains("old.md:1: to be reviewed since"), "{warned:?}");
    run(&mut program(&["content", "check", &path, "--deny-stale"])).assert_code(1);

    folder.write("broken.md", &article("2099-01-01", "See [that](/faq/nowhere)."));
    let found = run(&mut program(&["content", "check", &path]));
    found.assert_code(1);
    assert!(found.out.contains("broken.md:10: the link /faq/nowhere leads to no article"), "{found:?}");
    assert!(found.err.contains("1 fault in 3 articles"), "{found:?}");

    folder.write("broken.md", &article("2099-01-01", "[a](/guides/my-connection-fails), [b](/guides/no-such?a=x)."));
    let found = run(&mut program(&["content", "check", &path]));
    found.assert_code(1);
    assert!(found.out.contains("broken.md:10: the link /guides/no-such?a=x leads to no guide"), "{found:?}");
    assert!(found.err.contains("1 fault in 3 articles"), "{found:?}");

    std::fs::remove_file(folder.0.join("broken.md")).unwrap();
    folder.write(
        "program/onboarding.toml",
        "questions = [\"A?\"]\n[[item]]\nname = \"a\"\ntitle = \"A\"\nwho = \"boss\"\n",
    );
    let found = run(&mut program(&["content", "check", &path]));
    found.assert_code(1);
    assert!(
        found.out.contains("onboarding.toml:5: who: “boss” is none of netsec, lead, manager, champion"),
        "{found:?}"
    );

    run(&mut program(&["content", "check", &folder.path("no-such-folder")])).assert_refused(2, &["can't be read"]);
    run(&mut program(&["content", "check", &path, "--format", "xml"])).assert_code(2);
}

#[test]
fn findings_come_as_sarif_with_the_same_codes() {
    let folder = Folder::new();
    let path = folder.path("");
    folder.write("a b.md", &article("2099-01-01", "x"));
    folder.write("old.md", &article("2026-01-02", "See [that](/faq/nowhere)."));

    let found = run(&mut program(&["content", "check", &path, "--format", "sarif"]));

    found.assert_code(1);
    let report: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(report["version"], "2.1.0");
    let run_of = &report["runs"][0];
    let rules: Vec<&str> = run_of["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            assert!(rule["shortDescription"]["text"].as_str().is_some_and(|words| words.ends_with('.')), "{rule}");
            rule["id"].as_str().unwrap()
        })
        .collect();
    let results = run_of["results"].as_array().unwrap();
    let mut seen = Vec::new();
    for result in results {
        let id = result["ruleId"].as_str().unwrap();
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize], id);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("file:///") && !uri.contains(' '), "{uri}");
        let name = uri.rsplit('/').next().unwrap().to_owned();
        seen.push((name, place["region"]["startLine"].as_u64().unwrap(), id, result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            ("a%20b.md".into(), 1, "front-matter", "error"),
            ("old.md".into(), 1, "review-date", "warning"),
            ("old.md".into(), 10, "link", "error"),
        ]
    );

    let clean = run(&mut program(&["content", "check", "--format", "sarif"]));
    clean.assert_code(0);
    let report: serde_json::Value = serde_json::from_str(&clean.out).unwrap();
    assert!(report["runs"][0]["results"].as_array().unwrap().iter().all(|result| result["level"] == "warning"));
}

#[test]
fn a_fault_in_the_questions_of_the_pulse_is_named_with_its_line() {
    let folder = Folder::new();
    let path = folder.path("");
    folder.write("fine.md", &article("2099-01-01", "Use 10.0.0.53."));
    std::fs::create_dir_all(folder.path("program")).unwrap();
    let question =
        "[[question]]\nkey = \"time\"\nfor = \"everybody\"\ntext = \"Time?\"\nlow = \"no\"\nhigh = \"yes\"\n";
    folder.write("program/pulse.toml", question);

    let found = run(&mut program(&["content", "check", &path]));

    found.assert_code(1);
    assert!(found.out.contains("pulse.toml:3: “everybody” answers no questions"), "{found:?}");
    folder.write("program/pulse.toml", &question.replace("everybody", "managers"));
    run(&mut program(&["content", "check", &path])).assert_code(0);
}

#[test]
fn a_file_of_holidays_that_is_broken_is_named_with_its_line() {
    let folder = Folder::new();
    folder.write(
        "program/holidays.toml",
        "working_days = [\"monday\"]\n\n[[holiday]]\nname = \"X\"\nevery = \"13-01\"\n",
    );

    let checked = run(&mut program(&["content", "check", &folder.path("")]));

    checked.assert_code(1);
    assert!(checked.out.contains("program/holidays.toml:3: X: “13-01” is no month and day"), "{checked:#?}");
}
