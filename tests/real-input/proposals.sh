#!/usr/bin/env bash
# Lets `ssp importprofil` propose a profile for each public file, edits at most three lines of each proposal, and compares
# what the program then says with totals counted by awk from the raw files. Prints one line for each check that holds, and
# how many lines were edited; any other line is a difference.
#
#   tests/real-input/proposals.sh PROGRAM DATA
#
# PROGRAM is the built ssp, DATA the folder with the public files (see README.md). The edits stand below, one `sed` each. They
# count over a profile and its codebook together. ssp.toml and the indicators are the municipality's own and do not count:
# indicators name the items and figures as the proposals do.
set -euo pipefail
export LC_ALL=C

if [[ $# -ne 2 ]]; then
  echo "usage: proposals.sh PROGRAM DATA" >&2
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

police=("$data"/2022-{09,10,11}-stop-and-search.csv)
survey=$data/yrbss.csv
absence=$data/mcas-attendance.csv
people=$data/FOLK1A.csv
institutions=$data/fredericia-institutions.csv
most=3

# ── The project: ssp.toml names the proposals ───────────────────────────────────────────────────────────────────────
mkdir -p "$project"/{indbakke/{upu,politi,fravaer,befolkning},profiler}
sed -e 's/"undersoegelse-yrbss"/"undersoegelse"/' -e 's/"politi-maanedsfil"/"politi"/' -e 's/"fravaer-pr-skole"/"fravaer"/' \
  -e 's/"befolkning-folk1a"/"befolkning"/' "$here/ssp.toml" >"$project/ssp.toml"
sed -e 's/item = "sl.hours", koder = \[4, 5, 6, 7\]/item = "sp.school_night_hours_sleep", koder = [1, 2, 3, 4]/' \
  -e 's/item = "tr.text", koder = \[1, 3, 6, 10, 20, 30\]/item = "sp.text_while_driving_30d", koder = [2, 3, 4, 5, 6, 7]/' \
  -e 's/item = "he.active"/item = "sp.physically_active_7d"/' \
  -e 's/felt = "fremmoede"/felt = "attendance_rate"/' -e 's/felt = "over_ti_procent"/felt = "chronically_absent_10_or_more"/' \
  "$here/indikatorer.toml" >"$project/indikatorer.toml"
ln -s "${police[@]}" "$project/indbakke/politi/"
ln -s "$survey" "$project/indbakke/upu/"
ln -s "$absence" "$project/indbakke/fravaer/"
ln -s "$people" "$project/indbakke/befolkning/"

# propose FILE NAME FOLDER: the source is not named, the program must see it.
propose() {
  equal "importprofil $(basename "$1")" 0 "$(run importprofil "$1" "$3" --gem-som "$2")"
  holds "$2.toml is written" "test -s '$3/profiler/$2.toml'"
  rm -rf "${work:?}/proposed"
  cp -r "$3/profiler" "$work/proposed"
}

# edited NAME FOLDER: counts the lines of the proposal that are not as they were proposed.
edited() {
  local lines
  lines=$(diff -U0 -r "$work/proposed" "$2/profiler" | grep -c '^+[^+]' || true)
  holds "$1: $lines edited lines, at most $most" "(( $lines <= $most ))"
}

propose "${police[0]}" politi "$project"
# The file has four columns of words; only a reader knows that this one is nearest to an offence.
sed -i 's/^# \(forhold = { navne = \["Object of search"\]\)/\1/' "$project/profiler/politi.toml"
# Being searched is being met by the police.
sed -i 's/^# rolle = "antruffet"/rolle = "antruffet"/' "$project/profiler/politi.toml"
edited "the stop-and-search files" "$project"

propose "$survey" undersoegelse "$project"
# The file does not say which year it is from.
sed -i 's/^# skoleaar = .*/skoleaar = "2022\/23"/' "$project/profiler/undersoegelse.toml"
edited "yrbss.csv" "$project"

propose "$absence" fravaer "$project"
sed -i 's/^# skoleaar = .*/skoleaar = "2021\/22"/' "$project/profiler/fravaer.toml"
edited "mcas-attendance.csv" "$project"

propose "$people" befolkning "$project"
edited "FOLK1A.csv" "$project"

# ── tjek and rapport: the totals of check.sh ────────────────────────────────────────────────────────────────────────
equal "exit code of tjek" 0 "$(run tjek "$project")"
mv "$work/out" "$work/tjek"
said() { holds "tjek says: $1" "grep -qF -- '$1' '$work/tjek'"; }
said ": $(rows_of "${police[@]}") brugt, 0 afvist, 0 slået sammen"
said ": $(rows_of "$survey") brugt, 0 afvist"
said ": $(($(rows_of "$absence") - 1)) brugt, 0 afvist"
said "Filen har $(rows_of "$people") rækker med i alt $(tail -n +2 "$people" | awk -F';' '{ n += $5 } END { print n }') personer."

equal "exit code of rapport" 0 "$(run rapport "$project" --aar 2023)"
report=$project/rapporter/2023
police_cells XP1 10-17 1 >"$work/xp1"
police_cells XP3 18-24 0 >"$work/xp3"
compare xp1 6 "$work/xp1"
compare xp3 0 "$work/xp3"
# The proposal keeps the file's own words.
tail -qn +2 "${police[@]}" | awk -F, '$8 == "10-17" { n["alle"]++; n[$12 == "" ? "uoplyst" : tolower($12)]++ }
  END { for (c in n) print "XP2|2022|kommune|alle|alle|" c, n[c], "-", n[c] }' >"$work/xp2"
compare xp2 2 "$work/xp2"
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

# ── The register: a project of its own, with made-up answers from every department ──────────────────────────────────
register=$work/register
mkdir -p "$register"/{indbakke/upu,stamdata,profiler}
cp "$institutions" "$register/stamdata/skoler.csv"
district() { printf '[[distrikter]]\nid = "%s"\nnavn = "%s"\naliasser = [%s]\n\n' "$1" "$2" "${3:-}"; }
{
  printf 'aar = 2023\nopgjort = "2022-12-31"\n\n[kommune]\nkode = "607"\nnavn = "Prøveby"\n\n'
  district ullerup "Ullerup Bæk"
  district kirstinebjerg "Kirstinebjerg"
  district erritsoe "Erritsø"
  district fjordbakke "Fjordbakke"
  district tvaers "Hele kommunen" '"(tvaergaaende)", "(privat)"'
  printf '[stamdata]\nskoler = "stamdata/skoler.csv"\n\n[kilder.upu]\nmappe = "indbakke/upu"\nprofil = "upu-bred"\nundtaget = []\n\n'
  printf '[beskyttelse]\nmindste_antal = 5\nmindste_svar = 10\nmindste_befolkning = 100\n\n[indikatorer]\nfil = "indikatorer.toml"\nkun_egne = true\n'
} >"$register/ssp.toml"
cat >"$register/indikatorer.toml" <<'TOML'
[[indikator]]
id = "XR1"
titel = "Ensomme"
tema = "trivsel"
niveau = "generel"
kilde = "upu"
retning = "høj er dårlig"
sted = "skole"
saetning = "at de er ensomme"
maal = { slags = "svarandel", item = "wb.lonely", koder = [1, 2] }
udbryd = ["distrikt"]
klassetrin = [7, 9]
definition = "Elever, der svarede meget ofte eller ofte, ud af alle gyldige svar. Opdigtede svar."
TOML
awk -F';' 'BEGIN { print "Skoleår;Institutionsnr;Klasse;Køn;S01" }
  $4 == "afdeling" { schools++; for (i = 0; i < 40; i++) print "2022/23;" $1 ";8.A;" (i % 2 ? "Pige" : "Dreng") ";" (i < 10 + schools ? "Ofte" : "Nej") }' \
  "$institutions" >"$register/indbakke/upu/svar.csv"

propose "$institutions" stamdata-skoler "$register"
edited "fredericia-institutions.csv" "$register"
holds "every school is found in the register" "[[ \$(run tjek '$register') == 0 ]] && ! grep -qE 'D041|D108|D110' '$work/out'"
equal "exit code of rapport on the register" 0 "$(run rapport "$register" --aar 2023)"
report=$register/rapporter/2023
awk -F';' 'BEGIN { id["Ullerup Bæk"] = "ullerup"; id["Kirstinebjerg"] = "kirstinebjerg"; id["Erritsø"] = "erritsoe"; id["Fjordbakke"] = "fjordbakke" }
  NR == FNR { at[$1] = id[$6]; next }
  FNR > 1 { n[at[$2]]++; n["kommune"]++; k[at[$2]] += $5 == "Ofte"; k["kommune"] += $5 == "Ofte" }
  END { for (a in n) { t = int((2000 * k[a] + n[a]) / (2 * n[a])); print "XR1|vinteren 2022/23|" a "|alle|alle|alle", k[a], n[a], int(t / 10) "," t % 10 } }' \
  "$institutions" "$register/indbakke/upu/svar.csv" >"$work/xr1"
compare xr1 0 "$work/xr1"

[[ $failed -eq 0 ]] && echo "ok    all proposals hold"
exit "$failed"
