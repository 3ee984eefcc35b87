//! Who sees a gap.

use super::model::Gap;
use crate::questions::Reader;

/// Whether there is anything in it that `reader` may know of.
pub fn may_see(reader: &Reader, gap: &Gap) -> bool {
    matches!(reader, Reader::NetSec | Reader::Site) || gap.is_for_others()
}
