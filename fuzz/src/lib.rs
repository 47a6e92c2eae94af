//! Fuzz targets for the readers and the value parsers: whatever the bytes, no panic, no hang, no secret in a message, no row lost.
//!
//! The stages are the program's own files, taken by path, so that nothing of polars or typst is built. A target is one line in
//! `targets/`; what it does is in [`readers`] and [`values`], what must hold in [`promises`].

#[path = "../../src/config/mod.rs"]
pub mod config;
#[path = "../../src/diagnostic/mod.rs"]
pub mod diagnostic;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/propose/mod.rs"]
pub mod propose;
#[path = "../../src/read/mod.rs"]
pub mod read;
#[path = "../../src/source/mod.rs"]
pub mod source;
#[path = "../../src/validate/mod.rs"]
pub mod validate;

pub mod packing;
pub mod promises;
pub mod readers;
pub mod values;
pub mod watch;
