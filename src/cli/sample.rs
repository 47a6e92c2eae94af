//! `ssp eksempel`: a synthetic municipality of any size.

use super::arguments::Sample;
use super::{Outcome, init};
use crate::sample::Size;

pub(super) fn run(options: &Sample) -> Outcome {
    init::with_sample(&options.folder, Size { pupils: options.pupils, years: options.years, seed: options.seed })
}
