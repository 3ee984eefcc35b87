//! Text that looks like a key or a password: whoever pastes one is warned
//! before it is saved (N11). Only well-known shapes are looked for; a warning
//! that cries wolf is not read.

/// Something in a text that looks secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// What it looks like, such as `a private key`.
    pub kind: &'static str,
    /// How it begins; never all of it.
    pub begins: String,
}

/// Characters of a suspect that a warning repeats.
const SHOWN: usize = 8;
/// Suspects that a warning names.
const MOST: usize = 5;

/// What in the text looks like a key or a password; each place once, at most five.
pub fn suspects(text: &str) -> Vec<Suspect> {
    let mut suspects: Vec<Suspect> = Vec::new();
    for (kind, whole) in found(text) {
        let begins: String = whole.chars().take(SHOWN.min(whole.chars().count() / 2)).collect();
        let suspect = Suspect { kind, begins: format!("{begins}…") };
        if suspects.len() < MOST && !suspects.contains(&suspect) {
            suspects.push(suspect);
        }
    }
    suspects
}

/// Refuses words in which something looks secret, unless their writer said in
/// `checked` (`yes`) that it is none. Every form that takes words asks this.
///
/// # Errors
///
/// Words for the writer, which never repeat all of what was found.
pub fn check(text: &str, checked: &str) -> Result<(), String> {
    let found = suspects(text);
    if found.is_empty() || checked == "yes" {
        return Ok(());
    }
    let named: Vec<String> = found.iter().map(|one| format!("{} ({})", one.kind, one.begins)).collect();
    Err(format!(
        "this looks like {}. Nothing was saved yet: take it out, or say below that it is none",
        named.join(" and ")
    ))
}

/// What looks secret, in full, with its kind; some of it may be found twice.
pub fn found(text: &str) -> Vec<(&'static str, &str)> {
    let mut found = Vec::new();
    if let Some(at) = text.find("-----BEGIN ")
        && text[at..].lines().next().is_some_and(|line| line.contains("PRIVATE KEY"))
    {
        found.push(("a private key", whole_key(&text[at..])));
    }
    for word in text.split(|letter: char| !is_of_token(letter)).filter(|word| word.len() >= 16) {
        if let Some(kind) = token_kind(word) {
            found.push((kind, word));
        }
    }
    for line in text.lines() {
        found.extend(assigned(line).map(|value| ("a password", value)));
        found.extend(in_address(line).map(|value| ("a password in an address", value)));
        found.extend(authorised(line).map(|value| ("a header that lets somebody in", value)));
    }
    found
}

/// A key from its first line to its last, or to the end of the text.
fn whole_key(text: &str) -> &str {
    let end = text.find("-----END ").map(|at| at + text[at..].find('\n').unwrap_or(text.len() - at));
    &text[..end.unwrap_or(text.len())]
}

fn is_of_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// The kinds of tokens that say what they are by how they begin.
///
/// Sources: the vendors' documentation of their prefixes (AWS IAM identifiers,
/// GitHub, GitLab, Slack, Stripe, Google, npm, PyPI), RFC 7519 for JWT.
fn token_kind(word: &str) -> Option<&'static str> {
    let rest_of = |prefix: &str, least: usize| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= least && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        })
    };
    let is_aws = ["AKIA", "ASIA"].iter().any(|prefix| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        })
    });
    if is_aws {
        return Some("an AWS key");
    }
    let named = [
        ("ghp_", 36, "a GitHub token"),
        ("gho_", 36, "a GitHub token"),
        ("ghu_", 36, "a GitHub token"),
        ("ghs_", 36, "a GitHub token"),
        ("ghr_", 36, "a GitHub token"),
        ("github_pat_", 22, "a GitHub token"),
        ("glpat-", 20, "a GitLab token"),
        ("xoxb-", 20, "a Slack token"),
        ("xoxp-", 20, "a Slack token"),
        ("xoxa-", 20, "a Slack token"),
        ("xoxr-", 20, "a Slack token"),
        ("sk_live_", 16, "a Stripe key"),
        ("rk_live_", 16, "a Stripe key"),
        ("AIza", 35, "a Google key"),
        ("npm_", 36, "an npm token"),
        ("pypi-", 50, "a PyPI token"),
        ("hvs.", 24, "a Vault token"),
        ("dop_v1_", 64, "a DigitalOcean token"),
    ];
    if let Some((_, _, kind)) = named.iter().find(|(prefix, least, _)| rest_of(prefix, *least)) {
        return Some(kind);
    }
    let parts: Vec<&str> = word.split('.').collect();
    let is_jwt = matches!(parts[..], [head, claims, signature]
        if head.starts_with("eyJ") && claims.starts_with("eyJ") && head.len() >= 12 && claims.len() >= 12
            && signature.len() >= 16);
    is_jwt.then_some("a signed token (JWT)")
}

/// Names that a secret is given under.
const NAMES: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "api_key",
    "apikey",
    "api-key",
    "access_token",
    "auth_token",
    "client_secret",
    "secret_access_key",
];

/// The value of `password=…`, `"password": "…"`, `DB_PASSWORD=…` in a line.
fn assigned(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    for name in NAMES {
        for (at, _) in lower.match_indices(name) {
            let rest = line[at + name.len()..].trim_start_matches(['"', '\'', '`']);
            let (value, is_prose) = match rest.trim_start().strip_prefix(['=', ':']) {
                Some(value) => (value, rest.starts_with(": ") && !line[..at].ends_with(['_', '"', '\'', '-'])),
                None => continue,
            };
            let value = value.trim_start_matches(['=', '>']).trim_start();
            let is_quoted = value.starts_with(['"', '\'', '`']);
            let bare = value.trim_start_matches(['"', '\'', '`']);
            let end = bare
                .find(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | '`' | '&' | ';' | ','));
            let bare = bare.get(..end.unwrap_or(bare.len())).unwrap_or_default();
            // “The password: where do I get it?” is prose, and gives nothing away.
            let is_word = is_prose && !is_quoted && bare.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'.');
            if !is_word && is_value(bare) {
                return Some(bare);
            }
        }
    }
    None
}

/// Whether it is a value and no placeholder.
fn is_value(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let placeholders = [
        "your",
        "example",
        "changeme",
        "placeholder",
        "redacted",
        "hidden",
        "none",
        "null",
        "true",
        "false",
        "env",
        "vault",
    ];
    value.len() >= 6
        && !value.starts_with(['$', '<', '{', '%', '[', '(', '?', '/'])
        && !placeholders.iter().any(|word| lower.starts_with(word))
        && !lower.contains("://")
        && !is_call(value)
        && !value.chars().all(|letter| matches!(letter, '*' | 'x' | 'X' | '.' | '-' | '_' | '•' | '…'))
}

/// Whether it is code that asks for the value elsewhere.
fn is_call(value: &str) -> bool {
    let name = value.split_once('(').map(|(name, _)| name);
    name.is_some_and(|name| {
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.'))
    })
}

/// The password of `scheme://user:password@host`.
fn in_address(line: &str) -> Option<&str> {
    line.match_indices("://").find_map(|(at, _)| {
        let rest = &line[at + 3..];
        let end = rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '"' | '\'' | '<'));
        let authority = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let (user, _) = authority.rsplit_once('@')?;
        let (_, password) = user.split_once(':')?;
        let is_value = password.len() >= 3 && is_value(&format!("{password}      ")) && password != "password";
        is_value.then_some(password)
    })
}

/// The value of `Authorization: Bearer …` or `Basic …`.
fn authorised(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    ["bearer ", "basic "].iter().find_map(|scheme| {
        let at = lower.find("authorization")?;
        let start = at + lower[at..].find(scheme)? + scheme.len();
        let value =
            line[start..].split(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'')).next()?;
        (value.len() >= 12 && is_value(value)).then_some(value)
    })
}

#[cfg(test)]
mod tests;
