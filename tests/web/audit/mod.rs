//! The record of who changed what.

mod chain;
mod record;
