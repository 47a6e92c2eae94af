//! What happened: incidents of every week, who took part in which role, and the planted rows.

use super::Size;
use super::calendar::{Span, age, monday};
use super::dice::Dice;
use super::people::{Births, Person, canaries, street_in};
use super::register::{TOWN, WEST, district_weights, schools};
use crate::model::period::Week;
use crate::model::person::Role;
use jiff::ToSpan;
use jiff::civil::Date;

/// The offence of the one-person cell.
pub(super) const VIOLENCE: &str = "Vold";

/// Nobody younger is charged.
const AGE_OF_CHARGE: u8 = 15;

/// Everything the lists will hold.
pub(super) struct Crime {
    /// Persons; rows point into this list.
    pub(super) people: Vec<Person>,
    /// One row per person and incident, in the order drawn.
    pub(super) rows: Vec<Row>,
}

/// One person in one role in one incident.
#[derive(Clone)]
pub(super) struct Row {
    /// The list the row stands on.
    pub(super) list: Week,
    /// Journal number, the same for everybody in the incident.
    pub(super) journal: String,
    /// Role.
    pub(super) role: Role,
    /// Position of the person.
    pub(super) person: usize,
    /// Whether the list leaves the CPR number out.
    pub(super) without_key: bool,
    /// Incident date.
    pub(super) date: Date,
    /// Offence in the words of the lists.
    pub(super) offence: &'static str,
    /// Scene as the list writes it; may be empty.
    pub(super) scene: String,
}

/// One kind of rows and how common it is in a municipality of 5,000 pupils.
struct Stratum {
    /// The role; `None` = suspected or charged, by age.
    role: Option<Role>,
    /// In the years before, and in the last year.
    rows_a_year: [u32; 2],
    youngest: u8,
    /// Weights of the ages from the youngest on.
    ages: &'static [u32],
    girls: f64,
    /// How often a row belongs to one of the regulars: in the years before, and in the last year.
    regulars: [f64; 2],
    offences: &'static [(&'static str, u32)],
}

const YOUNG_OFFENCES: &[(&str, u32)] = &[
    ("Tyveri fra butik", 26),
    ("Andet tyveri", 10),
    ("Brugstyveri af knallert", 6),
    ("Indbrud", 5),
    ("Hærværk", 12),
    (VIOLENCE, 10),
    ("Trusler", 7),
    ("Røveri", 3),
    ("Databedrageri", 4),
    ("Besiddelse af euforiserende stoffer", 11),
    ("Våben eller kniv", 3),
    ("Færdsel", 5),
];

const STRATA: [Stratum; 4] = [
    Stratum {
        role: Some(Role::Encountered),
        rows_a_year: [152, 152],
        youngest: 10,
        ages: &[1, 2, 4, 8, 12, 14, 14, 12, 8, 6, 4, 3, 3, 2, 2, 2],
        girls: 0.28,
        regulars: [0.25, 0.25],
        offences: &[("Ingen lovovertrædelse", 70), ("Ordensforstyrrelse", 22), ("Færdsel", 8)],
    },
    Stratum {
        role: None,
        rows_a_year: [88, 122],
        youngest: 10,
        ages: &[1, 1, 3, 6, 10, 16, 18, 18],
        girls: 0.22,
        regulars: [0.26, 0.7],
        offences: YOUNG_OFFENCES,
    },
    Stratum {
        role: None,
        rows_a_year: [30, 30],
        youngest: 18,
        ages: &[8, 7, 6, 5, 4, 3, 3, 3],
        girls: 0.18,
        regulars: [0.15, 0.15],
        offences: YOUNG_OFFENCES,
    },
    Stratum {
        role: Some(Role::Victim),
        rows_a_year: [60, 60],
        youngest: 0,
        ages: &[1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5, 7, 8, 8, 8, 8],
        girls: 0.47,
        regulars: [0.06, 0.06],
        offences: &[(VIOLENCE, 34), ("Trusler", 18), ("Røveri", 6), ("Andet tyveri", 30), ("Databedrageri", 12)],
    },
];

/// Draws everything the police lists hold.
pub(super) fn draw(size: Size, span: &Span) -> Crime {
    let mut story = Story {
        dice: Dice::new(size.seed, "police"),
        births: Births::new(district_weights(&schools(size))),
        crime: Crime { people: Vec::new(), rows: Vec::new() },
        regulars: 0,
        last: span.last(),
        journal: 0,
    };
    story.invent_regulars((44 * size.pupils / 5_000).max(4));
    for year in &span.police {
        let weeks: Vec<Week> = span.weeks().into_iter().filter(|w| w.year == *year).collect();
        for stratum in &STRATA {
            let rows = stratum.rows_a_year[usize::from(*year == span.last())];
            story.tell(stratum, (rows * size.pupils / 5_000).max(2), &weeks, *year == span.police[0]);
        }
    }
    story.repeat_in_next_week(span);
    story.plant_canaries(span);
    story.crime.rows.retain(|row| !span.is_missing(row.list));
    story.crime
}

/// An incident everybody in it shares.
struct Incident {
    list: Week,
    journal: String,
    date: Date,
    offence: &'static str,
    scene: String,
}

struct Story {
    dice: Dice,
    births: Births,
    crime: Crime,
    /// The first so many persons are regulars: on lists on several dates, but for the first quarter only in the last year.
    regulars: usize,
    last: i16,
    journal: u32,
}

impl Story {
    fn invent_regulars(&mut self, count: u32) {
        for _ in 0..count {
            let years = 15 + i64::from(self.dice.below(4));
            let birth = self.birth(Date::constant(self.last, 12, 31), years);
            let girl = self.dice.chance(0.15);
            self.invent(birth, girl);
        }
        self.regulars = self.crime.people.len();
    }

    fn invent(&mut self, birth: Date, girl: bool) -> usize {
        self.crime.people.push(self.births.person(birth, girl, &mut self.dice));
        self.crime.people.len() - 1
    }

    /// Draws a birth date so that the person is `years` old on `day`.
    fn birth(&mut self, day: Date, years: i64) -> Date {
        day - years.years() - i64::from(self.dice.below(365)).days()
    }

    /// Draws `wanted` rows of one kind over the weeks of one year.
    fn tell(&mut self, stratum: &Stratum, wanted: u32, weeks: &[Week], first_year: bool) {
        let mut told = 0;
        while told < wanted {
            let list = *self.dice.of(weeks);
            let incident = self.incident(stratum, list, first_year && list.number == 1);
            let company = [1, 2, 3][self.dice.weighted(&[76, 18, 6])].min(wanted - told);
            let mut present = Vec::new();
            for _ in 0..company {
                let person = self.somebody(stratum, incident.date, &present);
                present.push(person);
                self.put(stratum, &incident, person);
            }
            told += company;
        }
    }

    /// Draws an incident of a week's list; now and then it lies some days before the week.
    fn incident(&mut self, stratum: &Stratum, list: Week, very_first: bool) -> Incident {
        let late = !very_first && self.dice.chance(0.06);
        let days =
            if late { -1 - i64::from(self.dice.below(5)) } else { i64::try_from(self.weekday()).expect("a week has seven days") };
        self.journal += 1;
        let weights: Vec<u32> = stratum.offences.iter().map(|o| o.1).collect();
        Incident {
            list,
            journal: format!("EKS-{}-{:05}", list.year, self.journal),
            date: monday(list) + days.days(),
            offence: stratum.offences[self.dice.weighted(&weights)].0,
            scene: self.scene(),
        }
    }

    fn weekday(&mut self) -> usize {
        self.dice.weighted(&[10, 10, 11, 13, 20, 21, 15])
    }

    fn scene(&mut self) -> String {
        let district = self.dice.index(4);
        match self.dice.below(100) {
            0..5 => String::new(),
            5..25 => ["Torvet", "Søndergade", "Stationspladsen", "Fiskertorvet"][district].to_owned(),
            _ => format!("{}, {TOWN}", street_in(district, &mut self.dice)),
        }
    }

    /// Draws who takes part: a regular, somebody known from earlier, or (mostly) somebody new.
    fn somebody(&mut self, stratum: &Stratum, day: Date, present: &[usize]) -> usize {
        let last_year = day.year() >= self.last;
        let regulars = stratum.regulars[usize::from(last_year)];
        let known = match self.dice.unit() {
            u if u < regulars => 0..if last_year { self.regulars } else { self.regulars.div_ceil(4) },
            u if u < regulars + 0.08 => self.regulars..self.crime.people.len(),
            _ => 0..0,
        };
        let oldest = stratum.youngest + u8::try_from(stratum.ages.len() - 1).expect("fewer than 26 ages");
        for _ in 0..12 {
            if known.is_empty() {
                break;
            }
            let person = known.start + self.dice.index(known.len());
            let birth = self.crime.people[person].birth;
            if birth < day && (stratum.youngest..=oldest).contains(&age(birth, day)) && !present.contains(&person) {
                return person;
            }
        }
        let years = i64::from(stratum.youngest) + i64::try_from(self.dice.weighted(stratum.ages)).expect("fewer than 26 ages");
        let birth = self.birth(day, years);
        let girl = self.dice.chance(stratum.girls);
        self.invent(birth, girl)
    }

    fn put(&mut self, stratum: &Stratum, incident: &Incident, person: usize) {
        let years = age(self.crime.people[person].birth, incident.date);
        let role = match stratum.role {
            Some(role) => role,
            None if years < AGE_OF_CHARGE || self.dice.chance(0.14) => Role::Suspected,
            None => Role::Charged,
        };
        let mut row = Row {
            list: incident.list,
            journal: incident.journal.clone(),
            role,
            person,
            without_key: self.dice.chance(0.025),
            date: incident.date,
            offence: incident.offence,
            scene: incident.scene.clone(),
        };
        if is_lone_cell(&row, &self.crime.people[person], self.last) {
            row.offence = "Hærværk";
        }
        self.crime.rows.push(row);
    }

    /// Lets some rows stand again in the next week's list.
    fn repeat_in_next_week(&mut self, span: &Span) {
        let weeks = span.weeks();
        let mut again = Vec::new();
        for row in &self.crime.rows {
            let next = weeks.iter().position(|w| *w == row.list).and_then(|at| weeks.get(at + 1));
            let came = !span.is_missing(row.list);
            if let Some(next) = next.filter(|w| came && !span.is_missing(**w) && self.dice.chance(0.03)) {
                again.push(Row { list: *next, ..row.clone() });
            }
        }
        self.crime.rows.extend(again);
    }

    fn plant_canaries(&mut self, span: &Span) {
        let first = self.crime.people.len();
        self.crime.people.extend(canaries());
        let last = span.last();
        let mut plan = vec![
            (0, last, 13, Role::Charged, "Tyveri fra butik"),
            (0, last, 41, Role::Charged, "Hærværk"),
            (1, last, 20, Role::Suspected, VIOLENCE),
            (2, last, 33, Role::Victim, "Trusler"),
            (2, last, 34, Role::Encountered, "Ingen lovovertrædelse"),
        ];
        if span.police.len() > 1 {
            plan.push((0, last - 1, 22, Role::Encountered, "Ingen lovovertrædelse"));
        }
        for (canary, year, number, role, offence) in plan {
            let list = Week { year, number };
            self.journal += 1;
            let journal = format!("EKS-{year}-{:05}", self.journal);
            let date = monday(list) + 4.days();
            let scene = format!("Granvej 12, {TOWN}");
            self.crime.rows.push(Row { list, journal, role, person: first + canary, without_key: false, date, offence, scene });
        }
    }
}

/// Returns whether a row falls into the planted one-person cell: girls of 10-14 in Vestre distrikt suspected of violence in the
/// last year.
pub(super) fn is_lone_cell(row: &Row, person: &Person, last: i16) -> bool {
    let years = age(person.birth, row.date);
    row.role == Role::Suspected
        && row.offence == VIOLENCE
        && row.date.year() == last
        && person.girl
        && (10..=14).contains(&years)
        && person.district == Some(WEST)
}
