//! Reading and searching.

mod api;
mod article;
mod hostile;
mod list;
mod moved;
mod publish;
