//! ssp.toml as written: Danish keys, nothing checked, everything optional, so that checking can name all that is missing.

use crate::model::indicator::Breakdown;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedProject {
    pub(super) aar: Option<i64>,
    pub(super) opgjort: Option<String>,
    pub(super) kommune: UncheckedMunicipality,
    pub(super) distrikter: Vec<UncheckedDistrict>,
    pub(super) stamdata: UncheckedRegisters,
    pub(super) kilder: UncheckedSources,
    pub(super) beskyttelse: UncheckedProtection,
    pub(super) kontrol: UncheckedControl,
    pub(super) signaler: UncheckedSignals,
    pub(super) rapport: UncheckedReport,
    pub(super) fokus: UncheckedChoice,
    pub(super) ordvalg: BTreeMap<String, String>,
    pub(super) indikatorer: UncheckedIndicators,
}

/// `[kommune]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedMunicipality {
    pub(super) kode: Option<String>,
    pub(super) navn: Option<String>,
}

/// `[[distrikter]]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedDistrict {
    pub(super) id: Option<String>,
    pub(super) navn: Option<String>,
    pub(super) aliasser: Vec<String>,
}

/// `[stamdata]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedRegisters {
    pub(super) skoler: Option<String>,
    pub(super) veje: Option<String>,
    pub(super) inviterede: Option<String>,
    pub(super) skolekalender: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) aarshjul: Option<String>,
    pub(super) procesplan: Option<String>,
    pub(super) indsatser: Option<String>,
    pub(super) indsatspunkter: Option<String>,
}

/// `[kilder]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedSources {
    pub(super) upu: Option<UncheckedSource>,
    pub(super) politi: Option<UncheckedSource>,
    pub(super) fravaer: Option<UncheckedSource>,
    pub(super) observationer: Option<UncheckedSource>,
    pub(super) befolkning: Option<UncheckedSource>,
}

/// `[kilder.upu]` and its four sisters.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedSource {
    pub(super) mappe: Option<String>,
    pub(super) profil: Option<String>,
    pub(super) undtaget: Vec<String>,
}

/// `[beskyttelse]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedProtection {
    pub(super) regelsaet: Option<String>,
    pub(super) mindste_antal: Option<i64>,
    pub(super) mindste_antal_almindelig: Option<i64>,
    pub(super) mindste_svar: Option<i64>,
    pub(super) mindste_svar_foelsom: Option<i64>,
    pub(super) mindste_befolkning: Option<i64>,
    pub(super) stoerste_andel: Option<i64>,
    pub(super) alle_paa_naer: Option<i64>,
    pub(super) fortrolig: UncheckedConfidential,
}

/// `[beskyttelse.fortrolig]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedConfidential {
    pub(super) mindste_antal: Option<i64>,
}

/// `[kontrol]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedControl {
    pub(super) spring_procent: Option<i64>,
}

/// `[signaler]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedSignals {
    pub(super) mindste_procentpoint: Option<i64>,
    pub(super) mindste_procent: Option<i64>,
}

/// `[rapport]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedReport {
    pub(super) moede: Option<String>,
    pub(super) lokalraad: Vec<String>,
    pub(super) faggrupper: Vec<String>,
    pub(super) sidste_fokus: Option<UncheckedFocus>,
    pub(super) aarshjul: Vec<UncheckedActivity>,
    pub(super) distriktsmoeder: BTreeMap<String, String>,
    pub(super) mindste_svarprocent: Option<i64>,
    pub(super) brud: Vec<UncheckedBreak>,
    pub(super) siden_sidst: Option<String>,
}

/// `[[rapport.brud]]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedBreak {
    pub(super) kilder: Vec<String>,
    pub(super) fra: Option<String>,
    pub(super) til: Option<String>,
    pub(super) navn: Option<String>,
    pub(super) hvorfor: Option<String>,
}

/// `[fokus]`: this year's focus area, and what the criteria of the candidates weigh.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedChoice {
    pub(super) titel: Option<String>,
    pub(super) indikatorer: Vec<String>,
    pub(super) valgt: Option<i64>,
    pub(super) vaegte: UncheckedWeights,
}

/// `[fokus.vaegte]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedWeights {
    pub(super) signal: Option<i64>,
    pub(super) stoerrelse: Option<i64>,
    pub(super) udvikling: Option<i64>,
    pub(super) udbredelse: Option<i64>,
    pub(super) kilder: Option<i64>,
    pub(super) observationer: Option<i64>,
    pub(super) niveau: Option<i64>,
}

/// `[rapport.sidste_fokus]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedFocus {
    pub(super) titel: Option<String>,
    pub(super) indikatorer: Vec<String>,
    pub(super) valgt: Option<i64>,
}

/// `[[rapport.aarshjul]]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedActivity {
    pub(super) hvornaar: Option<String>,
    pub(super) hvad: Option<String>,
    #[serde(rename = "for")]
    pub(super) for_whom: Option<String>,
    pub(super) status: Option<String>,
}

/// `[indikatorer]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedIndicators {
    pub(super) fil: Option<String>,
    pub(super) kun_egne: bool,
    pub(super) til: Vec<String>,
    pub(super) fra: Vec<String>,
    pub(super) samlet: BTreeMap<String, Vec<Breakdown>>,
}
