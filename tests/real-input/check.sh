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
failed=0

ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; failed=1; }
holds() { if eval "$2"; then ok "$1"; else fail "$1"; fi; }
equal() { if [[ "$2" == "$3" ]]; then ok "$1: $2"; else fail "$1: expected $2, got $3"; fi; }

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

run() {
  local code=0
  "$program" "$@" >"$work/out" 2>"$work/err" || code=$?
  echo "$code"
}

# ── tjek: everything is read, and what is odd is said ───────────────────────────────────────────────────────────────
equal "exit code of tjek" 0 "$(run tjek "$project")"
mv "$work/out" "$work/tjek"
said() { holds "tjek says: $1" "grep -qF -- '$1' '$work/tjek'"; }

said "Der mangler lister i 2022: januar, februar, marts, april, maj, juni, juli, august og december."

rows_of() { tail -qn +2 "$@" | wc -l | tr -d ' '; }
said "$(rows_of "${police[@]}") rækker brugt, 0 afvist, 0 slået sammen"
said "$(rows_of "$survey") rækker brugt, 0 afvist"
said "$(($(rows_of "$absence") - 1)) rækker brugt, 0 afvist"
said "Overskriften står i række 2."

duplicates=$(tail -qn +2 "${police[@]}" | sort | uniq -c | awk '{ n += $1 - 1 } END { print n }')
run tjek "$project" --format json >/dev/null
reported=$(awk -F'[ ,:]+' '/"code": "D112"/ { found = 1 } found && /"count"/ { print $3; exit }' "$work/out")
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

# Every released cell as one line: indikator|periode|omraade|koen|klassetrin|kategori taeller naevner vaerdi status
released() {
  awk -F';' 'FNR > 1 { print $1 "|" $2 "|" $4 "|" $5 "|" $6 "|" $8 " " ($9 == "" ? "-" : $9) " " ($10 == "" ? "-" : $10) " " ($11 == "" ? "-" : $11) " " $13 }' \
    "$report/tabeller/$1.csv" | tr ' ' '\t' | sed 's/\t/ /g' | sort
}

# Compares the cells of an indicator with the expected ones, "key k n value" a line. A hidden cell has no numbers; how many
# may be hidden is stated by the caller, and a shown cell must be right to the last figure.
compare() {
  local indicator=$1 hidden_most=$2 expected=$3
  if [[ ! -s $report/tabeller/$indicator.csv ]]; then
    fail "$indicator.csv is not released"
    return
  fi
  released "$indicator" >"$work/released"
  sort "$expected" | awk -v most="$hidden_most" -v name="$indicator" '
    # Periods and categories hold blanks, so the key is everything before the last columns.
    function key(from,   i, text) { text = $1; for (i = 2; i <= NF - from; i++) text = text " " $i; return text }
    NR == FNR { k[key(3)] = $(NF - 2) " " $(NF - 1) " " $NF; count[key(3)] = $(NF - 2); expected++; next }
    {
      at = key(4); seen[at] = 1
      if (!(at in k)) { print "      unexpected: " $0; wrong++ }
      else if ($NF == "skjult") {
        hidden++
        if ($(NF - 3) != "-" || $(NF - 2) != "-" || $(NF - 1) != "-") { print "      hidden with numbers: " at; wrong++ }
      } else {
        shown++
        if ($(NF - 3) " " $(NF - 2) " " $(NF - 1) != k[at]) { print "      " $0 ", expected " k[at]; wrong++ }
      }
    }
    END {
      for (at in k) if (!(at in seen)) { print "      missing: " at; wrong++ }
      if (hidden + 0 > most + 0) { print "      " hidden " cells hidden, at most " most " expected"; wrong++ }
      line = name ": " shown + 0 " of " expected " released figures equal, " hidden + 0 " hidden"
      print (wrong ? "FAIL  " : "ok    ") line
      exit (wrong ? 1 : 0)
    }' - "$work/released" || failed=1
}

# Names of the areas in the raw file and the ids of the districts.
areas='BEGIN {
  id["North West"] = "felt-nv"; id["North Mid"] = "felt-n"; id["North East"] = "felt-no"
  id["Central West"] = "felt-v"; id["Central Mid"] = "felt-midt"; id["Central East"] = "felt-oe"
  id["South West"] = "felt-sv"; id["South Mid"] = "felt-s"; id["South East"] = "felt-so"
}'
schools="acton-boxborough boston concord concord-carlisle fall-river lowell springfield worcester"

# Incidents of one age band: by year, two months, area and sex. Columns 2 date, 7 gender, 8 age, 16 area.
police_cells() {
  tail -qn +2 "${police[@]}" | tr -d '\r' | awk -F, -v indicator="$1" -v band="$2" -v shorter="$3" -v schools="$schools" "$areas"'
    function add(period, area, sex) { n[indicator "|" period "|" area "|" sex "|alle|alle"]++ }
    $8 == band {
      month = substr($2, 6, 2)
      two = month <= "08" ? "juli–august 2022" : month <= "10" ? "september–oktober 2022" : "november–december 2022"
      area = $16 == "" ? "uoplyst" : id[$16]
      add("2022", "kommune", "alle"); add("2022", area, "alle"); periods["2022"] = 1
      if (shorter) {
        add(two, "kommune", "alle"); add(two, area, "alle"); periods[two] = 1
        add("2022", "kommune", $7 == "Male" ? "dreng" : $7 == "Female" ? "pige" : "uoplyst")
      }
    }
    END {
      # Zero is a number: every district has its cell, the school districts too.
      split(schools, of_school, " ")
      for (period in periods) {
        for (name in id) n[indicator "|" period "|" id[name] "|alle|alle|alle"] += 0
        for (i in of_school) n[indicator "|" period "|skoler-" of_school[i] "|alle|alle|alle"] += 0
        n[indicator "|" period "|uoplyst|alle|alle|alle"] += 0
      }
      for (key in n) print key, n[key], "-", n[key]
    }'
}
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

# The survey. Columns 3 gender, 4 grade, then one item each; an answer counts when `valid` matches, and hits when `hit` does.
survey_cells() {
  tail -n +2 "$survey" | awk -F, -v indicator="$1" -v item="$2" -v valid="$3" -v hit="$4" '
    function add(sex, grade) { key = indicator "|vinteren 2022/23|kommune|" sex "|" grade "|alle"; n[key]++; k[key] += one }
    $4 ~ /^(9|10|11|12)$/ && $item ~ valid {
      one = $item ~ hit
      sex = $3 == "male" ? "dreng" : $3 == "female" ? "pige" : "uoplyst"
      # Those who did not state their sex are in no figure.
      if (sex != "uoplyst") { add("alle", "alle"); add(sex, "alle"); add("alle", $4); add(sex, $4) }
    }
    END {
      for (key in n) {
        # Half up to one decimal, in whole numbers.
        tenths = int((2000 * k[key] + n[key]) / (2 * n[key]))
        print key, k[key], n[key], int(tenths / 10) "," tenths % 10
      }
    }'
}
survey_cells XU1 14 '^(<5|5|6|7|8|9|10[+])$' '^(<5|5|6|7)$' >"$work/xu1"
survey_cells XU2 10 '^(0|1-2|3-5|6-9|10-19|20-29|30)$' '^(1-2|3-5|6-9|10-19|20-29|30)$' >"$work/xu2"
survey_cells XU3 11 '^[0-7]$' '^[5-7]$' >"$work/xu3"
for indicator in xu1 xu2 xu3; do
  compare "$indicator" 0 "$work/$indicator"
done

# Absence per school. Column 1 is "District-School"; 3 and 6 are padded figures with one decimal, empty where none is given.
school_cells() {
  tail -n +3 "$absence" | tr -d '\r' | awk -F, -v indicator="$1" -v column="$2" '
    function put(area) {
      if (!(area in n) || value < low[area]) low[area] = value
      if (!(area in n) || value > high[area]) high[area] = value
      n[area]++
    }
    function written(v) { v = sprintf("%.3f", v); sub(/[.]/, ",", v); return v }
    BEGIN {
      # Concord-Carlisle before Concord: the longest wins.
      count = split("Acton-Boxborough-|Boston-|Concord-Carlisle-|Concord-|Fall River-|Lowell-|Springfield-|Worcester-", prefix, "|")
    }
    {
      gsub(/ /, "", $column)
      if ($column == "") next
      value = $column + 0
      area = "uoplyst"
      for (i = 1; i <= count; i++) if (index($1, prefix[i]) == 1) { area = tolower(substr(prefix[i], 1, length(prefix[i]) - 1)); gsub(/ /, "-", area); area = "skoler-" area; break }
      put("kommune"); put(area)
    }
    END {
      for (a in n) {
        print indicator "|skoleåret 2021/22|" a "|alle|alle|laveste skole", "-", n[a], written(low[a])
        print indicator "|skoleåret 2021/22|" a "|alle|alle|højeste skole", "-", n[a], written(high[a])
      }
    }'
}
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
