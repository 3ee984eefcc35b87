//! What every test stands on: a house of its own, visitors, and what they see.
#![allow(dead_code, unused_imports, reason = "each room takes what its tests need")]

mod answer;
mod app;
pub mod binary;
mod client;
mod company;
mod crowd;
pub mod database;
mod fields;
mod node;
mod people;
mod program;
mod provider;
mod raw;
mod sinks;

pub use answer::Answer;
pub use app::{Insert, TestApp, TestAppBuilder, number_of};
pub use client::Client;
pub use company::Company;
pub use crowd::Crowd;
pub use node::Node;
pub use people::{PASSWORD, person};
pub use program::{Named, department, membership, team, term};
pub use provider::{CLIENT, FakeProvider, Known, SECRET, Signer};
pub use raw::{Held, raw};
pub use sinks::{Mail, Mood, Posted, Sink, chat_sink, mail_sink};
