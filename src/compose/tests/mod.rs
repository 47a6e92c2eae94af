//! Papers composed from hand-made counts that went through the real disclosure control.

mod decisions;
mod earlier;
mod false_signals;
mod fixture;
mod focus;
mod issues;
mod pages;
mod papers;
mod protecting;
mod sentences;
mod signals;
mod source_line;
mod year;
