//! From the address of something in a repository to the repository.

use url::Url;

use crate::web::fold::fold;

/// Parts of a path that are looked at; no host nests repositories deeper.
const PARTS: usize = 8;

/// What an address may be the address of: names and links, the longest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidates {
    /// Folded names: `acme/payments-api`, then `payments-api`.
    pub names: Vec<String>,
    /// Links, as they are kept.
    pub links: Vec<String>,
}

/// The candidates that a text names, if it is an address: of a page of a
/// repository (its files, a pull request), or as one that is cloned.
pub fn candidates(text: &str) -> Option<Candidates> {
    let text = text.trim();
    let url = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https" | "ssh" | "git") && url.has_host() => url,
        // git@host:acme/api.git
        _ => {
            let (host, path) = text.split_once(':')?;
            let (_, host) = host.split_once('@')?;
            Url::parse(&format!("https://{host}/{path}")).ok().filter(Url::has_host)?
        }
    };
    let host = url.host_str().unwrap_or_default();
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).take(PARTS).collect();
    let mut found = Candidates::default();
    for count in (1..=parts.len()).rev() {
        let whole = parts[..count].join("/");
        let bare = whole.strip_suffix(".git").unwrap_or(&whole);
        let last = bare.rsplit('/').next().unwrap_or(bare);
        for name in [format!("{host}/{bare}"), bare.to_owned(), last.to_owned()] {
            let name = fold(&name);
            if !found.names.contains(&name) {
                found.names.push(name);
            }
        }
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        for scheme in ["https", "http"] {
            for ending in ["", "/", ".git"] {
                found.links.push(format!("{scheme}://{host}{port}/{bare}{ending}"));
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_repositories_above_it_the_nearest_first() {
        for (text, names) in [
            (
                "https://git.example.com/acme/payments-api",
                vec![
                    "git.example.com/acme/payments-api",
                    "acme/payments-api",
                    "payments-api",
                    "git.example.com/acme",
                    "acme",
                ],
            ),
            (
                "git@git.example.com:Acme/Payments-API.git",
                vec![
                    "git.example.com/acme/payments-api",
                    "acme/payments-api",
                    "payments-api",
                    "git.example.com/acme",
                    "acme",
                ],
            ),
            (
                "ssh://git@git.example.com:2222/acme/api.git",
                vec!["git.example.com/acme/api", "acme/api", "api", "git.example.com/acme", "acme"],
            ),
        ] {
            assert_eq!(
                candidates(text).map(|found| found.names),
                Some(names.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
        let pull = candidates("https://git.example.com/acme/payments-api/pull/812#note").unwrap_or_default();
        assert!(pull.names.contains(&"acme/payments-api".to_owned()), "{pull:?}");
        assert!(pull.links.contains(&"https://git.example.com/acme/payments-api".to_owned()), "{pull:?}");
        for text in ["payments-api", "acme/payments-api", "Ana Ruiz", "", "mailto:ana@example.com", "a@b", "x:y"] {
            assert_eq!(candidates(text), None, "{text}");
        }
    }
}
