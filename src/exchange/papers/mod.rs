//! The papers that a school prints and sends: what each says, out of a pupil's file and the school's.
//!
//! Rule: a paper repeats what is recorded and invents nothing; what should be there and is not is said to be missing.

pub mod strategies;
