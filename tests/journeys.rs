//! A SENCO's days on the real program in a terminal: keys go in, the screen comes out, and the store keeps what it said.
//!
//! Rule: every journey has a store and a home of its own, waits for what must come, and never sleeps. What the frame of the
//! screen does by itself (palette, help, filter, signals) is in `journeys_shell.rs`.
//!
//! - `day`: a first day, from the empty store to the review found again; bulk work; the palette.
//! - `agencies`: an agency added, a pupil referred, the agency chased.
//! - `cases`: an EHC needs assessment from the request to the plan.
//! - `catalogue`: an intervention put into the catalogue, and a group started from it in a few keys.
//! - `child`: a child's passport and words, and a teacher who asks.
//! - `cycle`: from a concern to the second round of assess, plan, do, review.
//! - `sessions`: a group's week recorded, and its adult away.
//! - `roll`: a group carried over into the next term, on the screen and from a script.
//! - `together`: two people at once; a kill in the middle.
//! - `line`: lines that drop, pastes.
//! - `log`: a call written down in one line, from anywhere; its promises kept.
//! - `look`: other days, and clocks that are wrong.
//! - `papers`: letters and packs printed.
//! - `places`: every place of the screen, at every size, without colour, and with hostile names.

#![allow(clippy::unwrap_used)] // a journey that cannot go on must stop

mod pty;

#[path = "journeys/agencies.rs"]
mod agencies;
#[path = "journeys/cases.rs"]
mod cases;
#[path = "journeys/catalogue.rs"]
mod catalogue;
#[path = "journeys/child.rs"]
mod child;
#[path = "journeys/cycle.rs"]
mod cycle;
#[path = "journeys/day.rs"]
mod day;
#[path = "journeys/line.rs"]
mod line;
#[path = "journeys/log.rs"]
mod log;
#[path = "journeys/look.rs"]
mod look;
#[path = "journeys/papers.rs"]
mod papers;
#[path = "journeys/places.rs"]
mod places;
#[path = "journeys/roll.rs"]
mod roll;
#[path = "journeys/sessions.rs"]
mod sessions;
#[path = "journeys/together.rs"]
mod together;

/// A made-up register as a school's system writes it: three reviews overdue, two to come, one pupil without SEN.
const SHEET: &str = "\
UPN,Surname,Forename,DOB,Year,Class,SEN Status,Primary need,Next review
,Otter,Ama,01/02/2018,Year 4,Lark,K,SLCN,16/11/2026
,Quill,Ben,03/04/2016,Year 6,Wren,E,ASD,17/11/2026
,Marten,Cy,05/06/2022,Reception,Teal,K,SEMH,18/11/2026
,Plover,Dee,07/08/2016,Year 6,Wren,K,MLD,26/11/2026
,Siskin,Eve,09/10/2020,Year 2,Lark,K,SPLD,30/11/2026
,Badger,Finn,11/12/2017,Year 5,Wren,N,,
";

/// How the three overdue rows of [`SHEET`] begin.
const LATE: [&str; 3] = ["5 days late   Ama Otter", "4 days late   Ben Quill", "3 days late   Cy Marten"];
