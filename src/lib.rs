//! Drawbridge: where developers, Security Champions and Network Security meet.
//!
//! A folder is a capability that a user would name. Each may use those that
//! stand below it in this list, and none above.

// Top: what reads or wires every room.
pub mod app;
pub mod cli;
pub mod demo;
pub mod desk;

// Rooms, each of which may use those below it.
pub mod knowledge;
pub mod program;
pub mod questions;

// Halls: what every room needs.
pub mod accounts;
pub mod audit;
pub mod notify;

// Ground.
pub mod calendar;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod files;
pub mod flow;
pub mod markdown;
pub mod outgoing;
pub mod parallel;
pub mod seal;
pub mod search;
pub mod web;
pub mod yaml;

// Changed inputs for every reader, which the tests of requests use, too.
#[cfg(test)]
#[path = "../tests/fuzz/hold.rs"]
mod fuzz;
