#!/usr/bin/env python3
"""Compares every row of the released open tables with an independent count from the raw files.

    tests/oracle/check.py PROJECT REPORT [ROOT]

PROJECT is the project folder, REPORT the folder `ssp rapport` wrote, ROOT the source tree with the indicator catalogue and the
built-in import profiles (two folders up without it). Prints how many cells were compared; ends with 1 at any difference, at an
indicator it cannot count, and where nothing was compared.
"""

import csv
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measures import MILLION, Oracle, Where, half_up
from raw import Project, Unreadable

DIMENSIONS = ["periode", "stedbegreb", "omraade", "koen", "klassetrin", "alder", "kategori"]
# Measures that add up what each person stands for.
DOMINATED = {"hændelser", "andel af hændelser", "forhold pr. person", "topandel", "eget distrikt", "rækker", "fraværsgennemsnit"}
UNITS = {"flere svar", "overvurdering", "topandel", "eget distrikt", "rettidig opfølgning", "svarandel", "indeks", "svarprocent", "førstegang", "flere gange", "andel af hændelser", "elever over"}


def main(project, report, root):
    settings = Project(project, root / "src/source/profiles")
    own = settings.settings.get("indikatorer", {}).get("fil")
    catalogue = Path(project) / own if own else root / "src/aggregate/indicators.toml"
    indicators = tomllib.loads(catalogue.read_text("utf-8"))["indikator"]
    check = Check(Oracle(settings, indicators), settings.rules)
    tables = {path.stem: path for path in sorted((Path(report) / "tabeller").glob("*.csv"))}
    if schools := tables.pop("distrikternes-skoler", None):
        check.schools(rows(schools))
    switched = settings.settings.get("indikatorer", {})
    for indicator in indicators:
        if (indicator.get("fra") and indicator["id"] not in switched.get("til", [])) or indicator["id"] in switched.get("fra", []):
            continue
        path = tables.pop(indicator["id"].lower(), None)
        check.indicator(indicator, rows(path) if path else [])
    for name in tables:
        check.flaws.append(f"{name}: tabellen hører til ingen indikator")
    check.hidden_for_a_reason()
    return check.end()


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


class Check:
    """What was compared, and what differs."""

    def __init__(self, oracle, rules):
        self.oracle, self.rules = oracle, rules
        self.shown = self.reasoned = 0
        self.flaws, self.absent = [], []
        # Hidden rows: (indicator, dimensions) → the threshold that hides it, or None.
        self.hidden, self.reasons = {}, defaultdict(int)

    def indicator(self, indicator, table):
        try:
            for row in table:
                self.row(indicator, row)
            self.nothing_left_out(indicator, table)
        except Unreadable as flaw:
            self.flaws.append(str(flaw))

    def schools(self, table):
        """The districts' schools are those of the register."""
        have = {(row["omraade"], row["kategori"]) for row in table}
        known = {(district, number) for number, district in self.oracle.project.schools.items() if district}
        if have != known:
            self.flaws.append("distrikternes-skoler: skolerne er ikke dem i stamdata")

    def row(self, indicator, row):
        where = f"{indicator['id']} {' · '.join(row[d] for d in DIMENSIONS)}"
        count = self.oracle.count(indicator, Where(row))
        if row["status"] == "vist":
            self.compare(indicator, row, count, where)
        elif row["status"] == "skjult":
            leftover = [row[f] for f in ("taeller", "naevner", "vaerdi", "taeller_hoejst") if row[f]]
            if leftover or count is None:
                self.flaws.append(f"{where}: en skjult celle med tal, eller uden noget at skjule")
            self.hidden[indicator["id"], tuple(row[d] for d in DIMENSIONS)] = count and self.rule(indicator, count, row)
        else:
            self.flaws.append(f"{where}: status \"{row['status']}\" ventes ikke her")

    def compare(self, indicator, row, count, where):
        text = lambda number: "" if number is None else str(number)
        if count is None:
            self.flaws.append(f"{where}: vist, men der er intet at tælle")
            return
        mean = "gennemsnit" in indicator["maal"]["slags"]
        k = f"{count.k // MILLION},{count.k % MILLION:06}" if mean else str(count.k)
        own = [k, text(count.n), text(count.upper), value(indicator, count, mean)]
        theirs = [row["taeller"], row["naevner"], row["taeller_hoejst"], row["vaerdi"]]
        if own != theirs:
            self.flaws.append(f"{where}: rapporten har {theirs}, rå data giver {own}")
        if reason := self.rule(indicator, count, row):
            self.flaws.append(f"{where}: vist, men {reason}")
        self.shown += 1

    def rule(self, indicator, count, row):
        """Returns in words which primary rule hides the count of a row, or None."""
        if reason := self.threshold(indicator, count):
            return reason
        if row["kategori"] != "alle" and "roller" in indicator["maal"] and count.behind:
            whole = self.oracle.count(indicator, Where({**row, "kategori": "alle"}))
            if whole.behind - count.behind <= self.rules["alle_paa_naer"]:
                return "alle eller næsten alle står bag samme slags"
        return None

    def threshold(self, indicator, count):
        """Returns in words which primary rule hides a count, or None."""
        measure, few = indicator["maal"], self.rules["mindste"][indicator.get("beskyttelse", "følsom")]
        slags, way = measure["slags"], indicator["retning"]
        if slags == "observationer":
            return None
        of_pupils = slags in ("svarandel", "indeks", "flere svar", "overvurdering") or "gennemsnit" in slags
        base = self.rules["mindste_svar"] if of_pupils else few
        base = max(base, self.rules["mindste_svar_foelsom"]) if indicator.get("foelsom") and of_pupils else base
        base = self.rules["mindste_befolkning"] if measure.get("pr_1000") else base
        if count.n is not None and count.n < base:
            return f"grundlaget er under {base}"
        nearly = self.rules["alle_paa_naer"]
        everybody = count.rest is not None and way != "høj er god" and count.rest <= nearly
        nobody = count.rest is not None and way != "høj er dårlig" and count.behind <= nearly
        if everybody or nobody:
            return "alle eller næsten alle har det, der kan skade"
        if 0 < count.behind < few:
            return f"under {few} står bag tallet"
        if count.upper is not None and (count.k == 0 or count.upper - count.k < few):
            return f"under {few} rækker uden personnøgle"
        if count.rest is not None and 0 < count.rest < few:
            return f"under {few} står uden for tallet"
        if slags in DOMINATED and count.behind and count.k > 0:
            others = count.k - count.largest - count.second
            if count.largest * 100 >= count.k * self.rules["stoerste_andel"] or others * 10 < count.largest:
                return "én person fylder for meget"
        return None

    def nothing_left_out(self, indicator, table):
        """The whole and every district, this year and last, must stand in the table where there is anything to count."""
        if not table:
            self.absent.append(indicator["id"])
        have = {tuple(row[d] for d in DIMENSIONS) for row in table}
        periods = sorted({row["periode"] for row in table if is_whole_year(row["periode"])})[-2:]
        areas = ["kommune", *(self.oracle.project.districts if "distrikt" in indicator.get("udbryd", []) else [])]
        for period in periods or default_periods(indicator, self.oracle):
            for area in areas:
                wanted = dict.fromkeys(DIMENSIONS, "alle") | {"periode": period, "stedbegreb": indicator["sted"], "omraade": area}
                if "filernes" in indicator["maal"]["slags"] or tuple(wanted.values()) in have:
                    continue
                count = self.oracle.count(indicator, Where(wanted))
                if count is not None and (count.n or count.k) and not (indicator["maal"]["slags"] == "rækker" and indicator["kilde"] == "politi"):
                    self.flaws.append(f"{indicator['id']} {period} {area}: mangler i tabellen")

    def hidden_for_a_reason(self):
        """A cell no threshold hides must be hidden to protect another: one of the same period, here or in a linked indicator."""
        protects = defaultdict(set)
        for (indicator, at), reason in self.hidden.items():
            if reason:
                protects[years_of(at[0])].add(indicator)
        for (indicator, at), reason in self.hidden.items():
            kind = reason
            if kind is None:
                others = protects[years_of(at[0])]
                kind = "følger af en anden skjult celle" if indicator in others else "følger af en forbundet indikator"
                if not any(self.linked(indicator, other) for other in others):
                    self.flaws.append(f"{indicator} {' · '.join(at)}: skjult uden grund")
            self.reasons[kind] += 1

    def linked(self, one, other):
        """Indicators that tell of each other: the same, or police measures of the same roles."""
        by_id = {i["id"]: i for i in self.oracle.indicators}
        a, b = by_id[one], by_id[other]
        roles = lambda i: sorted(i["maal"].get("roller", []))
        return one == other or (a["kilde"] == b["kilde"] and (roles(a) == roles(b)))

    def end(self):
        compared = self.shown + sum(self.reasons.values())
        for flaw in self.flaws[:40]:
            print(f"FLAW  {flaw}")
        if len(self.flaws) > 40:
            print(f"FLAW  … og {len(self.flaws) - 40} mere")
        print(f"{self.shown} viste celler er ens, {compared - self.shown} er skjult:" if not self.flaws else f"{len(self.flaws)} forskelle i {compared} celler:")
        for reason, number in sorted(self.reasons.items()):
            print(f"  {number:5}  {reason}")
        if self.absent:
            print(f"  uden tabel, fordi der intet er at tælle: {', '.join(self.absent)}")
        if not self.shown:
            print("FLAW  ingen celler er sammenlignet")
        return 1 if self.flaws or not self.shown else 0


def value(indicator, count, mean):
    """Returns the value as it is printed: tenths, half up; none of a share or mean of fewer than thirty."""
    share = mean or indicator["maal"]["slags"] in UNITS
    if count.n is None:
        return str(count.k)
    if share and count.n < 30:
        return ""
    if indicator["maal"]["slags"] == "forhold pr. person":
        tenths = half_up(10 * count.k, count.n)
        return f"{tenths // 10},{tenths % 10}"
    tenths = half_up(count.k, 1000 * count.n) if mean else half_up(count.k * (1000 if share else 10_000), count.n)
    return f"{tenths // 10},{tenths % 10}"


def is_whole_year(period):
    return not any(word in period for word in ("halvår", "kvartal", "–", "til og med"))


def default_periods(indicator, oracle):
    """Returns the periods of an indicator without table, so that a table that is missing altogether is found."""
    if indicator["kilde"] == "upu":
        newest = max(p.wave for p in oracle.pupils)
        return [f"vinteren {newest}/{(newest + 1) % 100:02}"]
    if indicator["kilde"] == "fravaer":
        newest = max(year for year, _ in oracle.months) - 1
        return [f"skoleåret {newest}/{(newest + 1) % 100:02}"]
    return [str(max(e.day.year for e in oracle.events))]


def years_of(period):
    return next(word for word in period.replace("–", " ").split(" ")[::-1] if word[:4].isdigit())


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder = Path(sys.argv[3]) if len(sys.argv) == 4 else Path(__file__).parents[2]
    sys.exit(main(sys.argv[1], sys.argv[2], folder))
