//! CODEOWNERS: whose which path of a repository is; the last line that matches counts.
//!
//! Source: "About code owners" of the GitHub documentation. Patterns are those
//! of gitignore, but for `!` and `[ ]`, which it leaves out, and but for
//! `docs/*`, which there means the files of that folder alone.

use globset::{GlobBuilder, GlobMatcher};

use crate::program::exchange::report::{Cell, Fault};
use crate::program::exchange::table::text_of;

/// Bytes that GitHub reads of such a file.
const LIMIT: usize = 3 * 1024 * 1024;

/// One line: a pattern, and who owns what it matches; nobody where it names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnerLine {
    pub pattern: Cell,
    pub owners: Vec<Cell>,
}

/// Reads the file.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<OwnerLine>, Fault> {
    if bytes.len() > LIMIT {
        return Err(Fault::of_line(1, "the file has more than 3 MiB, and so much is read by nobody"));
    }
    let mut lines = Vec::new();
    for (index, text) in text_of(bytes)?.lines().enumerate() {
        let cell = |column: &str, value: String| Cell {
            line: index as u64 + 1,
            column: column.to_owned(),
            value,
            ..Cell::default()
        };
        let mut words = words(text).into_iter();
        let Some(pattern) = words.next() else { continue };
        let pattern = cell("pattern", pattern);
        if pattern.value.starts_with('[') || pattern.value.starts_with("^[") {
            return Err(pattern.fault("sections are GitLab's, and not understood here; name the owners on each line"));
        }
        matcher(&pattern.value).map_err(|words| pattern.fault(words))?;
        lines.push(OwnerLine { pattern, owners: words.map(|owner| cell("owner", owner)).collect() });
    }
    if lines.is_empty() { Err(Fault::of_line(1, "the file names no owner")) } else { Ok(lines) }
}

/// The words of a line up to a comment; a backslash keeps a space in a pattern.
fn words(line: &str) -> Vec<String> {
    let (mut found, mut word, mut chars) = (Vec::new(), String::new(), line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => word.push(chars.next().unwrap_or('\\')),
            '#' if word.is_empty() => break,
            c if c.is_whitespace() => {
                if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

/// What matches the paths of a pattern, or words on why it is none.
fn matcher(pattern: &str) -> Result<Vec<GlobMatcher>, String> {
    if pattern.starts_with('!') {
        return Err("a pattern can't be turned around with !".into());
    }
    if pattern.contains(['[', ']']) {
        return Err("ranges in [ ] are not understood".into());
    }
    let is_folder = pattern.ends_with('/');
    let body = pattern.trim_matches('/');
    let is_anchored = pattern.starts_with('/') || body.contains('/');
    let rooted = if is_anchored || body.is_empty() { body.to_owned() } else { format!("**/{body}") };
    let mut globs = Vec::new();
    if !is_folder && !body.is_empty() {
        globs.push(rooted.clone());
    }
    // `docs/*` are the files of docs; `*` alone is everything.
    let files_alone = is_anchored && body.ends_with("/*") && !is_folder;
    if !files_alone {
        globs.push(if body.is_empty() { "**".into() } else { format!("{rooted}/**") });
    }
    let build = |glob: &String| {
        // Braces mean themselves in gitignore.
        let literal = glob.replace('{', "\\{").replace('}', "\\}");
        let built = GlobBuilder::new(&literal).literal_separator(true).backslash_escape(true).build();
        built.map(|glob| glob.compile_matcher()).map_err(|error| format!("this is no pattern: {}", error.kind()))
    };
    globs.iter().map(build).collect()
}

/// Which of `patterns` owns `path`, which is given from the root of the
/// repository: the last one that matches. Patterns that can't be read match nothing.
pub(super) fn last_match(patterns: &[&str], path: &str) -> Option<usize> {
    let path = path.trim_start_matches('/');
    (0..patterns.len()).rev().find(|index| {
        matcher(patterns[*index]).is_ok_and(|matchers| matchers.iter().any(|matcher| matcher.is_match(path)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the documentation's explanations, and what people get wrong.
    #[test]
    fn a_pattern_matches_what_git_says() {
        for (pattern, path, matches) in [
            ("*", "README.md", true),
            ("*", "apps/pay/main.rs", true),
            ("*.js", "deep/in/here.js", true),
            ("*.js", "here.jsx", false),
            ("/build/logs/", "build/logs/a/b.txt", true),
            ("/build/logs/", "x/build/logs/a.txt", false),
            ("docs/*", "docs/getting-started.md", true),
            ("docs/*", "docs/build-app/troubleshooting.md", false),
            ("apps/", "apps/a.rs", true),
            ("apps/", "x/apps/a.rs", true),
            ("/docs/", "docs/a/b.md", true),
            ("/docs/", "other/docs/a.md", false),
            ("/scripts/", "scripts/run", true),
            ("**/logs", "build/logs/x", true),
            ("**/logs", "deeply/nested/logs/x", true),
            ("/apps/github", "apps/github/x.rs", true),
            ("/apps/github", "apps/githubs/x.rs", false),
            ("apps/pay", "x/apps/pay/main.rs", false),
            ("a b", "a b", true),
            ("{x}", "{x}", true),
            ("/", "anything/at.all", true),
        ] {
            assert_eq!(last_match(&[pattern], path).is_some(), matches, "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_match_counts_and_may_name_nobody() {
        let lines = parse(b"# all\n* @acme/platform\n/apps/ @octocat # the cat\n/apps/github\nwith\\ space @a\n")
            .unwrap_or_default();

        let patterns: Vec<&str> = lines.iter().map(|line| line.pattern.value.as_str()).collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(last_match(&patterns, "README.md"), Some(0));
        assert_eq!(last_match(&patterns, "/apps/web/x"), Some(1));
        assert_eq!(last_match(&patterns, "apps/github/x"), Some(2));
        assert_eq!(lines[2].owners, Vec::new());
        assert_eq!(last_match(&patterns, "with space"), Some(3));
        assert_eq!(lines[1].owners.len(), 1, "a comment is no owner");
    }

    #[test]
    fn what_is_no_pattern_is_named_by_its_line() {
        for (text, line) in [
            ("* @a\n!x @b\n", 2),
            ("* @a\n\n[a-z]x @b\n", 3),
            ("x[ab] @b\n", 1),
            ("^[Docs] @b\n", 1),
            ("# nothing\n", 1),
        ] {
            assert_eq!(parse(text.as_bytes()).err().map(|fault| fault.line), Some(line), "{text}");
        }
    }

    #[test]
    fn n03_changed_code_owners() {
        crate::fuzz::hold("code-owners", |bytes| {
            let Ok(lines) = parse(bytes) else { return };
            let patterns: Vec<&str> = lines.iter().map(|line| line.pattern.value.as_str()).collect();
            last_match(&patterns, "src/payments/api/main.rs");
        });
    }
}
