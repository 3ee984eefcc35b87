//! What one try to sign in is made of. Everything follows from the state, which
//! travels in addresses, and from a secret that only this browser has, in a
//! cookie: the database keeps hashes of both, and nothing that lets anybody in.

use crate::web::csrf::{hash_token, random_token};

/// One try.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Comes back with the provider's answer.
    pub state: String,
    /// The PKCE verifier (RFC 7636).
    pub verifier: String,
    /// What the ID token has to repeat.
    pub nonce: String,
    /// What is kept of the state.
    pub state_hash: String,
    /// What is kept of the browser's secret.
    pub browser_hash: String,
}

impl Proof {
    /// A new try in the browser with this secret.
    pub fn new(browser: &str) -> Self {
        Proof::of(&random_token(), browser)
    }

    /// The try that this state belongs to, if it was begun in this browser.
    pub fn of(state: &str, browser: &str) -> Self {
        // Both are 256 random bits, so none of these tells anything of another.
        let derive = |what: &str| hash_token(&format!("{what}\0{state}\0{browser}"));
        Proof {
            verifier: derive("pkce verifier"),
            nonce: derive("nonce"),
            state_hash: hash_token(state),
            browser_hash: hash_token(browser),
            state: state.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_browser_finds_the_same_try_again() {
        let (browser, other) = (random_token(), random_token());
        let begun = Proof::new(&browser);
        let back = Proof::of(&begun.state, &browser);
        let strange = Proof::of(&begun.state, &other);

        assert_eq!((&begun.verifier, &begun.nonce), (&back.verifier, &back.nonce));
        assert!(begun.verifier != strange.verifier && begun.nonce != strange.nonce);
        assert_ne!(begun.verifier, begun.nonce);
        // RFC 7636, section 4.1: 43 to 128 characters.
        assert_eq!(begun.verifier.len(), 43);
        assert_ne!(Proof::new(&browser).state, begun.state);
    }
}
