//! Exit codes, so that a scheduled task's code says what happened without a log.

use crate::diagnostic::{Findings, Severity};
use crate::pipeline::{Inspection, PipelineError};
use crate::publish::PublishError;
use crate::render::RenderError;

pub(super) const DONE: u8 = 0;
pub(super) const ROWS_LEFT_OUT: u8 = 1;
pub(super) const WRONG_COMMAND: u8 = 2;
const CONFIG: u8 = 10;
const UNREADABLE: u8 = 11;
const DELIVERY: u8 = 12;
pub(super) const PROTECTION: u8 = 13;
const TEMPLATE: u8 = 14;
pub(super) const TARGET: u8 = 15;
pub(super) const BUG: u8 = 70;

/// The table printed by `--help`.
pub(super) const TABLE: &str = "Slutkoder:
  0   udført
  1   udført, men der er rækker, som et menneske skal se på
  2   forkert kommandolinje
  10  ssp.toml eller en anden indstilling er forkert
  11  en fil kan ikke læses (format, adgangskode, tegnsæt)
  12  en levering mangler eller er afvist
  13  kontrollen før offentliggørelse sagde nej, eller skjulte tal kan regnes ud; intet er skrevet
  14  en skabelon eller rapportplan er forkert
  15  mappen til rapporten kan ikke skrives, eller en fil er i brug
  70  fejl i programmet";

/// Returns the exit code of an error.
pub(super) fn code(error: &PipelineError) -> u8 {
    match error {
        PipelineError::NoProject(_) | PipelineError::Config(_) | PipelineError::Missing { .. } | PipelineError::NoYear => CONFIG,
        PipelineError::Unreadable(_) | PipelineError::NoRelease(_) => UNREADABLE,
        PipelineError::NothingDelivered(_) => DELIVERY,
        PipelineError::Stopped(inspection) => stopped(inspection),
        PipelineError::Plan(_) | PipelineError::Texts(_) | PipelineError::Render(RenderError::Template { .. }) => TEMPLATE,
        PipelineError::Publish(PublishError::Leak(_))
        | PipelineError::Leakage { .. }
        | PipelineError::Exposed(_)
        | PipelineError::NoDraft(_)
        | PipelineError::NotTheDraft(_)
        | PipelineError::PublicFirst => PROTECTION,
        PipelineError::Publish(PublishError::Unmarked { .. }) => TEMPLATE,
        PipelineError::Publish(_) => TARGET,
        PipelineError::Render(_) | PipelineError::Aggregate(_) => BUG,
    }
}

/// Codes of files that could not be opened, unpacked or decoded.
fn unreadable(code: u16) -> bool {
    code <= 10 || matches!(code, 21 | 106 | 120..=123)
}

/// Returns 11 when a file could not be read, else 12: it was read, and cannot be used.
pub(super) fn of_findings(findings: &Findings) -> u8 {
    let stopped = findings.iter().any(|f| f.severity == Severity::Stop && unreadable(f.code.0));
    if stopped { UNREADABLE } else { DELIVERY }
}

/// Returns 13 when a release was changed, 12 when a file was refused for what it holds, else 11 when one could not be read, else 0.
pub(super) fn stopped(inspection: &Inspection) -> u8 {
    if inspection.is_stopped_by_releases() {
        PROTECTION
    } else if inspection.stops().any(|f| !unreadable(f.code.0)) {
        DELIVERY
    } else if inspection.is_stopped() {
        UNREADABLE
    } else {
        DONE
    }
}
