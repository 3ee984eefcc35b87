//! `healthcheck`: asks a running site whether it is ready, for containers and supervisors.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use super::Outcome;
use super::say::say;
use crate::config::Settings;

/// Longer than any healthy answer takes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The flags of `healthcheck`.
#[derive(Debug, Default, Args)]
pub struct HealthArgs {
    /// The address that the site listens on [default: the setting `bind`]
    #[arg(long, value_name = "ADDR")]
    pub address: Option<SocketAddr>,
}

/// Asks `/readyz` and prints what it says.
pub fn run(settings: &Settings, args: &HealthArgs) -> Outcome {
    let address = args.address.unwrap_or(settings.bind);
    let base = settings.base_url.as_ref().map_or("", |url| url.path().trim_end_matches('/'));
    match ask(address, &format!("{base}/readyz")) {
        Ok((200, body)) => {
            say!("{}", body.trim());
            Outcome::Done
        }
        Ok((status, body)) => Outcome::Refused(format!("{address} says {status}: {}", body.trim())),
        Err(error) => Outcome::Unable(format!("{address} does not answer: {error}")),
    }
}

/// One plain request; a whole client for it would be the largest part of the program.
fn ask(address: SocketAddr, path: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.map(|status| (status, body.to_owned())).ok_or_else(|| std::io::Error::other("what it says is not HTTP"))
}
