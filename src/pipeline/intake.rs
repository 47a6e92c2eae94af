//! From the project folder to validated records: list the files, read each, validate each source.

mod before;
mod inspection;
mod plans;

pub(super) use before::Release;
pub use inspection::{FileTally, Inspection};

use super::files::{files, read_all, read_file};
use super::releases;
use super::settings::{Settings, own_or_built_in};
use super::{MEMORY, PipelineError, Progress, Request, SECRET};
use crate::config;
use crate::diagnostic::{Finding, Findings, Location, Severity};
use crate::model::period::{Date, Period, ReportPeriods, SchoolYear, Week};
use crate::model::profile::{Codebook, Profile, Source};
use crate::model::raw::RawTable;
use crate::model::records::{FileRows, Records};
use crate::model::register::{SchoolRegister, StreetRegister};
use crate::model::release::{Coverage, Delivery};
use crate::protect::Memory;
use crate::publish::Ledger;
use crate::read::{Pseudonymiser, Reading};
use crate::validate::{self, Context, Invited, Tally};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads and validates everything below the project folder.
pub(super) fn inspect(request: Request, settings: Settings, progress: &mut dyn Progress) -> Result<Inspection, PipelineError> {
    progress.stage("Læser filerne");
    let people = Pseudonymiser::new(request.key);
    let mut intake = Intake {
        folder: request.folder,
        people: &people,
        findings: Findings::default(),
        coverage: Coverage::default(),
        files: Vec::new(),
    };
    let (schools, streets) = intake.registers(&settings)?;
    let settings = intake.plans(settings)?;
    let invited = intake.invited(&settings)?;
    let mut read = |source: &Source| Ok((*source, intake.source(&settings, *source, &streets)?));
    let tables = settings.project.sources.keys().map(&mut read).collect::<Result<BTreeMap<_, _>, PipelineError>>()?;
    let district_schools = schools.by_district();
    let ledger = intake.ledger();
    let before = intake.earlier(&settings, &releases::seen_by(&ledger, request.edition), &district_schools)?;

    progress.stage("Kontrollerer rækkerne");
    let mut checked = Validation {
        settings: &settings,
        schools: &schools,
        invited: &invited,
        silent_schools: Vec::new(),
        tables: &tables,
        findings: Findings::default(),
        tallies: BTreeMap::new(),
    };
    let mut records = checked.all_but_police();
    let year = request.year.or(settings.project.meeting_year).or_else(|| year_of(&records));
    let periods = ReportPeriods::for_meeting(year.unwrap_or(0));
    let (lists, first_list) = checked.police(&mut records, periods);
    records.file_rows = checked.file_rows();
    checked.compare_with_last_year(&records, periods, first_list);
    let Validation { findings: found, tallies, silent_schools, .. } = checked;
    let Intake { mut findings, mut coverage, files, .. } = intake;
    findings.extend(found);
    let exempted = exempted(&settings);
    mark_exempted(&mut coverage, &files, &findings, &exempted);
    let rhythm = settings.profiles.get(&Source::Politi).and_then(|(profile, _)| profile.rytme);
    coverage = Coverage { rhythm, lists, silent_schools, latest: latest(&records, periods), ..coverage };
    Ok(Inspection {
        as_of: settings.project.as_of.or(coverage.latest).unwrap_or_else(|| first_day(periods)),
        settings,
        records,
        findings,
        coverage,
        tallies,
        first_list,
        periods,
        edition: request.edition,
        earlier: before.rows,
        releases: before.releases,
        ledger,
        other_schools: before.other_schools,
        schools: district_schools,
        exempted,
        memory: memory(request.folder, people),
        standing: before.standing,
    })
}

fn first_day(periods: ReportPeriods) -> Date {
    Date { year: periods.meeting_year.max(1), month: 1, day: 1 }
}

/// Returns what earlier runs decided. A file that is not there, or is no such file, only makes the run longer.
fn memory(project: &Path, people: Pseudonymiser) -> Memory {
    let lines = std::fs::read_to_string(project.join(SECRET).join(MEMORY)).unwrap_or_default();
    Memory::new(&lines, Box::new(move |text| people.keyed_hash(format!("{MEMORY}\n{text}").as_bytes())))
}

/// A file named under `undtaget` is set aside when it was stopped, be it by the reader or by what stands in a column.
fn mark_exempted(coverage: &mut Coverage, files: &[String], findings: &Findings, exempted: &BTreeSet<String>) {
    let stopped = findings.only(Severity::Stop);
    for (delivery, file) in coverage.deliveries.iter_mut().zip(files).filter(|(_, file)| exempted.contains(*file)) {
        delivery.exempted |= stopped.iter().any(|finding| finding.location.file == *file);
    }
}

fn exempted(settings: &Settings) -> BTreeSet<String> {
    let of = |setting: &crate::model::project::SourceSetting| {
        let folder = setting.folder.clone();
        setting
            .exempted
            .iter()
            .map(move |file| if file.contains('/') { file.clone() } else { format!("{folder}/{file}") })
            .collect::<Vec<_>>()
    };
    settings.project.sources.values().flat_map(of).collect()
}

fn year_of(records: &Records) -> Option<i16> {
    let survey = records.survey.rows.iter().map(|r| r.wave.0 + 1).max();
    let absence =
        records.absence.iter().map(|r| r.school_year.0).chain(records.school_absence.iter().map(|r| r.school_year.0)).max();
    survey.or_else(|| absence.map(|y| y + 1))
}

/// The latest date the data speak of, inside the report's periods.
fn latest(records: &Records, periods: ReportPeriods) -> Option<Date> {
    let police = records.police.rows.iter().map(|r| r.date).filter(|d| d.year <= periods.police);
    let school = records.absence.iter().map(|r| {
        let year = if r.month >= 8 { r.school_year.0 } else { r.school_year.0 + 1 };
        Date { year, month: r.month, day: 28 }
    });
    let survey = records.survey.rows.iter().map(|r| Date { year: r.wave.0 + 1, month: 1, day: 31 });
    police.chain(school).chain(survey).filter(|d| d.year <= periods.meeting_year).max()
}

/// Reads files and keeps what is found.
struct Intake<'a> {
    folder: &'a Path,
    people: &'a Pseudonymiser,
    findings: Findings,
    coverage: Coverage,
    /// The file of every delivery, in their order.
    files: Vec<String>,
}

impl Intake<'_> {
    fn ledger(&mut self) -> Ledger {
        let (ledger, found) = releases::ledger(self.folder);
        self.findings.extend(found);
        ledger
    }

    fn registers(&mut self, settings: &Settings) -> Result<(SchoolRegister, StreetRegister), PipelineError> {
        let project = &settings.project;
        let schools = self.register(project.school_register.as_deref(), "stamdata-skoler")?;
        let streets = self.register(project.street_register.as_deref(), "stamdata-veje")?;
        let (mut schools, found) = schools.map_or_else(Default::default, |(t, p)| validate::schools(&t, &p, project));
        self.findings.extend(found);
        if let Some((table, profile)) = self.register(project.school_calendar.as_deref(), "stamdata-skolekalender")? {
            let (calendar, found) = validate::calendar(&table, &profile);
            self.findings.extend(found);
            schools.calendar = Some(calendar);
        }
        let (streets, found) = streets.map_or_else(Default::default, |(t, p)| validate::streets(&t, &p, project));
        self.findings.extend(found);
        Ok((schools, streets))
    }

    fn invited(&mut self, settings: &Settings) -> Result<Invited, PipelineError> {
        let table = self.register(settings.project.invited_register.as_deref(), "stamdata-inviterede")?;
        let (invited, found) = table.map_or_else(Default::default, |(t, p)| validate::invited(&t, &p));
        self.findings.extend(found);
        Ok(invited)
    }

    fn register(&mut self, file: Option<&str>, profile: &str) -> Result<Option<(RawTable, Profile)>, PipelineError> {
        let Some(file) = file else { return Ok(None) };
        let (name, text) = own_or_built_in(self.folder, profile)?;
        let profile = config::profile(&name, &text)?;
        if !self.folder.join(file).exists() {
            let advice = "Læg filen i stamdata, eller fjern linjen under [stamdata] i ssp.toml.".to_owned();
            return Err(PipelineError::Missing { file: file.to_owned(), advice });
        }
        let table = self.table(file, &profile);
        Ok(table.map(|t| (t, profile)))
    }

    /// Reads every file of a source; notes each as a delivery.
    fn source(&mut self, settings: &Settings, source: Source, streets: &StreetRegister) -> Result<Vec<RawTable>, PipelineError> {
        let setting = &settings.project.sources[&source];
        let (profile, _) = &settings.profiles[&source];
        let exempted = exempted(settings);
        let files = files(self.folder, &setting.folder)?;
        let how = Reading { profile, people: self.people, streets };
        let mut tables = Vec::new();
        for ((file, number), read) in files.iter().zip(1..).zip(read_all(self.folder, &files, how)) {
            let exempt = read.tables.is_empty() && exempted.contains(file);
            let period = read.tables.first().and_then(|table| period(source, table));
            let delivery = Delivery { source, number, keyed_hash: read.keyed_hash, exempted: exempt, period };
            self.coverage.deliveries.push(delivery);
            self.files.push(file.clone());
            self.findings.extend(read.findings);
            tables.extend(read.tables);
        }
        Ok(tables)
    }

    fn table(&mut self, file: &str, profile: &Profile) -> Option<RawTable> {
        let streets = StreetRegister::default();
        let read = read_file(self.folder, file, Reading { profile, people: self.people, streets: &streets });
        self.findings.extend(read.findings);
        if read.tables.len() > 1 {
            let message = "Filen har flere tabeller. Kun den første kan læses.";
            self.findings.push(Finding::new(110, Location::file(file), message));
        }
        read.tables.into_iter().next()
    }
}

/// Returns the period the first row of a table speaks of.
fn period(source: Source, table: &RawTable) -> Option<Period> {
    let first = |field: &str| table.field(field).filter(|_| !table.is_empty()).map(|at| table.cell(0, at));
    let year = |field: &str| first(field)?.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)?.parse().ok();
    match source {
        Source::Upu => first("skoleaar").and_then(SchoolYear::parse).map(Period::Wave),
        Source::Fravaer => first("skoleaar").and_then(SchoolYear::parse).map(Period::SchoolYear),
        Source::Politi => year("uge").or_else(|| year("dato")).map(Period::Year),
        Source::Observationer => year("dato").map(Period::Year),
        Source::Befolkning => year("aar").or_else(|| year("kvartal")).map(Period::Year),
    }
}

/// Validates the tables of all sources.
struct Validation<'a> {
    settings: &'a Settings,
    schools: &'a SchoolRegister,
    invited: &'a Invited,
    /// Invited schools without answers, per wave.
    silent_schools: Vec<(SchoolYear, Vec<String>)>,
    tables: &'a BTreeMap<Source, Vec<RawTable>>,
    findings: Findings,
    tallies: BTreeMap<Source, Vec<FileTally>>,
}

impl<'a> Validation<'a> {
    fn context(&self) -> Context<'a> {
        Context { project: &self.settings.project, schools: self.schools }
    }

    fn keep<T>(&mut self, source: Source, checked: validate::Checked<T>) -> T {
        self.findings.extend(checked.findings);
        let tables = self.tables.get(&source).into_iter().flatten();
        let of_table = |(table, tally): (&RawTable, Tally)| FileTally {
            file: table.file().to_owned(),
            sheet: table.sheet().map(str::to_owned),
            tally,
        };
        self.tallies.insert(source, tables.zip(checked.tallies).map(of_table).collect());
        checked.value
    }

    fn given(&self, source: Source) -> Option<(&'a [RawTable], &'a Profile, &'a Codebook)> {
        let (profile, codebook) = self.settings.profiles.get(&source)?;
        let tables = self.tables.get(&source).filter(|t| !t.is_empty())?;
        Some((tables, profile, codebook))
    }

    fn all_but_police(&mut self) -> Records {
        let mut records = Records::default();
        let context = self.context();
        if let Some((tables, profile, codebook)) = self.given(Source::Upu) {
            records.survey = self.keep(Source::Upu, validate::survey(tables, profile, codebook, context));
            let (participation, found) = validate::responses(&records.survey, self.invited, self.schools);
            self.findings.extend(found);
            records.survey.responses = participation.responses;
            self.silent_schools = participation.silent;
        }
        if let Some((tables, profile, _)) = self.given(Source::Fravaer) {
            if profile.form.as_deref() == Some("skole") {
                records.school_absence = self.keep(Source::Fravaer, validate::per_school(tables, profile, context));
            } else {
                records.absence = self.keep(Source::Fravaer, validate::per_pupil(tables, profile, context));
            }
        }
        if let Some((tables, profile, _)) = self.given(Source::Observationer) {
            records.notes = self.keep(Source::Observationer, validate::notes(tables, profile, context));
        }
        if let Some((tables, profile, _)) = self.given(Source::Befolkning) {
            records.population = self.keep(Source::Befolkning, validate::population(tables, profile, context));
        }
        records
    }

    /// Returns what became of the rows of every table whose period is known.
    fn file_rows(&self) -> Vec<FileRows> {
        let of_source = |(source, files): (&Source, &Vec<FileTally>)| {
            let tables = self.tables.get(source).into_iter().flatten();
            let of_table = |(table, file): (&RawTable, &FileTally)| {
                let Tally { rejected, merged, skipped, .. } = file.tally;
                period(*source, table).map(|period| FileRows { source: *source, period, rejected, merged, skipped })
            };
            tables.zip(files).filter_map(of_table).collect::<Vec<_>>()
        };
        self.tallies.iter().flat_map(of_source).collect()
    }

    fn police(&mut self, records: &mut Records, periods: ReportPeriods) -> (Vec<(Week, bool)>, Option<i64>) {
        let Some((tables, profile, _)) = self.given(Source::Politi) else { return (Vec::new(), None) };
        let (lists, found) = validate::lists(tables, profile, periods.police);
        self.findings.extend(found);
        records.police = self.keep(Source::Politi, validate::police(tables, &lists, profile, self.context()));
        let first = lists.first_month(profile);
        (lists.expected, first)
    }
    /// Tells what changed much since the year before.
    fn compare_with_last_year(&mut self, records: &Records, periods: ReportPeriods, first_list: Option<i64>) {
        let files = |source| self.given(source).map(|(tables, profile, _)| (tables, profile));
        let folder = |source| self.settings.project.sources.get(&source).map_or("", |setting| setting.folder.as_str());
        let found = validate::jumps(&validate::Compared {
            survey: files(Source::Upu),
            absence: files(Source::Fravaer).filter(|(_, profile)| profile.form.as_deref() != Some("skole")),
            records,
            folders: (folder(Source::Politi), folder(Source::Befolkning)),
            periods,
            first_list,
            percent: self.settings.project.jump_percent,
        });
        self.findings.extend(found);
    }
}
