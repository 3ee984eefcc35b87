//! What proof-reading found, as SARIF 2.1.0: the form in which code hosts show
//! findings beside the lines that they are about.
//!
//! Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version
//! 2.1.0, sections 3.13 (log), 3.14 (run), 3.19 (tool component), 3.27 (result)
//! and 3.30 (region).

use std::path::{Component, Path};

use serde_json::{Value, json};
use url::Url;

use super::model::{Fault, Rule};
use super::proof::Proof;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The report. `deny_stale`: whether a passed review date is an error.
pub fn report(proof: &Proof, deny_stale: bool) -> Value {
    let stale = if deny_stale { "error" } else { "warning" };
    let faults = proof.faults.iter().map(|fault| result(fault, "error"));
    let notes = proof.notes.iter().map(|note| result(note, "note"));
    let results: Vec<Value> = faults.chain(proof.stale.iter().map(|fault| result(fault, stale))).chain(notes).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "drawbridge content check",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Rule::ALL.map(|rule| json!({
                    "id": rule.name(),
                    "shortDescription": { "text": rule.words() },
                })),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(fault: &Fault, level: &str) -> Value {
    json!({
        "ruleId": fault.rule.name(),
        "ruleIndex": Rule::ALL.iter().position(|rule| *rule == fault.rule),
        "level": level,
        "message": { "text": fault.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": address(Path::new(&fault.file)) },
            "region": { "startLine": fault.line.max(1) },
        } }],
    })
}

/// The file as a URI reference: relative where its path is, as hosts of code want it.
fn address(path: &Path) -> String {
    if let Ok(url) = Url::from_file_path(path) {
        return url.into();
    }
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let encoded = parts.map(|part| {
        let text = part.as_os_str().to_string_lossy().into_owned();
        percent_encoding::utf8_percent_encode(&text, PATH).to_string()
    });
    encoded.collect::<Vec<_>>().join("/")
}

/// What may not stand in a part of a path (RFC 3986, section 3.3); a colon
/// would make the first part a scheme.
const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_uri_references() {
        for (path, expected) in [
            ("docs/a b.md", "docs/a%20b.md"),
            ("./faq/ü.md", "faq/%C3%BC.md"),
            ("../x/a.md", "../x/a.md"),
            ("/srv/content/a.md", "file:///srv/content/a.md"),
            ("a:b.md", "a%3Ab.md"),
        ] {
            assert_eq!(address(Path::new(path)), expected);
        }
    }

    #[test]
    fn every_result_names_a_rule_that_the_report_explains() {
        let stale = Fault::new(Rule::Review, "b.md", 0, "old");
        let proof = Proof {
            files: 2,
            guides: 0,
            faults: vec![Fault::new(Rule::Link, "a.md", 7, "leads nowhere")],
            stale: vec![stale],
            notes: Vec::new(),
        };

        let report = report(&proof, false);

        let run = &report["runs"][0];
        let results = run["results"].as_array().cloned().unwrap_or_default();
        let found: Vec<_> = results
            .iter()
            .map(|result| {
                let index = result["ruleIndex"].as_u64().unwrap_or(99) as usize;
                assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
                (result["level"].clone(), result["locations"][0]["physicalLocation"]["region"]["startLine"].clone())
            })
            .collect();
        assert_eq!(found, [(json!("error"), json!(7)), (json!("warning"), json!(1))]);
    }
}
