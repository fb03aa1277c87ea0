//! stub
use super::{Head, Paper, PaperError};
/// stub
/// # Errors
/// stub
pub(super) fn fill(_file: &[u8], paper: &Paper, head: &Head) -> Result<Vec<u8>, PaperError> {
    super::docx::file(paper, head)
}
