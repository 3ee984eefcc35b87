//! The shelves of the FAQ, in the order in which they are shown.
//!
//! `categories.toml` of the content folder adds shelves, or gives those that
//! come with the program another name:
//!
//! ```toml
//! [[category]]
//! slug = "mainframe"
//! name = "Mainframe"
//! intro = "How the host is reached, and by whom."
//! ```

use serde::Deserialize;
use toml::Spanned;

use super::model::{Fault, Rule, Slug};
use crate::web::fold;

/// The file's name.
pub const FILE: &str = "categories.toml";

/// Where an article stands whose own shelf is not known.
pub const GENERAL: &str = "general";

/// Shelves that a company may have; more are no order.
const LIMIT: usize = 60;

/// One shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its name in addresses and front matter.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
    /// What stands on it, in a sentence; may be empty.
    pub intro: String,
}

/// Slug, name, and what stands on the shelf.
const BUILT_IN: &[(&str, &str, &str)] = &[
    ("ports-firewalls", "Ports and firewalls", "Which port, which direction, whose firewall, and what to ask for."),
    ("diagnosis", "Finding the fault", "Refused, timed out, reset: what each means and where to look first."),
    ("data-stores", "Databases and queues", "How applications reach their data, and why they sometimes can't."),
    ("cloud-rules", "Cloud rules", "Security groups, network ACLs and their cousins: what each filters."),
    ("outbound-access", "Out to the internet", "Proxies, NAT, fixed addresses and allow lists for calls that leave."),
    ("kubernetes", "Kubernetes", "Network policies, services and namespaces: who may talk to whom in a cluster."),
    ("private-connectivity", "Private networks", "Peering, transit and private links between networks that are ours."),
    ("private-endpoints", "Private endpoints", "How services of the cloud are reached without the internet."),
    ("dns", "DNS", "Names that don't resolve, resolve wrongly, or changed too slowly."),
    (
        "tls-certificates",
        "TLS and certificates",
        "Certificates that expire, don't match or aren't trusted, and how to mend them.",
    ),
    ("load-balancing", "Load balancers", "Health checks, timeouts, and who the client really is."),
    ("remote-access", "VPN and SSH", "How people reach what is not public."),
    ("ci-cd", "Build and deploy", "What runners and pipelines may reach."),
    ("protocols", "Protocols", "gRPC, WebSocket, QUIC and others that proxies treat in their own way."),
    ("addressing", "Addresses", "CIDR, IPv6, MTU and ping: the small print of the network."),
    ("edge-protection", "At the edge", "Webhooks, rate limits and the web application firewall."),
    ("visibility", "Logs and alerts", "What flow logs and alerts say, and what they don't."),
    ("process", "How we work", "Champions, pre-flight checks, policy as code, and what to do when it burns."),
    ("compliance", "Compliance", "What auditors ask of the network, and what that means for a design."),
    (GENERAL, "Everything else", "What belongs to none of the other shelves."),
];

/// All shelves, in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Categories(Vec<Category>);

impl Default for Categories {
    /// The shelves that come with the program.
    fn default() -> Self {
        let category = |(slug, name, intro): &(&str, &str, &str)| Category {
            slug: (*slug).to_owned(),
            name: (*name).to_owned(),
            intro: (*intro).to_owned(),
        };
        Categories(BUILT_IN.iter().map(category).collect())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    category: Vec<FileCategory>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCategory {
    slug: Spanned<String>,
    name: Spanned<String>,
    #[serde(default)]
    intro: Option<Spanned<String>>,
}

impl Categories {
    /// The shelves that come with the program, with those of a file.
    ///
    /// # Errors
    ///
    /// A fault with its line; none of the file's shelves is taken then.
    pub fn parse(shown: &str, text: &str) -> Result<Self, Fault> {
        let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let fault = |line: usize, words: String| Fault::new(Rule::File, shown, line, words);
        let file: File = toml::from_str(text).map_err(|error| {
            let line = line_of(error.span().map_or(0, |span| span.start));
            fault(line, format!("these are no categories: {:.300}", error.message().replace('\n', " ")))
        })?;
        let line = |value: &Spanned<String>, key: &str, limit: usize| {
            let words = |words| fault(line_of(value.span().start), format!("{key}: {words}"));
            fold::line(value.get_ref(), limit).map_err(words)
        };
        let mut categories = Categories::default();
        for given in &file.category {
            let slug = line(&given.slug, "slug", 40)?;
            if Slug::parse(&slug).is_none() {
                let words = format!("slug: “{slug}” is none; use lower-case letters, digits and hyphens");
                return Err(fault(line_of(given.slug.span().start), words));
            }
            let intro = given.intro.as_ref().map(|intro| line(intro, "intro", 300)).transpose()?;
            let category = Category { slug, name: line(&given.name, "name", 60)?, intro: intro.unwrap_or_default() };
            match categories.0.iter_mut().find(|known| known.slug == category.slug) {
                Some(known) => *known = category,
                None => categories.0.push(category),
            }
        }
        if categories.0.len() > LIMIT {
            return Err(fault(1, format!("there are {} categories; {LIMIT} are allowed", categories.0.len())));
        }
        Ok(categories)
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.0.iter()
    }

    /// The shelf of this slug.
    pub fn find(&self, slug: &str) -> Option<&Category> {
        self.0.iter().find(|category| category.slug == slug)
    }

    /// The name of a shelf; none where there is no such shelf.
    pub fn name(&self, slug: &str) -> Option<&str> {
        self.find(slug).map(|category| category.name.as_str())
    }

    /// The slug of the shelf that a folder or heading of somebody else's names:
    /// by its slug, or by its name.
    pub fn guess(&self, words: &str) -> Option<&str> {
        let slug = fold::slug(words);
        let fits = |category: &&Category| category.slug == slug || fold::slug(&category.name) == slug;
        self.0.iter().find(fits).map(|category| category.slug.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_adds_shelves_and_renames_others() {
        let text = "[[category]]\nslug = \"mainframe\"\nname = \"Mainframe\"\n\n[[category]]\nslug = \"dns\"\nname = \"Names\"\nintro = \"All names.\"\n";

        let categories = Categories::parse("categories.toml", text).unwrap_or_else(|fault| panic!("{fault}"));

        assert_eq!(categories.name("mainframe"), Some("Mainframe"));
        assert_eq!(categories.find("dns").map(|category| category.intro.as_str()), Some("All names."));
        assert_eq!(categories.iter().last().map(|category| category.slug.as_str()), Some("mainframe"));
        assert_eq!(categories.iter().count(), BUILT_IN.len() + 1);
        assert_eq!(categories.guess("Databases and queues"), Some("data-stores"));
        assert_eq!(categories.guess("DNS"), Some("dns"));
        assert_eq!(categories.guess("cooking"), None);
    }

    #[test]
    fn faults_name_their_line() {
        for (text, expected) in [
            ("[[category]]\nslug = \"A B\"\nname = \"x\"\n", "f:2: slug: “A B” is none"),
            ("[[category]]\nslug = \"a\"\n", "missing field `name`"),
            ("\n[category\n", "f:2: these are no categories"),
            ("[[category]]\nslug = \"a\"\nname = \"\"\n", "f:3: name: fill this in"),
            ("colour = 1\n", "f:1: these are no categories"),
        ] {
            let fault = Categories::parse("f", text).err().map(|fault| fault.to_string()).unwrap_or_default();
            assert!(fault.contains(expected), "{text}: {fault}");
        }
    }

    #[test]
    fn n03_changed_categories() {
        crate::fuzz::hold("categories", |bytes| {
            let _ = Categories::parse("categories.toml", &String::from_utf8_lossy(bytes));
        });
    }
}
