//! The municipality's own plans: a process plan for last year's focus area, and what is done already. They hold no person.

use crate::model::artefact::Artefact;

/// When, what, who, how far, district.
const STEPS: [[&str; 5]; 6] = [
    ["Marts 2024", "Distriktsgrupperne vælger lokale indsatser mod e-cigaretter", "Distriktsgrupperne", "gjort", ""],
    ["August 2024", "Fælles regler for e-cigaretter på alle skoler", "Skolelederne", "gjort", ""],
    ["Oktober 2024", "Samtale med butikker om salg til unge under 18 år", "Politiets forebyggende enhed", "i gang", ""],
    ["November 2024", "Aften for forældre om nikotin", "Sundhedsplejen", "gjort", "Søndre distrikt"],
    ["Februar 2025", "Status på møde 1", "SSP-konsulenten", "planlagt", ""],
    ["April 2025", "Unge fra klubben laver korte film", "Ungdomsskolen", "planlagt", "Vestre distrikt"],
];

/// What, theme, owner, for whom.
const EFFORTS: [[&str; 4]; 7] = [
    ["Undervisning om nikotin", "nikotin", "Sundhedsplejen", "7. klasse"],
    ["Røgfri skoletid", "nikotin", "Skolelederne", "0.–9. klasse"],
    ["Fælles aftaler om alkohol", "alkohol", "Skolebestyrelserne", "Forældre til 7. klasse"],
    ["Fast opfølgning ved fravær", "fravær", "Skolelederne", "0.–9. klasse"],
    ["Samarbejde med butikker", "butikstyveri", "Politiets forebyggende enhed", "13–17 år"],
    ["Klub om fredagen", "fritid", "Ungdomsskolen", "6.–9. klasse"],
    ["Temauge om deling af billeder", "liv på nettet", "Ungdomsskolen", "6. og 8. klasse"],
];

/// Returns both tables.
pub(super) fn files() -> Vec<Artefact> {
    vec![
        Artefact::new("stamdata/procesplan.csv", csv("Hvornår;Hvad;Hvem;Status;Distrikt", &STEPS)),
        Artefact::new("stamdata/indsatser.csv", csv("Indsats;Tema;Ejer;For hvem", &EFFORTS)),
    ]
}

/// Returns a table as Excel saves it in Denmark: byte order mark, semicolons. No text holds a separator or a quotation mark.
fn csv<const N: usize>(head: &str, rows: &[[&str; N]]) -> Vec<u8> {
    let lines: String = rows.iter().map(|row| format!("{}\r\n", row.join(";"))).collect();
    format!("\u{feff}{head}\r\n{lines}").into_bytes()
}
