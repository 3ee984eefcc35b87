//! Reading and searching.

mod api;
mod article;
mod browse;
mod guides;
mod hostile;
mod list;
mod moved;
mod publish;
