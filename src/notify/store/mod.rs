//! Every query about notices, what goes out, and what people want of it.

mod choices;
mod deliveries;
mod lists;
mod notices;
mod places;
mod signing;
mod sorting;

pub use choices::{save_choice, save_hours};
pub use deliveries::{
    Lease, Reason, find_delivery, list_due, notices_of, receiver_of, retry, settle, take, take_back_all,
};
pub use lists::{
    Counted, FailedRow, count_unread, counts, find_own, forget, list_failed, list_of, list_said, mark_all_read,
    mark_read, settle_past,
};
pub use notices::{insert_notice, mark};
pub use places::list_teamless;
pub use signing::{SigningKeys, find_signing_secret, signing_secret};
pub use sorting::{
    Unsorted, Wanted, insert_delivery, is_kept, keep_no_more, list_digests, list_unsorted, note_sorted, put_off,
    wanted_by,
};
