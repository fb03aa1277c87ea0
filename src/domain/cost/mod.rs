//! What provision costs, by the sessions that took place.
//!
//! Rule: a session that was delivered costs an hour's rate of the adult who took it, on that day, for its minutes, to the
//! nearest penny, and the agency's fee; where one price was agreed for the run, it costs that price's share instead.
//! Materials count once, with the first session delivered. What was missed or not recorded costs nothing. A session's cost
//! is shared to the penny among the pupils who were there, so that sums are the same however they are grouped. Where no
//! rate is known that is counted, and never passes for nought.
//!
//! Worked example: an hour at £15.20, 20 minutes: £5.07; six pupils share it as 85, 85, 85, 84, 84 and 84 pence.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `rates` | what an hour of an adult costs on a day |
//! | `price` | what one session costs: by the hour, or its share of an agreed cost |
//! | `charges` | a run's sessions added up over some days: as a whole, and for each pupil's place |

mod charges;
mod price;
mod rates;
#[cfg(test)]
mod tests;

pub use charges::{Charges, Priced, Run, Share, Stay, both, charges, each, projected, run_to, year};
pub use price::{by_the_hour, split};
pub use rates::Rates;
