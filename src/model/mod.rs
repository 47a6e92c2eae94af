//! The values that travel between stages. No behaviour beyond what their meaning demands; no input, no output.
//!
//! Person zone: [`raw`], [`records`], [`counts`]. Release zone: [`document`], [`artefact`]. Shared: ids, periods, settings.
//! This module must not read files, format Danish text for readers, or know any stage.

pub mod artefact;
mod contained;
mod counted;
pub mod counts;
pub mod document;
pub mod edition;
pub mod geography;
pub mod indicator;
mod measure;
pub mod month;
pub mod period;
pub mod person;
pub mod profile;
pub mod project;
mod protection;
pub mod raw;
pub mod records;
pub mod register;
pub mod release;
pub mod series_break;
