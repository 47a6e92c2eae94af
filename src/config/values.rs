//! Single values: texts, dates, years and paths. A value that cannot be used is complained about and replaced by a stand-in,
//! so that checking goes on; a document with complaints never becomes settings.

use super::document::Document;
use crate::model::period::Date;

/// Returns a text that must be there and must not be blank.
pub(super) fn required_text(document: &mut Document<'_>, path: &[&str], value: Option<String>) -> String {
    match value {
        None => document.complain_missing(path),
        Some(text) if text.trim().is_empty() => {
            let key = path.last().copied().unwrap_or_default();
            document.complain(path, format!("Nøglen \"{key}\" er tom. Skriv en tekst mellem anførselstegnene."));
        }
        Some(text) => return text.trim().to_owned(),
    }
    String::new()
}

/// Returns a list of texts, none of them blank.
pub(super) fn texts(document: &mut Document<'_>, path: &[&str], values: Vec<String>) -> Vec<String> {
    for (index, value) in values.iter().enumerate() {
        if value.trim().is_empty() {
            let index = index.to_string();
            let item = [path, &[index.as_str()]].concat();
            document.complain(&item, "Listen har et tomt punkt. Skriv en tekst mellem anførselstegnene, eller slet punktet.");
        }
    }
    values.into_iter().map(|value| value.trim().to_owned()).collect()
}

/// Returns a date written as 2025-02-05.
pub(super) fn date(document: &mut Document<'_>, path: &[&str], value: Option<String>) -> Option<Date> {
    let text = value?;
    let parsed = iso_date(&text);
    if parsed.is_none() {
        document.complain(path, format!("\"{text}\" er ikke en dato. Skriv år-måned-dag: \"2025-02-05\"."));
    }
    parsed
}

fn iso_date(text: &str) -> Option<Date> {
    // jiff also reads 20250205 and longer forms; a settings file has one spelling only.
    let is_iso = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
    let date: jiff::civil::Date = is_iso.then(|| text.parse().ok())??;
    Some(Date { year: date.year(), month: u8::try_from(date.month()).ok()?, day: u8::try_from(date.day()).ok()? })
}

/// Returns a year between 2015 and 2100.
pub(super) fn year(document: &mut Document<'_>, path: &[&str], value: Option<i64>) -> Option<i16> {
    let value = value?;
    let year = i16::try_from(value).ok().filter(|year| (2015..=2100).contains(year));
    if year.is_none() {
        document
            .complain(path, format!("{value} er ikke et årstal, der kan bruges. Skriv et år fra 2015 til 2100 med fire cifre."));
    }
    year
}

/// Returns a path inside the project folder, with `/` between its parts.
pub(super) fn path(document: &mut Document<'_>, place: &[&str], value: Option<String>) -> Option<String> {
    let written = value?;
    let path = written.trim().replace('\\', "/");
    let path = path.trim_end_matches('/');
    match path_fault(path, &written) {
        None => return Some(path.trim_start_matches("./").to_owned()),
        Some(fault) => document.complain(place, format!("{fault} Skriv stien fra projektmappen: \"indbakke/politi\".")),
    }
    None
}

fn path_fault(path: &str, written: &str) -> Option<&'static str> {
    if written.chars().any(char::is_control) {
        // A single backslash in "…" makes \t a tab and \n a new line.
        Some("Stien er skrevet med en enkelt \\, som ændrer bogstavet efter sig. Brug / i stedet.")
    } else if written.trim().starts_with(['/', '\\']) || path.contains(':') {
        Some("Stien må ikke begynde med et drev eller en skråstreg, for så virker den kun på denne pc.")
    } else if path.split('/').any(|part| part == "..") {
        Some("Stien må ikke gå ud af projektmappen med \"..\".")
    } else if path.is_empty() {
        Some("Stien er tom.")
    } else {
        None
    }
}

/// Returns the name of a profile or file that lies in a known place: no folders in it.
pub(super) fn file_name(document: &mut Document<'_>, place: &[&str], name: &str) {
    if name.contains(['/', '\\', ':']) || name.contains("..") {
        let key = place.last().copied().unwrap_or_default();
        document.complain(
            place,
            format!("Nøglen \"{key}\" skal være et navn uden mappe. Skriv kun navnet, for eksempel \"upu-bred\"."),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_full_iso_spelling_is_a_date() {
        assert_eq!(iso_date("2024-02-29"), Some(Date { year: 2024, month: 2, day: 29 }));
        for text in ["2025-02-29", "20250205", "2025-2-5", "05-02-2025", "2025-02-05T10:00", "", "2025-13-01"] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_path_out_of_the_project_folder_is_refused() {
        for written in ["../andet", "C:\\data", "/data", "\\\\server\\del", "indbakke/../..", "", "indbakke\tupu"] {
            assert!(path_fault(&written.replace('\\', "/"), written).is_some(), "{written}");
        }
        assert_eq!(path_fault("indbakke/upu", "indbakke\\upu"), None);
    }
}
