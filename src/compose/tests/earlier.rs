//! Earlier releases: what is read back, what is told, what stays hidden.

use super::fixture::{Municipality, full};
use crate::compose::annual;
use crate::compose::{Changed, changed, earlier, other_schools, together, unusable};
use crate::model::counts::Coordinate;
use crate::model::document::OpenRow;
use crate::model::geography::{Area, DistrictId, Geography};
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::release::{CellStatus, Figure, Reason};
use std::collections::{BTreeMap, BTreeSet};

fn published(town: &Municipality) -> Vec<OpenRow> {
    annual(&town.input()).open_tables.into_iter().flat_map(|table| table.rows).collect()
}

#[test]
fn a_release_of_this_program_reads_back_without_a_word_and_nothing_has_changed() {
    let town = full();
    let rows = published(&town);
    let (unread, twice) = unusable(&rows, &town.project, town.protected.indicators());
    assert!(rows.len() > 500 && unread.is_empty() && twice.is_empty());
    assert!(changed(&town.protected, &earlier(&rows, &town.project), &town.project).is_empty());
}

#[test]
fn each_cell_that_cannot_be_read_is_told_with_its_column_and_not_repeated() {
    let town = full();
    let good = published(&town).into_iter().find(|row| row.indikator == "U15" && row.status == "vist").expect("a shown row");
    let bad = [
        OpenRow { indikator: "Anna".into(), ..good.clone() },
        OpenRow { periode: "Anna".into(), ..good.clone() },
        OpenRow { omraade: "Anna".into(), ..good.clone() },
        OpenRow { klassetrin: "Anna".into(), ..good.clone() },
        OpenRow { stedbegreb: "bopæl".into(), ..good.clone() },
        OpenRow { status: "Anna".into(), ..good.clone() },
        OpenRow { taeller: "Anna".into(), ..good },
    ];
    let (unread, _) = unusable(&bad, &town.project, town.protected.indicators());
    let columns: Vec<&str> = unread.iter().map(|told| told.column).collect();
    assert_eq!(columns, ["indikator", "periode", "omraade", "stedbegreb", "stedbegreb", "status", "taeller"]);
    assert!(unread.iter().all(|told| !told.message.contains("Anna") && told.message.ends_with("Rækken bruges ikke.")));
}

#[test]
fn what_was_measured_wins_and_the_difference_is_told_once_per_indicator_and_period() {
    let town = full();
    let mut rows = published(&town);
    let of_year = |row: &&mut OpenRow| row.indikator == "U15" && row.periode == "vinteren 2023/24" && row.status == "vist";
    let touched = rows.iter_mut().filter(of_year).map(|row| row.naevner += "0").count();
    let told = changed(&town.protected, &earlier(&rows, &town.project), &town.project);
    let [Changed { at, count, message, kept: false }] = &told[..] else { panic!("{} sentences", told.len()) };
    assert_eq!((usize::try_from(*count).ok(), at.indicator.as_str()), (Some(touched), "U15"));
    assert!(message.starts_with("U15 i vinteren 2023/24 er målt til ") && message.ends_with("Det målte bruges."), "{message}");
}

#[test]
fn a_release_says_which_schools_each_district_had() {
    let mut town = full();
    let rows = published(&town);
    let others = |rows: &[OpenRow], town: &Municipality| other_schools(rows, &town.project, &town.schools);
    assert!(rows.iter().any(|row| row.indikator == "skoler" && row.omraade == "syd" && row.kategori == "999001"));
    assert!(others(&rows, &town).is_empty());
    town.schools.insert(DistrictId(1), BTreeSet::from(["999001".to_owned(), "999009".to_owned()]));
    assert_eq!(others(&rows, &town), [DistrictId(1)].into());
    let silent: Vec<OpenRow> = rows.into_iter().filter(|row| row.indikator != "skoler").collect();
    assert_eq!(others(&silent, &town).len(), 4, "who does not say may have had others");
}

#[test]
fn what_a_release_hid_is_known_from_an_older_one_unless_its_figures_were_renewed() {
    let at = |area: Area| Coordinate::whole("P02", Period::Year(2024), Geography::Residence).in_area(area);
    let [whole, north] = [at(Area::Municipality), at(Area::District(DistrictId(0)))];
    let shown = |numerator| CellStatus::Shown(Figure { numerator, ..Figure::default() });
    let hidden = CellStatus::Suppressed(Reason::Secondary);
    let release = |of_whole, of_north| BTreeMap::from([(whole.clone(), of_whole), (north.clone(), of_north)]);
    let known = |later| {
        let component = |at: &Coordinate| Some((Source::Politi, at.period.whole_year()));
        together([release(shown(74), shown(20)), later], component)[&north]
    };
    assert_eq!(known(release(shown(74), hidden)), shown(20));
    assert!(matches!(known(release(shown(104), hidden)), CellStatus::Suppressed(_)), "twenty were of other figures");
    assert_eq!(known(release(shown(104), shown(50))), shown(50));
}
