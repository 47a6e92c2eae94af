#!/usr/bin/env bash
# Runs the project in this folder on public files that nobody here wrote, and compares what the program says with totals
# counted by awk from the raw files. Prints one line for each check that holds; any other line is a difference.
#
#   tests/real-input/check.sh PROGRAM DATA [KEEP]
#
# PROGRAM is the built ssp, DATA the folder with the public files (see README.md), KEEP a folder for the report, if wanted.
set -euo pipefail
export LC_ALL=C

if [[ $# -lt 2 || $# -gt 3 ]]; then
  echo "usage: check.sh PROGRAM DATA [KEEP]" >&2
  exit 2
fi
program=$(realpath "$1")
data=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project=$work/project
# shellcheck source=tests/real-input/totals.sh
source "$here/totals.sh"

# ── The project: this folder's settings, the data linked as they are ────────────────────────────────────────────────
mkdir -p "$project"/indbakke/{upu,politi,fravaer,befolkning}
cp -r "$here"/{ssp.toml,indikatorer.toml,profiler} "$project/"
police=("$data"/2022-{09,10,11}-stop-and-search.csv)
survey=$data/yrbss.csv
absence=$data/mcas-attendance.csv
people=$data/FOLK1A.csv
for file in "${police[@]}" "$survey" "$absence" "$people"; do
  # awk splits at every separator below, which is right only where no cell is quoted.
  holds "$(basename "$file") has no quoted cell" "! grep -q '\"' '$file'"
done
ln -s "${police[@]}" "$project/indbakke/politi/"
ln -s "$survey" "$project/indbakke/upu/"
ln -s "$absence" "$project/indbakke/fravaer/"
ln -s "$people" "$project/indbakke/befolkning/"

# ── tjek: everything is read, and what is odd is said ───────────────────────────────────────────────────────────────
equal "exit code of tjek" 0 "$(run tjek "$project")"
mv "$work/out" "$work/tjek"
said() { holds "tjek says: $1" "grep -qF -- '$1' '$work/tjek'"; }

said "Der mangler lister i 2022: januar, februar, marts, april, maj, juni, juli, august og december."

said ": $(rows_of "${police[@]}") brugt, 0 afvist, 0 slået sammen"
said ": $(rows_of "$survey") brugt, 0 afvist"
said ": $(($(rows_of "$absence") - 1)) brugt, 0 afvist"
said "Overskriften står i række 2."

duplicates=$(tail -qn +2 "${police[@]}" | sort | uniq -c | awk '{ n += $1 - 1 } END { print n }')
run tjek "$project" --format json >/dev/null
reported=$(awk -F'[ ,:]+' '/"code": "D112"/ { found = 1 } found && /"count"/ { n += $3; found = 0 } END { print n }' "$work/out")
equal "exact duplicates without person key" "$duplicates" "$reported"

said "Filen har $(rows_of "$people") rækker med i alt $(tail -n +2 "$people" | awk -F';' '{ n += $5 } END { print n }') personer."
said "så antal pr. 1.000 unge vises ikke"

# ── rapport ─────────────────────────────────────────────────────────────────────────────────────────────────────────
equal "exit code of rapport" 0 "$(run rapport "$project" --aar 2023)"
report=$project/rapporter/2023
for paper in datarapport-2023.pdf datarapport-2023.html datarapport-2023-tabeller.xlsx datapackage.json manifest.json; do
  holds "$paper is written" "test -s '$report/$paper'"
done
equal "sheets of districts" 17 "$(find "$report/distriktsark" -name '*.pdf' | wc -l | tr -d ' ')"

police_cells XP1 10-17 1 >"$work/xp1"
police_cells XP3 18-24 0 >"$work/xp3"
# Hidden: the few visits before midnight (UTC) of the first list, and what would give them away, in the area and in the year.
compare xp1 6 "$work/xp1"
compare xp3 0 "$work/xp3"

tail -qn +2 "${police[@]}" | awk -F, '$8 == "10-17" {
  n["alle"]++
  n[$12 == "Controlled drugs" ? "euforiserende stoffer" : \
    $12 == "Offensive weapons" || $12 == "Firearms" || $12 == "Anything to threaten or harm anyone" ? "våben" : \
    $12 == "Stolen goods" ? "tyvekoster" : $12 == "Evidence of offences under the Act" ? "andre beviser" : \
    $12 == "Articles for use in criminal damage" ? "redskaber til hærværk" : $12 == "Fireworks" ? "fyrværkeri" : "uoplyst"]++
} END { for (c in n) print "XP2|2022|kommune|alle|alle|" c, n[c], "-", n[c] }' >"$work/xp2"
compare xp2 0 "$work/xp2"

survey_cells XU1 14 '^(<5|5|6|7|8|9|10[+])$' '^(<5|5|6|7)$' >"$work/xu1"
survey_cells XU2 10 '^(0|1-2|3-5|6-9|10-19|20-29|30)$' '^(1-2|3-5|6-9|10-19|20-29|30)$' >"$work/xu2"
survey_cells XU3 11 '^[0-7]$' '^[5-7]$' >"$work/xu3"
for indicator in xu1 xu2 xu3; do
  compare "$indicator" 0 "$work/$indicator"
done

school_cells XF1 3 >"$work/xf1"
school_cells XF2 6 >"$work/xf2"
compare xf1 0 "$work/xf1"
compare xf2 0 "$work/xf2"

# ── The papers: sections without data say so, and no rate is printed without a population ───────────────────────────
text=$work/text
sed -e 's/<[^>]*>/ /g' "$report/datarapport-2023.html" | tr -s ' \n' ' ' >"$text"
shows() { holds "the report says: $1" "grep -qF -- '$1' '$text'"; }
shows "december i 2022 mangler"
shows "ikke vægtet"
shows 'Der er ingen tal for ”Alkohol”'
shows 'Der er ingen tal for ”Det siger distriktsgrupperne”'
holds "no rate is released" "! grep -q 'pr\. 1\.000' '$report'/tabeller/*.csv"

if [[ $# -eq 3 ]]; then
  rm -rf "${3:?}/rapport-2023"
  mkdir -p "$3"
  cp -r "$report" "$3/rapport-2023"
fi
[[ $failed -eq 0 ]] && echo "ok    all checks of the real input hold"
exit "$failed"
