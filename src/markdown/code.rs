//! Colours code by classes; what is not known stays plain.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::escape;

/// Time that one text may spend on colours. A grammar is a pile of regular
/// expressions, and somebody may feed it the line that it likes least. What
/// is not optimised takes ten times as long.
const BUDGET: Duration = Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 100 });
/// Bytes of HTML that colours may make of one text: what is coloured is cleaned
/// afterwards, and 15 MB of spans, which 160 KB of signs become, took a third of
/// a second. 40 KB of code that somebody wrote become half a megabyte.
const HTML_LIMIT: usize = 2 * 1024 * 1024;
/// Bytes of a line; longer ones are data, not code that is read.
const LINE_LIMIT: usize = 600;
/// Bytes of a block.
const BLOCK_LIMIT: usize = 40 * 1024;

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// What is left of the time for colours, and of their room.
pub struct Budget {
    until: Instant,
    room: usize,
}

impl Budget {
    /// All of it.
    pub fn start() -> Self {
        // Grammars are unpacked once; that is not this text's time.
        LazyLock::force(&GRAMMARS);
        Budget { until: Instant::now() + BUDGET, room: HTML_LIMIT }
    }

    fn is_spent(&self) -> bool {
        self.room == 0 || Instant::now() > self.until
    }
}

/// The inside of `<code>`: classed spans where the language is known, the bare
/// text where it is not or would take too long.
pub fn colour(language: &str, text: &str, budget: &mut Budget) -> String {
    let coloured = grammar(language).and_then(|grammar| try_colour(grammar, text, budget));
    coloured.unwrap_or_else(|| {
        let mut html = String::with_capacity(text.len() + 16);
        escape(text, &mut html);
        html
    })
}

fn try_colour(grammar: &SyntaxReference, text: &str, budget: &mut Budget) -> Option<String> {
    if budget.is_spent() || text.len() > BLOCK_LIMIT || text.lines().any(|line| line.len() > LINE_LIMIT) {
        return None;
    }
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, STYLE);
    for line in LinesWithEndings::from(text) {
        if budget.is_spent() {
            return None;
        }
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    let html = generator.finalize();
    let left = budget.room.checked_sub(html.len());
    // Where it does not fit, whatever follows it stays plain as well.
    budget.room = left.unwrap_or(0);
    left.map(|_| html)
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let token = match language.to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "console" | "output" => return None,
        "hcl" | "terraform" => "tf".to_owned(),
        "shell" => "sh".to_owned(),
        // PowerShell's own grammar needs an engine that is not ours; fish marks
        // comments, strings, variables and flags alike.
        "powershell" | "ps1" | "pwsh" => "fish".to_owned(),
        other => other.to_owned(),
    };
    GRAMMARS.find_syntax_by_token(&token)
}
