//! The appendix: method, protection, sources. The definitions are in [`super::definitions`].

use super::blocks::{list, paragraph, section};
use super::plan::{Entry, Part};
use super::tables;
use super::theme::chosen;
use super::view::View;
use crate::model::document::{Block, Section};
use crate::model::indicator::Indicator;

/// Returns how the figures are compared.
pub(super) fn method(view: &View, entry: &Entry) -> Vec<Section> {
    let (whole, each, rest) = (view.word("kommunen"), view.word("hvert distrikt"), view.word("distriktet"));
    let least = view.input.project.least_effect;
    let points = least.tenths / 10;
    let items = vec![
        "Andele har et 95 % interval efter Wilsons metode. Tal pr. 1.000 har et eksakt Poisson-interval.".to_owned(),
        "Elever på samme skole ligner hinanden mere end elever på forskellige skoler. Derfor er intervaller og test for svar og \
         fravær gjort bredere efter, hvor meget skolerne i samme område faktisk er forskellige. Gennemsnit har et interval, der er \
         regnet af forskellene mellem skolerne."
            .to_owned(),
        "Hvor der er for få skoler til at måle forskellene, gives hverken interval eller test. Så står der, at forskellen ikke kan \
         vurderes."
            .into(),
        format!(
            "Sammenligninger: {whole} nu mod året før, {each} mod resten af {whole}, udviklingen i {whole} over mindst fem år, og \
             {whole} mod tal fra andre kommuner, når de er lagt ind."
        ),
        format!(
            "Resten af {whole} er tallet for {whole} minus {rest}, regnet af de viste tal. Den omfatter også dem uden oplyst {}.",
            view.word("distrikt")
        ),
        "Andele af elever sammenlignes med en test af to andele, hvor udsvingene er ganget op med skolernes spredning \
         (kvasi-binomial, Students t). Gennemsnit sammenlignes med Students t. Andele af personer i politiets lister sammenlignes \
         med Fishers eksakte test eller en test af to andele, og antal personer med en eksakt test af to rater."
            .into(),
        "Om et tal har ændret sig, måles mod, hvor forskelligt distrikternes tal har flyttet sig. En udvikling afprøves fra fem år og \
         op (Cochran og Armitage, Poisson)."
            .into(),
        "Alle sammenligninger i rapporten vurderes samlet med Benjamini og Hochbergs metode. Kun forskelle med en q-værdi på \
         højst 0,05 kaldes statistisk sikre."
            .into(),
        format!(
            "En sikker forskel får kun et tegn, når den er mindst {} % af det laveste af de to tal. For andele og gennemsnit er \
             mindst {points} procentpoint også nok.",
            least.percent
        ),
        "Forhold og hændelser afprøves ikke, fordi én ung kan stå bag flere.".into(),
        "Stort set uændret skrives kun, når hele intervallet for ændringen ligger inden for de samme grænser.".into(),
        "Skolernes spredning står ved hver indikator under definitionerne: for andele, hvor mange gange større udsvingene er end ved \
         ren tilfældighed (1,0); for gennemsnit, spredningen pr. elev. Tallet er rundet op."
            .into(),
        "Alle intervaller og sammenligninger er regnet af de viste tal og af ét afrundet tal for skolernes spredning pr. indikator. \
         De røber derfor ikke, hvad der er skjult."
            .into(),
        "Elever, der ikke har oplyst deres køn eller har svaret andet, er få og kunne genkendes. De indgår ikke i tallene fra \
         undersøgelsen."
            .into(),
        "En ung kan tælle i flere perioder af et år, så dele af året kan give mere end året.".into(),
        "Et forhold med flere unge tæller i hvert distrikt og for hvert køn, så dele kan give mere end det samlede tal.".into(),
        "Tal afrundes først, når de skrives. En halv rundes op.".into(),
    ];
    vec![section(entry, view.input.project.word(&entry.titel), vec![list(items)])]
}

/// Returns the tables behind the themes' charts: by district, and by grade and sex.
pub(super) fn detail_tables(view: &View, entry: &Entry) -> Vec<Section> {
    let mut blocks: Vec<Block> = chosen(view, entry).iter().flat_map(|i| behind(view, entry, i)).collect();
    if blocks.is_empty() {
        blocks.push(paragraph("Der er ingen tal fordelt på områder, klassetrin eller køn."));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

fn behind(view: &View, entry: &Entry, indicator: &Indicator) -> Vec<Block> {
    let districts = entry.shows(Part::Districts, true).then(|| tables::districts(view, &entry.id, indicator)).flatten();
    let grades = entry.shows(Part::Grades, true).then(|| tables::grades(view, &entry.id, indicator)).flatten();
    if view.has_now(indicator) { districts.into_iter().chain(grades).collect() } else { Vec::new() }
}

/// Returns the program's version and where the deliveries can be checked. Their keyed hashes stand in the manifest alone: they
/// depend on the municipality's key, and the same data must give the same paper.
pub(super) fn sources(view: &View, entry: &Entry) -> Vec<Section> {
    let made = format!("Rapporten er skrevet af ssp version {}. Samme data giver samme rapport.", view.input.version);
    let came = match view.input.coverage.deliveries.len() {
        0 => "Rapporten bygger ikke på nogen leveringer.",
        _ => "Hver levering har et løbenummer og en nøglet hash i filen manifest.json, så den kan genkendes uden sit filnavn.",
    };
    vec![section(entry, view.input.project.word(&entry.titel), vec![paragraph(made), paragraph(came)])]
}
