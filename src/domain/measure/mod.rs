//! What a provision measures at entry, at its checks and at exit, on a scale of its own.
//!
//! Rule: what is written stays as it was written. A number is read out of it where the scale allows, for progress and
//! charts, and where it does not there is none: what is wrong is said beside the field, and refuses nothing.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `read` | a number out of what was written: scores, ages, levels, yes and no |
//! | `progress` | from one figure to another in the scale's own words, and months of progress a month |
//! | `course` | everything measured of one pupil's place, day by day, with its small chart |

mod course;
mod progress;
mod read;

use serde::{Deserialize, Serialize};

use super::case::choice_of;

pub use course::{Course, Point, sparkline};
pub use progress::{LEAST_DAYS, Progress, median, ratio_gain, say_mean, say_tenths};
pub use read::{Figure, fault, read};

choice_of! {
    #[derive(Default)]
    /// The scale of a measure.
    Scale {
        /// A score, a count: more is better. "34", "34/100", "12.5".
        #[default]
        Score = "score", "score";
        /// A count of which fewer is better: incidents, errors.
        Fewer = "fewer", "count, fewer is better";
        /// An age in years and months, held as months: "6y4m", "6:04", "76m".
        Months = "months", "age in months";
        /// One of the school's own levels, named from the lowest: "pink, red, yellow".
        Level = "level", "level";
        /// Yes or no: can the pupil do it?
        YesNo = "yes-no", "yes or no";
        /// Words that are compared by nobody but the reader.
        Words = "words", "words only";
    }
}
