//! How long each stage takes on the synthetic municipality: `cargo bench`.

use criterion::{Criterion, criterion_group, criterion_main};
use eksempelby::{KEY, Silence, inspect, project, request};
use ssp_datarapport::aggregate::{Scope, aggregate};
use ssp_datarapport::compose::{self, Input};
use ssp_datarapport::model::document::{Block, Document};
use ssp_datarapport::model::edition::Issue;
use ssp_datarapport::model::profile::Source;
use ssp_datarapport::model::raw::RawTable;
use ssp_datarapport::model::register::StreetRegister;
use ssp_datarapport::pipeline::{self, Inspection, VERSION};
use ssp_datarapport::protect::{Protected, protect};
use ssp_datarapport::read::{Pseudonymiser, Reading, read_tables};
use ssp_datarapport::render::{self, Templates, chart};
use ssp_datarapport::sample::Size;
use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;

mod eksempelby;

fn read_one(inspection: &Inspection, source: Source, file: &str, bytes: &[u8]) -> usize {
    let people = Pseudonymiser::new(&KEY);
    let (profile, _) = &inspection.settings.profiles[&source];
    let reading = Reading { profile, people: &people, streets: &StreetRegister::default() };
    let (tables, _findings) = read_tables(file, bytes.to_vec(), &reading);
    tables.iter().map(RawTable::len).sum()
}

fn reading(c: &mut Criterion, folder: &Path, inspection: &Inspection) {
    for (name, source, file) in [
        ("read xlsx (survey)", Source::Upu, "indbakke/upu/upu-2024-25.xlsx"),
        ("read csv (absence)", Source::Fravaer, "indbakke/fravaer/fravaer-2023-24.csv"),
    ] {
        let bytes = fs::read(folder.join(file)).expect("a delivery");
        assert!(read_one(inspection, source, file, &bytes) > 1000, "{file} has rows");
        c.bench_function(name, |b| b.iter(|| read_one(inspection, source, file, black_box(&bytes))));
    }
    c.bench_function("read and validate everything", |b| b.iter(|| black_box(inspect(folder).findings)));
}

fn counting(c: &mut Criterion, inspection: &Inspection) {
    let settings = &inspection.settings;
    let districts: Vec<_> = settings.project.district_ids().collect();
    let scope = Scope { periods: inspection.periods, districts: &districts, first_list: inspection.first_list };
    let counts = || aggregate(&inspection.records, &settings.indicators, scope).expect("counts");
    c.bench_function("aggregate", |b| b.iter(|| black_box(counts()).cells.len()));
}

fn protected(inspection: &Inspection) -> Protected {
    let districts: Vec<_> = inspection.settings.project.district_ids().collect();
    let scope = Scope { periods: inspection.periods, districts: &districts, first_list: inspection.first_list };
    let counts = aggregate(&inspection.records, &inspection.settings.indicators, scope).expect("counts");
    protect(counts, &inspection.records.notes, inspection.settings.project.protection)
}

fn annual(inspection: &Inspection, protected: &Protected) -> Document {
    let earlier = compose::earlier(&inspection.earlier, &inspection.settings.project);
    compose::annual(&Input {
        project: &inspection.settings.project,
        protected,
        coverage: &inspection.coverage,
        periods: inspection.periods,
        as_of: inspection.as_of,
        earlier: &earlier,
        schools: &inspection.schools,
        other_schools: &inspection.other_schools,
        texts: &inspection.settings.texts,
        plan: inspection.settings.plans.of(compose::Paper::Annual),
        plans: &inspection.settings.plans,
        version: VERSION,
        quality: &[],
        own_templates: &[],
        issue: &Issue::default(),
    })
}

/// All indicators, their protection, all comparisons and the text of the annual report: what is to take at most a second beyond
/// reading.
fn from_records_to_text(c: &mut Criterion, inspection: &Inspection) {
    let mut group = c.benchmark_group("beyond reading");
    group.sample_size(10);
    group.bench_function("from records to text", |b| b.iter(|| annual(inspection, &protected(inspection)).sections.len()));
    group.finish();
}

fn charts(document: &Document) -> BTreeMap<String, String> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let drawn = |block: &Block| match block {
        Block::Chart(chart) => Some((chart.id.clone(), chart::svg(&chart.spec, &chart.id))),
        _ => None,
    };
    blocks.filter_map(drawn).collect()
}

fn rendering(c: &mut Criterion, inspection: &Inspection) {
    let protected = protected(inspection);
    c.bench_function("compose", |b| b.iter(|| annual(inspection, &protected).sections.len()));
    let document = annual(inspection, &protected);
    let templates = Templates::default();
    c.bench_function("draw charts", |b| b.iter(|| charts(&document).len()));
    let charts = charts(&document);
    c.bench_function("render html", |b| b.iter(|| render::html::html(&document, &charts, &templates).expect("a page").len()));
    let mut group = c.benchmark_group("slow");
    group.sample_size(10);
    group.bench_function("render pdf", |b| {
        let print = |()| render::pdf::pdf(&document, &charts, &templates).expect("a PDF").len();
        b.iter_batched(forget, print, criterion::BatchSize::PerIteration);
    });
    group.finish();
}

/// The typesetter remembers what it has set; every run starts without memory, as the program does.
fn forget() {
    typst::comemo::evict(0);
}

fn whole_job(c: &mut Criterion, folder: &Path) {
    let mut group = c.benchmark_group("slow");
    group.sample_size(10);
    group.bench_function("whole job", |b| {
        let job = |()| pipeline::report(request(folder), &mut Silence).expect("a report").papers.len();
        b.iter_batched(forget, job, criterion::BatchSize::PerIteration);
    });
    group.finish();
}

fn stages(c: &mut Criterion) {
    let folder = project(Size::default());
    let inspection = inspect(folder.path());
    reading(c, folder.path(), &inspection);
    counting(c, &inspection);
    from_records_to_text(c, &inspection);
    rendering(c, &inspection);
    whole_job(c, folder.path());
}

criterion_group!(benches, stages);
criterion_main!(benches);
