"""The raw files of a project as records, read with nothing but Python's standard library.

Which header is which field, and which word is which value, are data (importprofiler and the codebook): they are read from the
same TOML files as the program reads. Everything else (dates, ages, districts, roles, merging) is written here a second time.
"""

import csv
import re
import tomllib
import zipfile
from collections import Counter, namedtuple
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSTATED = None

Pupil = namedtuple("Pupil", "wave area sex grade answers")
Event = namedtuple("Event", "order case person day age sex role offence residence scene")
Month = namedtuple("Month", "pupil year month area grade absent days")


class Unreadable(Exception):
    """Something stands in a file that this script does not know: a difference, not a detail."""


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def xlsx(path):
    """Returns the rows of the first sheet, blank cells as ''."""
    with zipfile.ZipFile(path) as book:
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            table = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(t.text or "" for t in item.iter(SHEET + "t")) for item in table.findall(SHEET + "si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(SHEET + "row"):
        cells = {}
        for cell in row.findall(SHEET + "c"):
            letters = re.match("[A-Z]+", cell.get("r")).group()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            value = cell.find(SHEET + "v")
            if value is None:
                text = "".join(t.text or "" for t in cell.iter(SHEET + "t"))
            else:
                text = strings[int(value.text)] if cell.get("t") == "s" else value.text
            cells[column - 1] = text.strip()
        yield [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]


def docx(path):
    """Returns the rows of the first table."""
    with zipfile.ZipFile(path) as text:
        body = ElementTree.fromstring(text.read("word/document.xml"))
    for row in next(body.iter(WORD + "tbl")).iter(WORD + "tr"):
        yield ["".join(t.text or "" for t in cell.iter(WORD + "t")).strip() for cell in row.iter(WORD + "tc")]


def delimited(path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return ([cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=";"))


READERS = {".xlsx": xlsx, ".docx": docx, ".csv": delimited}


def table(path, columns, totals=()):
    """Yields one dict per data row (canonical field → text), and None for each total row."""
    names = {name.lower(): field for field, heads in columns.items() for name in heads}
    where = None
    for row in READERS[path.suffix.lower()](path):
        if where is None:
            found = {names[cell.lower()]: at for at, cell in enumerate(row) if cell.lower() in names}
            if len(found) > 2:
                where = found
        elif any(row):
            if row[0] in totals:
                yield None
                continue
            yield {field: row[at] if at < len(row) else "" for field, at in where.items()}


# ── Limits of protection ─────────────────────────────────────────────────────────────────────────────────────────────


PRESETS = {"ssp": (5, 3), "dst": (3, 3), "uvm": (5, 5)}


def limits(own):
    """Returns the limits of the preset with the project's own; a threshold without class holds for all."""
    sensitive, ordinary = PRESETS[own.get("regelsaet", "ssp")]
    usual = {"mindste_svar": 10, "mindste_svar_foelsom": 50, "mindste_befolkning": 100, "stoerste_andel": 50, "alle_paa_naer": 1}
    few = {"følsom": own.get("mindste_antal", sensitive)}
    few["almindelig"] = own.get("mindste_antal_almindelig", own.get("mindste_antal", ordinary))
    bases = {key: max(value, few["følsom"]) for key, value in usual.items() if key.startswith("mindste")}
    return {**usual, **bases, **own, "mindste": few}


# ── A project ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Project:
    """A project folder: settings, registers, and the records of its inbox."""

    def __init__(self, folder, profiles):
        self.folder, self.profiles = Path(folder), Path(profiles)
        self.settings = tomllib.loads((self.folder / "ssp.toml").read_text("utf-8-sig"))
        self.districts = [d["id"] for d in self.settings["distrikter"]]
        self.named = {}
        for district in self.settings["distrikter"]:
            for name in [district["navn"], *district.get("aliasser", [])]:
                self.named[name] = district["id"]
        self.rules = limits(self.settings.get("beskyttelse", {}))
        self.schools = {row["institution"]: self.named.get(row["distrikt"]) for row in self.register("skoler")}
        self.streets = list(self.register("veje"))
        # Total rows by source and first year of their file, and the first week there is a list of; known when the rows are read.
        self.total_rows, self.first_week = Counter(), "9999"
        self.codebook = self.toml(self.profile("upu")["kodebog"].removesuffix(".toml"))["spoergsmaal"]

    def toml(self, name):
        own = self.folder / "profiler" / f"{name}.toml"
        return tomllib.loads((own if own.exists() else self.profiles / f"{name}.toml").read_text("utf-8-sig"))

    def profile(self, source):
        return self.toml(self.settings["kilder"][source]["profil"])

    def register(self, name):
        file = self.settings.get("stamdata", {}).get(name)
        if file is None:
            return
        columns = {field: column["navne"] for field, column in self.toml(f"stamdata-{name}")["kolonner"].items()}
        yield from table(self.folder / file, columns)

    def rows(self, source, more=None):
        """Yields the rows of every file of a source in the order of their paths, words replaced as the profile says."""
        profile = self.profile(source)
        columns = {field: column["navne"] for field, column in profile["kolonner"].items()}
        words = {field: column["vaerdier"] for field, column in profile["kolonner"].items() if "vaerdier" in column}
        inbox = self.folder / self.settings["kilder"][source]["mappe"]
        for path in sorted((p for p in inbox.rglob("*") if p.is_file()), key=lambda p: p.as_posix()):
            totals, year = 0, None
            for row in table(path, columns | (more or {}), profile.get("bundlinjer", [])):
                if row is None:
                    totals += 1
                    continue
                year = year or (row.get("uge") or row.get("skoleaar") or "")[:4]
                for field in words.keys() & row.keys():
                    if row[field] not in words[field]:
                        raise Unreadable(f"{path.name}: ukendt ord under {field}")
                    row[field] = words[field][row[field]]
                yield row
            self.total_rows[source, year] += totals

    # ── The survey ──

    def survey(self):
        columns = {item: entry["kolonne"] for item, entry in self.codebook.items() if "kolonne" in entry}
        for row in self.rows("upu", columns):
            answers = {item: self.answer(item, row[item]) for item in columns.keys() & row.keys()}
            for item, entry in self.codebook.items():
                behind_filter(item, entry, answers, self.codebook)
            yield Pupil(school_year(row["skoleaar"]), self.schools[row["institution"]], row.get("koen", "uoplyst"), grade(row["klasse"]), answers)

    def answer(self, item, text):
        """Returns the code of a valid answer, else None."""
        entry = self.codebook[item]
        if text in entry.get("svar", {}):
            return entry["svar"][text]
        if text == "" or text in entry.get("ugyldige", []):
            return None
        if "tal" in entry and entry["tal"][0] <= int(text) <= entry["tal"][1]:
            return int(text)
        raise Unreadable(f"{item}: et svar, kodebogen ikke kender")

    # ── The police lists ──

    def police(self):
        """Returns the events of all lists, each person, case and role once, and how many rows were merged per list year."""
        seen, events, merged = set(), [], {}
        for order, row in enumerate(self.rows("politi")):
            self.first_week = min(self.first_week, row["uge"])
            day = excel_day(row["dato"])
            person, born, sex = cpr(row["cpr"])
            age = None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            role = row["rolle"]
            if role == "sigtet" and age is not None and age < 15:
                role = "mistænkt"  # Nobody under 15 can be charged.
            case = row["sag"] or f"uden nummer {order}"
            if person is not None and (case, person, role) in seen:
                year = int(row["uge"][:4])
                merged[year] = merged.get(year, 0) + 1
                continue
            seen.add((case, person, role))
            places = self.district(row["bopael"]), self.district(row["gerningssted"])
            events.append(Event(order, case, person, day, age, sex, role, row["forhold"], *places))
        return events, merged

    def district(self, address):
        """Returns the one district all fitting stretches of the street lie in."""
        street, _, rest = address.partition(",")
        number = re.search(r" (\d+)\D*$", street.strip())
        name = street.strip()[: number.start()] if number else street.strip()
        postcode = re.search(r"\b\d{4}\b", rest)
        fits = {
            self.named[s["distrikt"]]
            for s in self.streets
            if s["vej"].lower() == name.strip().lower()
            and (number is None or int(s["fra"]) <= int(number.group(1)) <= int(s["til"]))
            and (postcode is None or s["postnr"] == postcode.group())
        }
        return fits.pop() if len(fits) == 1 else None

    # ── The others ──

    def absence(self):
        for row in self.rows("fravaer"):
            kinds = {kind: hundredths(row[kind]) for kind in ("sygdom", "lovligt", "ulovligt")}
            month = int(row["maaned"][5:7])
            yield Month(row["elev"], school_year(row["skoleaar"]), month, self.schools[row["institution"]], grade(row["klasse"]), kinds, hundredths(row["skoledage"]))

    def population(self):
        """Returns inhabitants: (year, district, sex, age) → number."""
        found = {}
        for row in self.rows("befolkning"):
            at = (int(row["aar"]), self.named.get(row["distrikt"]), row["koen"], int(row["alder"]))
            found[at] = found.get(at, 0) + int(row["antal"])
        return found

    def notes(self):
        """Yields year, district, theme and source of every note."""
        for row in self.rows("observationer"):
            yield int(re.search(r"\d{4}", row["dato"]).group()), self.named.get(row["distrikt"]), row["tema"].lower(), row["kilde"]

    def invited(self):
        """Returns invited pupils: (wave, district) → number; empty where the project has no list of them."""
        found = {}
        for row in self.register("inviterede"):
            at = (school_year(row["skoleaar"]), self.schools[row["institution"]])
            found[at] = found.get(at, 0) + int(row["inviteret"])
        return found


def behind_filter(item, entry, answers, codebook):
    """Who was led past a question has the code the codebook gives those, or no answer; then nobody's slip counts."""
    if "filter" not in entry or item not in answers:
        return
    decides = entry["filter"]["spoergsmaal"]
    behind_filter(decides, codebook[decides], answers, codebook)
    if answers.get(decides) not in entry["filter"]["svar"]:
        answers[item] = entry.get("uden_for_filter") if answers.get(decides) is not None else None


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def school_year(text):
    return int(re.match(r"\d{4}", text).group())


def grade(text):
    found = re.match(r"\d+", text)
    return int(found.group()) if found else UNSTATED


def hundredths(text):
    whole, _, part = text.partition(",")
    return int(whole or 0) * 100 + int((part + "00")[:2])


def excel_day(text):
    """Returns the date of a day number (1 January 1900 is 1, and 1900 counts as a leap year)."""
    if not text.isdigit():
        raise Unreadable("en dato, der ikke er et dagnummer")
    return date(1899, 12, 30) + timedelta(int(text))


def cpr(text):
    """Returns key, birth date and sex of a personal number; all None without one. Replacement numbers have 60 added to the day."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != 10:
        return None, None, "uoplyst"
    day, month, year, serial = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6])
    if serial <= 3 or (serial in (4, 9) and year >= 37):
        century = 1900
    elif serial in (4, 9) or year <= 57:
        century = 2000
    else:
        century = 1800
    return digits, date(century + year, month, day - 60 if day > 60 else day), "dreng" if int(digits[9]) % 2 else "pige"
