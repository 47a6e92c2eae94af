use super::*;
use crate::config;
use crate::read::glimpse::glimpse;

#[test]
fn explore() {
    let e = "/work-h/profiler/data-samples/eksempelby/";
    let project = config::project("ssp.toml", &std::fs::read_to_string(format!("{e}ssp.toml")).unwrap()).unwrap();
    let real =
        config::project("ssp.toml", &std::fs::read_to_string("/work-h/profiler/tests/real-input/ssp.toml").unwrap()).unwrap();
    let only = std::env::var("ONLY").unwrap_or_default();
    for (file, project) in [
        ("/work/shared/real/2022-09-stop-and-search.csv", &real),
        ("/work/shared/real/yrbss.csv", &real),
        ("/work/shared/real/mcas-attendance.csv", &real),
        ("/work/shared/real/FOLK1A.csv", &real),
        ("/work/shared/real/fredericia-institutions.csv", &real),
        ("indbakke/politi/2023/SSP-liste 2023 uge 41.xlsx", &project),
        ("indbakke/befolkning/befolkning-2022.csv", &project),
        ("indbakke/fravaer/fravaer-2022-23.csv", &project),
        ("indbakke/observationer/observationer-2024.csv", &project),
        ("indbakke/observationer/distriktsgruppe-syd-2024.docx", &project),
        ("indbakke/upu/upu-2022-23.xlsx", &project),
        ("stamdata/skoler.csv", &project),
        ("stamdata/veje.csv", &project),
    ] {
        if !file.contains(&only) {
            continue;
        }
        println!("################ {file}");
        let path = if file.starts_with('/') { file.to_owned() } else { format!("{e}{file}") };
        let Ok(bytes) = std::fs::read(path) else {
            println!("NO FILE");
            continue;
        };
        let t = std::time::Instant::now();
        let (seen, findings) = glimpse(file, &bytes);
        print!("{}", crate::diagnostic::text(&findings));
        match propose(&seen.unwrap(), Known { file, targets: &[], project: Some(project) }) {
            Err(f) => print!("{}", crate::diagnostic::text(&f)),
            Ok(p) => {
                println!("{}\n-------- {} {:?}\n{}", p.report, p.target().profile_name(), t.elapsed(), p.profile("x"));
                config::profile("x.toml", &p.profile("x")).map_err(|e| println!("INVALID {e}")).ok();
                if let Some(c) = p.codebook("x") {
                    println!("--------\n{c}");
                    config::codebook("x.toml", &c).map_err(|e| println!("INVALID {e}")).ok();
                }
            }
        }
    }
}
