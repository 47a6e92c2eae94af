//! Papers composed from hand-made counts that went through the real disclosure control.

mod fixture;
mod papers;
mod sentences;
mod signals;
