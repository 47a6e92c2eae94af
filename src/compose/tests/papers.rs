//! What must hold for every paper, with all data and with none.

use super::fixture::{Counts, Municipality, full, indicator};
use crate::compose::{self, Input, annual, district, earlier};
use crate::model::counts::{Coordinate, Exact};
use crate::model::document::{Block, Chart, Document, OpenRow, Table, TableSource};
use crate::model::geography::{Area, DistrictId};
use crate::model::period::{Date, Period, SchoolYear};
use crate::model::release::{CellStatus, Figure};
use std::collections::{BTreeMap, BTreeSet};

fn papers(town: &Municipality) -> Vec<Document> {
    compose::papers(&town.input(), None)
}

fn blocks(document: &Document) -> impl Iterator<Item = &Block> {
    document.sections.iter().flat_map(|s| &s.blocks)
}

fn charts(document: &Document) -> Vec<&Chart> {
    blocks(document).filter_map(|b| if let Block::Chart(chart) = b { Some(chart) } else { None }).collect()
}

fn tables(document: &Document) -> Vec<&Table> {
    blocks(document).filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None }).collect()
}

/// Every text of a paper that is read as a sentence or heading.
fn texts(document: &Document) -> Vec<&str> {
    let mut found: Vec<&str> = document.sections.iter().map(|s| s.title.as_str()).collect();
    for block in blocks(document) {
        match block {
            Block::Paragraph { text } | Block::Lead { text } | Block::Note { text } => found.push(text),
            Block::List { items, .. } => found.extend(items.iter().map(String::as_str)),
            Block::Messages { items } => found.extend(items.iter().map(|m| m.text.as_str())),
            Block::Table(table) => found.push(&table.caption),
            Block::Chart(chart) => found.extend([chart.caption.as_str(), chart.alt.as_str()]),
            Block::WriteSpace { label, .. } => found.push(label),
            Block::Quote { text, source } => found.extend([text.as_str(), source.as_str()]),
            Block::KeyFigures { items } => found.extend(items.iter().flat_map(|k| k.context.iter().map(String::as_str))),
        }
    }
    found
}

fn both() -> Vec<Document> {
    [full(), Municipality::empty()].iter().flat_map(papers).collect()
}

#[test]
fn every_table_row_fills_its_columns_and_no_cell_is_empty() {
    for document in both() {
        for table in tables(&document) {
            assert!(!table.rows.is_empty(), "{}", table.id);
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{}", table.id);
                assert!(row.iter().all(|cell| !cell.text.is_empty()), "{}", table.id);
            }
        }
    }
}

#[test]
fn every_table_of_figures_says_its_sources_their_periods_and_its_name_and_no_file() {
    let documents = both();
    let all: Vec<&Table> = documents.iter().flat_map(tables).collect();
    assert!(all.len() > 60, "{}", all.len());
    for table in &all {
        let TableSource::Figures(line) = &table.source else { continue };
        let (sources, name) = line.split_once(". Tabel: ").unwrap_or_else(|| panic!("{} has no source line", table.id));
        assert_eq!(name, format!("{}.", table.id));
        assert!(sources.starts_with("Kilde: ") || sources.starts_with("Kilder: "), "{}: {line}", table.id);
        let named = sources.split("; ").all(|source| source.contains(|c: char| c.is_ascii_digit()));
        assert!(named || sources == "Kilde: Leveringerne til denne rapport", "{}: a source without period: {line}", table.id);
        assert!(![".csv", ".xlsx", ".docx", "indbakke"].iter().any(|file| line.contains(file)), "{line}");
    }
}

#[test]
fn a_table_that_says_it_holds_no_figures_has_no_column_of_numbers() {
    for document in both() {
        for table in tables(&document).into_iter().filter(|table| table.source == TableSource::Words) {
            assert!(!table.columns.iter().any(|column| column.numeric), "{}", table.id);
            assert!(!table.rows.iter().flatten().any(|cell| cell.hidden || cell.signal.is_some()), "{}", table.id);
        }
    }
}

#[test]
fn chart_ids_are_unique_over_all_papers_and_alternative_texts_inside_one() {
    let papers = papers(&full());
    let ids: Vec<&str> = papers.iter().flat_map(charts).map(|c| c.id.as_str()).collect();
    assert!(ids.len() > 40, "{}", ids.len());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for document in &papers {
        let alts: Vec<&str> = charts(document).iter().map(|c| c.alt.as_str()).collect();
        assert_eq!(alts.iter().collect::<BTreeSet<_>>().len(), alts.len());
    }
}

#[test]
fn anchors_are_unique_and_plain() {
    for document in both() {
        let sections = document.sections.iter().map(|s| s.id.as_str());
        let ids: Vec<&str> = sections
            .chain(tables(&document).iter().map(|t| t.id.as_str()))
            .chain(charts(&document).iter().map(|c| c.id.as_str()))
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')), "{ids:?}");
    }
}

#[test]
fn heading_levels_never_skip_one() {
    for document in both() {
        let mut above = 0;
        for section in &document.sections {
            assert!((1..=3).contains(&section.level) && section.level <= above + 1, "{}", section.id);
            above = section.level;
        }
    }
}

#[test]
fn no_text_is_empty_or_begins_with_a_digit() {
    for document in both() {
        for text in texts(&document) {
            assert!(text.chars().next().is_some_and(|first| !first.is_ascii_digit()), "{text}");
            assert!(!text.contains("  ") && !text.contains(".."), "{text}");
        }
    }
}

#[test]
fn a_series_has_one_mark_per_period_or_group() {
    use crate::model::document::ChartSpec;
    for document in papers(&full()) {
        for chart in charts(&document) {
            let (length, series) = match &chart.spec {
                ChartSpec::Trend { periods, series, .. } => (periods.len(), series),
                ChartSpec::Bars { groups, series, .. } => (groups.len(), series),
                _ => continue,
            };
            assert!(series.iter().all(|s| s.marks.len() == length), "{}", chart.id);
        }
    }
}

#[test]
fn the_numbers_of_a_hidden_figure_stand_nowhere() {
    let mut counts = Counts::default();
    let areas = [(0, 4, 7919), (1, 61, 6551), (2, 70, 8123), (3, 80, 8837)];
    for (id, k, n) in areas {
        counts.whole("P09", Period::Year(2024), Area::District(DistrictId(id)), (k, Some(n)));
    }
    counts.whole("P09", Period::Year(2024), Area::Municipality, (215, Some(31_430)));
    let town = Municipality::new(counts);
    let json: String = papers(&town).iter().map(|d| serde_json::to_string(d).expect("a document can be serialised")).collect();
    let open = format!("{:?}", annual(&town.input()).open_tables);
    for number in ["7919", "7.919", "6551", "6.551", "0,5\u{a0}pr", "9,3\u{a0}pr"] {
        assert!(!json.contains(number) && !open.contains(number), "{number}");
    }
    assert!(json.contains("8.123") && open.contains("8123") && json.contains("skjult"));
}

#[test]
fn a_note_without_approval_and_the_district_of_a_quote_stand_nowhere() {
    let json = serde_json::to_string(&annual(&full().input())).expect("a document can be serialised");
    assert!(json.contains("Mange taler om alkohol.") && !json.contains("Mange taler om hemmeligt."));
}

#[test]
fn a_district_sheet_names_no_other_district() {
    let town = full();
    for id in town.project.district_ids() {
        let json = serde_json::to_string(&district(&town.input(), id)).expect("a document can be serialised");
        for other in town.project.district_ids().filter(|other| *other != id) {
            assert!(!json.contains(&town.project.district(other).name), "{}", town.project.district(other).name);
        }
    }
}

#[test]
fn papers_without_any_data_say_so_in_every_theme() {
    let town = Municipality::empty();
    let document = annual(&town.input());
    let alcohol = document.sections.iter().find(|s| s.id == "alkohol").expect("the section still stands");
    assert!(matches!(&alcohol.blocks[..], [Block::Paragraph { text }] if text.starts_with("Der er ingen tal for ”Alkohol”")));
    assert!(charts(&document).is_empty() && document.open_tables.is_empty());
}

#[test]
fn open_tables_read_back_are_the_shown_figures() {
    let town = full();
    let rows: Vec<OpenRow> = annual(&town.input()).open_tables.into_iter().flat_map(|table| table.rows).collect();
    let read = earlier(&rows, &town.project);
    let shown = |cells: BTreeMap<Coordinate, CellStatus>| -> BTreeMap<Coordinate, CellStatus> {
        cells.into_iter().filter(|(_, status)| matches!(status, CellStatus::Shown(_))).collect()
    };
    let published = town.protected.cells().map(|(at, status)| (at.clone(), status)).collect();
    assert!(rows.len() > 500);
    assert_eq!(shown(read), shown(published));
}

#[test]
fn open_rows_write_numbers_plainly_and_hidden_ones_not_at_all() {
    let mut counts = Counts::default();
    let wave = Period::Wave(SchoolYear(2024));
    counts.whole("U15", wave, Area::Municipality, (205, Some(1302))).whole("U19", wave, Area::Municipality, (3, Some(1302)));
    let tables = annual(&Municipality::new(counts).input()).open_tables;
    let row = |name: &str| tables.iter().find(|t| t.name == name).expect("the table is there").rows[0].clone();
    let (shown, hidden) = (row("u15"), row("u19"));
    assert_eq!(
        (shown.taeller.as_str(), shown.naevner.as_str(), shown.vaerdi.as_str(), shown.status.as_str()),
        ("205", "1302", "15,7", "vist")
    );
    assert_eq!((shown.periode.as_str(), shown.omraade.as_str(), shown.koen.as_str()), ("vinteren 2024/25", "kommune", "alle"));
    assert_eq!(
        (hidden.taeller.as_str(), hidden.naevner.as_str(), hidden.vaerdi.as_str(), hidden.status.as_str()),
        ("", "", "", "skjult")
    );
}

#[test]
fn persons_between_two_numbers_are_said_tabled_and_read_back_with_both() {
    let mut counts = Counts::default();
    let year = |year, upper| {
        let at = Coordinate::whole("P02", Period::Year(year), indicator("P02").geography());
        (at, Exact { numerator: 61, denominator: Some(5_000), behind: 61, largest: 1, upper, ..Exact::default() })
    };
    counts.0.extend([year(2023, None), year(2024, Some(99))]);
    counts.whole("P04", Period::Year(2024), Area::Municipality, (30, Some(61)));
    counts.whole("P05", Period::Year(2024), Area::Municipality, (8, Some(61)));
    let town = Municipality::new(counts);
    let document = annual(&town.input());
    let json = serde_json::to_string(&document).expect("a document can be serialised");
    assert!(json.contains("blev 61–99 ") && json.contains("12,2–19,8\u{a0}pr.\u{a0}1.000") && json.contains("61–99 af 5.000"));
    assert!(json.contains("Tallet er et interval") && json.contains("i 2024, og som har en personnøgle, var 30 "));
    assert!(json.contains("Forskellen er ikke afprøvet statistisk"), "no test of an interval");
    let persons = document.open_tables.into_iter().filter(|table| table.name == "p02");
    let rows: Vec<OpenRow> = persons.flat_map(|table| table.rows).collect();
    let ends: Vec<(&str, &str)> = rows.iter().map(|row| (row.taeller.as_str(), row.taeller_hoejst.as_str())).collect();
    assert_eq!(ends, [("61", ""), ("61", "99")]);
    let figures: Vec<CellStatus> = earlier(&rows, &town.project).into_values().collect();
    let shown = |upper| CellStatus::Shown(Figure { numerator: 61, denominator: Some(5_000), upper });
    assert_eq!(figures, [shown(None), shown(Some(99))]);
}

#[test]
fn earlier_figures_fill_only_the_development() {
    let mut town = full();
    let at = |year| Coordinate::whole("F01", Period::SchoolYear(SchoolYear(year)), indicator("F01").geography());
    let figure = CellStatus::Shown(Figure { numerator: 1000 * 61_000, denominator: Some(1000), upper: None });
    town.earlier = BTreeMap::from([(at(2021), figure), (at(2023), figure)]);
    let json = serde_json::to_string(&annual(&town.input())).expect("a document can be serialised");
    assert!(json.contains("skoleåret 2021/22: 6,1") && !json.contains("skoleåret 2023/24: 6,1"));
}

#[test]
fn the_first_page_counts_its_comparisons() {
    let document = annual(&full().input());
    let first = &document.sections[0];
    assert!(matches!(&first.blocks[0], Block::Messages { items } if items.len() == 8));
    assert!(
        matches!(&first.blocks[1], Block::Paragraph { text } if text.starts_with("Rapporten bygger på ") && text.contains(" \
         viste sikre forskelle."))
    );
}

#[test]
fn a_focus_area_stands_with_its_value_when_chosen_and_now() {
    let document = annual(&full().input());
    let table = tables(&document).into_iter().find(|t| t.id == "fokus-sidste-tabel").expect("last year's focus is there");
    assert!(table.rows[0][1].text.contains("vinteren 2023/24") && table.rows[0][2].text.contains("vinteren 2024/25"));
    assert!(table.rows[0][4].text.starts_with("Måles igen i vinteren 2025/26"));
}

#[test]
fn no_per_cent_sign_can_begin_a_line() {
    for document in both() {
        let json = serde_json::to_string(&document).expect("a document can be serialised");
        assert!(!json.contains(" %"));
    }
}

#[test]
fn a_theme_of_two_sources_names_both_when_they_are_absent() {
    let town = Municipality::empty();
    let document = annual(&town.input());
    let harmed = document.sections.iter().find(|s| s.id == "udsat").expect("the section still stands");
    let told = |block: &Block| {
        matches!(block, Block::Paragraph { text } if text.contains("”Ungeprofilundersøgelsen” og \
     ”Politiets SSP-lister”"))
    };
    assert!(harmed.blocks.iter().any(told));
}

#[test]
fn missing_lists_are_told_on_the_first_page_with_the_data_and_once_in_each_chapter() {
    let document = annual(&full().input());
    let told = |block: &Block| {
        matches!(block, Block::Note { text } if text.starts_with("Politiets SSP-lister for uge 29 og \
     30 i 2024 mangler."))
    };
    let sections: Vec<&str> = document.sections.iter().filter(|s| s.blocks.iter().any(told)).map(|s| s.id.as_str()).collect();
    assert_eq!(sections, ["vigtigste", "data-lister", "antruffet", "sigtede", "udsat"]);
}

#[test]
fn cases_of_the_last_weeks_are_said_to_be_open_where_the_count_is_that_young() {
    let town = full();
    let told = |month: u8, day: u8| {
        let document = annual(&Input { as_of: Date { year: 2025, month, day }, ..town.input() });
        let lists = document.sections.iter().find(|s| s.id == "data-lister").expect("the section on lists");
        let says = |block: &Block| matches!(block, Block::Paragraph { text } if text.contains("seneste otte uger"));
        lists.blocks.iter().any(says)
    };
    assert!(told(1, 20) && told(2, 25));
    assert!(!told(2, 26));
}
