//! Handovers: what a champion has open goes to another in one step, and what
//! somebody left behind is never lost.

mod actions;
mod forms;
pub(super) mod handlers;
mod model;
mod pages;
mod reminders;
mod store;

pub(super) use actions::raise_ran_out;
pub use actions::{
    HandedOver, drop_handovers, hand_over, raise_for_leavers, raise_handover, raise_handover_in, settle_handovers,
};
pub(super) use forms::HandoverForm;
pub(super) use handlers::new_page;
pub use model::{Handover, HandoverCause, HandoverState};
pub(super) use reminders::reminders;
pub use store::HandoverRow;
pub(super) use store::list_done;
