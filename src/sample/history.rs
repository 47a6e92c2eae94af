//! An open table of the report of the year before, for absence years older than the absence files.

use super::calendar::Span;
use super::dice::Dice;
use super::{MEETING_YEAR, Size};
use crate::model::artefact::Artefact;
use crate::model::period::SchoolYear;
use std::fmt::Write;

const HEAD: &str = "indikator;periode;stedbegreb;omraade;koen;klassetrin;alder;kategori;taeller;naevner;vaerdi;enhed;status\r\n";

/// Indicators of the table and their usual share in per mille: more than 10 % absence, 15 % unauthorised absence in a quarter.
const SHARES: [(&str, u32); 2] = [("F02", 176), ("F04", 31)];

/// Returns the table: two school years, the whole municipality.
pub(super) fn file(size: Size, span: &Span) -> Artefact {
    let mut dice = Dice::new(size.seed, "history");
    let mut text = String::from(HEAD);
    let first = span.absence[0];
    for (indicator, per_mille) in SHARES {
        for year in [first - 2, first - 1] {
            let pupils = size.pupils + size.pupils / 100 - dice.below(size.pupils / 50 + 1);
            let count = pupils * (per_mille + dice.below(per_mille / 10)) / 1_000;
            let tenths = (2_000 * u64::from(count) + u64::from(pupils)) / (2 * u64::from(pupils));
            write!(text, "{indicator};skoleåret {};skole;kommune;alle;alle;alle;alle;{count};{pupils}", SchoolYear(year))
                .expect("writing to a String cannot fail");
            write!(text, ";{},{};procent;vist\r\n", tenths / 10, tenths % 10).expect("writing to a String cannot fail");
        }
    }
    let year = MEETING_YEAR - 1;
    Artefact::new(format!("tidligere/{year}/datarapport-{year}.csv"), text.into_bytes())
}
