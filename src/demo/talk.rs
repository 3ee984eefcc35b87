//! What people of the sample company ask, and what they are answered.

/// A question with its answer; `{service}` is filled in.
pub struct Talk {
    /// The question in a sentence.
    pub title: &'static str,
    /// What the asker adds.
    pub body: &'static str,
    /// Why the champion hands it on.
    pub why: &'static str,
    /// The answer, in markdown.
    pub answer: &'static str,
    /// Category of the article that it may become.
    pub category: &'static str,
}

/// Questions that come again and again in different clothes.
pub const TALKS: &[Talk] = &[
    Talk {
        title: "May {service} call the shipping partner's sandbox on port 8443?",
        body: "Their sandbox listens on **8443** only. Production will be 443. Is an exception possible until then?",
        why: "A port that is not 443 needs the egress proxy's exception list, which only Network Security edits.",
        answer: "Yes, until the end of the quarter. We added the partner's sandbox host to the egress proxy for port 8443, \
                 from the staging range of `{service}` only.\n\n```flow\n{service} -- 8443/tcp --> egress-proxy\n```\n\n\
                 For production use 443; no exception is needed there.",
        category: "outbound-access",
    },
    Talk {
        title: "Which address range do the new build agents of {service} come from?",
        body: "The old agents were in 10.40.0.0/16. The new ones seem to come from somewhere else and our database refuses them.",
        why: "The new ranges are not in the address plan that champions can see.",
        answer: "The new agents are in `10.44.0.0/18`. Do not open the database to that range: let the job use the migration \
                 runner in your own subnet, which is allowed already.\n\n```flow\nmigration-runner -- 5432/tcp --> {service}-db\n```",
        category: "ci-cd",
    },
    Talk {
        title: "Can {service} in staging reach the tax service of production?",
        body: "The tax vendor has no test system, so the team that owns the tax service suggested to call theirs.",
        why: "Staging to production is forbidden by default; only Network Security grants an exception.",
        answer: "No. Staging must not open connections to production. The tax team now runs a recorded copy of the vendor's \
                 answers in staging; use `tax-replay.staging.internal.example:443`.",
        category: "compliance",
    },
    Talk {
        title: "Who opens the port for the vendor's monitoring probe on {service}?",
        body: "The vendor wants to probe us from two fixed addresses every minute.",
        why: "Inbound from the internet, so it is not for a champion to decide.",
        answer: "Nobody opens a port on `{service}`. Give the vendor the public health address behind the edge, which answers \
                 without a login and is rate-limited. If they insist on their addresses, we allow them at the edge, not further in.",
        category: "edge-protection",
    },
    Talk {
        title: "Does the message broker of {service} need 15672 open between zones?",
        body: "Our dashboards read the management interface from another zone.",
        why: "A management port across zones needs a second pair of eyes.",
        answer: "No. Let the dashboards read the metrics endpoint through the collector in your zone. The management port \
                 stays reachable from the operations range only.",
        category: "data-stores",
    },
    Talk {
        title: "How long may an emergency rule for {service} stay?",
        body: "We got one during the incident on Friday and do not want to lose it on Monday morning.",
        why: "The expiry is set by Network Security.",
        answer: "Two working days, then it goes by itself. Open a pull request with the narrow rule before that, and name the \
                 incident; we review such requests first.",
        category: "process",
    },
    Talk {
        title: "Is a private link to the analytics vendor possible for {service}?",
        body: "They offer one in our region. We would rather not send events over the internet.",
        why: "A new private connection needs a pre-flight.",
        answer: "Yes. We accept the vendor's endpoint in the shared network account, and `{service}` reaches it by its private \
                 name on 443. Ask for a pre-flight of fifteen minutes; bring the diagram that the vendor gave you.",
        category: "private-connectivity",
    },
    Talk {
        title: "Why does {service} lose its connection to the ledger after six minutes?",
        body: "Exactly 350 seconds, every time, only in production.",
        why: "I can see that it is not us; somebody needs to look at the balancer.",
        answer: "The network balancer between you and the ledger forgets connections that are silent for 350 seconds. Switch \
                 TCP keep-alives on in the client, every 60 seconds.",
        category: "diagnosis",
    },
    Talk {
        title: "Should {service} listen on IPv6 as well?",
        body: "The new mobile clients prefer it, and the load balancer has an address.",
        why: "We have no written rule on IPv6 inside the network.",
        answer: "At the edge yes, inside not yet. The balancer takes IPv6 and speaks IPv4 to `{service}`; nothing changes for you.",
        category: "addressing",
    },
    Talk {
        title: "Do we need our own certificate for {service} behind the shared gateway?",
        body: "The gateway ends TLS. Is plain HTTP fine from there on?",
        why: "It touches card data, so I would like to have it in writing.",
        answer: "You need one. What carries card data stays encrypted behind the gateway: request a certificate from the internal \
                 authority by the annotation that the platform documents, and it is renewed by itself.",
        category: "tls-certificates",
    },
];

/// Questions that nobody has answered yet: title, words and category.
pub const OPEN_TALKS: &[(&str, &str, &str)] = &[
    (
        "Can {service} talk to the new document scanner in the office network?",
        "It has a fixed address and listens on 9443. Facilities bought it without asking.",
        "ports-firewalls",
    ),
    (
        "May the partner's contractors reach {service} through our VPN?",
        "Six people, three months, read only.",
        "remote-access",
    ),
    (
        "Is mutual TLS enough for {service} to skip the gateway?",
        "We would save a hop and about 8 ms.",
        "tls-certificates",
    ),
    (
        "What do I tell the auditor about {service}'s outbound traffic?",
        "They ask for a list of every destination with a reason.",
        "compliance",
    ),
    (
        "Can the load test of {service} run from the cloud vendor's tool?",
        "It would come from some two hundred changing addresses for one night.",
        "edge-protection",
    ),
    (
        "Does {service} need a rule to reach the new feature flags vendor?",
        "Server-sent events over 443, kept open all day.",
        "outbound-access",
    ),
    (
        "Why can the canary of {service} not reach the old subnet?",
        "Same image, same security group, other zone.",
        "diagnosis",
    ),
    (
        "May {service} publish its metrics port to the observability account?",
        "Port 9464, scraped every 15 seconds.",
        "visibility",
    ),
];
