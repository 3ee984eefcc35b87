//! What a champion says yes to: written by the company, kept as it was.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::db::keys::ScopeId;
use crate::db::schema::scopes;
use crate::db::{Connection, DbError, Tx, overtaken, violates};
use crate::markdown;
use crate::program::files::ProgramFile;

/// Characters of a scope; what is longer nobody reads before saying yes.
const LIMIT: usize = 20_000;

/// The written scope, in markdown: `program/scope.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

impl Scope {
    /// The words, in markdown.
    pub fn words(&self) -> &str {
        &self.0
    }
}

impl Default for Scope {
    fn default() -> Self {
        Scope(Self::BUILT_IN.trim().to_owned())
    }
}

impl ProgramFile for Scope {
    const NAME: &'static str = "scope.md";
    const BUILT_IN: &'static str = include_str!("../../../content/program/scope.md");

    fn parse(text: &str) -> Result<Self, Vec<(usize, String)>> {
        let words = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
        let words = words.trim();
        if words.is_empty() {
            return Err(vec![(1, "the file is empty; nobody can say yes to nothing".into())]);
        }
        let length = words.chars().count();
        if length > LIMIT {
            return Err(vec![(1, format!("this has {length} characters; {LIMIT} are allowed"))]);
        }
        let hidden = words.lines().enumerate().find_map(|(index, line)| {
            let found = line.chars().find(|letter| markdown::turns_direction(*letter))?;
            Some((index + 1, format!("U+{:04X} turns the direction of what is read", found as u32)))
        });
        match hidden {
            Some(fault) => Err(vec![fault]),
            None => Ok(Scope(words.to_owned())),
        }
    }
}

/// Keeps the words of a scope, once however many say yes to them.
pub(super) fn keep(tx: &mut Tx, scope: &Scope, now: Timestamp) -> Result<ScopeId, DbError> {
    let digest = Sha256::digest(scope.words().as_bytes());
    let fingerprint: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let known: Option<ScopeId> =
        scopes::table.filter(scopes::fingerprint.eq(&fingerprint)).select(scopes::id).first(tx).optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let id = ScopeId::generate();
    let inserted = diesel::insert_into(scopes::table)
        .values((
            scopes::id.eq(id),
            scopes::fingerprint.eq(&fingerprint),
            scopes::words.eq(scope.words()),
            scopes::first_used_at.eq(now),
        ))
        .execute(tx);
    match inserted {
        Ok(_) => Ok(id),
        Err(error) if violates(&error, "scopes_fingerprint_key") => Err(overtaken("somebody accepted the same words")),
        Err(error) => Err(error),
    }
}

/// The words that somebody said yes to, in markdown.
pub(super) fn find(connection: &mut Connection, id: ScopeId) -> Result<String, DbError> {
    scopes::table.find(id).select(scopes::words).first(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_has_words_and_not_too_many() {
        let long = "x".repeat(LIMIT + 1);
        for (text, line) in [
            ("- Be there.\r\n- Answer.\n", None),
            ("\u{FEFF}- Be there.", None),
            ("", Some(1)),
            (" \n\n", Some(1)),
            ("fine\nab\u{202E}cd", Some(2)),
            (long.as_str(), Some(1)),
        ] {
            let parsed = Scope::parse(text);
            assert_eq!(parsed.err().map(|faults| faults[0].0), line, "{text:.20?}");
        }
        assert_eq!(Scope::parse("a\r\nb").map(|scope| scope.words().to_owned()), Ok("a\nb".into()));
    }
}
