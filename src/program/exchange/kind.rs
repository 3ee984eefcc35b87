//! The lists that come as one file, and what takes each in.

use super::{
    CatalogueFile, ImportError, Report, Way, import_catalogue, import_people, import_repositories, import_services,
    import_teams,
};
use crate::clock::Timestamp;
use crate::db::Tx;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    Teams,
    People,
    Catalogue,
    Repositories,
    Services,
}

impl ListKind {
    /// What `import` calls it.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "teams" => ListKind::Teams,
            "people" => ListKind::People,
            "catalogue" => ListKind::Catalogue,
            "repositories" => ListKind::Repositories,
            "services" => ListKind::Services,
            _ => return None,
        })
    }

    /// Takes a file of this kind in.
    pub fn take(self, tx: &mut Tx, now: Timestamp, bytes: &[u8], way: Way) -> Result<Report, ImportError> {
        match self {
            ListKind::Teams => import_teams(tx, now, bytes, way),
            ListKind::People => import_people(tx, now, bytes, way),
            ListKind::Repositories => import_repositories(tx, now, bytes, way),
            ListKind::Services => import_services(tx, now, bytes, way),
            ListKind::Catalogue => {
                let file = CatalogueFile { name: String::new(), bytes: bytes.to_vec() };
                import_catalogue(tx, now, &[file], way)
            }
        }
    }
}
