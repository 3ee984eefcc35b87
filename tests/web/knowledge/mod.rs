//! Reading and searching.

mod api;
mod article;
mod list;
mod publish;
mod search;
