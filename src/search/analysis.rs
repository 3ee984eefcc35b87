//! Text into words: compounds whole and in parts, ports and addresses whole.

use super::stems::{is_stop_word, stem};

/// Bytes of a word; longer ones are keys and hashes that nobody types.
const WORD_LIMIT: usize = 64;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What is looked up: the stem of a plain word, a compound as it is.
    pub term: String,
    /// The word as written, in lower case without accents.
    pub word: String,
    /// Where it stands in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Which word of the text it belongs to; the parts of a compound share one.
    pub group: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word that stands alone.
    Plain,
    /// A compound in one piece: `no_proxy`, `0.0.0.0/0`, `econnrefused`.
    Whole,
    /// A piece of one.
    Part,
}

/// The words of a text, without those that say nothing.
pub fn analyse(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut group = 0;
    for (start, chunk) in chunks(text) {
        let before = tokens.len();
        take_apart(chunk, start, group, &mut tokens);
        group += usize::from(tokens.len() > before);
    }
    tokens
}

/// Pieces between white space and characters that never join words.
fn chunks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_gap = |c: char| c.is_whitespace() || c.is_control() || (!c.is_alphanumeric() && !is_joint(c));
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(|c| !is_gap(c))?;
        let end = text[start..].find(is_gap).map_or(text.len(), |length| start + length);
        rest = end;
        Some((start, &text[start..end]))
    })
}

/// What may stand inside of a compound.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '+' | '*' | '&' | '#' | '\'' | '’')
}

fn take_apart(chunk: &str, start: usize, group: usize, tokens: &mut Vec<Token>) {
    // A leading slash belongs to a prefix length (`/24`); all other edges go.
    let is_edge = |c: char| !c.is_alphanumeric();
    let mut core = chunk.trim_end_matches(is_edge);
    let lead = core.len() - core.trim_start_matches(is_edge).len();
    let is_prefix_length = lead > 0
        && core[..lead].ends_with('/')
        && core.len() - lead <= 3
        && core[lead..].bytes().all(|b| b.is_ascii_digit());
    let from = if is_prefix_length { lead - 1 } else { lead };
    core = &core[from..];
    let start = start + from;
    if core.is_empty() || core.len() > WORD_LIMIT {
        // A long path still has words in it.
        if core.len() > WORD_LIMIT {
            parts(core, start, group, tokens);
        }
        return;
    }
    let folded = fold(core);
    // `don't` and `server's` are one word each, without their ends.
    if let Some((word, _)) = folded.split_once(['\'', '’']) {
        if word.chars().all(char::is_alphanumeric) && !is_stop_word(word) && !word.is_empty() {
            tokens.push(Token {
                term: stem(word),
                word: word.into(),
                start,
                end: start + core.len(),
                group,
                kind: Kind::Plain,
            });
        }
        return;
    }
    if folded.chars().all(char::is_alphanumeric) {
        let humps = humps(core);
        let kind = if humps.len() > 1 { Kind::Whole } else { Kind::Plain };
        if !is_stop_word(&folded) {
            tokens.push(Token { term: stem(&folded), word: folded, start, end: start + core.len(), group, kind });
        }
        if kind == Kind::Whole {
            for (at, hump) in humps {
                part(hump, start + at, group, tokens);
            }
        }
        return;
    }
    // Whole without its punctuation, too: `keep-alive` and `keepalive` are one word.
    let end = start + core.len();
    let joined: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if folded.contains('-') && joined.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        tokens.push(Token { term: stem(&joined), word: joined, start, end, group, kind: Kind::Whole });
    }
    tokens.push(Token { term: folded.clone(), word: folded, start, end, group, kind: Kind::Whole });
    if let Some((address, length)) = core.split_once('/').filter(|(address, _)| is_address(address)) {
        for (text, at) in [(address, start), (&core[core.len() - length.len() - 1..], start + address.len())] {
            tokens.push(Token {
                term: text.into(),
                word: text.into(),
                start: at,
                end: at + text.len(),
                group,
                kind: Kind::Part,
            });
        }
    } else if !is_address(core) {
        parts(core, start, group, tokens);
    }
}

/// Whether it is an IPv4 address: its numbers mean nothing alone.
fn is_address(text: &str) -> bool {
    text.parse::<std::net::Ipv4Addr>().is_ok()
}

fn parts(core: &str, start: usize, group: usize, tokens: &mut Vec<Token>) {
    let mut at = 0;
    for piece in core.split(|c: char| !c.is_alphanumeric()) {
        if !piece.is_empty() && piece.len() <= WORD_LIMIT {
            for (hump_at, hump) in humps(piece) {
                part(hump, start + at + hump_at, group, tokens);
            }
        }
        // The separator may be wider than a byte.
        let after = at + piece.len();
        at = after + core[after..].chars().next().map_or(0, char::len_utf8);
    }
}

fn part(text: &str, start: usize, group: usize, tokens: &mut Vec<Token>) {
    let word = fold(text);
    if !is_stop_word(&word) {
        tokens.push(Token { term: stem(&word), word, start, end: start + text.len(), group, kind: Kind::Part });
    }
}

/// The words of `CamelCase`, with where they begin; one for anything else.
/// `IPv6`, `VPCs` and `PostgreSQL` are one word: a hump has three letters or more.
fn humps(text: &str) -> Vec<(usize, &str)> {
    let mut cuts = vec![0];
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    for window in characters.windows(3) {
        let [(_, before), (at, this), (_, after)] = window else { continue };
        if before.is_lowercase() && this.is_uppercase() && after.is_lowercase() {
            cuts.push(*at);
        }
    }
    cuts.push(text.len());
    let humps: Vec<_> = cuts.windows(2).map(|cut| (cut[0], &text[cut[0]..cut[1]])).collect();
    if humps.iter().any(|(_, hump)| hump.len() < 3) { vec![(0, text)] } else { humps }
}

/// Lower case, Latin letters without their accents.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn plain(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_kept_whole_and_in_parts() {
        for (text, expected) in [
            ("Connection refused!", "connect refus"),
            ("no_proxy", "no_proxy proxi"),
            ("X-Forwarded-For:", "xforwardedfor x-forwarded-for x forward"),
            ("0.0.0.0/0", "0.0.0.0/0 0.0.0.0 /0"),
            ("a /24 range", "/24 24 rang"),
            (":5432", "5432"),
            ("5432/tcp", "5432/tcp 5432 tcp"),
            ("ECONNREFUSED", "econnrefus"),
            ("NetworkPolicy", "networkpolici network polici"),
            ("PostgreSQL VPCs IPv6", "postgresql vpcs ipv6"),
            ("don't", ""),
            ("the server's port", "server port"),
            ("keep-alive", "keepal keep-alive keep aliv"),
            ("10.0.0.1", "10.0.0.1"),
            ("Überprüfung", "uberprufung"),
            ("\"quoted\" (text), [x]", "quot text x"),
            ("…", ""),
        ] {
            let terms: Vec<_> = analyse(text).into_iter().map(|token| token.term).collect();
            assert_eq!(terms.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn tokens_know_where_they_stand() {
        let text = "é no_proxy, HTTPServer ßx-ü";
        for token in analyse(text) {
            assert!(text.get(token.start..token.end).is_some(), "{token:?}");
        }
    }
}
