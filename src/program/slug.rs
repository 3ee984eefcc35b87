//! Addresses from names.

use crate::db::DbError;
use crate::web::fold::slug;

/// The address that a name gives. `new` is the form's own.
pub(super) fn own_slug(name: &str, kind: &str) -> String {
    match slug(name).as_str() {
        "" => kind.to_owned(),
        "new" => format!("{kind}-new"),
        slug => slug.to_owned(),
    }
}

/// An address from a name; with a number where it is taken.
pub(super) fn free_slug(
    name: &str,
    kind: &str,
    mut is_free: impl FnMut(&str) -> Result<bool, DbError>,
) -> Result<String, DbError> {
    let stem = own_slug(name, kind);
    let mut slug = stem.clone();
    let mut number = 2;
    while !is_free(&slug)? {
        slug = format!("{stem}-{number}");
        number += 1;
    }
    Ok(slug)
}
