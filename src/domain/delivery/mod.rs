//! Delivery: what of a provision was planned, what took place, what was missed and why.
//!
//! Rule: planned sessions are never stored. They follow from dosage and calendar, so that a change of the calendar moves
//! them; what is stored is what somebody recorded, and nothing but a person's own change moves that.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `slot` | the days and times of a week, and the dosage that stood before |
//! | `session` | one session as it was recorded |
//! | `planned` | planned and recorded sessions of a provision put together, day by day |
//! | `tally` | how many were delivered, missed with their reasons, or not recorded; for a group and for one pupil |

mod planned;
mod session;
mod slot;
mod tally;
#[cfg(test)]
mod tests;

pub use planned::{Occasion, Span, occasions, planned};
pub use session::{Missed, PlaceInDay, Session, SessionRow, State};
pub use slot::{Dosage, Slot, parse_slots, say_slots, say_time, usual_days};
pub use tally::{Tally, of_group, of_pupil};
