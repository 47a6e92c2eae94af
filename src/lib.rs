//! The SSP data report: from the municipality's files to a report that exposes no child.
//!
//! ```text
//! read ─▶ validate ─▶ aggregate ═╪═▶ protect ─▶ compose ─▶ render ─▶ publish
//!         person zone             wall            release zone
//! ```
//!
//! Every stage takes the previous stage's value and returns its own; [`pipeline`] chains them and reads like a table of
//! contents. See ARCHITECTURE.md.

pub mod model;

pub mod diagnostic;

pub mod config;

pub mod read;

pub mod source;

pub mod propose;

pub mod validate;

pub mod aggregate;

pub mod statistics;

pub mod solver;

pub mod protect;

pub mod compose;

pub mod render;

pub mod publish;

pub mod attack;

pub mod sample;

pub mod pipeline;

pub mod cli;
