//! How to read the report: three clocks, three geographies, and the words that are easily mistaken.

use super::blocks::{columns, list, section, subsection, words_table};
use super::format::period;
use super::plan::Entry;
use super::view::View;
use crate::model::document::{Cell, Section};
use crate::model::period::Period;

/// Returns the reading guide with this report's own periods.
pub(super) fn guide(view: &View, entry: &Entry) -> Vec<Section> {
    vec![
        section(entry, view.input.project.word(&entry.titel), vec![clocks(view, entry)]),
        subsection(entry, "steder", "Tre slags steder", vec![list(places(view))]),
        subsection(entry, "tal", "Tal og ord", vec![list(words(view))]),
    ]
}

fn clocks(view: &View, entry: &Entry) -> crate::model::document::Block {
    let periods = view.input.periods;
    let row = |source: &str, when: String, place: &str| vec![Cell::text(source), Cell::text(when), Cell::text(place)];
    let running =
        format!("{} og de lukkede måneder af skoleåret {}", period(Period::SchoolYear(periods.absence)), periods.absence_running);
    let rows = vec![
        row("Ungeprofilundersøgelsen", period(Period::Wave(periods.survey)), "skole"),
        row("Politiets SSP-lister", format!("hele {}, efter datoen for forholdet", periods.police), "bopæl eller gerningssted"),
        row("Skolefravær", running, "skole"),
        row("Observationer", format!("hele {}", periods.police), "distriktsgruppe"),
    ];
    let caption = "Tre ure: kilderne dækker hver sin periode.";
    words_table(format!("{}{}-ure", view.prefix, entry.id), caption, columns(&["Kilde", "Periode i denne rapport", "Sted"]), rows)
}

fn places(view: &View) -> Vec<String> {
    let district = view.word("det distrikt");
    vec![
        format!("Skole: eleven tæller i {district}, hvor skolen ligger, også når eleven bor et andet sted."),
        format!("Bopæl: den unge tæller i {district}, hvor den unge bor, også når det sker et andet sted."),
        format!("Gerningssted: forholdet tæller i {district}, hvor det sker, også når den unge bor et andet sted."),
        format!(
            "Uoplyst: stedet står ikke i kilden eller kan ikke findes. De tæller med i {}, men ikke i {}.",
            view.word("kommunen"),
            view.word("noget distrikt")
        ),
        "Tal fra forskellige slags steder kan ikke lægges sammen eller trækkes fra hinanden.".into(),
    ]
}

fn words(view: &View) -> Vec<String> {
    let districts = view.word("distrikterne");
    let by_source = "Skjult af kilden betyder, at kilden selv har skjult et eller flere af de tal, der skal bruges. Tallet er \
                     hverken nul eller ukendt, og kommunen kan spørge kilden om det.";
    let by_source = view.has_hidden_by_source().then(|| by_source.to_owned());
    let mut words = vec![
        "Antallet n er alle, der kunne være talt med: de elever, der svarede, eller de unge, der bor i området. Antallet k er \
         dem, det gælder."
            .into(),
        "Under 50 i en gruppe skriver vi antal i stedet for procent i sætninger. Under 30 skriver vi slet ikke procent.".into(),
        "Et interval på 95 % viser, hvor usikkert tallet er. Jo færre der er i gruppen, jo bredere er intervallet.".into(),
        "Statistisk sikker betyder, at forskellen er større, end tilfældige udsving kan forklare, når der tages højde for, at \
         rapporten sammenligner mange tal. Det siger ikke, om forskellen er vigtig, og ikke hvorfor den er der."
            .into(),
        "Ingen sikker forskel betyder ikke, at der ingen forskel er. Tallene er for små eller for tæt på hinanden til at \
         afgøre det."
            .into(),
        "Kan ikke vurderes betyder, at der mangler tal at sammenligne med, eller at tallet ikke kan afprøves.".into(),
        "Et brud i en tidsrække er en stiplet linje på kurven. Tal på hver sin side af den sammenlignes ikke, for de er opgjort \
         forskelligt eller under forskellige forhold."
            .into(),
        format!(
            "Få svar betyder, at under {} % af de inviterede elever i {} svarede. Tallene er grå og skal læses med forbehold.",
            view.input.project.report.lowest_response,
            view.word("distriktet")
        ),
        "Skjult betyder, at tallet ikke vises, så ingen unge kan genkendes. Et skjult tal er hverken nul eller nødvendigvis \
         lille."
            .into(),
        "Personer er ikke forhold. En person kan stå bag flere forhold, og flere personer kan stå bag ét forhold.".into(),
        "Antruffet er ikke sigtet. At være antruffet betyder kun, at politiet har truffet den unge. Under 15 år kan ingen \
         sigtes; de kan være mistænkt."
            .into(),
        "Forurettede er dem, det er gået ud over. De lægges aldrig sammen med sigtede, mistænkte eller antrufne.".into(),
        "Kilderne dækker ikke alle fra 0 til 25 år: undersøgelsen og fraværet dækker elever, og de fleste tal fra politiet \
         dækker 10–17 år. For 18–25 år er der kun tal fra politiet."
            .into(),
        format!("Rækkefølgen af {districts} er altid den samme. Den siger ikke, hvem der ligger højest."),
    ];
    words.extend(by_source);
    words
}
