//! Every code block is what its fence says that it is.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use drawbridge::flow::Flow;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use super::{Article, articles, sample};

/// Languages that are shown as they are: nothing here can tell whether they run.
const PLAIN: &[&str] = &["text", "powershell", "sql", "dockerfile", "diff", "http", "python", "javascript"];

struct Block {
    language: String,
    text: String,
}

#[test]
fn every_block_of_code_parses_in_its_language() {
    let (mut counts, mut faults) = (BTreeMap::<String, usize>::new(), Vec::new());
    for article in articles() {
        for block in blocks(&article) {
            *counts.entry(block.language.clone()).or_default() += 1;
            if let Err(words) = check(&block) {
                faults.push(format!("{}: {}: {words}\n{}", article.file, block.language, block.text));
            }
        }
    }

    println!("blocks parsed: {counts:?}, {} in all", counts.values().sum::<usize>());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (language, least) in [("sh", 130), ("hcl", 40), ("yaml", 20), ("flow", 50), ("json", 2)] {
        assert!(counts.get(language).is_some_and(|count| *count >= least), "{language}: {counts:?}");
    }
}

#[test]
fn broken_blocks_are_found_out() {
    for (language, text, part) in [
        ("", "ls", "no language"),
        ("shell-session", "$ ls", "not a language"),
        ("sh", "if true; then", "syntax error"),
        ("sh", "$ ls", "prompt"),
        ("hcl", "resource \"a\" \"b\" {", "expected"),
        ("hcl", "", "empty"),
        ("json", "{\"a\": 1,}", "trailing comma"),
        ("toml", "a = ", "TOML"),
        ("yaml", "a: [b", "bracket"),
        ("yaml", "a: 1\n---\nb: {", "line"),
        ("yaml", "kind: Pod\nmetadata:\n  name: a", "apiVersion"),
        ("yaml", "apiVersion: v1\nmetadata:\n  name: a", "kind"),
        ("yaml", "a: 1\n---\napiVersion: v1\nkind: Pod\nmetadata: {}", "name"),
        ("yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: a", "spec"),
        ("nginx", "server {\n  listen 80\n}", "semicolon"),
        ("nginx", "server {", "brace"),
        ("ini", "[a\nb = 1", "section"),
        ("ini", "words", "key"),
        ("flow", "checkout -> prod-db", "SOURCE"),
        ("flow", "a -- 5432/tpc --> b", "protocol"),
    ] {
        let found = check(&Block { language: language.into(), text: text.into() });
        let words = found.err().unwrap_or_else(|| panic!("{language} {text:?} is taken for fine"));
        assert!(words.to_lowercase().contains(&part.to_lowercase()), "{language} {text:?}: {words}");
    }
}

#[test]
fn blocks_are_found_where_markdown_has_them() {
    let article =
        sample("x\n\n1. a\n\n   ```sh\n   ls\n   ```\n\n> ```json\n> {}\n> ```\n\n~~~\nbare\n~~~\n\n    indented\n");

    let found: Vec<_> = blocks(&article).into_iter().map(|block| (block.language, block.text)).collect();

    let expected = [("sh", "ls\n"), ("json", "{}\n"), ("", "bare\n"), ("", "indented\n")];
    assert_eq!(found, expected.map(|(language, text)| (language.to_owned(), text.to_owned())));
}

fn blocks(article: &Article) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut inside = false;
    for event in Parser::new_ext(&article.body, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                inside = true;
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                found.push(Block { language, text: String::new() });
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => found.last_mut().unwrap().text.push_str(&text),
            _ => {}
        }
    }
    found
}

/// Why a block is not what it claims to be.
fn check(block: &Block) -> Result<(), String> {
    let text = block.text.as_str();
    if text.trim().is_empty() {
        return Err("it is empty".into());
    }
    match block.language.as_str() {
        "" => Err("it has no language".into()),
        "sh" | "bash" => check_shell(text),
        "hcl" | "terraform" => text.parse::<hcl_edit::structure::Body>().map(drop).map_err(|error| error.to_string()),
        "json" => serde_json::from_str::<Value>(text).map(drop).map_err(|error| error.to_string()),
        "toml" => toml::from_str::<toml::Table>(text).map(drop).map_err(|error| error.to_string()),
        "yaml" => check_yaml(text),
        "nginx" => check_nginx(text),
        "ini" => check_ini(text),
        "flow" => text.lines().filter(|line| !line.trim().is_empty()).try_for_each(|line| Flow::parse(line).map(drop)),
        plain if PLAIN.contains(&plain) => Ok(()),
        other => Err(format!("“{other}” is not a language that articles use")),
    }
}

fn check_shell(text: &str) -> Result<(), String> {
    if let Some(line) = text.lines().find(|line| line.starts_with("$ ") || line.starts_with("# $ ")) {
        return Err(format!("{line:?} begins with a prompt, which nobody can paste"));
    }
    let mut bash = Command::new("bash")
        .arg("-n")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("bash does not start: {error}"))?;
    bash.stdin.take().unwrap().write_all(text.as_bytes()).map_err(|error| error.to_string())?;
    let ended = bash.wait_with_output().map_err(|error| error.to_string())?;
    if ended.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ended.stderr).into_owned()) }
}

/// One document or several; those that look like manifests must be whole ones.
fn check_yaml(text: &str) -> Result<(), String> {
    let documents: Vec<Value> = serde_saphyr::from_multiple(text).map_err(|error| error.to_string())?;
    documents.iter().filter(|document| !document.is_null()).try_for_each(check_manifest)
}

fn check_manifest(document: &Value) -> Result<(), String> {
    let kind = match (document.get("apiVersion"), document.get("kind")) {
        (None, None) => return Ok(()),
        (Some(_), Some(kind)) => kind.as_str().ok_or("kind is no text")?,
        (Some(_), None) => return Err("a manifest without kind".into()),
        (None, Some(_)) => return Err("a manifest without apiVersion".into()),
    };
    let name = document.get("metadata").and_then(|metadata| metadata.get("name"));
    if name.and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(format!("a {kind} without metadata.name"));
    }
    let content = ["spec", "data", "stringData", "rules", "subjects", "webhooks", "provisioner"];
    if !content.iter().any(|key| document.get(key).is_some()) && !matches!(kind, "Namespace" | "ServiceAccount") {
        return Err(format!("a {kind} without spec or data"));
    }
    Ok(())
}

/// Directives end with a semicolon, blocks with a brace.
fn check_nginx(text: &str) -> Result<(), String> {
    let mut depth = 0_i32;
    for line in text.lines().map(|line| line.split(" #").next().unwrap_or(line).trim()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if !line.ends_with([';', '{', '}']) && !line.ends_with('\'') {
            return Err(format!("{line:?} has no semicolon"));
        }
        depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
    }
    if depth == 0 { Ok(()) } else { Err(format!("{depth} braces are open at the end")) }
}

/// Sections and keys with values, as systemd, pip and others read them.
fn check_ini(text: &str) -> Result<(), String> {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        if line.starts_with('[') && !line.ends_with(']') {
            return Err(format!("{line:?} is no section"));
        }
        if !line.starts_with('[') && !line.contains(['=', ':', ' ']) {
            return Err(format!("{line:?} has no key and value"));
        }
    }
    Ok(())
}
