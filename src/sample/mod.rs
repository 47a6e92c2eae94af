//! A whole synthetic municipality: Eksempelby, code 999. Everything in it is invented.
//!
//! [`municipality`] writes the data files of a project folder (`indbakke/`, `stamdata/`, `tidligere/`); the settings and the
//! profiles come from elsewhere. The same size and seed give the same bytes. Every CPR number is a replacement number (day of
//! birth + 60) and every name is built from words that no person is called. This module must not read anything.
//!
//! Truths planted in the data, for tests and demonstrations:
//!
//! 1. Søndre distrikt differs: e-cigarettes about three times as common, absence about a third higher.
//! 2. E-cigarettes rise and drunkenness falls over the seven survey waves, in the whole municipality.
//! 3. Pupils believe that 20-25 percentage points more of their peers have been drunk than have, and 15-20 more use e-cigarettes.
//! 4. Most persons are first recorded in the year they appear. A group stands on lists on several dates, and of the young people
//!    charged or suspected a much larger part than before does so in the last year.
//! 5. The police lists of weeks 29 and 30 of the last year are missing ([`MISSING_WEEKS`]).
//! 6. Some rows of a week stand again in the next week's list with the same journal number; some rows have no CPR number; a few
//!    addresses are in no street register.
//! 7. Exactly one girl aged 10-14 living in Vestre distrikt is suspected of violence in the last year.
//! 8. Canaries ([`CANARIES`]): names, numbers, an address and a phrase that no paper may ever hold.

mod absence;
mod calendar;
mod dice;
mod history;
mod items;
mod lists;
mod notes;
mod people;
mod plans;
mod police;
mod population;
mod pupils;
mod register;
mod survey;
#[cfg(test)]
mod tests;
mod workbook;

pub use calendar::MISSING_WEEKS;
pub use people::CANARIES;
pub use survey::ABSENT_SCHOOL;

use crate::model::artefact::Artefact;
use calendar::Span;

/// The year of the first meeting of the report the sample is made for.
pub const MEETING_YEAR: i16 = 2025;

/// How large the municipality is, and which of all possible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pupils in grades 0-9 in the last school year, at least 300.
    pub pupils: u32,
    /// Calendar years of police lists, 1-10.
    pub years: u16,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for Size {
    fn default() -> Self {
        Self { pupils: 5_000, years: 3, seed: 1 }
    }
}

/// Why no sample could be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The number of pupils is out of bounds.
    #[error("Antallet af elever skal være mellem 300 og 500.000.")]
    Pupils,
    /// The number of years is out of bounds.
    #[error("Antallet af år skal være mellem 1 og 10.")]
    Years,
    /// A workbook could not be built.
    #[error("Et regneark kunne ikke skrives.")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A text document could not be built.
    #[error("Et tekstdokument kunne ikke skrives.")]
    Document(#[from] zip::result::ZipError),
    /// The bytes of a text document could not be packed.
    #[error("Et tekstdokument kunne ikke pakkes.")]
    Packing(#[from] std::io::Error),
}

/// Returns the data files of the municipality, sorted by path.
///
/// # Errors
/// When the size is out of bounds, or a file could not be built.
pub fn municipality(size: Size) -> Result<Vec<Artefact>, SampleError> {
    let span = Span::new(size)?;
    let schools = register::schools(size);
    let pupils = pupils::draw(size, &span, &schools);
    let mut files = register::files(&schools);
    files.extend(survey::files(size, &span, &schools, &pupils)?);
    files.extend(lists::files(&police::draw(size, &span), &span, size)?);
    files.extend(absence::files(size, &span, &schools, &pupils));
    files.extend(notes::files()?);
    files.extend(population::files(size, &span, &schools));
    files.push(history::file(size, &span));
    files.extend(plans::files());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
