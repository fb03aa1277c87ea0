//! Pieces that panes and forms are drawn with; they know nothing of pupils.

pub mod line;
pub mod list;
pub mod narrow;
pub mod put;
pub mod text_input;
pub mod wrap;
