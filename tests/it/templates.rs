//! A project may bring its own looks; a faulty one is blamed by name and line.

use crate::example::Small;
use std::fs;

#[test]
fn a_broken_page_template_is_blamed_by_name_and_line() {
    for (fault, line) in
        [("<p>\n\n{{ ukendt.vaerdi }}", "linje 3"), ("<p>\n{% if %}", "linje 2"), ("{% include 'x.html' %}", "linje 1")]
    {
        let small = Small::new();
        small.write("skabeloner/html/report.html", fault);
        let run = small.report().ends_with(14);
        assert!(run.stderr.contains("html/report.html") && run.stderr.contains(line), "{fault}: {}", run.stderr);
        assert!(!small.path("rapporter/2025").exists());
    }
}

#[test]
fn a_broken_print_template_is_blamed_by_name_and_line() {
    let small = Small::new();
    small.write("skabeloner/typst/report.typ", "#set document(title: \"x\")\n#ukendt");
    let run = small.report().ends_with(14);
    assert!(run.stderr.contains("typst/report.typ") && run.stderr.contains("linje 2"), "{}", run.stderr);
}

#[test]
fn a_broken_report_plan_is_blamed() {
    let small = Small::new();
    small.write("skabeloner/annual.toml", "[[afsnit]]\nukendt = 1\n");
    let run = small.report().ends_with(14);
    assert!(run.stderr.contains("linje 2") || run.stderr.contains("ukendt"), "{}", run.stderr);
}

#[test]
fn an_own_style_sheet_is_used() {
    let small = Small::new();
    small.write("skabeloner/html/style.css", "body { color: #123456; }\n");
    small.report().ends_with(0);
    let page = fs::read_to_string(small.path("rapporter/2025/datarapport-2025.html")).expect("the page");
    assert!(page.contains("body { color: #123456; }"));
}

#[test]
fn an_own_sentence_is_used_and_the_others_stay() {
    let small = Small::new();
    let own = "[saetning]\nbygger_ikke = \"Der er for få tal.\"\nmetode = \"Metoden er forklaret bagest.\"\n";
    small.write("skabeloner/saetninger.toml", own);
    small.report().ends_with(0);
    let page = fs::read_to_string(small.path("rapporter/2025/datarapport-2025.html")).expect("the page");
    assert!(page.contains("Metoden er forklaret bagest.") || page.contains("Der er for få tal."));
    assert!(!page.contains("højst cirka 1 ud af 20") && !page.contains("bygger ikke på sammenligninger"));
}

#[test]
fn a_sentence_with_a_wrong_place_and_a_wrong_break_are_blamed_by_name_and_line() {
    let small = Small::new();
    small.write("skabeloner/saetninger.toml", "[saetning]\n\nmetode = \"Metoden {er} forklaret.\"\n");
    let run = small.report().ends_with(14);
    assert!(run.stderr.contains("saetninger.toml, linje 3") && run.stderr.contains("{er}"), "{}", run.stderr);
    let small = Small::new();
    small.write("skabeloner/brud.toml", "[[brud]]\nkilder = [\"skole\"]\n");
    let run = small.report().ends_with(14);
    assert!(run.stderr.contains("brud.toml, linje 2") && run.stderr.contains("\"skole\" kendes ikke"), "{}", run.stderr);
}
