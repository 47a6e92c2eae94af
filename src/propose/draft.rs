//! The text of a proposed profile: settings of the file, then the columns, all with comments in Danish.

use super::columns::{quoted, sections};
use super::content::{self, Content};
use super::matching::Match;
use super::table::{Column, Table};
use super::target::Target;
use super::{Sheets, codebook, number, value_sheet, words};
use crate::model::profile::{DateOrder, Rhythm};
use crate::read::glimpse::Glimpse;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What a proposal consists of; only the name is still open.
pub(super) struct Draft {
    remarks: String,
    settings: String,
    columns: String,
    codebook: Option<String>,
    is_survey: bool,
}

impl Draft {
    pub(super) fn new(glimpse: &Glimpse, table: &Table, found: &Match, sheets: &Sheets) -> Self {
        let is_survey = found.target == Target::Survey;
        let values = if is_survey { value_sheet::section(glimpse) } else { String::new() };
        Self {
            remarks: remarks(glimpse, table, found),
            settings: settings(glimpse, table, found, sheets),
            columns: sections(table, found) + &month_grid(table, found) + &values + &constants(found),
            codebook: is_survey.then(|| codebook::text(table, found)).flatten(),
            is_survey,
        }
    }

    pub(super) fn profile(&self, name: &str) -> String {
        let codebook = match (self.is_survey, &self.codebook) {
            (true, Some(_)) => format!("kodebog = \"{name}-kodebog.toml\"\n"),
            (true, None) => "# Der kunne ikke laves en kodebog: ingen kolonne har svar, som kan vises her.\n".to_owned(),
            (false, _) => String::new(),
        };
        format!("{}{}{codebook}{}", self.remarks, self.settings, self.columns)
    }

    pub(super) fn codebook(&self, name: &str) -> Option<String> {
        let items = self.codebook.as_ref()?;
        let intro = "# Forslag til en kodebog, lavet af ssp importprofil. Ikke afprøvet: kontrollér hvert svar.\n\
            # Koderne er løbenumre. Slet de spørgsmål, I ikke bruger. Skriv spørgsmålets ordlyd under tekst.\n\
            # Hvert spørgsmåls navn, for eksempel sp.trivsel, er det, en indikator skriver under item.\n";
        Some(format!("{intro}kilde = \"Forslag, hører til profilen {name}\"\n{items}"))
    }
}

fn remarks(glimpse: &Glimpse, table: &Table, found: &Match) -> String {
    let mut out = format!(
        "# Forslag til en importprofil, lavet af ssp importprofil. Ikke afprøvet: kontrollér hver linje, før I bruger tallene.\n\
         # Filen er {}. Overskriften står i række {}.\n\
         # Den er taget for {}, fordi {}.\n\
         # En linje, der begynder med #, gør ingenting. Fjern # foran linjen for at bruge den.\n",
        glimpse.kind,
        table.header_row,
        found.target.danish(),
        found.reason(table)
    );
    for field in found.missing() {
        let _infallible =
            writeln!(out, "# Mangler: ingen kolonne ligner {field}. Tilføj [kolonner.{field}] eller {field} under [konstanter].");
    }
    for name in doubled(table) {
        let _infallible = writeln!(out, "# Flere kolonner hedder {name}. Ingen af dem kan læses, før de har hver sit navn.");
    }
    out
}

fn doubled(table: &Table) -> BTreeSet<String> {
    table.columns.iter().filter(|column| table.is_doubled(column)).map(super::columns::shown).collect()
}

fn settings(glimpse: &Glimpse, table: &Table, found: &Match, sheets: &Sheets) -> String {
    let target = found.target;
    let mut out = format!("navn = {}\nkilde = \"{}\"\n", quoted(&format!("Forslag: {}", target.danish())), target.source().key());
    if let Some(form) = target.form() {
        out += &format!("form = \"{form}\"\n");
    }
    if target == Target::Police {
        out += &police(table, found);
    }
    out += &match sheets {
        Sheets::Only => String::new(),
        Sheets::One(name) => format!("ark = {}\n", quoted(name)),
        Sheets::Several(names) => {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("# Disse ark har samme overskrift.\nark = [{}]\n", names.join(", "))
        }
        Sheets::All => "# Alle synlige ark har samme overskrift og læses.\nark = \"alle\"\n".to_owned(),
    };
    if table.header_row > 1 {
        out += &format!(
            "# Overskriften findes af sig selv. Findes den forkerte række, så fjern #.\n# overskrift = {}\n",
            table.header_row
        );
    }
    out += &text_file(glimpse);
    out += &styles(table, found);
    out += &marks(table, found);
    if target == Target::Survey {
        out += "# En fil med en af disse kolonner bliver afvist: undersøgelsen må ikke kunne føres tilbage til en elev.\n\
            afvis_kolonner = [\"cpr\", \"personnummer\", \"unilogin\", \"uni-login\", \"navn\", \"fornavn\", \"efternavn\"]\n";
    }
    out
}

fn police(table: &Table, found: &Match) -> String {
    let mut out = match rhythm(table, found) {
        Some(Rhythm::Week) => "# Filens datoer ligger inden for en uge.\nrytme = \"uge\"\n".to_owned(),
        Some(Rhythm::Month) => "# Filens datoer ligger inden for en måned.\nrytme = \"måned\"\n".to_owned(),
        None => {
            "# Filen dækker mere end en måned. Skriv, hvor tit der kommer en fil: \"uge\" eller \"måned\".\n# rytme = \"uge\"\n"
                .to_owned()
        }
    };
    if !found.has("cpr") {
        out += "# Filen har ingen personnøgle: kun hændelser kan tælles, og ens rækker sammenlignes på alle kolonner.\nhele_raekken = true\n";
    }
    out
}

/// A list of a week spans at most eight days, one of a month at most 32: a list may begin the evening before.
fn rhythm(table: &Table, found: &Match) -> Option<Rhythm> {
    let place = found.fields.get("dato")?;
    let Content::Date(order) = found.contents[place.at] else { return None };
    let order = order.unwrap_or(DateOrder::DayMonthYear);
    let days = || table.columns[place.at].values().filter_map(|cell| content::day(cell, order)).map(day_number);
    match days().max()? - days().min()? {
        0..=7 => Some(Rhythm::Week),
        8..=31 => Some(Rhythm::Month),
        _ => None,
    }
}

/// Returns the number of a day, counted so that two days apart differ by two, over the end of a month and a year.
fn day_number((year, month, day): (u16, u16, u16)) -> u32 {
    const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let year = u32::from(year);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = BEFORE[usize::from(month.clamp(1, 12) - 1)] + u32::from(leap && month > 2);
    let last = year - 1;
    last * 365 + last / 4 - last / 100 + last / 400 + before + u32::from(day)
}

fn text_file(glimpse: &Glimpse) -> String {
    let mut out = String::new();
    if let Some(encoding) = glimpse.encoding.filter(|name| *name != "UTF-8") {
        out += &format!("# Tegnsættet findes af sig selv.\n# tegnsaet = \"{}\"\n", encoding.to_lowercase());
    }
    match glimpse.separator {
        Some('\t') => out + "skilletegn = \"\\t\"\n",
        Some(separator) => out + &format!("skilletegn = \"{separator}\"\n"),
        None => out,
    }
}

fn styles(table: &Table, found: &Match) -> String {
    let mut out = String::new();
    let date = found.fields.get("dato").or(found.fields.get("godkendt_dato"));
    if let Some(Content::Date(order)) = date.map(|place| found.contents[place.at]) {
        out += match order {
            Some(DateOrder::DayMonthYear) => "datoformat = \"dag-måned-år\"\n",
            Some(DateOrder::MonthDayYear) => "# Datoerne har måneden først.\ndatoformat = \"måned-dag-år\"\n",
            Some(DateOrder::Iso) => "datoformat = \"iso\"\n",
            None => {
                "# Datoerne kan både have dagen og måneden først. Fjern # foran den rigtige linje.\n\
                # datoformat = \"dag-måned-år\"\n# datoformat = \"måned-dag-år\"\n"
            }
        };
    }
    if let Some(sign) = decimal_sign(table, found) {
        out += &format!("decimaltegn = \"{sign}\"\n");
    }
    out + &total_rows(table, found)
}

/// The words of total rows the file has. A list of persons may have them another time: none of them begins a row of data.
fn total_rows(table: &Table, found: &Match) -> String {
    let of_lists = matches!(found.target, Target::Police | Target::AbsencePupil);
    let words = words::TOTALS.iter().filter(|word| of_lists || table.totals.contains(word));
    let list: Vec<String> = words.map(|word| quoted(word)).collect();
    if list.is_empty() { String::new() } else { format!("bundlinjer = [{}]\n", list.join(", ")) }
}

/// Returns the decimal sign all columns of numbers agree on.
pub(super) fn decimal_sign(table: &Table, found: &Match) -> Option<char> {
    let decimal = (0..table.columns.len()).filter(|at| found.contents[*at] == Content::Decimal);
    number::decimal_sign(decimal.flat_map(|at| table.columns[at].values()))
}

/// Marks are proposed only: whether a mark hides a number, or is an answer, the file cannot say.
fn marks(table: &Table, found: &Match) -> String {
    let used: Vec<&Column> = (0..table.columns.len())
        .filter(|at| found.field_of(*at).is_some() || found.figures.contains(at) || found.items.contains(at))
        .map(|at| &table.columns[at])
        .collect();
    let seen = |holds: fn(&str) -> bool| -> Vec<String> {
        let cells: BTreeSet<&str> = used.iter().flat_map(|column| column.values()).filter(|cell| holds(cell)).collect();
        cells.iter().map(|cell| quoted(cell)).collect()
    };
    let mut out = String::new();
    // A number such as 999 stands for no answer in a survey only; elsewhere it is a number.
    let in_words = |cell: &str| words::is_missing(cell) && !number::is_whole(cell);
    let missing = if found.target == Target::Survey { seen(words::is_missing) } else { seen(in_words) };
    if !missing.is_empty() {
        out +=
            "# Disse celler findes i filen. Betyder de, at der ikke er svaret, så fjern #, og slet dem, der er rigtige svar.\n";
        out += &format!("# manglende = [{}]\n", missing.join(", "));
    }
    let hidden = seen(|cell| words::is_hidden(cell) || words::is_less_than(cell));
    if !hidden.is_empty() {
        out += "# Disse celler findes i filen. Har kilden skjult små tal sådan, så fjern #. Er de svar, så lad linjen stå.\n";
        out += &format!("# skjult_af_kilden = [{}]\n", hidden.join(", "));
    }
    out
}

/// The letters KMD Elev and Aula use; other letters are counted, not shown.
fn month_grid(table: &Table, found: &Match) -> String {
    const LETTERS: [(&str, &str); 4] = [("S", "sygdom"), ("L", "lovligt"), ("U", "ulovligt"), ("F", "til stede")];
    if found.target != Target::AbsencePupil || found.days.is_empty() {
        return String::new();
    }
    let cells: BTreeSet<String> =
        found.days.iter().flat_map(|at| table.columns[*at].values()).map(|cell| cell.to_uppercase()).collect();
    let mut out =
        "\n# En kolonne for hver dag i måneden. F er for sent fremmøde og tæller som til stede.\n[maanedsgitter.koder]\n"
            .to_owned();
    for (letter, meaning) in LETTERS.iter().filter(|(letter, _)| cells.contains(*letter)) {
        out += &format!("\"{letter}\" = \"{meaning}\"\n");
    }
    out += "\"\" = \"til stede\"\n";
    let unknown = cells.iter().filter(|cell| LETTERS.iter().all(|(letter, _)| letter != cell)).count();
    if unknown > 0 {
        out += &format!("# Filen har {unknown} andre koder, som ikke er kendt. Skriv dem her.\n");
    }
    out
}

/// Values the whole file shares, where no column has them: only a person can know them.
fn constants(found: &Match) -> String {
    let suggestion = match found.target {
        Target::Police if !found.has("rolle") => {
            "# Filen siger ikke, hvilken rolle den unge har. Har alle den samme, så fjern #.\n# rolle = \"antruffet\"\n"
        }
        Target::Survey | Target::AbsencePupil | Target::AbsenceSchool if !found.has("skoleaar") => {
            "# Filen siger ikke, hvilket skoleår den er fra. Ret året, og fjern #.\n# skoleaar = \"2024/25\"\n"
        }
        _ => return String::new(),
    };
    format!("\n[konstanter]\n{suggestion}")
}
