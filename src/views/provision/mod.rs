//! The provision map: what runs, for whom, at what dosage, whether it takes place and works, and what it costs.
//!
//! Rule: a line has all that a row and its detail show, so that moving through the map reads nothing; the map is read
//! once, and grouped and sorted anew without the store. Sums are over distinct provisions and pupils, and money comes
//! to the same penny however it is grouped.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `line` | one provision with its pupils, for the lists and forms that need no sums |
//! | `range` | this term, the last, the next, the year, any days: spans and their titles |
//! | `data` | everything that the map of a span shows, in one read |
//! | `money` | what the sessions of a provision cost, whole and pupil by pupil |
//! | `totals` | the sums of a group |
//! | `regroup` | the map by area, wave, pupil, adult…, sorted, with its totals |
//! | `sort` | what its rows stand by |
//! | `key` | what a group stands for, its title and its place among the others |
//! | `findings` | what stands at the top of the map: what somebody should see to |
//! | `timetable` | each adult's week, and who would have to be in two places at once |

mod data;
mod findings;
mod key;
mod line;
mod money;
mod range;
mod regroup;
mod sort;
#[cfg(test)]
mod tests;
mod timetable;
mod totals;

pub use data::{Asked, MapData, Part, Run, read};
pub use findings::{About, Finding, FindingKind, by_kind, findings};
pub use key::{By, GroupKey};
pub use line::{
    PlaceLine, ProvisionLine, Which, area_rank, area_title, lasts, lines, of_pupil, one, roll, said,
};
pub use range::{Range, RangeKind, earlier, later, parse_range, range, ranges, span_between, span_of, title};
pub use regroup::{Map, MapGroup, MapRow, regroup};
pub use sort::Sort;
pub use timetable::{AdultWeek, Clash, ClashOf, SlotLine, clashes, timetable};
pub use totals::{Outcomes, Totals};
