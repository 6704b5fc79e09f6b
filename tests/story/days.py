"""Days as definitions count them: workdays, due days of clocks, turns of cadences. Everything is counted day by day."""
import calendar as months
from datetime import date, timedelta

import yaml

DAY = timedelta(1)


class Calendar:
    def __init__(self, path):
        self.off, self.made_up = set(), set()
        for year in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):    # else the key `off` is no
            for first, last in ((x.split("..") * 2)[:2] for x in year["off"]):
                self.off |= set(span(date.fromisoformat(first), date.fromisoformat(last)))
            self.made_up |= {date.fromisoformat(x) for x in year["work"]}

    def works(self, d):
        return d in self.made_up or (d.weekday() < 5 and d not in self.off)

    def later(self, d, n):
        """n workdays on."""
        while n:
            d += DAY
            n -= self.works(d)
        return d

    def clock_due(self, rule, start, pauses):
        """The day of a clock; None while it stands. Pauses: the first day that does not count, the first that counts again or None."""
        n, unit = rule["runs"].split()
        paused = lambda x: any(a <= x and (b is None or x < b) for a, b in pauses)
        stands = min((a for a, b in pauses if b is None), default=date.max)
        if unit.startswith("workday"):
            d, left = start, int(n)
            while left and d < stands:
                d += DAY
                left -= self.works(d) and not paused(d)
            return None if d >= stands else d
        assert unit.startswith("month") and "end" not in rule
        year, month = divmod(start.year * 12 + start.month - 1 + int(n), 12)
        d, x = date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1])), start + DAY
        while x <= d:                   # each paused day pushes it by one
            if x >= stands:
                return None
            d, x = d + paused(x) * DAY, x + DAY
        while rule.get("rest") == "next" and not self.works(d):
            d += DAY
        return d

    def turn(self, every, d):
        """The first and last day of the turn that holds d."""
        name = {"week": lambda x: x.isocalendar()[:2], "tenday": lambda x: (x.month, min((x.day - 1) // 10, 2)), "month": lambda x: x.month}[every]
        first = last = d
        while name(first - DAY) == name(d):
            first -= DAY
        while name(last + DAY) == name(d):
            last += DAY
        return first, last

    def turn_due(self, rule, first, last):
        """Workdays after its end, or its last workday; None where it has none."""
        if rule.get("after"):
            return self.later(last, rule["after"])
        return max((x for x in span(first, last) if self.works(x)), default=None)


class Turns:
    """The turns of cadences: whom each asks, and who has answered."""

    def __init__(self, calendar):
        self.calendar, self.list = calendar, []

    def of(self, kind, name):
        return [t for t in self.list if (t["kind"], t["cadence"]) == (kind, name)]

    def tick(self, day, kind, name, rule, asked):
        """How many closed and opened. `asked`: the records that a turn which opens on that day asks."""
        over = [t for t in self.of(kind, name) if not t["closed"] and t["due"] < day]
        for t in over:
            t["closed"] = True
        return len(over) + self.open(day, kind, name, rule, asked)

    def open(self, day, kind, name, rule, asked):
        """The first is that of the first day on which somebody asked; then all, those that were missed too: they ask nobody."""
        first, n = next((t["last"] + DAY for t in reversed(self.of(kind, name))), day), 0
        while first <= day:
            first, last = self.calendar.turn(rule["every"], first)
            due = self.calendar.turn_due(rule, first, last)
            if due:
                missed = due < day
                self.list.append({"kind": kind, "cadence": name, "last": last, "due": due, "closed": missed,
                                  "asked": dict.fromkeys(asked if "event" in rule and not missed else [], False)})
                n += 1 + missed
            first = last + DAY
        return n

    def answer(self, name, number):
        """One report answers one turn of each cadence, the oldest that stands open."""
        for t in [t for t in self.list if t["cadence"] == name and not t["closed"] and t["asked"].get(number) is False][:1]:
            t["asked"][number] = True


def span(first, last):
    return [first + i * DAY for i in range((last - first).days + 1)]


def words(v):
    """A list where one word may stand alone."""
    return [] if v is None else v if isinstance(v, list) else [v]
