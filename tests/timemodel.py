#!/usr/bin/env python3
"""The rules of time once more, in another language and another way, against the program's.

    tests/timemodel.py DRIVER ROOT

Walks day by day where the program reckons, knows the calendar from definitions/calendars
by calendars.py, and asks DRIVER (time_driver.c) about every day of 2023..2028: workdays,
turns, due days with their rests and pauses, lamps. 2027 and 2028 have no table. Prints
what differs, at most twenty lines of it.
"""
import calendar
import random
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

import calendars

DAY = timedelta(1)
FIRST, LAST = date(2023, 1, 1), date(2028, 12, 31)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
PERIODS = ["day", "workday", "week", "tenday", "month", "quarter", "half", "year"]
RESTS = ["stay", "next", "previous"]


def days(first, last):
    while first <= last:
        yield first
        first += DAY


# ---- working days ----

class Calendar:
    def __init__(self, years):
        self.years = set(years)
        off = {d for y in years.values() for d in y["off"]}
        work = {d for y in years.values() for d in y["work"]}
        self.works, self.sum, n = {}, {}, 0
        for d in days(date(2005, 1, 1), date(2060, 12, 31)):
            self.works[d] = d in work or (d.weekday() < 5 and d not in off)
            n += self.works[d]
            self.sum[d] = n

    def knows(self, a, b):
        return all(y in self.years for y in range(min(a, b).year, max(a, b).year + 1))

    def seek(self, d, step):
        while not self.works[d]:
            d += step * DAY
        return d

    def add(self, d, n):
        step = 1 if n > 0 else -1
        for _ in range(abs(n)):
            d = self.seek(d + step * DAY, step)
        return d

    def count(self, a, b):
        return self.sum[b] - self.sum[a]

    def rest(self, rest, d):
        """The day it becomes, and whether that is known."""
        if rest == "stay":
            return d, True
        to = self.seek(d, 1 if rest == "next" else -1)
        return to, self.knows(d, to)


# ---- turns: found by walking until what names them changes ----

def key(period, d):
    if period == "week":
        return tuple(d.isocalendar())[:2]
    if period == "tenday":
        return d.year, (d.month - 1) * 3 + (0 if d.day < 11 else 1 if d.day < 21 else 2) + 1
    if period in ("day", "workday"):
        return d.year, d.timetuple().tm_yday
    return d.year, (d.month - 1) // MONTHS[period] + 1


TURNS, PLACE = {}, {}
for period_ in PERIODS:
    TURNS[period_], PLACE[period_] = [], {}
    for d_ in days(date(2005, 1, 1), date(2060, 12, 31)):
        k_ = key(period_, d_)
        if not TURNS[period_] or TURNS[period_][-1][0] != k_:
            TURNS[period_].append([k_, d_, d_])
        TURNS[period_][-1][2] = d_
        PLACE[period_][d_] = len(TURNS[period_]) - 1


def later(period, d, n):
    return TURNS[period][PLACE[period][d] + n]


def names(period, first, year, index):
    month = calendar.month_name[first.month]
    third = min(first.day // 10, 2)
    return {
        "day": lambda: (f"{first.year}年{first.month}月{first.day}日", f"{first.day} {month} {first.year}"),
        "week": lambda: (f"{year}年第{index}周", f"week {index} of {year}"),
        "tenday": lambda: (f"{year}年{first.month}月{'上中下'[third]}旬",
                           f"{['early', 'mid', 'late'][third]} {month} {year}"),
        "month": lambda: (f"{year}年{index}月", f"{month} {year}"),
        "quarter": lambda: (f"{year}年第{'一二三四'[index - 1]}季度", f"Q{index} {year}"),
        "half": lambda: (f"{year}年{'上下'[index - 1]}半年", f"H{index} {year}"),
        "year": lambda: (f"{year}年", f"{year}"),
    }["day" if period == "workday" else period]()


def told(period, turn):
    (year, index), first, last = turn
    return f"{first} {last} {year} {index} " + "".join(n + "|" for n in names(period, first, year, index)) + "1"


# ---- clocks ----

def add_months(d, n):
    year, month = divmod(d.year * 12 + d.month - 1 + n, 12)
    return date(year, month + 1, min(d.day, calendar.monthrange(year, month + 1)[1]))


def base(cal, period, n, end, start):
    if period == "workday":
        return cal.add(start, n)
    if end:
        return later(period, start, n)[2]
    if period in MONTHS:
        return add_months(start, n * MONTHS[period])
    if period == "tenday":
        _, first, last = later(period, start, n)
        return min(first + (start - later(period, start, 0)[1]), last)
    return start + n * (7 if period == "week" else 1) * DAY


def due(cal, period, n, end, start, pauses=()):
    """Pushed by pauses, day by day; None while one of them stands."""
    d = base(cal, period, n, end, start)
    if n < 0 or not pauses:
        return d
    stands = min((a for a, b in pauses if b is None), default=date.max)
    paused = {x for a, b in pauses if b for x in days(a, b - DAY)}
    if period == "workday":  # count those that count until there are n
        d = start
        for _ in range(n):
            d += DAY
            while d < stands and (d in paused or not cal.works[d]):
                d += DAY
            if d >= stands:
                return None
        return d
    first = d
    while True:  # as many days more as were paused until then
        if max(stands, start + DAY) <= d:
            return None
        pushed = first + sum(start < x <= d for x in paused) * DAY
        if pushed == d:
            return d
        d = pushed


# ---- lamps: the three of lamps.h ----

class Facts:
    def __init__(self, rng):
        some = lambda: FIRST + rng.randrange(2000) * DAY
        self.due = some() if rng.random() < 0.9 else None
        self.closed, self.paused = rng.random() < 0.15, rng.random() < 0.15
        self.outcome = rng.choice(["-", "-", "lasting", "done"])
        self.given = rng.randrange(4)
        self.milestones = [(some() if rng.random() < 0.9 else None, some() if rng.random() < 0.5 else None,
                            rng.choice([1, 1, 2, 3, 7, 50])) for _ in range(rng.choice([0, 0, 1, 3, 5, 8]))]

    def line(self, lamp, d):
        show = lambda x: x or "-"
        return " ".join(map(str, ["lamp", lamp, show(self.due), int(self.closed), int(self.paused), self.outcome,
                                  self.given, d] + [show(x) for m in self.milestones for x in m]))

    def shares(self, d):
        total = sum(w for _, _, w in self.milestones)
        if not total:
            return None
        return (Fraction(sum(w for due, _, w in self.milestones if due and due < d), total),
                Fraction(sum(w for _, done, w in self.milestones if done and done <= d), total))


def state(cal, lamp, f, d):
    """The state, what of it is the reason, and how many days are left."""
    left = None
    if f.due:
        left = cal.count(d, f.due) if lamp == 1 else (f.due - d).days
    shares = f.shares(d)
    lag = shares[0] - shares[1] if shares else None
    behind = lambda points: lag is not None and lag >= Fraction(points, 100)
    soon = lambda n: left is not None and left <= n
    over = lambda n: left is not None and left <= -n
    if lamp == 0:
        rows = [(f.closed, "done", "c"), (f.paused, "paused", "p"), (over(1), "red", "d"), (behind(30), "red", "l"),
                (soon(7), "yellow", "d"), (behind(10), "yellow", "l"), (True, "green", "")]
    elif lamp == 1:
        rows = [(f.closed, "e", "c"), (over(10), "a", "d"), (over(1), "b", "d"), (soon(0) and behind(20), "c", "dl"),
                (soon(3) and not f.paused, "c", "d"), (soon(15), "d", "d"), (True, "e", "")]
    else:
        rows = [(f.closed and f.outcome == "lasting", "lasting", "c"),
                (soon(30) and not f.closed and f.given == 3, "asked", "d"),
                (behind(1) and not f.closed and not f.paused, "behind", "l"),
                (over(30) and not f.closed, "behind", "d"), (True, "fine", "")]
    name, asked = next((name, asked) for holds, name, asked in rows if holds)
    return name, asked, left, shares


def plural(n, word):
    return f"{n} {word}" + ("" if n == 1 else "s")


def reason(lamp, f, d, asked, left, shares):
    zh, en = [], []
    outcome = "" if f.outcome == "-" else f.outcome
    if asked == "":
        asked = ("c" if f.closed else "d") + ("p" if f.paused else "") + "l"
    if "c" in asked:
        zh.append("已销号" + ("，" + outcome if outcome else ""))
        en.append("closed" + (", " + outcome if outcome else ""))
    if "p" in asked:
        zh.append("计时已暂停")
        en.append("the clock stands still")
    if "d" in asked:
        one, of = ("个工作日", "working day") if lamp == 1 else ("天", "day")
        if f.due is None:
            zh.append("未定时限")
            en.append("no deadline set")
        elif d == f.due:
            zh.append("今日到期")
            en.append("due today")
        elif d > f.due:
            zh.append(f"逾期{-left}{one}")
            en.append("overdue by " + plural(-left, of))
        else:
            zh.append(f"距到期还有{left}{one}")
            en.append(plural(left, of) + " left")
    if "l" in asked and shares:
        should, actual = (floor(s * 100 + Fraction(1, 2)) for s in shares)
        lag = should - actual
        zh.append(f"应完成{should}%，实际{actual}%" + (f"，差{lag}点" if lag > 0 else f"，超前{-lag}点" if lag < 0 else ""))
        en.append(f"should be {should}% done, is {actual}%"
                  + (f", {plural(lag, 'point')} behind" if lag > 0 else f", {plural(-lag, 'point')} ahead" if lag < 0 else ""))
    return "；".join(zh) + "|" + "; ".join(en) + "|"


# ---- questions, each with its answer ----

def ask_workdays(cal, d, rng):
    yield f"is {d}", f"{int(cal.works[d])} {int(cal.knows(d, d))}"
    near = [cal.add(d, -1), cal.seek(d, -1), cal.seek(d, 1), cal.add(d, 1)]
    yield f"near {d}", " ".join(map(str, near)) + f" {int(cal.knows(near[0], near[3]))}"
    for n in rng.sample(range(-70, 71), 3):
        to = cal.add(d, n)
        step = 0 if n == 0 else 1 if n > 0 else -1
        yield f"add {d} {n}", f"{to} {int(n == 0 or cal.knows(d + step * DAY, to))}"
    other = FIRST + rng.randrange(2192) * DAY
    a, b = min(d, other), max(d, other)
    known = int(a == b or cal.knows(a + DAY, b))
    yield f"count {d} {other}", f"{cal.count(d, other)} {known}"
    yield f"between workday {d} {other}", f"{cal.count(d, other)} {known}"
    yield f"between day {d} {other}", f"{(other - d).days} 1"


def ask_turns(cal, d, rng):
    for period in PERIODS:
        yield f"turn {period} {d}", told(period, later(period, d, 0))
        n = rng.randrange(-8, 9)
        yield f"later {period} {d} {n}", told(period, later(period, d, n))
        _, first, last = later(period, d, 0)
        day = cal.seek(last, -1)
        yield f"cadence {period} 0 {d}", f"{day if day >= first else '-'} {int(cal.knows(max(day, first), last))}"
        day = cal.add(last, 3)
        yield f"cadence {period} 3 {d}", f"{day} {int(cal.knows(last + DAY, day))}"


def ask_due(cal, d, n):
    for period in PERIODS:
        for end in 0, 1:
            at = base(cal, period, n, end, d)
            counted = period != "workday" or n == 0 or cal.knows(d + (DAY if n > 0 else -DAY), at)
            for rest in RESTS:
                to, known = cal.rest(rest, at)
                yield f"due {period} {n} {end} {rest} {d}", f"{to} {int(known and counted)}"


def ask_paused(cal, d, rng):
    pauses, at = [], d + rng.randrange(-20, 30) * DAY
    for _ in range(rng.randrange(1, 5)):
        pauses.append((at, at + rng.randrange(0, 25) * DAY))
        at += rng.randrange(0, 40) * DAY
    if rng.random() < 0.2:
        pauses.append((at, None))
    period, n, end = rng.choice(PERIODS), rng.randrange(-2, 30), rng.randrange(2)
    if period in MONTHS or period == "tenday":
        n = rng.randrange(-1, 3)
    to = due(cal, period, n, end, d, pauses)
    words = " ".join(f"{a} {b or '-'}" for a, b in pauses)
    rest = rng.choice(RESTS)
    yield f"due {period} {n} {end} {rest} {d} {words}", str(cal.rest(rest, to)[0] if to else "-")


def ask_stated(cal):
    for year in range(2023, 2029):
        for month in range(0, 13):
            last = date(year, 12, 31) if not month else date(year, month, calendar.monthrange(year, month)[1])
            for rest in RESTS:
                to, known = cal.rest(rest, last)
                yield f"stated {year}" + (f"-{month}" if month else "") + f" {rest}", f"{to} {int(known)}"


def ask_lamps(cal, rng):
    span = list(days(FIRST, date(2030, 12, 31)))
    for _ in range(60):
        f = Facts(rng)
        for lamp in range(3):
            states = [state(cal, lamp, f, d) for d in span]
            changes = None
            for i in range(len(span) - 2, -1, -1):
                if states[i][0] != states[i + 1][0]:
                    changes = span[i + 1]
                if rng.random() < 0.05 or changes == span[i + 1]:
                    name, asked, left, shares = states[i]
                    yield (f.line(lamp, span[i]),
                           f"{name} {changes or '-'} {reason(lamp, f, span[i], asked, left, shares)}1")


NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 15, 18, -1, -2, -3, -6, -12]


def questions(cal):
    rng = random.Random(20261122)
    for i, d in enumerate(days(FIRST, LAST)):
        yield from ask_workdays(cal, d, rng)
        yield from ask_turns(cal, d, rng)
        border = d.day in (1, 10, 11, 20, 21) or d.day > 27
        for n in NUMBERS[:5] if border else [NUMBERS[i % len(NUMBERS)]]:
            yield from ask_due(cal, d, n)
        for _ in range(4):
            yield from ask_paused(cal, d, rng)
    for period in PERIODS:
        firsts = sorted({later(period, d, 0)[1] for d in days(FIRST, FIRST + 200 * DAY)})
        yield f"turns {period} {FIRST} {FIRST + 200 * DAY}", " ".join(map(str, firsts)) + " 1"
    yield from ask_stated(cal)
    yield from ask_lamps(cal, rng)


def fill(years):
    for year, parts in years.items():
        yield f"year {year} notice"
        yield from (f"off {d} {d}" for d in parts["off"])
        yield from (f"work {d}" for d in parts["work"])


def main():
    driver, root = sys.argv[1:]
    years = calendars.read(Path(root) / "definitions/calendars/CN.yaml")
    known = list(fill(years))
    asked = list(questions(Calendar(years)))
    lines = known + [q for q, _ in asked]
    out = subprocess.run([driver], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    got = out.splitlines()
    assert len(got) == len(lines), "an answer is missing"
    wrong = [f"{q}: refused" for q, a in zip(known, got) if a != "ok 1"]
    for (question, want), answer in zip(asked, got[len(known):]):
        paused = question.startswith("due ") and len(question.split()) > 6
        if (answer.rsplit(" ", 1)[0] if paused else answer) != want:  # of pauses only the day is compared
            wrong.append(f"{question}: {answer}, the model says {want}")
    print("\n".join(wrong[:20]))
    print(f"{len(asked)} questions, {len(wrong)} answers differ")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
