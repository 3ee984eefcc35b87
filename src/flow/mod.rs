//! A flow: who talks to whom, on which port; how it is written and drawn.
//!
//! Whether a flow is allowed is not decided here.

use std::fmt;

use askama::Template;

/// Characters of a name in a flow; host names have 253 at the most (RFC 1035).
const NAME_LIMIT: usize = 253;

/// One flow as an article or a form writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Who opens the connection: a service, a host or an address range.
    pub source: String,
    /// Who takes it.
    pub destination: String,
    /// On what.
    pub wire: Wire,
}

/// What a flow runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// TCP, to ports `from` to `to`, both included, from 1 on.
    Tcp {
        /// The first port.
        from: u16,
        /// The last port, not smaller than the first.
        to: u16,
    },
    /// UDP, to ports `from` to `to`, both included, from 1 on.
    Udp {
        /// The first port.
        from: u16,
        /// The last port, not smaller than the first.
        to: u16,
    },
    /// ICMP, which has no ports.
    Icmp,
}

impl Flow {
    /// Reads `SOURCE -- PORT/PROTOCOL --> DESTINATION`, such as
    /// `checkout -- 5432/tcp --> prod-db`; `icmp` stands alone.
    ///
    /// # Errors
    ///
    /// Words that say which part is wrong and what is expected there.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [source, "--", wire, "-->", destination] = words[..] else {
            return Err("write a flow as SOURCE -- PORT/PROTOCOL --> DESTINATION".into());
        };
        for name in [source, destination] {
            if name.chars().count() > NAME_LIMIT || name.chars().any(char::is_control) {
                return Err(format!("a name in a flow has {NAME_LIMIT} characters at the most"));
            }
        }
        Ok(Flow { source: source.into(), destination: destination.into(), wire: Wire::parse(wire)? })
    }

    /// The flow as HTML, drawn as `templates/parts/flow.html` draws every flow.
    pub fn html(&self) -> String {
        let line = FlowLine { source: &self.source, destination: &self.destination, wire: &self.wire.to_string() };
        // Text into a string can't fail; a line that is not drawn is still there as text elsewhere.
        line.render().unwrap_or_default()
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -- {} --> {}", self.source, self.wire, self.destination)
    }
}

impl Wire {
    /// Reads `5432/tcp`, `8000-8010/udp` or `icmp`.
    ///
    /// # Errors
    ///
    /// Words that say what is wrong with port or protocol.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "icmp" {
            return Ok(Wire::Icmp);
        }
        let (ports, protocol) =
            text.split_once('/').ok_or_else(|| format!("“{text}” is no port and protocol, such as 5432/tcp"))?;
        let port = |text: &str| match text.parse::<u16>() {
            Ok(port) if port > 0 => Ok(port),
            _ => Err(format!("“{text}” is no port; ports go from 1 to 65535")),
        };
        let (from, to) = match ports.split_once('-') {
            Some((from, to)) => (port(from)?, port(to)?),
            None => (port(ports)?, port(ports)?),
        };
        if from > to {
            return Err(format!("the range {ports} ends before it begins"));
        }
        match protocol {
            "tcp" => Ok(Wire::Tcp { from, to }),
            "udp" => Ok(Wire::Udp { from, to }),
            other => Err(format!("“{other}” is no protocol here; take tcp, udp or icmp")),
        }
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to, protocol) = match self {
            Wire::Icmp => return f.write_str("icmp"),
            Wire::Tcp { from, to } => (from, to, "tcp"),
            Wire::Udp { from, to } => (from, to, "udp"),
        };
        if from == to { write!(f, "{from}/{protocol}") } else { write!(f, "{from}-{to}/{protocol}") }
    }
}

/// One line, drawn by the part that all pages share.
#[derive(Template)]
#[template(path = "flow/line.html")]
struct FlowLine<'a> {
    source: &'a str,
    destination: &'a str,
    wire: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_are_read_and_written_alike() {
        for text in [
            "checkout -- 5432/tcp --> prod-db",
            "10.0.0.0/8 -- 8000-8010/udp --> 2001:db8::/32",
            "api-gateway -- icmp --> billing",
        ] {
            assert_eq!(Flow::parse(text).map(|flow| flow.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_flow_is_refused_with_the_reason() {
        for (text, part) in [
            ("checkout to prod-db", "SOURCE -- PORT"),
            ("a b -- 1/tcp --> c", "SOURCE -- PORT"),
            ("a -- 0/tcp --> b", "“0” is no port"),
            ("a -- 65536/tcp --> b", "1 to 65535"),
            ("a -- 20-10/tcp --> b", "ends before it begins"),
            ("a -- 53/sctp --> b", "“sctp” is no protocol"),
            ("a -- tcp --> b", "such as 5432/tcp"),
            ("", "SOURCE -- PORT"),
        ] {
            let words = Flow::parse(text).err().unwrap_or_default();
            assert!(words.contains(part), "{text}: “{words}”");
        }
    }

    #[test]
    fn a_flow_line_escapes_its_names() {
        let html = Flow::parse("<b> -- 1/tcp --> x").map(|flow| flow.html()).unwrap_or_default();

        assert!(html.contains("class=\"flow\"") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn n03_changed_flows() {
        crate::fuzz::hold("flows", |bytes| {
            let Ok(flow) = Flow::parse(&String::from_utf8_lossy(bytes)) else { return };
            assert_eq!(Flow::parse(&flow.to_string()), Ok(flow.clone()), "what is written is read as the same");
            assert!(!flow.html().contains("<script"));
        });
    }
}
