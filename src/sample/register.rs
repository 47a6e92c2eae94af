//! Districts, schools and streets of Eksempelby, and their two register files.

use super::Size;
use crate::model::artefact::Artefact;
use std::fmt::Write;

/// Names of the districts; the position is the district everywhere in the sample.
pub(super) const DISTRICTS: [&str; 4] = ["Nordre distrikt", "Søndre distrikt", "Østre distrikt", "Vestre distrikt"];

/// Position of Søndre distrikt, which differs.
pub(super) const SOUTH: usize = 1;

/// Position of Vestre distrikt, which holds the one-person cell.
pub(super) const WEST: usize = 3;

/// Postcode and town of every address.
pub(super) const TOWN: &str = "9999 Eksempelby";

/// Streets: name, first and last house number, district.
pub(super) const STREETS: [(&str, u32, u32, usize); 26] = [
    ("Skovvej", 1, 49, 0),
    ("Skovvej", 50, 99, 1),
    ("Granvej", 1, 60, 0),
    ("Fyrrestien", 1, 40, 0),
    ("Nordre Ringvej", 1, 120, 0),
    ("Bakkedraget", 1, 80, 0),
    ("Kanarievej", 1, 999, 0),
    ("Engvej", 1, 70, 1),
    ("Mosevænget", 1, 90, 1),
    ("Søndergade", 1, 140, 1),
    ("Siv Allé", 1, 50, 1),
    ("Kildestien", 1, 30, 1),
    ("Åvej", 1, 60, 2),
    ("Møllehøj", 1, 45, 2),
    ("Østergade", 1, 150, 2),
    ("Kornblomstvej", 1, 80, 2),
    ("Rugmarken", 1, 99, 2),
    ("Hestehaven", 1, 36, 2),
    ("Strandvej", 1, 110, 3),
    ("Klitvej", 1, 55, 3),
    ("Vestergade", 1, 130, 3),
    ("Mågevænget", 1, 70, 3),
    ("Tangvej", 1, 40, 3),
    ("Fiskertorvet", 1, 24, 3),
    ("Stationspladsen", 1, 20, 2),
    ("Torvet", 1, 30, 0),
];

/// A school.
pub(super) struct School {
    /// Institution number, six digits.
    pub(super) number: String,
    /// Name.
    pub(super) name: String,
    /// Position of the district; `None` = serves the whole municipality.
    pub(super) district: Option<usize>,
    /// Institution number of the main school, for a department.
    pub(super) parent: Option<&'static str>,
    /// Relative number of pupils.
    pub(super) weight: u32,
}

type Row = (&'static str, &'static str, Option<usize>, Option<&'static str>, u32, bool);

/// Number, name, district, main school, weight, and whether a very small municipality has it too.
const SCHOOLS: [Row; 10] = [
    ("999001", "Nordskolen", Some(0), None, 130, true),
    ("999002", "Bakkeskolen", Some(0), None, 105, false),
    ("999003", "Sydskolen", Some(1), None, 120, true),
    ("999004", "Engskolen", Some(1), None, 90, false),
    ("999005", "Engskolen, afdeling Mosen", Some(1), Some("999004"), 55, false),
    ("999006", "Østskolen", Some(2), None, 125, true),
    ("999007", "Åskolen", Some(2), None, 95, false),
    ("999008", "Vestskolen", Some(3), None, 125, true),
    ("999009", "Strandskolen", Some(3), None, 100, false),
    ("999010", "Lindeskolen", None, None, 20, true),
];

/// Fewer pupils than this do not fill ten schools.
const TEN_SCHOOLS: u32 = 1_500;

/// Pupils of a further school in a large municipality.
const PUPILS_PER_SCHOOL: u32 = 700;

/// Returns the schools of a municipality of this size: five, ten, or more.
pub(super) fn schools(size: Size) -> Vec<School> {
    let base = SCHOOLS.iter().filter(|row| size.pupils >= TEN_SCHOOLS || row.5);
    let mut all: Vec<School> = base.map(known_school).collect();
    let wanted = size.pupils / PUPILS_PER_SCHOOL;
    all.extend((11..=wanted).map(further_school));
    all
}

fn known_school(row: &Row) -> School {
    let (number, name, district, parent, weight, _) = *row;
    School { number: number.to_owned(), name: name.to_owned(), district, parent, weight }
}

fn further_school(count: u32) -> School {
    let district = usize::try_from(count % 4).expect("a remainder of four is small");
    School {
        number: format!("999{count:03}"),
        name: format!("Skole nr. {count}"),
        district: Some(district),
        parent: None,
        weight: 100,
    }
}

/// Returns the weight of each district: its schools' weights, and the shared schools' spread evenly.
pub(super) fn district_weights(schools: &[School]) -> [u32; 4] {
    let mut weights = [0; 4];
    for school in schools {
        match school.district {
            Some(district) => weights[district] += 4 * school.weight,
            None => weights.iter_mut().for_each(|w| *w += school.weight),
        }
    }
    weights
}

/// Returns the two register files.
pub(super) fn files(schools: &[School]) -> Vec<Artefact> {
    vec![
        Artefact::new("stamdata/skoler.csv", school_file(schools).into_bytes()),
        Artefact::new("stamdata/veje.csv", street_file().into_bytes()),
    ]
}

fn school_file(schools: &[School]) -> String {
    let mut text = String::from("Institutionsnr;Navn;Rolle;Hovedinstitution;Distrikt;Gyldig fra;Gyldig til\r\n");
    for school in schools {
        let district = school.district.map_or("", |d| DISTRICTS[d]);
        let role = match (school.parent, school.district) {
            (Some(_), _) => "afdeling",
            (None, None) => "specialskole",
            (None, Some(_)) => "skole",
        };
        let parent = school.parent.unwrap_or("");
        write!(text, "{};{};{role};{parent};{district};01-08-2010;\r\n", school.number, school.name)
            .expect("writing to a String cannot fail");
    }
    text
}

fn street_file() -> String {
    let mut text = String::from("Vej;Fra;Til;Postnr;Distrikt\r\n");
    for (street, from, to, district) in STREETS {
        write!(text, "{street};{from};{to};9999;{}\r\n", DISTRICTS[district]).expect("writing to a String cannot fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pupils: u32) -> Vec<School> {
        schools(Size { pupils, ..Size::default() })
    }

    #[test]
    fn the_number_of_schools_follows_the_size() {
        assert_eq!([of(300).len(), of(5_000).len(), of(70_000).len()], [5, 10, 100]);
    }

    #[test]
    fn every_school_number_is_used_once_and_every_main_school_exists() {
        let all = of(70_000);
        let numbers: std::collections::BTreeSet<_> = all.iter().map(|s| s.number.as_str()).collect();
        assert_eq!(numbers.len(), all.len());
        assert!(all.iter().filter_map(|s| s.parent).all(|p| numbers.contains(p)));
    }

    #[test]
    fn every_district_has_streets_and_schools() {
        for district in 0..DISTRICTS.len() {
            assert!(STREETS.iter().any(|s| s.3 == district));
            assert!(of(300).iter().any(|s| s.district == Some(district)));
        }
    }
}
