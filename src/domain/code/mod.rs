//! The codes of the census and our own short scales: closed lists, each with `ALL`, `code()`, `label()` and `parse()`.
//!
//! Rule kept here: **variants are append-only**. Records store a variant by its position, so an inserted, moved or removed one
//! would read as another. `parse` is tolerant of what files hold; `code` is what we write.

mod area;
mod need;
mod scale;
mod sen;
mod year;

pub use area::Area;
pub use need::{SenType, parse_many};
pub use scale::{Decision, Outcome, Sex, Wave};
pub use sen::SenCode;
pub use year::YearGroup;
