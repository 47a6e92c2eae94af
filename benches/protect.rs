//! How long the wall takes, on Eksempelby and on a municipality of twenty districts: `cargo bench --bench protect`. Says once how many
//! figures each has and how many of them are hidden.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use eksempelby::{inspect, project};
use ssp_datarapport::aggregate::{Scope, aggregate};
use ssp_datarapport::model::counts::CountTable;
use ssp_datarapport::model::geography::{DistrictId, ResidenceDistrict, SceneDistrict, SchoolDistrict};
use ssp_datarapport::model::records::{Given, PopulationRow, Records};
use ssp_datarapport::model::release::CellStatus;
use ssp_datarapport::pipeline::Inspection;
use ssp_datarapport::protect::{Protected, protect};
use ssp_datarapport::sample::Size;
use std::io::{Write, stdout};

mod eksempelby;

/// Districts that each district of the sample is divided into.
const PARTS: u16 = 5;

/// Fewer pupils in each of the twenty districts than in each of the sample's four: more small numbers, and more work.
const LARGE: Size = Size { pupils: 10_000, years: 5, seed: 1 };

/// Divides every district in five by persons: whoever is the same person stays in the same district.
fn divide(records: &mut Records) {
    for (row, number) in records.survey.rows.iter_mut().zip(0_u128..) {
        row.district = row.district.map(|district| SchoolDistrict(part(district.0, number)));
    }
    for row in &mut records.absence {
        row.district = row.district.map(|district| SchoolDistrict(part(district.0, row.pupil.0)));
    }
    for row in &mut records.police.rows {
        let incident = u128::from(row.incident);
        let person = row.person.map_or(incident, |person| person.0);
        row.residence = row.residence.map(|district| ResidenceDistrict(part(district.0, person)));
        row.scene = row.scene.map(|district| SceneDistrict(part(district.0, incident)));
    }
    records.population = records.population.iter().flat_map(divided).collect();
}

fn part(district: DistrictId, number: u128) -> DistrictId {
    let part = u16::try_from(number % u128::from(PARTS)).expect("a remainder of five");
    DistrictId(district.0 * PARTS + part)
}

/// The first parts take who is left over.
fn divided(row: &PopulationRow) -> Vec<PopulationRow> {
    let Some(district) = row.district else { return vec![PopulationRow { ..*row }] };
    let parts = i64::from(PARTS);
    let share = |number: u16| match row.count {
        Given::Known(count) => Given::Known((count + parts - 1 - i64::from(number)) / parts),
        hidden @ Given::HiddenBySource => hidden,
    };
    let of_part = |number: u16| PopulationRow {
        district: Some(ResidenceDistrict(part(district.0, u128::from(number)))),
        count: share(number),
        ..*row
    };
    (0..PARTS).map(of_part).collect()
}

fn counted(inspection: &Inspection, districts: &[DistrictId]) -> CountTable {
    let scope = Scope { periods: inspection.periods, districts, first_list: inspection.first_list };
    aggregate(&inspection.records, &inspection.settings.indicators, scope).expect("counts")
}

fn copy(counts: &CountTable) -> CountTable {
    CountTable { indicators: counts.indicators.clone(), cells: counts.cells.clone(), dispersions: counts.dispersions.clone() }
}

fn say(name: &str, protected: &Protected) {
    let hidden = protected.cells().filter(|(_, status)| matches!(status, CellStatus::Suppressed(_))).count();
    let effort = protected.effort();
    let told = format!(
        "{name}: {} figures, {hidden} of them hidden; {} to protect others ({} needed by elimination); {} solves",
        protected.cells().count(),
        effort.secondary,
        effort.eliminated,
        effort.solves
    );
    writeln!(stdout(), "{told}").expect("the terminal takes a line");
}

fn wall(c: &mut Criterion, name: &str, inspection: &Inspection, districts: &[DistrictId]) {
    let counts = counted(inspection, districts);
    let protected = |counts| protect(counts, &inspection.records.notes, inspection.settings.project.protection);
    say(name, &protected(copy(&counts)));
    let mut group = c.benchmark_group("protect");
    group.sample_size(10);
    group.bench_function(name, |b| b.iter_batched(|| copy(&counts), protected, BatchSize::PerIteration));
    group.finish();
}

fn walls(c: &mut Criterion) {
    let small = inspect(project(Size::default()).path());
    let districts: Vec<DistrictId> = small.settings.project.district_ids().collect();
    wall(c, "Eksempelby", &small, &districts);
    let mut large = inspect(project(LARGE).path());
    divide(&mut large.records);
    let parts: Vec<DistrictId> = districts.iter().flat_map(|d| (0..PARTS).map(|at| part(*d, u128::from(at)))).collect();
    wall(c, "twenty districts", &large, &parts);
}

criterion_group!(benches, walls);
criterion_main!(benches);
