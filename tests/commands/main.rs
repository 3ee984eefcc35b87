//! The program on the command line: what it says, where it stops, and with which code.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should say where and stop")]

#[path = "../web/harness/mod.rs"]
mod harness;

mod accounts;
mod articles;
mod audit;
mod calendar;
#[cfg(target_os = "linux")]
mod canary;
mod content;
mod export;
mod import;
mod lists;
mod migrate;
mod notify;
mod output;
mod papers;
mod program;
mod providers;
mod score;
mod secrets;
mod serving;
mod settings;
mod training;
