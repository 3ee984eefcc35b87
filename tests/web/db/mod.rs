//! The doors to the database, on both databases; and what survives a kill.

mod durability;
mod migrations;
mod reads;
mod schema;
mod secrets;
mod writes;
