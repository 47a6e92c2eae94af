//! How long the wall takes, on Eksempelby, on a municipality of twenty districts and on a small town: `cargo bench --bench protect`. Says
//! once how many figures each has, how many of them are hidden, and how many elimination without audit would hide.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use eksempelby::{inspect, project};
use ssp_datarapport::aggregate::{Scope, aggregate};
use ssp_datarapport::model::counts::CountTable;
use ssp_datarapport::model::geography::{DistrictId, ResidenceDistrict, SceneDistrict, SchoolDistrict};
use ssp_datarapport::model::records::{Given, PopulationRow, Records};
use ssp_datarapport::model::release::CellStatus;
use ssp_datarapport::pipeline::Inspection;
use ssp_datarapport::protect::{Protected, by_elimination_alone, protect};
use ssp_datarapport::sample::Size;
use std::io::{Write, stdout};
use std::time::{Duration, Instant};

mod eksempelby;

/// Districts that each district of the sample is divided into.
const PARTS: u16 = 5;

/// Fewer pupils in each of the twenty districts than in each of the sample's four: more small numbers, and more work.
const LARGE: Size = Size { pupils: 10_000, years: 5, seed: 1 };

/// The smallest municipality `ssp eksempel` makes: nearly every figure is near the threshold.
const SMALL: Size = Size { pupils: 300, years: 2, seed: 1 };

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

/// Figures hidden to protect others.
struct Beside {
    /// By the wall.
    hidden: usize,
    /// By elimination without audit.
    by_elimination: usize,
}

impl Beside {
    /// No more than 1.3 times what elimination takes.
    fn is_little_more(&self) -> bool {
        10 * self.hidden <= 13 * self.by_elimination
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).expect("a table has fewer figures than 32 bits count").into()
}

fn say(name: &str, protected: &Protected, beside: &Beside, took: Duration) {
    let hidden = protected.cells().filter(|(_, status)| matches!(status, CellStatus::Suppressed(_))).count();
    let shown = protected.cells().filter(|(_, status)| matches!(status, CellStatus::Shown(_))).count();
    let figures = protected.cells().count();
    let told = format!(
        "{name}: {figures} figures, {hidden} of them hidden, {:.1} per cent visible; {} hidden to protect others, {} by elimination \
         alone, {:.2} times as many; {} solves in {:.1} s",
        100.0 * number(shown) / number(figures),
        beside.hidden,
        beside.by_elimination,
        number(beside.hidden) / number(beside.by_elimination),
        protected.effort().solves,
        took.as_secs_f64()
    );
    writeln!(stdout(), "{told}").expect("the terminal takes a line");
}

fn wall(c: &mut Criterion, name: &str, inspection: &Inspection, districts: &[DistrictId]) -> Beside {
    let counts = counted(inspection, districts);
    let settings = inspection.settings.project.protection;
    let protected = |counts| protect(counts, &inspection.records.notes, settings);
    let (table, start) = (copy(&counts), Instant::now());
    let first = protected(table);
    let took = start.elapsed();
    let beside = Beside { hidden: first.effort().secondary, by_elimination: by_elimination_alone(&counts, settings) };
    say(name, &first, &beside, took);
    let mut group = c.benchmark_group("protect");
    group.sample_size(10);
    group.bench_function(name, |b| b.iter_batched(|| copy(&counts), protected, BatchSize::PerIteration));
    group.finish();
    beside
}

fn walls(c: &mut Criterion) {
    let sample = inspect(project(Size::default()).path());
    let districts: Vec<DistrictId> = sample.settings.project.district_ids().collect();
    let beside = wall(c, "Eksempelby", &sample, &districts);
    let mut large = inspect(project(LARGE).path());
    divide(&mut large.records);
    let parts: Vec<DistrictId> = districts.iter().flat_map(|d| (0..PARTS).map(|at| part(*d, u128::from(at)))).collect();
    wall(c, "twenty districts", &large, &parts);
    wall(c, "small town", &inspect(project(SMALL).path()), &districts);
    // Last, so that everything is told first.
    let (hidden, alone) = (beside.hidden, beside.by_elimination);
    assert!(beside.is_little_more(), "Eksempelby: {hidden} hidden to protect others, and {alone} by elimination alone");
}

criterion_group!(benches, walls);
criterion_main!(benches);
