//! Papers composed from hand-made counts that went through the real disclosure control.

mod false_signals;
pub(super) mod fixture;
mod papers;
mod sentences;
mod signals;
