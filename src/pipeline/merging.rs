//! What to tell more coarsely where a report would tell too much: splits are left out one after the other, and the report's tables are
//! made and attacked again, until nothing is found.

use super::{Inspection, Leakage, PipelineError, Progress, Request, editions, leakage, papers, released};
use crate::compose::Paper;
use crate::model::edition::Issue;
use crate::model::indicator::{Breakdown, Indicator};
use crate::render;
use std::collections::BTreeSet;

/// Returns the first merge that would do, as a line for ssp.toml; `None` where no single one would, or nothing was found in a table.
///
/// # Errors
/// As the stages it repeats.
pub(super) fn that_would_do(
    request: &Request,
    inspection: &mut Inspection,
    found: &[Leakage],
    progress: &mut dyn Progress,
) -> Result<Option<String>, PipelineError> {
    let tables: BTreeSet<&str> = found.iter().map(|finding| finding.name.as_str()).collect();
    let all = inspection.settings.indicators.clone();
    first(&all, &tables, |indicators| {
        inspection.settings.indicators = indicators;
        leaks(request, inspection, progress)
    })
}

/// Leaves splits of the indicators of some tables out, one after the other, until nothing leaks.
fn first<Refusal>(
    all: &[Indicator],
    tables: &BTreeSet<&str>,
    mut leaks: impl FnMut(Vec<Indicator>) -> Result<bool, Refusal>,
) -> Result<Option<String>, Refusal> {
    let is_touched = |indicator: &Indicator| tables.contains(indicator.id.to_lowercase().as_str());
    for split in Breakdown::COARSER {
        let is_made = |indicator: &&Indicator| is_touched(indicator) && indicator.udbryd.contains(&split);
        let lines: Vec<String> =
            all.iter().filter(is_made).map(|indicator| format!("{} = [\"{}\"]", indicator.id, split.key())).collect();
        let merged = |indicator: &Indicator| match indicator.clone() {
            indicator if is_touched(&indicator) => indicator.merged(split),
            indicator => indicator,
        };
        if !lines.is_empty() && !leaks(all.iter().map(merged).collect())? {
            return Ok(Some(format!("samlet = {{ {} }}", lines.join(", "))));
        }
    }
    Ok(None)
}

/// Whether the annual report's tables tell too much.
fn leaks(request: &Request, inspection: &Inspection, progress: &mut dyn Progress) -> Result<bool, PipelineError> {
    let editions = editions::protect(inspection, progress)?;
    let issue = Issue { edition: inspection.edition, draft: true, ..Issue::default() };
    let documents = papers::compose(inspection, editions.of(inspection.edition), &issue, Some(Paper::Annual));
    let mut artefacts = Vec::new();
    for document in &documents {
        artefacts.extend(render::open_data(document)?);
    }
    Ok(!leakage::of_report(request.folder, &released(inspection), &artefacts).findings.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn catalogue() -> Vec<Indicator> {
        crate::config::indicators("indicators.toml", crate::aggregate::INDICATORS).expect("the built-in catalogue is valid")
    }

    fn merge(leaks: impl Fn(&[Breakdown]) -> bool) -> Option<String> {
        let splits = |all: &[Indicator]| all.iter().find(|i| i.id == "U15").expect("it is there").udbryd.clone();
        let run = |all: Vec<Indicator>| Ok::<bool, Infallible>(leaks(&splits(&all)));
        first(&catalogue(), &BTreeSet::from(["u15"]), run).expect("nothing is refused")
    }

    #[test]
    fn the_first_split_without_which_nothing_leaks_is_named_as_it_is_written_in_ssp_toml() {
        let by_sex = merge(|splits| splits.contains(&Breakdown::Sex));
        assert_eq!(by_sex.as_deref(), Some("samlet = { U15 = [\"køn\"] }"));
        let by_cross = merge(|splits| splits.contains(&Breakdown::SexGrade));
        assert_eq!(by_cross.as_deref(), Some("samlet = { U15 = [\"køn og klassetrin\"] }"));
    }

    #[test]
    fn where_no_single_merge_would_do_none_is_named() {
        assert_eq!(merge(|_| true), None);
        let run = |_| Ok::<bool, Infallible>(false);
        assert_eq!(first(&catalogue(), &BTreeSet::from([""]), run), Ok(None), "a number of running text is in no table");
    }
}
