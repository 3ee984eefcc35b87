//! What things are called in the sample company. All of it is made up.

use crate::program::{Activity, ReviewKind, ReviewOutcome};

/// Departments with the teams that they have in the smallest company.
pub const DEPARTMENTS: &[(&str, &[&str])] = &[
    ("Payments", &["Checkout", "Billing Core", "Fraud Signals", "Payouts", "Ledger", "Cards", "Invoicing", "Tax"]),
    (
        "Storefront",
        &["Search", "Catalogue", "Basket", "Accounts Web", "Mobile App", "Recommendations", "Content", "Experiments"],
    ),
    ("Logistics", &["Warehouse", "Routing", "Carrier Gateway", "Returns", "Tracking", "Forecasting", "Customs"]),
    ("Data", &["Event Stream", "Warehouse Models", "Reporting", "Feature Store", "Data Quality", "Customer Insight"]),
    (
        "Platform",
        &[
            "Identity",
            "Build and Release",
            "Kubernetes",
            "Observability",
            "Databases",
            "Edge",
            "Developer Portal",
            "Messaging",
        ],
    ),
    (
        "Corporate Systems",
        &[
            "People Systems",
            "Finance Systems",
            "Support Tools",
            "Partner Portal",
            "Documents",
            "Workplace",
            "Procurement",
        ],
    ),
];

/// Given names.
pub const GIVEN: &[&str] = &[
    "Ana", "Tom", "Mia", "Per", "Li", "Noor", "Ivan", "Sara", "Jonas", "Aisha", "Mateo", "Greta", "Kofi", "Yuki",
    "Elif", "Marek", "Priya", "Sven", "Chloe", "Diego", "Hana", "Omar", "Ingrid", "Lucas", "Nadia", "Felix", "Zoe",
    "Arjun", "Marta", "Ravi", "Lena", "Paolo", "Amara", "Viktor", "Rosa", "Emil", "Tara", "Hugo", "Selma", "Daan",
    "Maya", "Anton", "Leila", "Bruno", "Freya", "Samir", "Klara", "Jun", "Astrid", "Malik",
];

/// Family names.
pub const FAMILY: &[&str] = &[
    "Ruiz", "Okafor", "Lund", "Dahl", "Wei", "Haddad", "Petrov", "Conti", "Weber", "Diallo", "Silva", "Novak",
    "Mensah", "Tanaka", "Yilmaz", "Kowalski", "Sharma", "Berg", "Martin", "Ortega", "Sato", "Farouk", "Nilsen",
    "Moreau", "Karimi", "Fischer", "Papas", "Iyer", "Costa", "Reddy", "Vogel", "Ricci", "Eze", "Ivanov", "Serra",
    "Holm", "Quinn", "Bauer", "Aydin", "Visser", "Kapoor", "Orlov", "Nasser", "Lopes", "Strand", "Khan", "Marin",
    "Ito", "Engel", "Osei",
];

/// Services that questions and reviews are about.
pub const SERVICES: &[&str] = &[
    "checkout-api",
    "billing-api",
    "payment-worker",
    "catalogue-api",
    "tracking-api",
    "event-gateway",
    "login-service",
    "partner-portal",
    "report-builder",
    "edge-proxy",
    "invoice-worker",
    "route-planner",
    "search-api",
    "returns-api",
    "message-relay",
];

/// What champions write down for their time.
pub const WORK: &[(Activity, &str)] = &[
    (Activity::PullRequestReview, "{service}#{number}: new egress rule"),
    (Activity::PullRequestReview, "{service}#{number}: security group change"),
    (Activity::PullRequestReview, "{service}#{number}: TLS settings"),
    (Activity::DesignReview, "{service}: talk to the new vendor"),
    (Activity::DesignReview, "{service}: move to the shared cluster"),
    (Activity::Answering, "questions on {service}'s ports"),
    (Activity::Answering, "why {service} times out in staging"),
    (Activity::ThreatModelling, "{service}: new admin interface"),
    (Activity::Training, "lab on network policies"),
    (Activity::Training, "reading on flow logs"),
    (Activity::Meeting, "champions' monthly meeting"),
    (Activity::Other, "tidying old rules of {service}"),
];

/// Courses: title, provider, length in minutes, required, months of validity.
pub const COURSES: &[(&str, &str, i32, bool, Option<i32>)] = &[
    ("Network security basics", "NetSec", 90, true, Some(12)),
    ("Reviewing a network change", "NetSec", 60, true, Some(12)),
    ("Threat modelling in an hour", "Security Academy", 60, true, Some(24)),
    ("Policy as code in practice", "Platform", 120, true, None),
    ("Secure use of the cloud network", "Cloud guild", 150, true, Some(24)),
    ("Incident response for champions", "NetSec", 75, true, Some(12)),
    ("Kubernetes network policies", "Platform", 120, false, None),
    ("TLS and certificates, hands on", "Security Academy", 180, false, None),
];

/// Titles of what champions review, and what came of it.
pub const REVIEWS: &[(ReviewKind, &str, ReviewOutcome)] = &[
    (ReviewKind::PullRequest, "{service}: allow egress to the mail relay", ReviewOutcome::Approved),
    (ReviewKind::PullRequest, "{service}: second database listener", ReviewOutcome::NeedsPreflight),
    (ReviewKind::PullRequest, "{service}: health check path", ReviewOutcome::NoNetworkChange),
    (ReviewKind::PullRequest, "{service}: open the metrics port to the world", ReviewOutcome::ChangesAsked),
    (ReviewKind::Design, "{service}: callbacks from a partner", ReviewOutcome::NeedsPreflight),
    (ReviewKind::Design, "{service}: one cluster for two teams", ReviewOutcome::Approved),
    (ReviewKind::Design, "{service}: private link to the data warehouse", ReviewOutcome::Approved),
    (ReviewKind::ThreatModel, "{service}: who can reach the admin interface", ReviewOutcome::ChangesAsked),
];
