//! The top of the house: the search page.

mod groups;
mod search;
