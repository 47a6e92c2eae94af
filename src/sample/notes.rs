//! Observations of the district groups: one CSV file and one Word document, some approved for printing, some not.

use super::register::DISTRICTS;
use super::{MEETING_YEAR, SampleError, workbook};
use crate::model::artefact::Artefact;

/// Headers of both files.
const HEAD: [&str; 7] = ["Dato", "Distrikt", "Kilde", "Tema", "Observation", "Godkendt af", "Godkendt dato"];

/// One observation: day and month, district, source, theme, text, whether it is approved.
type Observation = (u8, u8, usize, &'static str, &'static str, &'static str, bool);

/// Observations of the CSV file.
pub(super) const OBSERVATIONS: [Observation; 19] = [
    (17, 1, 0, "Skole", "Nikotin", "Flere elever fortæller, at e-cigaretter er lettere at få fat i end sidste år.", true),
    (17, 1, 0, "Klub", "Fritid", "Klubben har fået flere besøg fra de ældste klasser om fredagen.", true),
    (24, 1, 2, "Gadeteam", "Tryghed", "Pladsen ved stationen er mere rolig, efter at belysningen er blevet bedre.", true),
    (21, 2, 3, "Skole", "Alkohol", "Forældrene i 8. klasse har aftalt fælles regler for fester.", true),
    (21, 2, 3, "Politi", "Butikstyveri", "Butikkerne ringer tidligere end før, når de ser grupper af unge.", true),
    (13, 3, 0, "Familieafdeling", "Skole", "Der er flere henvendelser om skolevægring på mellemtrinnet.", true),
    (20, 3, 2, "Skole", "Liv på nettet", "Beskeder fra weekenden fylder i klasserne om mandagen.", true),
    (18, 4, 3, "Klub", "Nikotin", "De unge bruger nikotinposer i stedet for at ryge.", false),
    (25, 4, 0, "Forældre", "Alkohol", "Forældrene i 7. klasse vil gerne have fælles aftaler, før festerne begynder.", true),
    (16, 5, 2, "Klub", "Fritid", "Der mangler tilbud til de piger, der ikke spiller fodbold.", true),
    (23, 5, 3, "Gadeteam", "Tryghed", "KANARIETEKST-7Q må ikke stå i nogen rapport.", false),
    (13, 6, 0, "Skole", "Trivsel", "Klasserne med faste venskabsgrupper har færre konflikter i frikvartererne.", true),
    (20, 6, 2, "Politi", "Tryghed", "Der er færre klager over larm ved søen end sidste sommer.", true),
    (29, 8, 3, "Skole", "Forældre", "Fremmødet til forældremøderne er højt i de yngste klasser.", false),
    (12, 9, 0, "Gadeteam", "Stoffer", "Nogle unge taler mere åbent om hash end før.", false),
    (19, 9, 2, "Familieafdeling", "Forældre", "Mange forældre spørger, hvad andre forældre tillader.", true),
    (24, 10, 3, "Klub", "Fritid", "Åben hal om lørdagen samler unge på tværs af klasser.", true),
    (7, 11, 0, "Skole", "Nikotin", "Skolegården er blevet røgfri, men skoven bag skolen er ikke.", false),
    (14, 11, 2, "Skole", "Trivsel", "De ældste elever savner voksne på gangene i pauserne.", false),
];

/// Observations of the Word document of the group in Søndre distrikt.
pub(super) const SOUTHERN: [Observation; 5] = [
    (8, 2, 1, "Skole", "Nikotin", "E-cigaretter bruges også i undervisningstiden, og lærerne savner en fælles linje.", true),
    (11, 4, 1, "Klub", "Nikotin", "De unge siger, at de køber e-cigaretter gennem ældre kammerater.", true),
    (6, 6, 1, "Familieafdeling", "Skole", "Fraværet begynder ofte efter skiftet til udskolingen.", true),
    (5, 9, 1, "Gadeteam", "Tryghed", "Stien ved mosen opleves som mørk og utryg.", false),
    (31, 10, 1, "Politi", "Butikstyveri", "Samarbejdet med butikkerne virker bedst, når skolen er med.", false),
];

/// Returns both files.
pub(super) fn files() -> Result<Vec<Artefact>, SampleError> {
    let year = MEETING_YEAR - 1;
    let south: Vec<[String; 7]> = table(&SOUTHERN).collect();
    let title = format!("Distriktsgruppen i Søndre distrikt, observationer {year} (syntetiske data)");
    Ok(vec![
        Artefact::new(format!("indbakke/observationer/observationer-{year}.csv"), csv(&OBSERVATIONS).into_bytes()),
        Artefact::new(format!("indbakke/observationer/distriktsgruppe-syd-{year}.docx"), workbook::document(&title, &south)?),
    ])
}

/// Returns the table as CSV with byte order mark. No text holds a separator or a quotation mark.
fn csv(observations: &[Observation]) -> String {
    let lines: Vec<String> = table(observations).map(|row| row.join(";")).collect();
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}

fn table(observations: &[Observation]) -> impl Iterator<Item = [String; 7]> {
    std::iter::once(HEAD.map(str::to_owned)).chain(observations.iter().map(row))
}

fn row(observation: &Observation) -> [String; 7] {
    let (day, month, district, source, theme, text, approved) = *observation;
    let year = MEETING_YEAR - 1;
    let (by, on) = if approved { ("SSP-tovholder", format!("05-12-{year}")) } else { ("", String::new()) };
    let date = format!("{day:02}-{month:02}-{year}");
    [date, DISTRICTS[district].to_owned(), source.to_owned(), theme.to_owned(), text.to_owned(), by.to_owned(), on]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Observation> {
        OBSERVATIONS.iter().chain(&SOUTHERN)
    }

    #[test]
    fn two_thirds_of_the_notes_are_approved() {
        assert_eq!((all().count(), all().filter(|o| o.6).count()), (24, 16));
    }

    #[test]
    fn the_canary_phrase_stands_once_and_is_not_approved() {
        let phrase = super::super::CANARIES.last().expect("there are canaries");
        let found: Vec<_> = all().filter(|o| o.5.contains(phrase)).collect();
        assert!(found.len() == 1 && !found[0].6);
    }

    #[test]
    fn no_text_needs_quoting() {
        assert!(all().all(|o| !o.5.contains([';', '"', '\n'])));
    }
}
