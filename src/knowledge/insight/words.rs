//! What of a search is kept: its words in one form, without what looks like a
//! secret or names a person.

use crate::web::fold::fold;

/// Characters of a search that are kept.
pub const LIMIT: usize = 200;
/// A mixed run of letters and digits as long as this is a key or a fingerprint, not a word.
const MIXED_RUN: usize = 20;
/// No word of any language that is searched for is this long.
const LONG_RUN: usize = 32;
/// Digits in a row: longer than a port, a year or a ticket, as cards and phones are.
const DIGITS: usize = 11;
/// How the keys of well-known services begin, in lower case.
const KEY_STARTS: [&str; 12] =
    ["ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk-", "sk_live_", "eyj", "hvs.", "-----begin"];
/// After these words and a sign comes what is to stay secret.
const SECRET_NAMES: [&str; 9] =
    ["password", "passwd", "pwd", "secret", "token", "apikey", "api_key", "api-key", "authorization"];

/// The words of a search as they are kept: in lower case, single spaces, at
/// most [`LIMIT`] characters. Mail addresses, keys, tokens and long numbers
/// are left out; empty where nothing is left.
pub fn normalise(typed: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut is_secret_next = false;
    for word in typed.split_whitespace() {
        let plain = fold(word);
        let is_secret = std::mem::replace(&mut is_secret_next, announces_secret(&plain));
        match secret_name(&plain) {
            Some(name) => kept.push(name.to_owned()),
            None if is_secret || is_private(word, &plain) => {}
            None => kept.push(plain),
        }
    }
    shorten(&kept.join(" "))
}

fn shorten(words: &str) -> String {
    let short: String = words.chars().filter(|c| !c.is_control()).take(LIMIT).collect();
    short.trim_end().to_owned()
}

/// Whether the next word is a secret: `bearer XYZ`, `password: XYZ`.
fn announces_secret(word: &str) -> bool {
    word == "bearer" || word.strip_suffix([':', '=']).is_some_and(|name| SECRET_NAMES.iter().any(|n| name.ends_with(n)))
}

/// The name of a secret that stands with it in one word: `password=hunter2`.
fn secret_name(word: &str) -> Option<&'static str> {
    let (name, value) = word.split_once(['=', ':'])?;
    SECRET_NAMES.into_iter().find(|secret| !value.is_empty() && name.ends_with(secret))
}

/// Whether a word names a person or opens something.
fn is_private(word: &str, plain: &str) -> bool {
    is_mail(plain)
        || KEY_STARTS.iter().any(|start| plain.starts_with(start) && plain.len() >= start.len() + 8)
        || is_uuid(plain)
        || word.split(|c: char| !c.is_alphanumeric() && c != '+').any(is_token)
}

/// `ana@example.com`, and the `user:password@host` of an address.
fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

fn is_uuid(word: &str) -> bool {
    let parts: Vec<&str> = word.trim_matches(|c: char| !c.is_alphanumeric()).split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A run of letters and digits that nobody types as a word.
fn is_token(run: &str) -> bool {
    let length = run.chars().count();
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let is_mixed = digits > 0 && digits < length;
    length > LONG_RUN || (length >= MIXED_RUN && is_mixed) || (digits == length && length >= DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_in_one_form() {
        for (typed, kept) in [
            ("  Connection   REFUSED ", "connection refused"),
            ("port 5432 to 10.2.0.4:8080", "port 5432 to 10.2.0.4:8080"),
            ("x-forwarded-for networkpolicy-default-deny", "x-forwarded-for networkpolicy-default-deny"),
            ("api.payments.svc.cluster.local", "api.payments.svc.cluster.local"),
            ("token expired", "token expired"),
            ("err_connection_refused", "err_connection_refused"),
            ("2026-11-21 10:00", "2026-11-21 10:00"),
            ("   ", ""),
        ] {
            assert_eq!(normalise(typed), kept, "{typed:?}");
        }
        assert_eq!(normalise(&"word ".repeat(100)).chars().count(), LIMIT - 1);
    }

    #[test]
    fn what_looks_like_a_secret_or_a_person_is_left_out() {
        for (typed, kept) in [
            ("mail from ana.ruiz@example.com fails", "mail from fails"),
            ("postgres://app:hunter2@db.internal/main times out", "times out"),
            ("login password=hunter2 fails", "login password fails"),
            ("PGPASSWORD: hunter2 psql", "pgpassword: psql"),
            ("Authorization: Bearer abc.def", "authorization:"),
            ("curl bearer abcdef", "curl bearer"),
            ("AKIAIOSFODNN7EXAMPLE denied", "denied"),
            ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", ""),
            ("eyJhbGciOiJIUzI1NiJ9.e30.x jwt", "jwt"),
            ("4b825dc642cb6eb9a060e54bf8d69288fbee4904 commit", "commit"),
            ("id 0193a5c8-7e1f-7a3b-9c4d-5e6f7a8b9c0d", "id"),
            ("card 4111111111111111", "card"),
        ] {
            assert_eq!(normalise(typed), kept, "{typed:?}");
        }
    }
}
