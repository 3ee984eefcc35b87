//! Codes for when the telephone is lost: pure but for the dice.

use crate::db::keys::PersonId;
use crate::web::csrf::{fill_random, hash_token};

/// How many somebody has.
pub const COUNT: usize = 10;
/// Letters of one: 80 bits, so that its hash tells nobody what it is.
const LETTERS: usize = 16;
/// Digits and small letters without those that are taken for others (Crockford's Base32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Codes that nobody had before, as they are shown.
pub fn make() -> Vec<String> {
    (0..COUNT).map(|_| one()).collect()
}

fn one() -> String {
    let mut bytes = [0; LETTERS];
    fill_random(&mut bytes);
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What of a code is stored. The same code of two people has two hashes.
pub fn hash(person: PersonId, code: &str) -> String {
    hash_token(&format!("recovery\0{person}\0{}", read(code)))
}

/// A code as it was made, of what somebody read off a paper.
fn read(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    letters
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            letter => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn l03_recovery_codes_differ_and_are_read_as_people_type_them() {
        let (ana, bo) = (PersonId::generate(), PersonId::generate());
        let codes = make();

        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), COUNT);
        for code in &codes {
            assert_eq!((code.len(), code.matches('-').count()), (19, 3), "{code}");
            let typed = format!(" {} ", code.replace('-', " ").to_uppercase().replace('0', "O").replace('1', "l"));
            assert_eq!(hash(ana, &typed), hash(ana, code), "{typed}");
            assert_ne!(hash(bo, code), hash(ana, code));
        }
    }
}
