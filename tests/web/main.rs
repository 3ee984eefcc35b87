//! The site as visitors meet it: requests over real sockets, on a database of
//! each test's own. One module per room; `tests/README.md` says how to write one.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should say where and stop")]

mod harness;

mod accounts;
mod audit;
mod db;
mod desk;
mod knowledge;
mod notify;
mod program;
mod questions;
mod site;
