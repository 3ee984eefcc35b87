//! Reading and searching.

mod api;
mod article;
mod browse;
mod feedback;
mod freshness;
mod guides;
mod hostile;
mod insight;
mod list;
mod moved;
mod publish;
mod ready;
mod renamed;
mod retirement;
mod unread;
mod writing;
