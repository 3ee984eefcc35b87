//! The settings by which the clocks of questions run.

use crate::questions::{Target, Targets};

/// What each of the keys allows.
pub(super) const ALLOWED: &str = "working days and hours, such as 1 day, 4 hours or 1 day 30 minutes";

/// Takes one setting over.
///
/// # Errors
///
/// Nothing to add to what is allowed.
pub(super) fn set(targets: &mut Targets, key: &str, text: &str) -> Result<(), String> {
    let read = Target::parse(text).ok_or_else(String::new)?;
    if let Some(target) = targets.named(key) {
        *target = read;
    }
    Ok(())
}

/// The value of one of the keys, as text.
pub(super) fn shown(targets: &Targets, key: &str) -> String {
    targets.clone().named(key).map(|target| target.words()).unwrap_or_default()
}
