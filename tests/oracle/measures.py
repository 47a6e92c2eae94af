"""Every measure of indicators.toml, counted a second time from the raw records.

A measure gets the selection one row of an open table stands for, and returns what that row should show. Written from the
definitions in indicators.toml and the words of the report's appendix, one function per kind of measure.
"""

from calendar import monthrange
from collections import Counter, defaultdict, namedtuple
from datetime import date

from raw import Unreadable

# k, n (None = a plain count), units behind k, units in n but not in k (None where they are not part and whole), the most one
# person adds to k, the highest k there can be where rows have no person key, and the second most one person adds to k.
Count = namedtuple("Count", "k n behind rest largest upper second", defaults=(None, None, None, 1, None, 0))

BANDS = [(0, 9), (10, 14), (15, 17), (18, 25)]
MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
MILLION = 1_000_000


def half_up(over, under):
    return (2 * over + under) // (2 * under)


class Where:
    """The selection of one row: period, area, sex, grade, age band and category, None where it is left open."""

    def __init__(self, row):
        open_to_none = lambda field: None if row[field] == "alle" else row[field]
        self.period = read_period(row["periode"])
        self.area = row["omraade"]
        self.sex, self.category = open_to_none("koen"), open_to_none("kategori")
        self.grade = None if row["klassetrin"] == "alle" else int(row["klassetrin"])
        self.band = None if row["alder"] == "alle" else tuple(map(int, row["alder"].split("-")))

    def holds(self, area, sex=None, grade=None, age=None):
        in_area = self.area == "kommune" or area == (None if self.area == "uoplyst" else self.area)
        in_band = self.band is None or (age is not None and self.band[0] <= age <= self.band[1])
        return in_area and in_band and self.sex in (None, sex) and self.grade in (None, grade)


def read_period(text):
    """Returns (kind, year, …): wave, school year (last month counted), or a span of dates."""
    words = text.split(" ")
    if words[0] == "vinteren":
        return "vinter", int(words[1][:4])
    if words[0] == "skoleåret":
        last = MONTHS.index(words[-1]) + 1 if "med" in words else 7
        return "skoleår", int(words[1][:4]), last
    year = int(words[-1])
    if text.isdigit():
        first, last = 1, 12
    elif "halvår" in text:
        first, last = (1, 6) if text[0] == "1" else (7, 12)
    elif "kvartal" in text:
        first, last = int(text[0]) * 3 - 2, int(text[0]) * 3
    else:
        first, last = (MONTHS.index(name) + 1 for name in words[0].split("–"))
    return "datoer", year, first, last


class Oracle:
    """The records of a project, and the measures over them."""

    def __init__(self, project, indicators):
        self.project, self.indicators = project, indicators
        self.pupils = list(project.survey())
        self.asked = {p.wave for p in self.pupils if p.sex != "uoplyst"}
        self.events, self.merged = project.police()
        self.months = defaultdict(list)
        for month in project.absence():
            self.months[month.year, month.pupil].append(month)
        self.people = project.population()
        self.notes = list(project.notes())
        self.cache = {}

    def count(self, indicator, where):
        """Returns the count of a row, or None where there is nothing to count."""
        kind = indicator["maal"]["slags"]
        measure = MEASURES.get((kind, indicator["kilde"])) or MEASURES.get(kind)
        if measure is None:
            raise Unreadable(f"{indicator['id']}: målet \"{kind}\" har ingen uafhængig beregning")
        return measure(self, indicator, where)

    # ── Survey ──

    def respondents(self, indicator, where):
        """Returns the pupils of a wave and of the indicator's grades. Who is neither boy nor girl, or did not say, is in no figure
        of a wave that asks."""
        first, last = indicator.get("klassetrin", (0, 10))
        key = where.period, first, last
        if key not in self.cache:
            wave = where.period[1]
            stated = lambda p: p.sex != "uoplyst" or wave not in self.asked
            in_grades = lambda p: p.grade is not None and first <= p.grade <= last
            self.cache[key] = [p for p in self.pupils if p.wave == wave and in_grades(p) and stated(p)]
        return [p for p in self.cache[key] if where.holds(p.area, p.sex, p.grade)]

    def share(self, indicator, where):
        measure = indicator["maal"]
        codes = [p.answers.get(measure["item"]) for p in self.respondents(indicator, where)]
        return of_answers([code in measure["koder"] for code in codes if code is not None])

    def index(self, indicator, where):
        measure = indicator["maal"]
        low_and_high = sum(measure["skala"])
        valid = []
        for pupil in self.respondents(indicator, where):
            codes = [(item, pupil.answers.get(item)) for item in measure["items"]]
            codes = [low_and_high - c if item in measure.get("omvendt", []) else c for item, c in codes if c is not None]
            if 2 * len(codes) >= len(measure["items"]):
                valid.append(sum(codes) * 100 >= measure["graense_hundrededele"] * len(codes))
        return of_answers(valid)

    def several(self, indicator, where):
        """By how many of some answers, of those with a valid answer to all the items."""
        measure, valid = indicator["maal"], []
        for pupil in self.respondents(indicator, where):
            codes = [(pupil.answers.get(a["item"]), a["koder"]) for a in measure["svar"]]
            if all(code is not None for code, _ in codes):
                given = sum(code in counted for code, counted in codes)
                valid.append(measure.get("mindst", 0) <= given <= measure.get("hoejst", len(codes)))
        return of_answers(valid)

    def overestimate(self, indicator, where):
        """Guesses more than some points above the share of the municipality's pupils of the grade, in whole per cent."""
        measure, actual, valid = indicator["maal"], {}, []
        for pupil in self.respondents(indicator, where):
            guess, grade = pupil.answers.get(measure["item"]), pupil.grade
            if grade not in actual:
                peers = [p.answers.get(measure["faktisk"]["item"]) for p in self.pupils if (p.wave, p.grade) == (pupil.wave, grade)]
                peers = [code in measure["faktisk"]["koder"] for code in peers if code is not None]
                actual[grade] = half_up(100 * sum(peers), len(peers))
            if guess is not None:
                valid.append(guess > actual[grade] + measure["over"])
        return of_answers(valid)

    def answer_mean(self, indicator, where):
        codes = [p.answers.get(indicator["maal"]["item"]) for p in self.respondents(indicator, where)]
        codes = [code for code in codes if code is not None]
        return Count(sum(codes) * MILLION // 100, len(codes), len(codes)) if codes else None

    def answered(self, indicator, where):
        rows = [p for p in self.pupils if p.wave == where.period[1] and where.holds(p.area, p.sex, p.grade)]
        return Count(len(rows), None, len(rows)) if rows else None

    def response_rate(self, indicator, where):
        invited = sum(n for (wave, area), n in self.invited().items() if wave == where.period[1] and where.holds(area))
        rows = self.answered(indicator, where)
        return Count(rows.k, invited, rows.k, invited - rows.k) if invited and rows else None

    def invited(self):
        if "invited" not in self.cache:
            self.cache["invited"] = self.project.invited()
        return self.cache["invited"]

    # ── Police ──

    def of_roles(self, indicator, where):
        """Yields the events of the indicator's roles and ages in the period, in the order of their dates."""
        key = indicator["id"], where.period
        if key not in self.cache:
            _, year, first, last = where.period
            roles, ages = indicator["maal"]["roller"], indicator.get("alder")
            fits = lambda e: e.role in roles and e.day.year == year and first <= e.day.month <= last
            in_ages = lambda e: ages is None or (e.age is not None and ages[0] <= e.age <= ages[1])
            self.cache[key] = sorted((e for e in self.events if fits(e) and in_ages(e)), key=lambda e: (e.day, e.order))
        return self.cache[key]

    def persons(self, indicator, where):
        """Yields the first event of each person in the period, which says where and how old the person was, and all dates."""
        first, days = {}, defaultdict(set)
        for event in self.of_roles(indicator, where):
            if event.person is not None:
                first.setdefault(event.person, event)
                days[event.person].add(event.day)
        return [(e, days[p]) for p, e in first.items() if where.holds(e.residence, e.sex, None, e.age)]

    def person_count(self, indicator, where):
        number = len(self.persons(indicator, where))
        without = [e for e in self.of_roles(indicator, where) if e.person is None and where.holds(e.residence, e.sex, None, e.age)]
        people = self.inhabitants(indicator, where) if indicator["maal"].get("pr_1000") else None
        return Count(number, people, number, upper=number + len(without) if without else None)

    def inhabitants(self, indicator, where):
        kind, year, first, last = where.period
        if (first, last) != (1, 12) or where.area == "uoplyst":
            return None
        low, high = where.band or indicator["alder"]
        fits = lambda y, area, sex, age: y == year and low <= age <= high and where.sex in (None, sex) and where.area in ("kommune", area)
        return sum(n for at, n in self.people.items() if fits(*at)) or None

    def first_time(self, indicator, where):
        measure = indicator["maal"]
        roles, months = measure["roller"], measure["maaneder"]
        year = where.period[1]
        if self.first_list() > months_back(date(year, 1, 1), months):
            return None
        earlier = defaultdict(list)
        for event in self.events:
            if event.role in roles:
                earlier[event.person].append(event.day)
        known = lambda e: any(months_back(e.day, months) <= day < e.day for day in earlier[e.person])
        return of_persons([not known(e) for e, _ in self.persons(indicator, where)])

    def first_list(self):
        """Returns the month of the first list; week 1 belongs to its own year though it may begin in December."""
        week = self.project.first_week
        year, number = int(week[:4]), int(week[-2:])
        return max(date.fromisocalendar(year, number, 1), date(year, 1, 1)).replace(day=1)

    def repeat(self, indicator, where):
        return of_persons([len(days) >= 2 for _, days in self.persons(indicator, where)])

    def incident_events(self, indicator, where):
        place = "scene" if indicator["sted"] == "gerningssted" else "residence"
        return [e for e in self.of_roles(indicator, where) if where.holds(getattr(e, place), e.sex, None, e.age)]

    def incidents(self, indicator, where):
        kinds = indicator["maal"].get("lovovertraedelser")
        events = [e for e in self.incident_events(indicator, where) if not kinds or e.offence in kinds]
        counted = of_cases([e for e in events if where.category in (None, e.offence)])
        people = self.inhabitants(indicator, where) if indicator["maal"].get("pr_1000") else None
        return counted._replace(n=people)

    def offence_share(self, indicator, where):
        events = self.incident_events(indicator, where)
        part, whole = of_cases([e for e in events if e.offence in indicator["maal"]["lovovertraedelser"]]), of_cases(events)
        rest = max(0, min(whole.behind - part.behind, whole.k - part.k))
        return part._replace(n=whole.k, rest=rest) if whole.k else None

    def police_rows(self, indicator, where):
        _, year, first, last = where.period
        events = [e for e in self.events if e.day.year == year and where.category in (None, e.role)]
        return Count(len(events), None, len({e.person or e.order for e in events}))

    def offences_of(self, indicator, where):
        """Returns the number of different cases of each person of the period."""
        cases = defaultdict(set)
        for event in self.of_roles(indicator, where):
            cases[event.person].add(event.case)
        return [len(cases[e.person]) for e, _ in self.persons(indicator, where)]

    def per_person(self, indicator, where):
        own = self.offences_of(indicator, where)
        return Count(sum(own), len(own), len(own), None, *two_largest(own)) if own else None

    def top_share(self, indicator, where):
        """The part is rounded up to whole persons."""
        own = sorted(self.offences_of(indicator, where), reverse=True)
        most = -(-len(own) * indicator["maal"]["procent"] // 100)
        return Count(sum(own[:most]), sum(own), most, len(own) - most, *two_largest(own)) if own else None

    def own_district(self, indicator, where):
        """Cases with somebody who lives in the district of the scene; a case without a known scene is in the whole alone."""
        events = [e for e in self.of_roles(indicator, where) if where.holds(e.scene, e.sex, None, e.age)]
        at_home = {e.case for e in events if e.scene is not None and e.residence == e.scene}
        part, whole = of_cases([e for e in events if e.case in at_home]), of_cases(events)
        rest = of_cases([e for e in events if e.case not in at_home])
        return part._replace(n=whole.k, rest=rest.behind) if whole.k else None

    # ── Absence ──

    def pupil_years(self, where):
        """Yields the months of each pupil; the last one says school and grade."""
        if where.period not in self.cache:
            self.cache[where.period] = list(self.pupils_of(*where.period[1:]))
        return [months for newest, months in self.cache[where.period] if where.holds(newest.area, None, newest.grade)]

    def pupils_of(self, year, last):
        for (of_year, _), months in self.months.items():
            if of_year == year:
                months = [m for m in months if since_august(m) <= (last + 4) % 12]
                if sum(m.days for m in months) > 0:
                    # Two schools in one month: the later row of the file is where the pupil went.
                    yield max(enumerate(months), key=lambda at: (since_august(at[1]), at[0]))[1], months

    def absence_mean(self, indicator, where):
        """The ministry's mean: Σ(share · months) / Σ months, with shares in whole millionths, as a sum over all pupils."""
        months_in_all, parts = 0, []
        for months in self.pupil_years(where):
            absent, days = totals(indicator, months)
            months_here = len({m.month for m in months})
            parts.append(half_up(absent * MILLION, days) * months_here)
            months_in_all += months_here
        pupils = len(parts)
        as_sum = lambda part: half_up(part * pupils, months_in_all)
        largest, _, second = two_largest(parts or [0])
        if not pupils:
            return None
        # No more is told of the sum than the mean in tenths of a per cent.
        tenths = half_up(as_sum(sum(parts)), 1000 * pupils)
        return Count(tenths * 1000 * pupils, pupils, pupils, None, as_sum(largest), None, as_sum(second))

    def absence_over(self, indicator, where):
        measure = indicator["maal"]
        hits = []
        for months in self.pupil_years(where):
            spans = [months]
            if measure.get("i_et_kvartal"):
                quarters = defaultdict(list)
                for month in months:
                    quarters[(month.month - 1) // 3].append(month)
                spans = quarters.values()
            hits.append(any(is_over(measure, *totals(indicator, span)) for span in spans))
        return of_answers(hits)

    def absent_pupils(self, indicator, where):
        pupils = sum(1 for _ in self.pupil_years(where))
        return Count(pupils, None, pupils) if pupils else None

    # ── Observations and file rows ──

    def note_sources(self, indicator, where):
        year = where.period[1]
        fits = lambda y, area, theme: y == year and where.holds(area) and where.category in (None, theme)
        sources = {(area, source) for y, area, theme, source in self.notes if fits(y, area, theme)}
        return Count(len(sources), None, len(sources), largest=0) if sources else None

    def file_rows(self, indicator, where):
        """Rows merged away; the sample has no rejected rows, and how many rows are no data is checked by their files."""
        if "lagt sammen" in where.category:
            merged = self.merged.get(where.period[1], 0) if indicator["kilde"] == "politi" else 0
            return Count(merged, None, merged)
        if "ladt ude" in where.category:
            return Count(0, None, 0)
        skipped = self.project.total_rows[indicator["kilde"], str(where.period[1])]
        return Count(skipped, None, skipped)


MEASURES = {
    "svarandel": Oracle.share,
    "indeks": Oracle.index,
    "svargennemsnit": Oracle.answer_mean,
    "flere svar": Oracle.several,
    "overvurdering": Oracle.overestimate,
    "svarprocent": Oracle.response_rate,
    "personer": Oracle.person_count,
    "førstegang": Oracle.first_time,
    "flere gange": Oracle.repeat,
    "forhold pr. person": Oracle.per_person,
    "topandel": Oracle.top_share,
    "eget distrikt": Oracle.own_district,
    "hændelser": Oracle.incidents,
    "andel af hændelser": Oracle.offence_share,
    "fraværsgennemsnit": Oracle.absence_mean,
    "elever over": Oracle.absence_over,
    "observationer": Oracle.note_sources,
    "filernes rækker": Oracle.file_rows,
    ("rækker", "upu"): Oracle.answered,
    ("rækker", "politi"): Oracle.police_rows,
    ("rækker", "fravaer"): Oracle.absent_pupils,
}


def of_answers(hits):
    k, n = sum(hits), len(hits)
    return Count(k, n, k, n - k) if n else None


of_persons = of_answers


def of_cases(events):
    """Counts different cases; few cases of many persons tell as much as many of few, so the smaller number is behind."""
    cases, per_person = {e.case for e in events}, Counter()
    for person, _ in {(e.person, e.case) for e in events if e.person is not None}:
        per_person[person] += 1
    without = sum(e.person is None for e in events)
    own = [*per_person.values(), 1 if without else 0]
    return Count(len(cases), None, min(len(per_person) + without, len(cases)), None, *two_largest(own))


def two_largest(own):
    """Returns the most one person adds, nothing for the upper end, and the second most."""
    largest, second = sorted([0, 0, *own])[:-3:-1]
    return largest, None, second


def since_august(month):
    return (month.month + 4) % 12


def totals(indicator, months):
    absent = sum(month.absent[kind] for month in months for kind in indicator["maal"]["fravaer"])
    return absent, sum(month.days for month in months)


def is_over(measure, absent, days):
    share, limit = absent * 100, days * measure["procent"]
    return days > 0 and (share > limit or (measure.get("graensen_med", False) and share == limit))


def months_back(day, months):
    """Returns the same day so many months earlier, or the last day of that month."""
    at = day.year * 12 + day.month - 1 - months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
