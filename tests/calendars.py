#!/usr/bin/env python3
"""The calendars that are shipped agree with themselves.

    tests/calendars.py ROOT

Every line of definitions/calendars/*.yaml has one of the forms below; years follow each
other; days lie in their year and stand in order, none twice; make-up days are weekend days,
and the days off take as many workdays as make-up days and the holidays of the law give (one that falls on a weekend is made good).
"""
import re
import sys
from datetime import date, timedelta
from pathlib import Path

FORMS = re.compile(r"(?:-\ year:\ (?P<year>\d{4})"
                   r"|\ \ source:\ (?P<source>\S.*)"
                   r"|\ \ (?P<list>off|work):"
                   r"|\ \ \ \ -\ (?P<first>\d{4}-\d\d-\d\d)(?:\.\.(?P<last>\d{4}-\d\d-\d\d))?"
                   r"|(?:\#.*)?)")
# Days off that a year's law gives to all (全国年节及纪念日放假办法): 11, since 2025 13.
HOLIDAYS = {"CN": lambda year: 13 if year >= 2025 else 11}


def days(first, last):
    day, last = date.fromisoformat(first), date.fromisoformat(last or first)
    assert day <= last, f"{day} after {last}"
    while day <= last:
        yield day
        day += timedelta(1)


def read(path):
    """{year: {"source": text, "off": [days], "work": [days]}}"""
    years, year, part = {}, None, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        m = FORMS.fullmatch(line)
        assert m, f"{path.name}:{number}: {line}"
        if m["year"]:
            assert int(m["year"]) not in years, f"{m['year']} twice"
            year = years[int(m["year"])] = {"off": [], "work": []}
        elif m["source"]:
            year["source"] = m["source"]
        elif m["list"]:
            part = year[m["list"]]
        elif m["first"]:
            assert part is year["off"] or not m["last"], f"{path.name}:{number}: a range of work"
            part += days(m["first"], m["last"])
    return years


def check(name, years):
    wrong = []
    if sorted(years) != list(range(min(years), max(years) + 1)):
        wrong.append("years are missing or out of order")
    for number, year in years.items():
        off, work = year["off"], year["work"]
        if not year.get("source"):
            wrong.append(f"{number}: no source")
        for part in off, work:
            if part != sorted(set(part)):
                wrong.append(f"{number}: days out of order, or twice")
        if set(off) & set(work):
            wrong.append(f"{number}: off and worked at once")
        wrong += [f"{day}: not in {number}" for day in off + work if day.year != number]
        wrong += [f"{day}: make-up work on no weekend day" for day in work if day.weekday() < 5]
    return [f"{name}: {w}" for w in wrong]


def balance(name, years):
    wrong = []
    for number, year in years.items():
        taken = sum(day.weekday() < 5 for day in year["off"]) - len(year["work"])
        given = HOLIDAYS[name](number)
        if taken != given:
            wrong.append(f"{name}: {number}: {taken} workdays less, {given} holidays")
    return wrong


def main():
    wrong = []
    for path in sorted((Path(sys.argv[1]) / "definitions/calendars").glob("*.yaml")):
        years = read(path)
        wrong += check(path.stem, years) + (balance(path.stem, years) if path.stem in HOLIDAYS else [])
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
