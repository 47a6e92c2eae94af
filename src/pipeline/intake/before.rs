//! What earlier releases say: the tables a person put into `tidligere`, and those of the ledger.

use super::Intake;
use crate::config;
use crate::model::counts::Coordinate;
use crate::model::document::OpenRow;
use crate::model::edition::Edition;
use crate::model::period::Date;
use crate::model::profile::Source;
use crate::model::raw::RawTable;
use crate::model::register::DistrictSchools;
use crate::pipeline::files::files;
use crate::pipeline::settings::Settings;
use crate::pipeline::{PipelineError, SECRET, decisions, districts, earlier};
use crate::publish::RELEASED;
use crate::source::built_in;
use std::collections::BTreeSet;

/// One release its readers have seen.
#[derive(Clone, Debug)]
pub struct Release {
    /// For whom it was.
    pub edition: Edition,
    /// The folder it lies in.
    pub folder: String,
    /// The municipality's own file with the rule of each figure it hid, where it was kept.
    pub log: Option<String>,
    /// The day; not known of tables that were put into `tidligere` by hand.
    pub date: Option<Date>,
    /// Its rows among [`Inspection::earlier`].
    pub rows: std::ops::Range<usize>,
}

/// What earlier releases say.
#[derive(Default)]
pub(super) struct Before {
    pub(super) rows: Vec<OpenRow>,
    pub(super) releases: Vec<Release>,
    pub(super) other_schools: BTreeSet<Coordinate>,
    /// The sources whose released figures stand.
    pub(super) standing: BTreeSet<Source>,
}

impl Intake<'_> {
    /// Reads the tool's own tables of earlier years: those a person put into `tidligere`, then those of the ledger.
    pub(super) fn earlier(
        &mut self,
        settings: &Settings,
        released: &[(Edition, Option<Date>, Vec<String>)],
        schools: &DistrictSchools,
    ) -> Result<Before, PipelineError> {
        let profile = config::profile("tidligere", built_in("tidligere").expect("the profile of earlier tables is embedded"))?;
        let by_hand = files(self.folder, earlier::FOLDER)?.into_iter().filter(|file| file.ends_with(".csv")).collect();
        let mut before = Before::default();
        let mut tables = Vec::new();
        for (edition, date, files) in std::iter::once(&(Edition::Public, None, by_hand)).chain(released) {
            let first = tables.iter().map(RawTable::len).sum();
            tables.extend(files.iter().filter_map(|file| self.table(file, &profile)));
            let rows = first..tables.iter().map(RawTable::len).sum();
            let folder = files.first().and_then(|file| file.split_once("/tabeller/")).map(|(folder, _)| folder);
            let folder = folder.filter(|folder| folder.starts_with(RELEASED)).unwrap_or(earlier::FOLDER);
            let log = self.log(folder);
            before.releases.push(Release { edition: *edition, folder: folder.to_owned(), log, date: *date, rows });
        }
        let (rows, found) = earlier::rows(&tables, settings);
        self.findings.extend(found);
        self.findings.extend(districts::forgotten(&tables, settings));
        let of_releases: Vec<&[OpenRow]> = before.releases.iter().map(|release| &rows[release.rows.clone()]).collect();
        let (standing, found) = districts::standing(&of_releases, settings);
        self.findings.extend(found);
        let (other, found) = earlier::other_schools(&tables, &settings.project, schools);
        self.findings.extend(found);
        Ok(Before { rows, other_schools: other, standing, ..before })
    }

    /// Returns the log of a release, where it was kept.
    fn log(&self, folder: &str) -> Option<String> {
        let log = format!("{SECRET}/{}", decisions::of_release(folder.strip_prefix(&format!("{RELEASED}/"))?));
        self.folder.join(&log).is_file().then_some(log)
    }
}
