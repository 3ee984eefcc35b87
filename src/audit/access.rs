//! Who may read the record.

use crate::web::{Grant, Policy};

/// Those who answer for the network and for this site. Everybody else sees the
/// history of what they work with on its own page.
pub const READ: Policy = Policy::Granted(&[Grant::NetSec, Grant::Admin]);
