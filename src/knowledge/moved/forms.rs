//! What the form of an address sends.

use serde::Deserialize;

/// The address that is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    /// Known once, so that a second click is the same change.
    pub once: String,
    /// The new slug.
    pub slug: String,
}
