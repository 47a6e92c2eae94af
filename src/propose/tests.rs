//! Proposals for whole files: what they say, that they are valid, and that no cell of a person gets out.

use super::*;
use crate::config;
use crate::model::profile::{ColumnKind, DateOrder, Profile, Rhythm};
use crate::model::register::StreetRegister;
use crate::read::glimpse::glimpse;
use crate::read::{Pseudonymiser, Reading, read_tables};
use rust_xlsxwriter::Workbook;

const POLICE: &str = "SSP-liste;;;;;;;\n;;;;;;;\n\
    Dato;Navn;Personnr.;Adresse;Forhold;Rolle;G-sted;Resumé\n\
    17-03-2025;Canaria Testesen;711210-4321;Skovvej 3, 9999 Eksempelby;Hærværk;Sigtet;Torvet 1;Kanariefuglen sang\n\
    18-03-2025;Kanarino Prøvesen;6101114322;Bakkevej 12;Grafittiagtigt;Forurettet;Havnen 2;Solen skinnede\n\
    19-03-2025;Canaria Testesen;711210-4321;Skovvej 3, 9999 Eksempelby;Vold;Vidne;Torvet 1;Regnen faldt\n\
    I alt;3;;;;;;\n";

fn look(bytes: &[u8], targets: &[Target]) -> Proposal {
    let (seen, _) = glimpse("fil", bytes);
    let known = Known { file: "fil", targets, project: None };
    match propose(&seen.expect("the file can be read"), known) {
        Ok(proposal) => proposal,
        Err(findings) => panic!("no proposal: {}", crate::diagnostic::text(&findings)),
    }
}

/// Everything a proposal shows or writes.
fn everything(proposal: &Proposal) -> String {
    proposal.report.clone() + &proposal.profile("forslag") + &proposal.codebook("forslag").unwrap_or_default()
}

fn profile(proposal: &Proposal) -> Profile {
    let text = proposal.profile("forslag");
    if let Some(codebook) = proposal.codebook("forslag") {
        config::codebook("forslag-kodebog.toml", &codebook).unwrap_or_else(|error| panic!("{error}\n{codebook}"));
    }
    config::profile("forslag.toml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn codes(bytes: &[u8], targets: &[Target]) -> Vec<u16> {
    let (seen, findings) = glimpse("fil", bytes);
    assert!(!findings.stops());
    match propose(&seen.expect("the file can be read"), Known { file: "fil", targets, project: None }) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|f| f.code.0).collect(),
    }
}

/// A file of rows made by `row`, under a header.
fn rows(header: &str, count: usize, row: impl Fn(usize) -> String) -> String {
    std::iter::once(header.to_owned()).chain((0..count).map(row)).collect::<Vec<_>>().join("\n")
}

fn survey() -> String {
    const ANSWERS: [&str; 4] = ["Aldrig", "Meget ofte", "Sjældent", "Ved ikke"];
    rows("Køn;Klassetrin;Trives du?;Dage;Skærmtid;Ven", 80, |n| {
        let amount = ["0", "1-2", "3-5", "10+", "Har ingen skærm"][n % 5];
        let sex = ["Pige", "Dreng"][n % 2];
        format!("{sex};{};{};{};{amount};{}", 7 + n % 3, ANSWERS[n % 4], n % 8, ["Canaria Aa", "Kanarino Bb"][n % 2])
    })
}

#[test]
fn a_police_list_is_known_by_its_headers() {
    let proposal = look(POLICE.as_bytes(), &[]);
    let profile = profile(&proposal);
    assert_eq!(proposal.target(), Target::Police);
    assert_eq!((profile.rytme, profile.skilletegn), (Some(Rhythm::Week), Some(';')));
    assert_eq!(profile.datoformat, Some(DateOrder::DayMonthYear));
    assert!(profile.bundlinjer.contains(&"I alt".to_owned()));
    let kind = |field: &str| profile.kolonner[field].slags;
    assert_eq!((kind("cpr"), kind("bopael"), kind("gerningssted")), (ColumnKind::Cpr, ColumnKind::Residence, ColumnKind::Scene));
    assert_eq!(profile.kolonner["forhold"].vaerdier["Vold"], "vold og trusler");
    assert!(!profile.kolonner["forhold"].vaerdier.contains_key("Grafittiagtigt"), "an unknown word of three rows is not shown");
}

#[test]
fn a_proposal_reads_the_file_it_was_made_for() {
    let profile = profile(&look(POLICE.as_bytes(), &[]));
    let people = Pseudonymiser::new(&[7; 32]);
    let streets = StreetRegister::default();
    let (tables, findings) =
        read_tables("fil", POLICE.into(), &Reading { profile: &profile, people: &people, streets: &streets });
    assert!(!findings.stops(), "{}", crate::diagnostic::text(&findings));
    assert_eq!(tables.iter().map(|table| table.len()).collect::<Vec<_>>(), [3]);
}

#[test]
fn columns_without_known_headers_are_known_by_their_cells() {
    let file = rows("Dato;A;B;C;D", 60, |n| {
        format!("0{}/03/2025;71121{}-43{:02};1234-71121-{n:05}-24;{};2025-U1{}", 1 + n % 9, n % 9, n, ["K", "M"][n % 2], n % 9)
    });
    let profile = profile(&look(file.as_bytes(), &[]));
    let header = |field: &str| profile.kolonner[field].navne[0].clone();
    assert_eq!([header("cpr"), header("sag"), header("koen"), header("uge")], ["A", "B", "C", "D"]);
    assert_eq!(profile.datoformat, None, "01/03 could be either");
    assert!(look(file.as_bytes(), &[]).profile("x").contains("# datoformat = \"måned-dag-år\""));
}

#[test]
fn a_survey_gets_a_codebook_of_the_answers_that_tell_of_nobody() {
    let proposal = look(survey().as_bytes(), &[]);
    let profile = profile(&proposal);
    assert_eq!((proposal.target(), profile.kodebog.as_deref()), (Target::Survey, Some("forslag-kodebog.toml")));
    let text = proposal.codebook("forslag").expect("a codebook");
    let items = config::codebook("k", &text).expect("a valid codebook").spoergsmaal;
    let answers: Vec<&str> = items["sp.trives_du"].svar.keys().map(String::as_str).collect();
    assert_eq!(
        (answers, &items["sp.trives_du"].ugyldige[..]),
        (vec!["Aldrig", "Meget ofte", "Sjældent"], &["Ved ikke".to_owned()][..])
    );
    assert_eq!(items["sp.dage"].tal, Some((0, 7)));
    let amounts = &items["sp.skaermtid"];
    assert_eq!((amounts.svar["0"], amounts.svar["1-2"], amounts.svar["10+"]), (1, 2, 4));
    assert_eq!(amounts.ugyldige, ["Har ingen skærm"], "words beside amounts with a zero are no amount");
    assert!(!items.contains_key("sp.ven"), "names are no answers");
}

#[test]
fn marks_are_proposed_and_never_decided() {
    let file = rows("Skolenavn;Skoleår;Elever;Over 10 procent", 30, |n| {
        format!("Skolen {n};2023/24;1.{n:03};{}", ["7,3 %", "..", "<5"][n % 3])
    });
    let proposal = look(file.as_bytes(), &[]);
    let text = proposal.profile("x");
    assert_eq!(proposal.target(), Target::AbsenceSchool);
    assert!(
        text.contains("\n# skjult_af_kilden = [\"..\", \"<5\"]\n") && profile(&proposal).skjult_af_kilden.is_empty(),
        "{text}"
    );
}

#[test]
fn a_month_grid_is_known_by_its_days() {
    let days = (1..=31).map(|day| day.to_string()).collect::<Vec<_>>().join(";");
    let letters = |n: usize| (0..31).map(|day| ["", "S", "U", "Q"][(n + day) % 4]).collect::<Vec<_>>().join(";");
    let file = rows(&format!("Elevnr;Institutionsnr;Klasse;{days}"), 25, |n| format!("E{n:05};999001;7.A;{}", letters(n)));
    let proposal = look(file.as_bytes(), &[]);
    let grid = profile(&proposal).maanedsgitter.expect("a grid");
    assert_eq!((grid.koder["S"].as_str(), grid.koder["U"].as_str()), ("sygdom", "ulovligt"));
    assert!(proposal.profile("x").contains("1 andre koder"));
}

/// A workbook of sheets: name and lines with `;` between the cells.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(';')) {
                sheet.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn sheets_with_the_same_header_are_read_together() {
    let list = "Dato;CPR-nr.;Rolle\n17-03-2025;711210-4321;Sigtet";
    let book = workbook(&[("Uge 1", list), ("Uge 2", list), ("Forside", "Til;orientering\nx;y")]);
    let text = look(&book, &[]).profile("x");
    assert!(text.contains("\nark = [\"Uge 1\", \"Uge 2\"]\n"), "{text}");
}

#[test]
fn a_sheet_with_the_meaning_of_codes_is_pointed_out() {
    let book = workbook(&[("Svar", &survey()), ("Koder", "Variabel;Kode;Tekst\nDage;1;En")]);
    let proposal = look(&book, &[]);
    let text = proposal.profile("x");
    assert!(text.contains("\nark = \"Svar\"\n") && text.contains("\n# ark = \"Koder\"\n# variabel = \"Variabel\"\n"), "{text}");
    assert!(profile(&proposal).vaerdiark.is_none(), "a proposal to be confirmed");
}

#[test]
fn a_file_without_header_or_source_is_a_finding() {
    assert_eq!(codes(b"Canaria;711210-4321;Skovvej 3\nKanarino;711210-4322;Skovvej 5\n", &[]), [170]);
    assert_eq!(codes(b"Adresse;Rolle\nSkovvej 3;x\nSkovvej 4;y\n", &[]), [171]);
    assert!(codes(b"Adresse;Rolle\nSkovvej 3;x\nSkovvej 4;y\n", &[Target::Police]).is_empty(), "the user has said it");
}

#[test]
fn a_row_of_persons_is_no_header() {
    // Without a header the first row would be taken for one, were it not for the number of a person in it.
    assert_eq!(codes("Køn;711210-4321;Canaria Testesen\nKøn;711210-4322;Kanarino\n".as_bytes(), &[]), [170]);
}

// ── Nothing of a person gets out ────────────────────────────────────────────────────────────────────────────────────

/// Asserts that nothing a proposal shows holds one of the words.
#[track_caller]
fn assert_silent<'a>(proposal: &Proposal, words: impl IntoIterator<Item = &'a str>) {
    let shown = everything(proposal).to_lowercase();
    profile(proposal);
    for word in words {
        assert!(!shown.contains(&word.to_lowercase()), "a proposal shows {word}:\n{shown}");
    }
}

#[test]
fn names_numbers_addresses_and_notes_of_a_list_stay_inside() {
    let secrets = [
        "canaria",
        "testesen",
        "kanarino",
        "prøvesen",
        "4321",
        "6101114322",
        "skovvej",
        "bakkevej",
        "torvet",
        "havnen",
        "fuglen",
        "solen",
        "regnen",
        "grafitti",
    ];
    assert_silent(&look(POLICE.as_bytes(), &[]), secrets);
    assert_silent(&look(POLICE.as_bytes(), &[Target::Police]), secrets);
    let xlsx = workbook(&[("Liste", POLICE)]);
    assert_silent(&look(&xlsx, &[]), secrets);
}

#[test]
fn a_column_of_few_persons_is_not_taken_for_words() {
    // Sixty rows, four first names, each fifteen times: as few and as frequent as offences.
    let file = |header: &str| {
        rows(&format!("Dato;Køn;Alder;{header}"), 60, |n| {
            format!("1{}-03-2025;K;10-17;{}", n % 9, ["Emma", "Noah", "Canaria Aa", "Sofia"][n % 4])
        })
    };
    for header in ["Ung", "Navn", "Kontakt", "Hvem"] {
        assert_silent(&look(file(header).as_bytes(), &[]), ["emma", "noah", "canaria", "sofia"]);
    }
    let keyed = rows("Dato;CPR;Forhold", 60, |n| format!("1{}-03-2025;71121{}-4321;Kanarisk{}", n % 9, n % 4, ["a", "b"][n % 2]));
    assert_silent(&look(keyed.as_bytes(), &[]), ["kanarisk"]);
}

#[test]
fn rare_words_long_numbers_and_places_are_not_taken_for_words() {
    let file = rows("Dato;Køn;Alder;Hold;Sted kendt;Nummer", 90, |n| {
        let rare = if n < 2 { "Kanarifald" } else { "Andet hold" };
        format!("1{}-03-2025;K;10-17;{rare};Havnen, Kajen;nr. 2030{}", n % 9, n % 3)
    });
    assert_silent(&look(file.as_bytes(), &[]), ["kanarifald", "andet hold", "havnen", "kajen", "2030"]);
    // The words of such a column are shown when nothing speaks against it.
    let open = file.replace("Kanarifald", "Andet hold");
    assert!(everything(&look(open.as_bytes(), &[])).contains("Andet hold"));
}

#[test]
fn headers_that_are_names_or_numbers_are_not_shown() {
    let file =
        rows("Dato;Køn;Alder;Emma Canaria;99129943;emma@eksempelby.dk", 60, |n| format!("1{}-03-2025;K;10-17;S;U;L", n % 9));
    assert_silent(&look(file.as_bytes(), &[]), ["emma", "canaria", "991299", "eksempelby"]);
}

#[test]
fn every_file_of_the_sample_is_known_and_stays_silent() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file!());
    let root = here.ancestors().nth(3).expect("the package lies above its sources").join("data-samples/eksempelby");
    let cases = [
        (
            "indbakke/politi/2023/SSP-liste 2023 uge 40.xlsx",
            Target::Police,
            &["Navn", "CPR-nr.", "Adresse", "Gerningssted", "Journalnr."][..],
        ),
        ("indbakke/fravaer/fravaer-2022-23.csv", Target::AbsencePupil, &["Elevnr"]),
        ("indbakke/observationer/observationer-2024.csv", Target::Notes, &["Observation"]),
        ("indbakke/observationer/distriktsgruppe-syd-2024.docx", Target::Notes, &["Observation"]),
        ("indbakke/befolkning/befolkning-2024.csv", Target::Population, &[]),
        ("indbakke/upu/upu-2024-25.xlsx", Target::Survey, &[]),
        ("stamdata/skoler.csv", Target::Schools, &[]),
        ("stamdata/veje.csv", Target::Streets, &[]),
    ];
    for (file, target, personal) in cases {
        let bytes = std::fs::read(root.join(file)).expect("a file of the sample");
        let proposal = look(&bytes, &[]);
        assert_eq!(proposal.target(), target, "{file}");
        let (seen, _) = glimpse("fil", &bytes);
        let cells = personal_cells(&seen.expect("readable"), personal);
        assert!(personal.is_empty() || cells.len() > 3, "{file} has cells to look for");
        assert_silent(&proposal, cells.iter().map(String::as_str));
    }
}

/// The cells below these headers, whole, and their words of more than five letters.
fn personal_cells(glimpse: &Glimpse, headers: &[&str]) -> Vec<String> {
    let table = Table::of(&glimpse.sheets[0]).expect("a header");
    let columns = table.columns.iter().filter(|column| headers.contains(&column.header));
    let cells: Vec<&str> = columns.flat_map(|column| column.values()).filter(|cell| cell.chars().count() > 3).collect();
    let names = |cell: &&str| cell.split_whitespace().count() <= 4 && cell.chars().all(|c| c.is_alphabetic() || c == ' ');
    let words = cells.iter().filter(|cell| names(cell)).flat_map(|cell| cell.split(' ')).filter(|word| word.chars().count() > 5);
    let text_of_the_program = ["Eksempelby", "skolen"];
    cells.iter().copied().chain(words).filter(|cell| !text_of_the_program.contains(cell)).map(str::to_owned).collect()
}
