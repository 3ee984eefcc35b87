//! Days of work: weeks that begin where the company says, months and quarters,
//! holidays, and what day and how long a day it is where somebody works.

mod business;
mod follow;
mod holidays;
mod period;
mod work;
mod zone;

pub use business::WorkHours;
pub use follow::{HolidayFault, HolidayFile, check_holidays};
pub use holidays::Holidays;
pub use period::{Period, Span, WeekStart};
pub use work::{CompanyCalendar, WorkCalendar};
pub use zone::{Zone, day_seconds, seconds_by_day};
