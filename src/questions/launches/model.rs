//! What goes live when.

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, RowVersion};
use crate::questions::model::NamedTeam;

/// A launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// Its key.
    pub id: LaunchId,
    /// Its address: `/launches/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub team: NamedTeam,
    /// When it is.
    pub at: Timestamp,
    /// Who put it down.
    pub created_by: Option<PersonName>,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Launch {
    /// Its page, below the site's base.
    pub fn path(&self) -> String {
        format!("/launches/{}", self.slug)
    }
}

/// A launch that is about to be put down, or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLaunch {
    /// Its name, tidied.
    pub name: String,
    /// When it is.
    pub at: Timestamp,
}
