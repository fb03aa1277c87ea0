//! Tests of the views of sessions.
