//! Tests of recording sessions.
