//! The catalogue of finding codes. D001-D044 follow the project's list of dirty-data cases; D101 and on are the rest.

use super::{Code, Severity};

/// One code: what it means and what to do.
pub struct CodeEntry {
    /// Number.
    pub code: Code,
    /// Severity.
    pub severity: Severity,
    /// Short title, for grouping.
    pub title: &'static str,
    /// What to do when a finding says nothing more exact.
    pub action: &'static str,
}

const fn row(code: u16, severity: Severity, title: &'static str, action: &'static str) -> CodeEntry {
    CodeEntry { code: Code(code), severity, title, action }
}

use Severity::{Information as I, Row as R, Stop as S, Warning as W};

/// Every code, sorted by number.
pub const CATALOGUE: &[CodeEntry] = &[
    row(
        1,
        S,
        "Filen er beskyttet med adgangskode",
        "Åbn filen i Excel, fjern adgangskoden (Filer › Oplysninger › Beskyt projektmappe), og gem igen.",
    ),
    row(2, I, "Filens endelse passer ikke til indholdet", "Du behøver ikke gøre noget."),
    row(3, I, "Filen er en webside med en tabel", "Du behøver ikke gøre noget."),
    row(4, S, "Filen er tom, afbrudt eller ikke af en kendt type", "Hent filen igen, og læg den nye fil i mappen."),
    row(5, S, "Formel uden beregnet værdi", "Åbn filen i Excel, gem den, og prøv igen."),
    row(6, R, "Excel-fejl i en celle", "Ret cellen i kildefilen."),
    row(7, W, "Celle langt uden for tabellen", "Slet cellen i Excel, hvis den ikke skal være der."),
    row(8, S, "Filen er for stor", "Del filen op, eller kontrollér, at det er den rigtige fil."),
    row(9, W, "Skjult ark er ikke læst", "Vis arket i Excel, hvis det skal med, eller slet det."),
    row(10, S, "Det er ikke klart, hvilket ark der skal læses", "Skriv arkets navn under ark i importprofilen."),
    row(11, I, "Overskriften er fundet under titelrækker", "Du behøver ikke gøre noget."),
    row(12, W, "Sumlinje sprunget over", "Kontrollér, at linjen er en sum og ikke data."),
    row(13, I, "Gentaget overskrift sprunget over", "Du behøver ikke gøre noget."),
    row(14, W, "Tomme rækker inde i tabellen", "Kontrollér, at der ikke mangler rækker."),
    row(15, W, "Kolonne uden overskrift", "Kolonnen er ikke læst. Giv den en overskrift, hvis den skal med."),
    row(16, S, "To kolonner har samme overskrift", "Giv den ene kolonne et andet navn."),
    row(17, S, "En nødvendig kolonne mangler", "Skriv den overskrift, filen bruger, under kolonnen i importprofilen."),
    row(18, I, "Filens tegnsæt", "Du behøver ikke gøre noget."),
    row(19, W, "Teksten er gemt med et forkert tegnsæt", "Bed leverandøren om den oprindelige fil."),
    row(20, I, "Filens skilletegn", "Du behøver ikke gøre noget."),
    row(21, S, "Ubalanceret citationstegn", "Ret linjen i kildefilen."),
    row(22, R, "Rækken har et forkert antal felter", "Ret rækken i kildefilen."),
    row(23, S, "Tal skrevet på to måder", "Angiv decimaltegn i importprofilen."),
    row(
        24,
        W,
        "Andele er omregnet til procent",
        "Skriv enhed = \"procent\" eller enhed = \"andel\" under kolonnen i importprofilen.",
    ),
    row(25, W, "Tal skjult af kilden", "Bed kilden om tal, der kan vises, eller lad dem stå."),
    row(
        26,
        W,
        "En skole i registret har ingen række",
        "Find ud af, hvorfor skolen mangler. Den er talt som ukendt, ikke som nul.",
    ),
    row(27, I, "Excels tal for en dag er læst som dato, eller omvendt", "Du behøver ikke gøre noget."),
    row(28, S, "Datoernes rækkefølge kan ikke afgøres", "Skriv datoformat under kolonnen i importprofilen."),
    row(29, R, "Datoen er umulig eller uden for perioden", "Ret datoen i kildefilen."),
    row(30, W, "Hændelse uden dato", "Bed politiet om datoen. Rækken er lagt på listens uge."),
    row(31, W, "Listens uge kan ikke læses eller findes ikke", "Skriv ugen som 2024-U12 på listen."),
    row(32, I, "Foranstillet nul i CPR-nummer genskabt", "Du behøver ikke gøre noget."),
    row(
        33,
        W,
        "Rækker uden personnøgle",
        "Hændelserne tæller med. Hvor alderen er kendt, vises antallet af personer som et interval, for eksempel 61–99.",
    ),
    row(34, R, "CPR-nummer ødelagt af Excel", "Formatér kolonnen som tekst i kildefilen, og gem igen."),
    row(35, I, "Erstatningspersonnumre", "Du behøver ikke gøre noget."),
    row(36, I, "CPR-numre uden modulus 11", "Du behøver ikke gøre noget."),
    row(37, W, "CPR-nummer giver en usandsynlig alder", "Kontrollér rækken i kildefilen."),
    row(38, W, "Rolle og alder passer ikke sammen", "Kontrollér rollen og fødselsdagen i kildefilen."),
    row(39, W, "Dubletter", "Kontrollér, at den samme liste ikke ligger i mappen to gange."),
    row(40, W, "Ukendt ord", "Tilføj ordet under vaerdier i importprofilen."),
    row(
        41,
        S,
        "Skolen findes ikke i skoleregistret",
        "Tilføj skolen i stamdata/skoler.csv. Ligger den uden for kommunen, så lad distriktet stå tomt.",
    ),
    row(42, R, "Fraværet passer ikke med skoledagene", "Ret rækken i kildefilen."),
    row(43, S, "Undersøgelsen indeholder personoplysninger", "Fjern kolonnen i kildesystemet, og lav udtrækket igen."),
    row(44, R, "Mulig personoplysning i en observation", "Skriv observationen om uden personoplysninger."),
    row(101, W, "Politiliste mangler", "Bed politiet om listen, og læg den i indbakke/politi."),
    row(102, W, "Adressen findes ikke i vejregistret", "Tilføj vejen i stamdata/veje.csv."),
    row(103, R, "En nødvendig oplysning mangler", "Udfyld cellen i kildefilen."),
    row(104, R, "Værdien kan ikke læses", "Ret cellen i kildefilen."),
    row(105, W, "Observation uden godkendelse", "Skriv, hvem der har godkendt teksten og hvornår. Indtil da vises kun temaet."),
    row(106, S, "Filen kan ikke åbnes", "Luk filen i andre programmer, og prøv igen."),
    row(107, W, "Spørgsmål mangler i filen", "Kontrollér kodebogen. Indikatoren står uden tal."),
    row(
        108,
        W,
        "Distriktet er ukendt",
        "Tilføj navnet som alias under distriktet i ssp.toml. Rækken er talt som uoplyst distrikt.",
    ),
    row(109, W, "Flere lister for samme uge", "Kontrollér, om den ene liste skal slettes."),
    row(110, S, "Registret kan ikke læses", "Ret registret under stamdata."),
    row(111, I, "Summer er kontrolleret", "Du behøver ikke gøre noget."),
    row(112, W, "Ens rækker uden personnøgle", "Kontrollér, om listen har dubletter. Rækkerne er ikke slået sammen."),
    row(113, I, "Tekst uden for tabellen er ikke læst", "Flyt teksten ind i tabellen, hvis den skal med."),
    row(120, S, "Websiden har ingen tabel", "Hent tallene som Excel- eller CSV-fil i det system, filen kommer fra."),
    row(121, S, "Filens type læses ikke", "Hent tallene som Excel- eller CSV-fil i det system, filen kommer fra."),
    row(122, S, "Tegnsættet passer ikke til importprofilen", "Ret tegnsaet i importprofilen, eller slet linjen."),
    row(123, S, "Dokumentet har ingen tabel", "Sæt oplysningerne ind i en tabel med en overskriftsrække, og gem dokumentet."),
    row(130, I, "Rækken med enheder er sprunget over", "Du behøver ikke gøre noget."),
    row(131, W, "En anden tabel på arket er ikke læst", "Flyt tabellen til sit eget ark, hvis den skal med."),
    row(132, I, "Noter og titler er sprunget over", "Du behøver ikke gøre noget."),
    row(
        133,
        W,
        "Bundlinjen passer ikke med rækkerne",
        "Kontrollér i kildefilen, om der mangler rækker, eller om summen er forkert.",
    ),
    row(134, I, "Tabeller ved siden af hinanden", "Kontrollér, at tabellerne har samme slags tal."),
    row(135, S, "Måneden mangler", "Skriv måneden over tabellen eller under konstanter i importprofilen."),
    row(136, S, "Fraværslisten mangler noget, der skal kendes", "Læg det, der mangler, i projektmappen."),
    row(137, W, "Usædvanligt antal skoledage", "Kontrollér skoledagene i kildefilen. Rækkerne er talt med."),
    row(138, S, "For mange rækker har et forkert antal felter", "Ret rækkerne i kildefilen, eller lav udtrækket igen."),
    row(139, W, "En kolonne, der skal læses som rækker, mangler", "Ret overskriften under udfold i importprofilen."),
    row(140, R, "Tal med datoformat", "Formatér kolonnen som tal i Excel (Formatér celler › Tal), og gem igen."),
    row(
        141,
        S,
        "Procent og andele kan ikke skelnes",
        "Skriv enhed = \"procent\" eller enhed = \"andel\" under kolonnen i importprofilen.",
    ),
    row(
        142,
        R,
        "Ukendt mærke i stedet for et tal",
        "Skriv mærket under skjult_af_kilden i importprofilen, hvis kilden har skjult et tal, eller under manglende, hvis der ikke er noget.",
    ),
    row(150, W, "Hændelse længe før sin liste", "Kontrollér datoen i kildefilen."),
    row(151, W, "Listens uge passer ikke med datoerne", "Kontrollér ugen på listen, og om listen ligger i den rigtige fil."),
    row(152, W, "Personer over 25 år", "Du behøver ikke gøre noget, hvis de skal stå på listen."),
    row(
        153,
        S,
        "Elever er talt både på hovedinstitutionen og på en afdeling",
        "Skriv niveau = \"afdeling\" eller niveau = \"hovedinstitution\" i importprofilen.",
    ),
    row(154, I, "Rækker på et andet niveau er ikke talt", "Du behøver ikke gøre noget."),
    row(
        155,
        W,
        "Stor ændring siden året før",
        "Kontrollér, at filerne er hele, og at intet er talt to gange. Grænsen er spring_procent under [kontrol] i ssp.toml.",
    ),
    row(156, I, "Rækker om virksomheder er ikke talt", "Du behøver ikke gøre noget."),
    row(157, I, "Hovedinstitution og afdeling er begge med", "Du behøver ikke gøre noget."),
    row(
        160,
        S,
        "Arket med svarenes tekster kan ikke læses",
        "Skriv arkets navn og dets tre overskrifter under vaerdiark i importprofilen.",
    ),
    row(161, W, "Kode uden tekst", "Tilføj koden i arket med svarenes tekster, eller under ugyldige i kodebogen."),
    row(162, I, "Svar, der ikke tæller med", "Du behøver ikke gøre noget."),
    row(163, W, "Svar og filter passer ikke sammen", "Kontrollér filter i kodebogen mod spørgeskemaet."),
    row(164, R, "En elev har svar, der modsiger hinanden", "Kontrollér udtrækket. Kun elevens første oplysning er brugt."),
    row(
        165,
        S,
        "Tabellen har procenter i stedet for antal",
        "Vælg udtrækket med antal svar (frekvenser) eller med én række for hver elev, og læg det i mappen i stedet.",
    ),
    row(166, I, "Undersøgelsen er talt op på forhånd", "Bed om udtrækket med én række for hver elev, hvis indekser skal med."),
    row(167, W, "Useriøse besvarelser er ladt ude", "Kontrollér reglerne under useriose i kodebogen, hvis andelen er høj."),
    row(168, I, "Skolens svarprocent", "Du behøver ikke gøre noget."),
    row(169, W, "Inviterede og svar passer ikke sammen", "Kontrollér skolens tal i filen med inviterede under stamdata."),
    row(
        170,
        S,
        "Filens overskrift er ikke fundet",
        "Sæt en række med kolonnernes navne over tabellen, eller skriv profilen selv. Vejledningen viser hvordan.",
    ),
    row(
        171,
        S,
        "Filens kilde kan ikke ses",
        "Skriv den selv: --kilde upu, politi, fravaer, observationer, befolkning, skoler eller veje.",
    ),
    row(
        180,
        W,
        "En tidligere tabel har rækker, der ikke kan bruges",
        "Læg de åbne tabeller i mappen tidligere, som de blev udgivet, uden at rette i dem.",
    ),
    row(
        181,
        W,
        "Et offentliggjort tal er et andet nu",
        "Læs, hvad bemærkningen siger. Skriv kun i rapporten, at et tal er ændret, når rapporten selv viser det nye tal.",
    ),
    row(182, I, "Et distrikt havde andre skoler", "Du behøver ikke gøre noget."),
    row(
        183,
        S,
        "En frigivet tabel er ændret eller væk",
        "Læg den frigivne mappe tilbage, som den var, fra en sikkerhedskopi. Tabellerne er det, læserne har.",
    ),
    row(
        184,
        S,
        "En mappe står ikke i listen over frigivelser",
        "Er listen slettet eller rettet, så læg den tilbage fra en sikkerhedskopi, før du laver en rapport. Blev ssp frigiv afbrudt, så kør det igen.",
    ),
    row(
        185,
        S,
        "Listen over frigivelser kan ikke læses",
        "Læg filen frigivet/frigivelser.toml tilbage, som den var, fra en sikkerhedskopi.",
    ),
    row(
        186,
        S,
        "En frigivet indikator findes ikke mere",
        "Skriv indikatoren ind igen, som den var, i filen med egne indikatorer, og slå den fra med fra under [indikatorer] i ssp.toml.",
    ),
    row(
        187,
        S,
        "Et frigivet distrikt findes ikke mere",
        "Skriv distriktet ind igen i ssp.toml med det id, det havde. Navnet må være et andet, og det behøver ingen skoler.",
    ),
    row(188, I, "Et distrikt er ikke med i det, der er frigivet", "Du behøver ikke gøre noget."),
];

/// Returns the entry of a code.
///
/// # Panics
/// When the code is not in the catalogue: a bug.
pub fn entry(code: Code) -> &'static CodeEntry {
    let at = CATALOGUE.binary_search_by_key(&code, |e| e.code).expect("every finding code stands in the catalogue");
    &CATALOGUE[at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CATALOGUE.windows(2).all(|w| w[0].code < w[1].code));
    }

    #[test]
    fn every_action_is_a_sentence_without_exclamation_mark() {
        for e in CATALOGUE {
            assert!(e.action.ends_with('.') && !e.action.contains('!'), "{}", e.code);
        }
    }
}
