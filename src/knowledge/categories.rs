//! The shelves of the FAQ, in the order in which they are shown.

/// One shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Its name in addresses and front matter.
    pub slug: &'static str,
    /// Its name on pages.
    pub name: &'static str,
}

const CATEGORIES: &[Category] = &[
    Category { slug: "ports-firewalls", name: "Ports and firewalls" },
    Category { slug: "diagnosis", name: "Finding the fault" },
    Category { slug: "data-stores", name: "Databases and queues" },
    Category { slug: "cloud-rules", name: "Cloud rules" },
    Category { slug: "outbound-access", name: "Out to the internet" },
    Category { slug: "kubernetes", name: "Kubernetes" },
    Category { slug: "private-connectivity", name: "Private networks" },
    Category { slug: "private-endpoints", name: "Private endpoints" },
    Category { slug: "dns", name: "DNS" },
    Category { slug: "tls-certificates", name: "TLS and certificates" },
    Category { slug: "load-balancing", name: "Load balancers" },
    Category { slug: "remote-access", name: "VPN and SSH" },
    Category { slug: "ci-cd", name: "Build and deploy" },
    Category { slug: "protocols", name: "Protocols" },
    Category { slug: "addressing", name: "Addresses" },
    Category { slug: "edge-protection", name: "At the edge" },
    Category { slug: "visibility", name: "Logs and alerts" },
    Category { slug: "process", name: "How we work" },
    Category { slug: "compliance", name: "Compliance" },
];

/// All shelves, in the order in which they are shown.
pub fn categories() -> &'static [Category] {
    CATEGORIES
}

/// The name of a shelf; none where there is no such shelf.
pub fn category_name(slug: &str) -> Option<&'static str> {
    CATEGORIES.iter().find(|category| category.slug == slug).map(|category| category.name)
}
