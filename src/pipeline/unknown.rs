//! A file nobody has a profile for: looked at, and a profile proposed. Nothing is written here.

use super::PipelineError;
use crate::config;
use crate::diagnostic::Findings;
use crate::model::project::Project;
use crate::propose::{Known, Proposal, Target, propose};
use crate::read::glimpse::glimpse;
use std::fs;
use std::path::Path;

/// What came of looking at a file.
pub struct Look {
    /// The proposal; none when the file was stopped, and the findings say why.
    pub proposal: Option<Proposal>,
    /// Everything found on the way.
    pub findings: Findings,
}

/// Looks at a file and proposes a profile. `folder` may be a project folder, whose districts are then known; `targets` is what
/// the user says the file is, or nothing.
///
/// # Errors
/// When the file cannot be opened, or the folder's ssp.toml is wrong.
pub fn import_profile(file: &Path, folder: &Path, targets: &[Target]) -> Result<Look, PipelineError> {
    let project = project(folder)?;
    let bytes = fs::read(file).map_err(|_| PipelineError::Unreadable(file.to_path_buf()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (seen, mut findings) = glimpse(&name, &bytes);
    let known = Known { file: &name, targets, project: project.as_ref() };
    let proposal = seen.map(|seen| propose(&seen, known));
    match proposal {
        Some(Ok(proposal)) => Ok(Look { proposal: Some(proposal), findings }),
        Some(Err(why)) => {
            findings.extend(why);
            Ok(Look { proposal: None, findings })
        }
        None => Ok(Look { proposal: None, findings }),
    }
}

fn project(folder: &Path) -> Result<Option<Project>, PipelineError> {
    let path = folder.join("ssp.toml");
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).map_err(|_| PipelineError::Unreadable(path))?;
    Ok(Some(config::project("ssp.toml", &text)?))
}
