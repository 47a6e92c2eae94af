//! `ssp diskretionstest`: what can be worked out of the numbers that are hidden in finished reports.

use super::arguments::{DisclosureTest, Format};
use super::{Outcome, exit};
use crate::diagnostic::masked;
use crate::pipeline::{self, Verdict};

pub(super) fn run(options: &DisclosureTest) -> Outcome {
    match pipeline::disclosure_test(&options.folder) {
        Ok(verdict) => Outcome {
            output: match options.format {
                Format::Text => text(&verdict, options.numbers),
                Format::Json => json(&verdict, options.numbers),
            },
            complaint: String::new(),
            code: if verdict.findings.is_empty() { exit::DONE } else { exit::PROTECTION },
        },
        Err(error) => Outcome::failed(&error, exit::code(&error)),
    }
}

fn text(verdict: &Verdict, numbers: bool) -> String {
    let rows = [
        ("Udgivelser", verdict.releases),
        ("Heraf fortrolige", verdict.confidential),
        ("Rækker i de åbne tabeller", verdict.cells),
        ("Skjulte tal", verdict.hidden),
        ("Trykte tal, der er fundet i tabellerne", verdict.matched),
        ("Fund", verdict.findings.len()),
    ];
    let several = verdict.confidential > 0 && verdict.confidential < verdict.releases;
    let readers = if several {
        "Læserne af den offentlige udgave har kun de offentlige udgivelser. Læserne af den fortrolige har dem alle.\n\n"
    } else {
        ""
    };
    let tested: String = rows.iter().map(|(what, number)| format!("  {what:<40}{number:>8}\n")).collect();
    let found: String = verdict.findings.iter().map(|found| found_line(found, verdict.releases > 1, numbers)).collect();
    let end = match (verdict.findings.is_empty(), numbers) {
        (true, _) => "Ingen skjulte tal kan regnes ud.\n",
        (false, true) => "Listen viser tal om få unge. Den må ikke deles.\n",
        (false, false) => "Listen er kun til internt brug. Skriv --vis-tal for at se tallene.\n",
    };
    format!("Prøvet\n{tested}\n{readers}{found}{end}")
}

fn found_line(found: &pipeline::Leakage, several: bool, numbers: bool) -> String {
    let release = if several && !found.release.is_empty() { format!("{}: ", found.release) } else { String::new() };
    format!("{release}{}\n  {}\n\n", masked(&found.place()), found.words(numbers))
}

fn json(verdict: &Verdict, numbers: bool) -> String {
    let found = verdict.findings.iter().map(|found| {
        serde_json::json!({
            "udgivelse": found.release,
            "tabel": found.name,
            "celle": found.cell,
            "sted": masked(&found.place()),
            "fund": found.words(numbers),
        })
    });
    let all = serde_json::json!({
        "udgivelser": verdict.releases,
        "fortrolige": verdict.confidential,
        "raekker": verdict.cells,
        "skjulte": verdict.hidden,
        "trykte": verdict.matched,
        "fund": found.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}
