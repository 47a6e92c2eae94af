//! The municipality's own registers: schools and streets.

use super::geography::{DistrictId, ResidenceDistrict, SceneDistrict, SchoolDistrict};
use super::period::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Schools by institution number.
#[derive(Default)]
pub struct SchoolRegister {
    /// Institution number → school.
    pub schools: BTreeMap<String, School>,
    /// The days of school; `None` = the project names no calendar.
    pub calendar: Option<SchoolCalendar>,
}

impl SchoolRegister {
    /// Returns the institution numbers of each district's schools and departments.
    pub fn by_district(&self) -> DistrictSchools {
        let mut found = DistrictSchools::new();
        for (number, school) in &self.schools {
            if let Some(district) = school.district {
                found.entry(district.0).or_default().insert(number.clone());
            }
        }
        found
    }
}

/// The institution numbers of each district's schools: public knowledge, released with the open tables, so that a later report sees
/// which districts have other schools.
pub type DistrictSchools = BTreeMap<DistrictId, BTreeSet<String>>;

/// The days of school in the municipality.
#[derive(Clone, Debug, Default)]
pub struct SchoolCalendar {
    /// Every date with school.
    pub days: BTreeSet<Date>,
}

/// One school of the register.
#[derive(Clone, Debug)]
pub struct School {
    /// Name, for messages and internal use.
    pub name: String,
    /// District; `None` = serves the whole municipality.
    pub district: Option<SchoolDistrict>,
    /// Number of the main school when this is a department.
    pub parent: Option<String>,
}

/// Street register: street, house numbers and postcode → district.
#[derive(Default)]
pub struct StreetRegister {
    stretches: BTreeMap<String, Vec<Stretch>>,
}

/// A stretch of a street.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// First house number.
    pub from: u32,
    /// Last house number.
    pub to: u32,
    /// Postcode.
    pub postcode: String,
    /// The district the stretch lies in.
    pub district: DistrictId,
}

impl StreetRegister {
    /// Adds a stretch of `street`.
    pub fn insert(&mut self, street: &str, stretch: Stretch) {
        self.stretches.entry(normal(street)).or_default().push(stretch);
    }

    /// Returns whether the register holds no street.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// Returns the district of residence of an address such as `Skovvej 12, 9999 Eksempelby`.
    pub fn residence(&self, address: &str) -> Option<ResidenceDistrict> {
        self.district(address).map(ResidenceDistrict)
    }

    /// Returns the district of a scene given as an address.
    pub fn scene(&self, place: &str) -> Option<SceneDistrict> {
        self.district(place).map(SceneDistrict)
    }

    fn district(&self, address: &str) -> Option<DistrictId> {
        let (street_and_number, rest) = address.split_once(',').unwrap_or((address, ""));
        let (street, number) = split_number(street_and_number.trim());
        let postcode = rest.split_whitespace().find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
        let fits = |s: &&Stretch| postcode.is_none_or(|p| p == s.postcode) && number.is_none_or(|n| (s.from..=s.to).contains(&n));
        let mut found = self.stretches.get(&normal(street))?.iter().filter(fits).map(|s| s.district);
        let first = found.next()?;
        found.all(|d| d == first).then_some(first)
    }
}

fn normal(street: &str) -> String {
    street.trim().to_lowercase()
}

fn split_number(text: &str) -> (&str, Option<u32>) {
    let Some((street, last)) = text.rsplit_once(' ') else { return (text, None) };
    let digits: String = last.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse() {
        Ok(number) => (street, Some(number)),
        Err(_) => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> StreetRegister {
        let mut streets = StreetRegister::default();
        let stretch = |from, to, district| Stretch { from, to, postcode: "9999".into(), district: DistrictId(district) };
        streets.insert("Skovvej", stretch(1, 49, 0));
        streets.insert("Skovvej", stretch(50, 99, 1));
        streets
    }

    #[test]
    fn house_number_decides_the_district() {
        assert_eq!(register().residence("Skovvej 12, 9999 Eksempelby"), Some(ResidenceDistrict(DistrictId(0))));
        assert_eq!(register().residence("skovvej 50B, 2. tv., 9999 Eksempelby"), Some(ResidenceDistrict(DistrictId(1))));
    }

    #[test]
    fn a_street_in_two_districts_without_number_is_not_guessed() {
        assert_eq!(register().scene("Skovvej"), None);
    }

    #[test]
    fn another_postcode_is_not_this_street() {
        assert_eq!(register().residence("Skovvej 12, 8888 Andenby"), None);
    }
}
