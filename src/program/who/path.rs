//! From a path in a repository to the team that its CODEOWNERS names.

use url::Url;

use super::model::Through;
use crate::db::Connection;
use crate::program::belongings::{Belonging, BelongingKind, list_with_names};
use crate::program::exchange::owner_of_path;
use crate::program::{ProgramError, TeamName, team_by_id};
use crate::web::fold::fold;

/// Parts of a repository's name that are looked at; no host nests them deeper.
const PARTS: usize = 8;
/// What stands between a repository and a branch in the addresses of its files:
/// GitHub, GitLab, Gitea, Bitbucket.
const VIEWS: [&str; 6] = ["blob", "tree", "raw", "blame", "edit", "src"];

/// The repository that a text such as `acme/shop/src/pay.rs` begins with, and
/// the path that is left: the longest name that there is.
///
/// # Errors
///
/// The database's own.
pub(super) fn find_repository(
    connection: &mut Connection,
    text: &str,
) -> Result<Option<(Belonging, String)>, ProgramError> {
    let splits = splits(text);
    let names: Vec<String> = splits.iter().map(|(name, _)| fold(name)).collect();
    let known = list_with_names(connection, BelongingKind::Repository, &names)?;
    let found = names.iter().zip(&splits).find_map(|(folded, (_, path))| {
        let one = known.iter().find(|one| fold(&one.name) == *folded)?;
        Some((one.clone(), path.clone()))
    });
    Ok(found)
}

/// Each way to take a text for a repository's name and a path, the longest name first.
fn splits(text: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.trim().trim_start_matches('/').split('/').filter(|part| !part.is_empty()).collect();
    let longest = parts.len().saturating_sub(1).min(PARTS);
    (1..=longest).rev().map(|count| (parts[..count].join("/"), parts[count..].join("/"))).collect()
}

/// The path in its repository that the address of a file or folder shows.
pub(super) fn path_below(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    // The first part is never a view: it is an owner, or a repository.
    let view = (1..parts.len()).find(|place| VIEWS.contains(&parts[*place]))?;
    let path = parts.get(view + 2..)?.join("/");
    (!path.is_empty()).then_some(path)
}

/// Whose a path of a repository is: the last line of its CODEOWNERS that matches
/// counts, and where none names a team, it is the repository's.
///
/// # Errors
///
/// The database's own.
pub(super) fn owner(
    connection: &mut Connection,
    repository: Belonging,
    path: &str,
) -> Result<(Through, Option<TeamName>), ProgramError> {
    let path = path.trim().trim_start_matches('/').to_owned();
    let named = owner_of_path(connection, &repository.name, &path)?;
    let team = match named {
        Some(team) => {
            let team = team_by_id(connection, team)?;
            TeamName { id: team.id, slug: team.slug, name: team.name, department_id: team.department_id }
        }
        None => repository.team.clone(),
    };
    Ok((Through::Path { repository, path, is_named: named.is_some() }, Some(team)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_split_from_the_longest_name() {
        let owned = |(name, path): (&str, &str)| (name.to_owned(), path.to_owned());
        for (text, expected) in [
            ("shop", vec![]),
            ("acme/shop", vec![("acme", "shop")]),
            (
                "acme/shop/src/pay.rs",
                vec![("acme/shop/src", "pay.rs"), ("acme/shop", "src/pay.rs"), ("acme", "shop/src/pay.rs")],
            ),
            ("/acme//shop/", vec![("acme", "shop")]),
            ("", vec![]),
        ] {
            assert_eq!(splits(text), expected.into_iter().map(owned).collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn an_address_of_a_file_shows_its_path() {
        for (address, path) in [
            ("https://git.example.com/acme/shop/blob/main/src/pay.rs#L3", Some("src/pay.rs")),
            ("https://git.example.com/group/sub/shop/-/tree/main/apps?x=1", Some("apps")),
            ("https://git.example.com/acme/shop/src/main/src/pay.rs", Some("src/pay.rs")),
            ("https://git.example.com/acme/shop/tree/main", None),
            ("https://git.example.com/acme/shop/pull/3", None),
            ("https://git.example.com/src/shop", None),
            ("acme/shop/src/pay.rs", None),
        ] {
            assert_eq!(path_below(address).as_deref(), path, "{address}");
        }
    }
}
