//! What can be typed.

use super::exit;
use crate::pipeline::{Date, Edition, Paper};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Laver SSP-datarapporten: læser årets filer, skjuler små tal og skriver PDF, HTML og åbne tabeller.
#[derive(Parser)]
#[command(name = "ssp", version, disable_help_subcommand = true, after_help = exit::TABLE, override_usage = "ssp KOMMANDO [MAPPE] [VALG]")]
#[command(help_template = "{about}\n\nBrug: {usage}\n\n{all-args}{after-help}\n")]
#[command(subcommand_value_name = "KOMMANDO", subcommand_help_heading = "Kommandoer", next_help_heading = "Valg")]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) verb: Verb,
    /// Viser denne hjælp
    #[arg(short = 'h', long = "hjaelp", alias = "help", global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Viser programmets version
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Subcommand)]
pub(super) enum Verb {
    /// Laver en projektmappe
    #[command(name = "opret", alias = "init", help_template = TEMPLATE, override_usage = "ssp opret MAPPE [--med-eksempel]", after_help = "Eksempler:\n  ssp opret \"C:\\SSP\\Datarapport\"\n  ssp opret proeve --med-eksempel")]
    Init(Init),
    /// Læser og kontrollerer alle filer uden at ændre dem
    #[command(name = "tjek", alias = "check", help_template = TEMPLATE, override_usage = "ssp tjek [MAPPE] [VALG]", after_help = "Eksempler:\n  ssp tjek \"C:\\SSP\\Datarapport\"\n  ssp tjek . --format json\n  ssp tjek . --gem-bemaerkninger \"C:\\SSP\\Til leverandøren.xlsx\"")]
    Check(Check),
    /// Laver rapporten
    #[command(name = "rapport", alias = "report", help_template = TEMPLATE, override_usage = "ssp rapport [MAPPE] [VALG]", after_help = "Eksempler:\n  ssp rapport \"C:\\SSP\\Datarapport\" --år 2025\n  ssp rapport . --kun distriktsark\n  ssp rapport . --kun status-fokusomraade")]
    Report(Report),
    /// Frigiver rapporten: det udkast, der er set igennem, bliver det, læserne får
    #[command(name = "frigiv", alias = "release", help_template = TEMPLATE, override_usage = "ssp frigiv [MAPPE] [VALG]", after_help = "Eksempler:\n  ssp frigiv \"C:\\SSP\\Datarapport\"\n  ssp frigiv . --år 2025 --dato 2025-02-05\n  ssp frigiv . --udgave fortrolig\n\nRapporten lægges i mappen frigivet og skrives i frigivet/frigivelser.toml. Det, der er frigivet, bliver stående.")]
    Release(Release),
    /// Prøver, om skjulte tal kan regnes ud af færdige rapporter
    #[command(name = "diskretionstest", alias = "disclosure-test", help_template = TEMPLATE, override_usage = "ssp diskretionstest MAPPE [VALG]", after_help = "Eksempler:\n  ssp diskretionstest \"C:\\SSP\\Datarapport\\rapporter\"\n  ssp diskretionstest rapporter --format json\n\nAlle rapporter i mappen prøves sammen. Listen er kun til internt brug.")]
    DisclosureTest(DisclosureTest),
    /// Forklarer en kode, en indikator eller en celle i en tabel
    #[command(name = "forklar", alias = "explain", help_template = TEMPLATE, override_usage = "ssp forklar [HVAD] [CELLE] [VALG]", after_help = "Eksempler:\n  ssp forklar\n  ssp forklar D017\n  ssp forklar U15 --mappe \"C:\\SSP\\Datarapport\"\n  ssp forklar u15-distrikter \"Nordre distrikt\"\n  ssp forklar u15-klassetrin \"8. klasse\" Piger\n\nTabellens navn står under den i rapporten. Intet bliver gemt.")]
    Explain(Explain),
    /// Laver en opdigtet kommune til at prøve på
    #[command(name = "eksempel", alias = "sample", help_template = TEMPLATE, override_usage = "ssp eksempel MAPPE [VALG]", after_help = "Eksempler:\n  ssp eksempel proeve\n  ssp eksempel stor --elever 50000 --antal-aar 5 --startvaerdi 7")]
    Sample(Sample),
    /// Ser på en fil, programmet ikke kender, og skriver et forslag til en importprofil
    #[command(name = "importprofil", alias = "import-profile", help_template = TEMPLATE, override_usage = "ssp importprofil FIL [MAPPE] [VALG]", after_help = "Eksempler:\n  ssp importprofil \"C:\\Hentet\\liste.xlsx\" \"C:\\SSP\\Datarapport\"\n  ssp importprofil udtraek.csv . --kilde fravaer --gem-som fravaer-2025\n\nCeller vises aldrig: hvert bogstav bliver til x og hvert tal til 9.")]
    ImportProfile(ImportProfile),
    /// Viser de importprofiler, der følger med programmet
    #[command(name = "profiler", alias = "profiles", help_template = TEMPLATE, override_usage = "ssp profiler", after_help = "Eksempel:\n  ssp profiler")]
    Profiles(Profiles),
    /// Viser indikatorerne, og om de er slået til
    #[command(name = "indikatorer", alias = "indicators", help_template = TEMPLATE, override_usage = "ssp indikatorer [MAPPE] [VALG]", after_help = "Eksempler:\n  ssp indikatorer\n  ssp indikatorer \"C:\\SSP\\Datarapport\"\n  ssp indikatorer . --format json")]
    Indicators(Indicators),
}

const TEMPLATE: &str = "{about}\n\nBrug: {usage}\n\n{all-args}{after-help}\n";

#[derive(Args)]
pub(super) struct Init {
    /// Mappen, der skal laves
    #[arg(value_name = "MAPPE", help_heading = "Argumenter")]
    pub(super) folder: PathBuf,
    /// Fylder mappen med en opdigtet kommune
    #[arg(long = "med-eksempel", help_heading = "Valg")]
    pub(super) with_sample: bool,
}

#[derive(Args)]
pub(super) struct ImportProfile {
    /// Filen, der skal ses på
    #[arg(value_name = "FIL", help_heading = "Argumenter")]
    pub(super) file: PathBuf,
    /// Projektmappen; uden den bruges mappen, du står i
    #[arg(value_name = "MAPPE", help_heading = "Argumenter")]
    pub(super) folder: Option<PathBuf>,
    /// Hvad filen er: upu, politi, fravaer, observationer, befolkning, skoler eller veje
    #[arg(long = "kilde", value_name = "KILDE", help_heading = "Valg")]
    pub(super) source: Option<String>,
    /// Navnet på profilen, uden .toml
    #[arg(long = "gem-som", value_name = "NAVN", help_heading = "Valg")]
    pub(super) name: Option<String>,
}

#[derive(Args)]
pub(super) struct Profiles {}

#[derive(Args)]
pub(super) struct Indicators {
    /// Projektmappen; uden den vises kun de indbyggede indikatorer
    #[arg(value_name = "MAPPE", help_heading = "Argumenter")]
    pub(super) folder: Option<PathBuf>,
    /// Året for årets første møde i styregruppen (også --år)
    #[arg(long = "aar", value_name = "ÅR", help_heading = "Valg")]
    pub(super) year: Option<i16>,
    /// Hvordan listen skrives
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true, hide_default_value = true, help = "Hvordan listen skrives: text eller json", help_heading = "Valg")]
    pub(super) format: Format,
}

#[derive(Args)]
pub(super) struct Check {
    /// Projektmappen; uden den bruges mappen, du står i
    #[arg(value_name = "MAPPE", default_value = ".", hide_default_value = true, help_heading = "Argumenter")]
    pub(super) folder: PathBuf,
    /// Året for årets første møde i styregruppen (også --år)
    #[arg(long = "aar", value_name = "ÅR", help_heading = "Valg")]
    pub(super) year: Option<i16>,
    /// Hvordan bemærkningerne skrives
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true, hide_default_value = true, help = "Hvordan bemærkningerne skrives: text eller json", help_heading = "Valg")]
    pub(super) format: Format,
    /// Gemmer bemærkningerne som et regneark, der kan sendes til leverandøren (også --gem-bemærkninger)
    #[arg(long = "gem-bemaerkninger", value_name = "FIL.xlsx", help_heading = "Valg")]
    pub(super) findings: Option<PathBuf>,
    /// Viser, hvor lang tid hvert trin tager
    #[arg(short = 'v', long = "tider", help_heading = "Valg")]
    pub(super) verbose: bool,
}

#[derive(Args)]
pub(super) struct Explain {
    /// En kode fra en bemærkning (D017), en indikator (U15) eller en tabels navn; uden vises alle koder
    #[arg(value_name = "HVAD", display_order = 1, help_heading = "Argumenter")]
    pub(super) what: Option<String>,
    /// Rækken i tabellen, og kolonnen, hvis der er flere
    #[arg(value_name = "CELLE", display_order = 2, help_heading = "Argumenter")]
    pub(super) cell: Vec<String>,
    /// Projektmappen; uden den bruges mappen, du står i
    #[arg(long = "mappe", value_name = "MAPPE", default_value = ".", hide_default_value = true, help_heading = "Valg")]
    pub(super) folder: PathBuf,
    /// Året for årets første møde i styregruppen (også --år)
    #[arg(long = "aar", value_name = "ÅR", help_heading = "Valg")]
    pub(super) year: Option<i16>,
    /// For hvem: offentlig, eller fortrolig til styregruppen alene
    #[arg(long = "udgave", value_parser = edition, value_name = "UDGAVE", default_value = "offentlig", hide_default_value = true, help = "Udgaven, cellen står i: offentlig (hvis du ikke skriver andet) eller fortrolig", help_heading = "Valg")]
    pub(super) edition: Edition,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

#[derive(Args)]
pub(super) struct Report {
    /// Projektmappen; uden den bruges mappen, du står i
    #[arg(value_name = "MAPPE", default_value = ".", hide_default_value = true, help_heading = "Argumenter")]
    pub(super) folder: PathBuf,
    /// Året for årets første møde i styregruppen (også --år)
    #[arg(long = "aar", value_name = "ÅR", help_heading = "Valg")]
    pub(super) year: Option<i16>,
    /// Laver kun ét af årets papirer, i en mappe for sig: datarapport, distriktsark, status-fokusomraade,
    /// uddybning-fokusomraade, lokalraad-halvaar, skoleark eller talepapir
    #[arg(long = "kun", value_parser = paper, value_name = "PAPIR", help_heading = "Valg")]
    pub(super) only: Option<Paper>,
    /// For hvem: offentlig, eller fortrolig til styregruppen alene
    #[arg(long = "udgave", value_parser = edition, value_name = "UDGAVE", default_value = "offentlig", hide_default_value = true, help = "For hvem: offentlig (hvis du ikke skriver andet), eller fortrolig til styregruppen alene", help_heading = "Valg")]
    pub(super) edition: Edition,
    /// Gemmer rapporten i en anden mappe end rapporter/ÅR
    #[arg(long = "gem-i", value_name = "MAPPE", help_heading = "Valg")]
    pub(super) target: Option<PathBuf>,
    /// Viser, hvor lang tid hvert trin tager
    #[arg(short = 'v', long = "tider", help_heading = "Valg")]
    pub(super) verbose: bool,
}

#[derive(Args)]
pub(super) struct Release {
    /// Projektmappen; uden den bruges mappen, du står i
    #[arg(value_name = "MAPPE", default_value = ".", hide_default_value = true, help_heading = "Argumenter")]
    pub(super) folder: PathBuf,
    /// Året for årets første møde i styregruppen (også --år)
    #[arg(long = "aar", value_name = "ÅR", help_heading = "Valg")]
    pub(super) year: Option<i16>,
    /// For hvem: offentlig, eller fortrolig til styregruppen alene
    #[arg(long = "udgave", value_parser = edition, value_name = "UDGAVE", default_value = "offentlig", hide_default_value = true, help = "For hvem: offentlig (hvis du ikke skriver andet), eller fortrolig til styregruppen alene", help_heading = "Valg")]
    pub(super) edition: Edition,
    /// Dagen, rapporten er frigivet, som 2025-02-05; uden den er det i dag
    #[arg(long = "dato", value_parser = date, value_name = "DATO", help_heading = "Valg")]
    pub(super) date: Option<Date>,
    /// Viser, hvor lang tid hvert trin tager
    #[arg(short = 'v', long = "tider", help_heading = "Valg")]
    pub(super) verbose: bool,
}

/// Returns the edition of a name.
fn edition(name: &str) -> Result<Edition, String> {
    Edition::of_name(&name.to_lowercase()).ok_or_else(|| "ukendt udgave".to_owned())
}

/// Returns a date written as 2025-02-05.
fn date(text: &str) -> Result<Date, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "ingen dato".to_owned())?;
    super::day(date).ok_or_else(|| "ingen dato".to_owned())
}

/// Returns the paper of a name, with or without Danish letters.
fn paper(name: &str) -> Result<Paper, String> {
    let wanted = name.to_lowercase().replace('å', "aa").replace('æ', "ae").replace('ø', "oe");
    Paper::ALL.into_iter().find(|paper| paper.name() == wanted).ok_or_else(|| "ukendt papir".to_owned())
}

#[derive(Args)]
pub(super) struct DisclosureTest {
    /// Mappen med de færdige rapporter
    #[arg(value_name = "MAPPE", help_heading = "Argumenter")]
    pub(super) folder: PathBuf,
    /// Viser også de tal, der kan regnes ud
    #[arg(long = "vis-tal", help_heading = "Valg")]
    pub(super) numbers: bool,
    /// Hvordan resultatet skrives
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true, hide_default_value = true, help = "Hvordan resultatet skrives: text eller json", help_heading = "Valg")]
    pub(super) format: Format,
}

#[derive(Args)]
pub(super) struct Sample {
    /// Mappen, der skal laves
    #[arg(value_name = "MAPPE", help_heading = "Argumenter")]
    pub(super) folder: PathBuf,
    /// Antal elever
    #[arg(
        long = "elever",
        value_name = "N",
        default_value_t = 5000,
        hide_default_value = true,
        help = "Antal elever (5000, hvis du ikke skriver andet)",
        help_heading = "Valg"
    )]
    pub(super) pupils: u32,
    /// Antal år
    #[arg(
        long = "antal-aar",
        value_name = "N",
        default_value_t = 3,
        hide_default_value = true,
        help = "Antal år (3, hvis du ikke skriver andet; også --antal-år)",
        help_heading = "Valg"
    )]
    pub(super) years: u16,
    /// Startværdi
    #[arg(
        long = "startvaerdi",
        value_name = "N",
        default_value_t = 1,
        hide_default_value = true,
        help = "Samme tal giver samme kommune (1, hvis du ikke skriver andet; også --startværdi)",
        help_heading = "Valg"
    )]
    pub(super) seed: u64,
}

/// Options are understood with æ, ø and å as well: `--år` is `--aar`.
pub(super) fn with_ascii_options(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    args.into_iter()
        .map(|arg| arg.to_str().filter(|a| a.starts_with("--")).map_or_else(|| arg.clone(), |a| ascii(a).into()))
        .collect()
}

fn ascii(option: &str) -> String {
    let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
    let name = name.replace('å', "aa").replace('æ', "ae").replace('ø', "oe");
    value.map_or(name.clone(), |value| format!("{name}={value}"))
}

/// Says in Danish what is wrong with the command line, or prints the help that was asked for.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    use clap::error::{ContextKind, ErrorKind};
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        let _closed_pipe = error.print();
        return ExitCode::from(if error.use_stderr() { exit::WRONG_COMMAND } else { exit::DONE });
    }
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("Kommandoen {} kendes ikke.", context(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("{} kendes ikke her.", context(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => format!("Der mangler noget: {}.", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!(
                "Værdien \"{}\" kan ikke bruges til {}.",
                context(ContextKind::InvalidValue),
                context(ContextKind::InvalidArg)
            )
        }
        _ => "Kommandolinjen kan ikke læses.".to_owned(),
    };
    let outcome = super::Outcome {
        output: String::new(),
        complaint: format!("Fejl: {what}\nSkriv ssp --hjælp for at se, hvad du kan skrive.\n"),
        code: exit::WRONG_COMMAND,
    };
    super::write(&outcome);
    ExitCode::from(outcome.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_paper_is_chosen_by_its_name_and_the_help_names_them_all() {
        assert_eq!(paper("Status-fokusområde"), Ok(Paper::FocusStatus));
        assert!(paper("overlevering").is_err());
        let mut command = Arguments::command();
        let help = command.find_subcommand_mut("rapport").expect("the verb").render_help().to_string();
        let words: String = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(Paper::ALL.iter().all(|paper| words.contains(paper.name())), "{help}");
    }

    #[test]
    fn options_are_understood_with_danish_letters() {
        let parsed = |option: &str| {
            let args = ["ssp", "rapport", option].map(OsString::from);
            match Arguments::try_parse_from(with_ascii_options(args)).map(|a| a.verb) {
                Ok(Verb::Report(report)) => report.year,
                _ => None,
            }
        };
        assert_eq!(parsed("--år=2025"), Some(2025));
        assert_eq!(parsed("--aar=2025"), Some(2025));
    }
}
