//! Stage config.
