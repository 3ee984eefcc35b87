//! Mail addresses, IP addresses and host names, by their shape.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// Ends of names that are machines' where nothing else says so. Not every
/// country is one: `.rs`, `.py` and `.sh` are files far more often.
const ENDS: [&str; 58] = [
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "int",
    "mil",
    "info",
    "biz",
    "io",
    "dev",
    "app",
    "cloud",
    "ai",
    "tech",
    "online",
    "systems",
    "network",
    "services",
    "eu",
    "us",
    "uk",
    "de",
    "fr",
    "es",
    "nl",
    "ch",
    "se",
    "fi",
    "dk",
    "cz",
    "ro",
    "ca",
    "au",
    "nz",
    "jp",
    "cn",
    "br",
    "mx",
    "za",
    "kr",
    "tw",
    "sg",
    "hk",
    "ie",
    "gr",
    "hu",
    "sk",
    "internal",
    "intranet",
    "local",
    "lan",
    "corp",
    "home",
    "private",
    "company",
    "svc",
    "localdomain",
];
/// Two labels with these ends are files or words: `compose.dev`, `next.app`.
const DOUBTFUL: [&str; 8] = ["app", "dev", "home", "local", "services", "network", "systems", "int"];
/// Names that everybody's documentation has; they say nothing about anybody.
const EVERYBODYS: [&str; 24] = [
    "kubernetes.io",
    "k8s.io",
    "github.com",
    "gitlab.com",
    "docker.com",
    "docker.io",
    "quay.io",
    "google.com",
    "microsoft.com",
    "apple.com",
    "mozilla.org",
    "ietf.org",
    "rfc-editor.org",
    "iana.org",
    "letsencrypt.org",
    "postgresql.org",
    "nginx.org",
    "python.org",
    "pypi.org",
    "npmjs.com",
    "npmjs.org",
    "crates.io",
    "debian.org",
    "ubuntu.com",
];

/// Mail addresses, but for those of documentation.
pub fn mails(text: &str) -> Vec<Range<usize>> {
    let of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '+' | '-');
    text.match_indices('@')
        .filter_map(|(at, _)| {
            let start =
                at - text[..at].chars().rev().take_while(|letter| of_name(*letter)).map(char::len_utf8).sum::<usize>();
            let end = at + 1 + host_length(&text[at + 1..]);
            let host = &text[at + 1..end];
            let is_mail = start < at && labels(host).is_some_and(|labels| labels.len() >= 2) && !is_documented(host);
            is_mail.then_some(start..end)
        })
        .collect()
}

/// IP addresses and ranges, but for those that mean no machine in particular.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let is_part = |letter: char| letter.is_ascii_hexdigit() || matches!(letter, '.' | ':');
    let mut from = 0;
    while let Some(begin) = text[from..].find(is_part).map(|at| at + from) {
        let end = text[begin..].find(|letter| !is_part(letter)).map_or(text.len(), |at| at + begin);
        from = end;
        let before = text[..begin].chars().next_back();
        let after = text[end..].chars().next();
        if before.is_some_and(is_word) || after.is_some_and(is_word) {
            continue;
        }
        if let Some((length, ip)) = address_at(&text[begin..end]) {
            let bits = prefix(&text[begin + length..], ip);
            if !is_nobodys(ip) {
                found.push(begin..begin + length + bits);
            }
        }
    }
    found
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The address that a run of digits, dots and colons is, without a port behind it.
fn address_at(run: &str) -> Option<(usize, IpAddr)> {
    let bare = run.trim_end_matches(['.', ':']);
    // `fd00::` ends with what may also end a sentence.
    for six in [run.trim_end_matches('.'), bare] {
        if let Ok(ip) = six.parse::<Ipv6Addr>() {
            return (six.len() > 2).then_some((six.len(), IpAddr::V6(ip)));
        }
    }
    let host = bare.split(':').next().unwrap_or_default();
    let has_port = host.len() == bare.len() || bare[host.len() + 1..].bytes().all(|byte| byte.is_ascii_digit());
    let ip = host.parse::<Ipv4Addr>().ok().filter(|_| has_port)?;
    Some((host.len(), IpAddr::V4(ip)))
}

/// Bytes of `/24` behind an address.
fn prefix(rest: &str, ip: IpAddr) -> usize {
    let Some(digits) = rest.strip_prefix('/') else { return 0 };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let is_prefix = digits[..length].parse::<u8>().is_ok_and(|bits| bits <= most);
    if is_prefix { 1 + length } else { 0 }
}

/// Addresses that are for documentation, the machine itself, or masks.
fn is_nobodys(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let is_documented = matches!((a, b, c), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
            is_documented || ip.is_loopback() || ip.is_unspecified() || a == 255
        }
        IpAddr::V6(ip) => {
            let [a, b, ..] = ip.segments();
            let is_documented = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
            is_documented || ip.is_loopback() || ip.is_unspecified()
        }
    }
}

/// Names of machines, but for those of documentation and everybody's.
pub fn hosts(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(begin) = text[from..].find(|letter: char| letter.is_ascii_alphanumeric()).map(|at| at + from) {
        let end = begin + host_length(&text[begin..]);
        from = end.max(begin + 1);
        let before = text[..begin].chars().next_back();
        let after = text[end..].chars().next();
        let is_url = text[..begin].ends_with("://");
        let is_addressed = is_url || before == Some('@');
        // `a.b()` is a call, `a.b_c` a variable, `/etc/x.conf` a file.
        let is_code = after.is_some_and(|letter| matches!(letter, '(' | '_'))
            || before.is_some_and(|letter| matches!(letter, '_' | '$'));
        let is_user = is_url && names_user(&text[end..]);
        let is_path = !is_addressed && before == Some('/');
        if !is_code && !is_user && !is_path && is_host(&text[begin..end], is_addressed, is_url) {
            found.push(begin..end);
        }
    }
    found
}

/// Whether what stands before this in an address is a user: the host comes after the `@`.
fn names_user(rest: &str) -> bool {
    let end = rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '"' | '\'' | '<' | '`'));
    rest[..end.unwrap_or(rest.len())].contains('@')
}

/// Bytes at the beginning of a text that a host name may be.
fn host_length(text: &str) -> usize {
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')));
    text[..end.unwrap_or(text.len())].trim_end_matches(['.', '-']).len()
}

fn labels(host: &str) -> Option<Vec<&str>> {
    let labels: Vec<&str> = host.split('.').collect();
    let is_label =
        |label: &&str| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    let end = labels.last()?;
    let is_name = end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name && labels.iter().all(is_label)).then_some(labels)
}

fn is_host(word: &str, is_addressed: bool, is_url: bool) -> bool {
    // A service alone in an address: `http://prod-db:8080`.
    if is_url && !word.contains('.') {
        return word.len() >= 2 && word != "localhost" && !word.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some(labels) = labels(word) else { return false };
    let end = labels.last().map(|end| end.to_ascii_lowercase()).unwrap_or_default();
    if is_documented(word) || is_everybodys(word) {
        return false;
    }
    match labels.len() {
        0 | 1 => false,
        // camelCase is a setting, not a machine.
        _ if !is_addressed && word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) => false,
        2 => is_addressed || (ENDS.contains(&end.as_str()) && !DOUBTFUL.contains(&end.as_str())),
        _ => is_addressed || ENDS.contains(&end.as_str()),
    }
}

/// Names that are kept for documentation and tests (RFC 2606, RFC 6761).
fn is_documented(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let ends = ["example", "test", "invalid", "localhost", "example.com", "example.net", "example.org"];
    ends.iter().any(|end| host == *end || host.ends_with(&format!(".{end}")))
}

fn is_everybodys(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    EVERYBODYS.iter().any(|name| {
        let front = host.strip_suffix(name).map(|front| front.trim_end_matches('.'));
        // `docs.github.com`, not `acme.ghe.github.com`.
        front.is_some_and(|front| {
            host.len() == name.len() || (host.ends_with(&format!(".{name}")) && !front.contains('.'))
        })
    })
}
