# What the released figures of the public files must be, counted by awk from the raw files. Sourced by check.sh and
# proposals.sh, which set $program, $work, $report, $police, $survey and $absence.

failed=0

ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; failed=1; }
holds() { if eval "$2"; then ok "$1"; else fail "$1"; fi; }
equal() { if [[ "$2" == "$3" ]]; then ok "$1: $2"; else fail "$1: expected $2, got $3"; fi; }

run() {
  local code=0
  "$program" "$@" >"$work/out" 2>"$work/err" || code=$?
  echo "$code"
}

rows_of() { tail -qn +2 "$@" | wc -l | tr -d ' '; }

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
