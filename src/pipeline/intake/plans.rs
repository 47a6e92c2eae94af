//! The tables with the year's plans, named under `[stamdata]` in ssp.toml.

use super::Intake;
use crate::pipeline::PipelineError;
use crate::pipeline::settings::Settings;
use crate::validate;
use std::collections::BTreeSet;

impl Intake<'_> {
    /// Reads the tables with the year's plans; their lines come after those of ssp.toml.
    pub(super) fn plans(&mut self, mut settings: Settings) -> Result<Settings, PipelineError> {
        let files = settings.project.plan_files.clone();
        // What is done goes on where its theme is switched off for a year.
        let lowered: Vec<String> = settings.catalogue.iter().map(|entry| entry.indicator.tema.to_lowercase()).collect();
        let themes: BTreeSet<&str> = lowered.iter().map(String::as_str).collect();
        if let Some((table, profile)) = self.register(files.annual_plan.as_deref(), "stamdata-aarshjul")? {
            let (plan, found) = validate::annual_plan(&table, &profile);
            self.findings.extend(found);
            settings.project.report.annual_plan.extend(plan);
        }
        if let Some((table, profile)) = self.register(files.process_plan.as_deref(), "stamdata-procesplan")? {
            let (steps, found) = validate::process_plan(&table, &profile, &settings.project);
            self.findings.extend(found);
            settings.project.report.process_plan = steps;
        }
        if let Some((table, profile)) = self.register(files.efforts.as_deref(), "stamdata-indsatser")? {
            let (efforts, found) = validate::efforts(&table, &profile, &themes);
            self.findings.extend(found);
            settings.project.report.efforts = efforts;
        }
        if let Some((table, profile)) = self.register(files.council_points.as_deref(), "stamdata-indsatspunkter")? {
            let (points, found) = validate::council_points(&table, &profile);
            self.findings.extend(found);
            settings.project.report.council_points.extend(points);
        }
        Ok(settings)
    }
}
