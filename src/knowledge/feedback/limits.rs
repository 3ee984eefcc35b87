//! How much visitors may send, so that no program fills the tables.
//!
//! Who sends is known here for an hour, in memory, and is never written. The
//! bounds are wide, since everybody behind one proxy has one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use jiff::SignedDuration;

use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::knowledge::KnowledgeError;
use crate::web::Viewer;

/// The time within which sends are counted.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// Senders, with articles, that are remembered at once.
const REMEMBERED: usize = 20_000;

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// "Was this your answer?"
    Feedback,
    /// "No longer true".
    Report,
}

impl Kind {
    /// Sends in an hour, about one article and about all of them.
    fn bounds(self) -> (u32, u32) {
        match self {
            Kind::Feedback => (30, 200),
            Kind::Report => (5, 30),
        }
    }
}

/// Who sends: a person, or whoever has this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Somebody who is signed in.
    Person(PersonId),
    /// An address; of IPv6, the network that one subscriber has (64 bits).
    Address(IpAddr),
    /// Nothing is known.
    Unknown,
}

impl Sender {
    /// Who sends this request.
    pub fn of(request: &HttpRequest, viewer: &Viewer) -> Self {
        match (viewer.member(), request.peer_addr()) {
            (Some(member), _) => Sender::Person(member.id),
            (None, Some(address)) => Sender::Address(network(address.ip())),
            (None, None) => Sender::Unknown,
        }
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

type Key = (Kind, Sender, Option<String>);

/// What was sent within the last hour, by whom.
#[derive(Debug, Default)]
pub struct VisitorLimits(Mutex<HashMap<Key, (Timestamp, u32)>>);

impl VisitorLimits {
    /// Counts one that is about to be sent.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::TooMany`] where it is one too many.
    pub fn check(&self, kind: Kind, sender: Sender, slug: &str, now: Timestamp) -> Result<(), KnowledgeError> {
        let (of_article, of_all) = kind.bounds();
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sent.len() >= REMEMBERED {
            sent.retain(|_, (since, _)| now.since(*since) < WINDOW);
        }
        // Where a whole network sends from ever new addresses, it counts as one.
        let sender = if sent.len() >= REMEMBERED { Sender::Unknown } else { sender };
        for (key, bound) in [((kind, sender, Some(slug.to_owned())), of_article), ((kind, sender, None), of_all)] {
            let (since, count) = sent.entry(key).or_insert((now, 0));
            if now.since(*since) >= WINDOW {
                (*since, *count) = (now, 0);
            }
            if *count >= bound {
                let left = (WINDOW - now.since(*since)).as_secs();
                return Err(KnowledgeError::TooMany {
                    words: "a lot was sent from here within the last hour, and this was not kept; try again later"
                        .into(),
                    seconds: u32::try_from(left).unwrap_or(0).max(1),
                });
            }
            *count += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_has_so_many_an_hour_and_others_are_not_in_their_way() {
        let limits = VisitorLimits::default();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let send = |address, slug: &str, at| limits.check(Kind::Report, Sender::Address(address), slug, at).is_ok();
        let start = Timestamp(0);

        let sent: Vec<bool> = (0..6).map(|_| send(one, "a", start)).collect();

        assert_eq!(sent, [true, true, true, true, true, false]);
        assert!(send(one, "b", start) && send(other, "a", start));
        assert!(!send(one, "a", start.plus(SignedDuration::from_mins(59))));
        assert!(send(one, "a", start.plus(WINDOW)));
    }

    #[test]
    fn a_subscriber_of_ipv6_counts_as_one() {
        let parsed = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(parsed("2001:db8:1:2:3:4:5:6"), parsed("2001:db8:1:2::1"));
        assert_ne!(parsed("2001:db8:1:2::1"), parsed("2001:db8:1:3::1"));
    }
}
