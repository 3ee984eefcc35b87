//! Where a request may go: to origins that are listed, at addresses that are
//! public or listed. Pure; the address is asked for when it is connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

/// What is listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Scheme, host and port, as `https://hooks.example.com` or `http://127.0.0.1:9000`.
    origins: Vec<String>,
    /// Addresses inside that may be connected to all the same.
    inside: Vec<IpNet>,
}

/// Why a request may not go there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is neither https nor http.
    #[error("only https addresses are written to")]
    Scheme,
    /// It carries a name or password.
    #[error("the address holds a user name or password")]
    Login,
    /// Nobody listed it.
    #[error("{0} is not listed in outgoing.allow")]
    NotListed(String),
    /// It lies inside.
    #[error("{0} leads to {1}, which is not a public address and not listed in outgoing.inside")]
    Inside(String, IpAddr),
}

impl Reach {
    /// With this origin, too; `https` alone is fine, `http` where somebody wrote it down.
    pub fn allow(&mut self, url: &Url) {
        let origin = url.origin().ascii_serialization();
        if !self.origins.contains(&origin) {
            self.origins.push(origin);
        }
    }

    /// With these addresses, too.
    pub fn allow_inside(&mut self, range: IpNet) {
        self.inside.push(range);
    }

    /// Whether the address itself may be written to. What its name leads to is
    /// checked by [`Reach::check_address`] at the moment of connecting; an
    /// address in numbers has no name to look up and is checked here.
    ///
    /// # Errors
    ///
    /// [`Refused`].
    pub fn check(&self, url: &Url) -> Result<(), Refused> {
        if !matches!(url.scheme(), "https" | "http") {
            return Err(Refused::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Login);
        }
        let origin = url.origin().ascii_serialization();
        if !self.origins.contains(&origin) {
            return Err(Refused::NotListed(origin));
        }
        match url.host() {
            Some(Host::Ipv4(address)) => self.check_address(&origin, IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => self.check_address(&origin, IpAddr::V6(address)),
            _ => Ok(()),
        }
    }

    /// Whether this address, to which `name` leads, may be connected to.
    ///
    /// # Errors
    ///
    /// [`Refused::Inside`].
    pub fn check_address(&self, name: &str, address: IpAddr) -> Result<(), Refused> {
        let plain = unmapped(address);
        let listed = self.inside.iter().any(|range| range.contains(&plain) || range.contains(&address));
        if listed || is_public(plain) { Ok(()) } else { Err(Refused::Inside(name.to_owned(), address)) }
    }
}

/// The IPv4 address in an IPv6 one that only wraps it (RFC 4291, section 2.5.5.2).
fn unmapped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// Whether everybody on the internet would reach the same machine there.
///
/// Source: the registries of special-purpose addresses of IANA (RFC 6890), with
/// what tunnels an IPv4 address in an IPv6 one judged by that IPv4 address.
pub fn is_public(address: IpAddr) -> bool {
    match unmapped(address) {
        IpAddr::V4(four) => is_public_v4(four),
        IpAddr::V6(six) => is_public_v6(six),
    }
}

fn is_public_v4(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    let special = four.is_private()
        || four.is_loopback()
        || four.is_link_local()
        || four.is_multicast()
        || four.is_documentation()
        || a == 0
        || a >= 240
        // Shared by carriers (RFC 6598), protocol assignments, benchmarking (RFC 2544), 6to4 relays.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 88 && c == 99);
    !special
}

fn is_public_v6(six: Ipv6Addr) -> bool {
    let parts = six.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry the address where the packet really goes.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        // Teredo, ORCHID, benchmarking and others under 2001::/23; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, ..] => false,
        // All that is given out for the public so far (RFC 4291, section 2.4).
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn n05_only_public_addresses_are_public() {
        for (address, expected) in [
            ("93.184.216.34", true),
            ("172.15.0.1", true),
            ("100.128.0.1", true),
            ("2606:2800:220:1::1", true),
            ("2001:4860:4860::8888", true),
            ("64:ff9b::5db8:d822", true),
            ("127.0.0.1", false),
            ("127.1.2.3", false),
            ("10.0.0.1", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("100.100.100.200", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("198.18.0.1", false),
            ("192.0.0.192", false),
            ("203.0.113.1", false),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fc00::1", false),
            ("fd00:ec2::254", false),
            ("ff02::1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:93.184.216.34", true),
            ("::127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("2001:0:1::1", false),
            ("2001:db8::1", false),
        ] {
            let parsed: IpAddr = address.parse().unwrap_or_else(|error| panic!("{address}: {error}"));
            assert_eq!(is_public(parsed), expected, "{address}");
        }
    }

    #[test]
    fn n05_only_what_is_listed_is_written_to() {
        let mut reach = Reach::default();
        reach.allow(&url("https://hooks.example.com/services/x"));
        reach.allow(&url("http://chat.example.com:8065/"));
        reach.allow(&url("https://10.1.2.3/"));
        reach.allow(&url("https://10.9.9.9/"));
        reach.allow_inside("10.1.0.0/16".parse().unwrap_or_else(|error| panic!("{error}")));
        for (address, fits) in [
            ("https://hooks.example.com/services/y?z=1", true),
            ("https://HOOKS.example.com:443/services/y", true),
            ("https://hooks.example.com:8443/services/y", false),
            ("http://hooks.example.com/services/y", false),
            ("https://hooks.example.com.evil.example/", false),
            ("https://evil.example/hooks.example.com", false),
            ("https://hooks.example.com@evil.example/", false),
            ("https://me:secret@hooks.example.com/", false),
            ("http://chat.example.com:8065/hooks/x", true),
            ("https://chat.example.com:8065/hooks/x", false),
            ("https://10.1.2.3/x", true),
            ("https://0x0a010203/x", true),
            ("https://10.9.9.9/x", false),
            ("ftp://hooks.example.com/", false),
            ("file:///etc/passwd", false),
        ] {
            let checked = reach.check(&url(address));
            assert_eq!(checked.is_ok(), fits, "{address}: {checked:?}");
        }
    }
}
