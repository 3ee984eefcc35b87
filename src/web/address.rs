//! The address of whoever sends a request, also where a proxy stands between.

use std::net::IpAddr;

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

/// What a proxy appends the address to of whoever it speaks for.
const FORWARDED: &str = "x-forwarded-for";

/// The address of whoever sent this: of who is connected, or, where that is one
/// of our `proxies`, the last in `X-Forwarded-For` that is none of them. What
/// stands before it is the sender's own word and proves nothing.
pub(super) fn of_sender(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let mut sender = peer.to_canonical();
    if !is_proxy(sender) {
        return sender;
    }
    // What the sender put into a line may be any bytes, and must not hide what the proxy put behind it.
    let lines: Vec<_> = headers.get_all(FORWARDED).map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        // A proxy that can't say who sent it: the proxy itself is all that is known.
        let Some(address) = read_hop(hop.trim()) else { return sender };
        sender = address;
        if !is_proxy(sender) {
            return sender;
        }
    }
    sender
}

/// An address, as proxies write it: alone, in brackets, or with a port.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok().or_else(|| hop.parse().ok().map(|with_port: std::net::SocketAddr| with_port.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn l04_only_configured_proxies_are_believed() {
        const PROXY: &str = "10.0.0.1";
        for (peer, lines, expected) in [
            ("192.0.2.7", &["198.51.100.1"][..], "192.0.2.7"),
            (PROXY, &[], PROXY),
            (PROXY, &["198.51.100.1"], "198.51.100.1"),
            (PROXY, &["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            (PROXY, &["203.0.113.9", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            (PROXY, &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            (PROXY, &["203.0.113.9, unknown"], PROXY),
            (PROXY, &["203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
            (PROXY, &["[2001:db8::1]:4711"], "2001:db8::1"),
            (PROXY, &["198.51.100.1:4711"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["::ffff:198.51.100.1"], "198.51.100.1"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(HeaderName::from_static(FORWARDED), HeaderValue::from_static(line));
            }
            let proxies: Vec<IpNet> = "10.0.0.0/24".parse().into_iter().collect();
            let sender = peer.parse().map(|peer| of_sender(peer, &headers, &proxies));
            assert_eq!(sender.map(|sender| sender.to_string()).as_deref(), Ok(expected), "{peer} {lines:?}");
        }
    }

    #[test]
    fn l04_what_a_sender_puts_in_front_hides_no_address() {
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"\xff\xfe, 203.0.113.9").expect("a header may hold it");
        headers.append(HeaderName::from_static(FORWARDED), line);
        let proxies: Vec<IpNet> = "127.0.0.1/32".parse().into_iter().collect();

        let sender = of_sender(IpAddr::from([127, 0, 0, 1]), &headers, &proxies);

        assert_eq!(sender, IpAddr::from([203, 0, 113, 9]));
    }

    #[test]
    fn n03_changed_words_of_proxies() {
        let proxies: Vec<IpNet> = ["127.0.0.1/32", "10.0.0.0/8"].map(|range| range.parse().expect("a range")).into();
        let peer = "127.0.0.1".parse().expect("an address");
        crate::fuzz::hold("forwarded", |bytes| {
            let mut headers = HeaderMap::new();
            for line in bytes.split(|byte| *byte == b'\n') {
                let Ok(value) = HeaderValue::from_bytes(line) else { continue };
                headers.append(HeaderName::from_static("x-forwarded-for"), value);
            }
            of_sender(peer, &headers, &proxies);
        });
    }
}
