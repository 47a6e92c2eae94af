//! The one integration binary: everything that needs more than one module of the program.

mod architecture;
mod bad_samples;
mod canary;
mod cli;
mod codes;
mod columns;
mod decisions;
mod disclosure_test;
mod example;
mod findings;
mod fonts;
mod hard_files;
mod hard_workbooks;
mod hidden_by_source;
mod import_profile;
mod papers;
mod pdf;
mod protect;
mod released;
mod reproducible;
mod rust_source;
mod sample;
mod searcher;
mod settings;
mod survey;
mod templates;
