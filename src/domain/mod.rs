//! What there is: plain values, no I/O, no clock.
