"""The ledger's rules once more, from docs/definitions.md and the definition: what each act leads to, who sees what.

Reads the definition and the calendar as YAML, and nothing that the program made. Where the program reckons, this counts day by day. Units,
posts and persons are named by words of the story; a record by the number that the model gives it.
"""
import re
from copy import deepcopy
from datetime import date

import yaml

from days import DAY, Calendar, Turns, words

OK, RIGHT, SESSION, STALE, MOVE, VALUE, NEEDS, RECORD = 0, 45, 49, 51, 52, 53, 54, 55
ROOT = "root"
ROLES = {"office", "division", "contact", "leader", "reviewer", "supervisor", "viewer"}
WORKS = {"division", "contact"}     # who works for the unit on which they hold the role
# What conditions of the definition mean, in the model's own words.
MEANS = {
    "class != 'staged' or imposed is set": lambda f: f.get("class") not in (None, "staged") or "imposed" in f,
    "class = 'at-once'": lambda f: f.get("class") == "at-once",
    "not (hard) or plan is set": lambda f: not f.get("hard") or "plan" in f,
    "outcome != 'not-done'": lambda f: f.get("outcome") not in (None, "not-done"),
    "imposed is not set or asked > imposed": lambda f: "imposed" not in f or ("asked" in f and f["asked"] > f["imposed"]),
    "hard": lambda f: bool(f.get("hard")), "not hard": lambda f: not f.get("hard"), None: lambda f: True,
    "state in ('void', 'carried')": lambda f: f["state"] in ("void", "carried"), "state = 'dropped'": lambda f: f["state"] == "dropped",
}


class Record:
    def __init__(self, kind, number):
        self.kind, self.number, self.state, self.fields, self.evidence, self.version = kind, number, None, {}, 0, 0
        self.clocks, self.pauses, self.milestones, self.reporter, self.reviewed, self.lamp = {}, [], [], set(), set(), None

    def unit(self):
        return self.fields.get("lead", ROOT)


class Model:
    def __init__(self, definition, calendar, code):
        d = yaml.safe_load(definition.read_text(encoding="utf-8"))
        self.kinds, self.calendar, self.code, self.records, self.counter = d["kinds"], Calendar(calendar), code, {}, {}
        self.above, self.roles, self.posts, self.delegations, self.portfolios = {ROOT: None}, {}, {}, [], {}
        self.past, self.turns, self.left = {}, Turns(self.calendar), set()

    # ---- who is what ----
    def under(self, unit, top):
        while unit != top and unit is not None:
            unit = self.above[unit]
        return unit is not None

    def holds(self, who, roles, unit):
        return any(role in roles and (on is None or self.under(unit, on)) for role, on in self.roles.get(who, ()))

    def works_for(self, who, unit):
        return any(role in WORKS and on is not None and self.under(unit, on) for role, on in self.roles.get(who, ()))

    def answers_for(self, who):
        """A leader's portfolio: each unit alone."""
        leads = any(role == "leader" for role, _ in self.roles.get(who, ()))
        owners = [who] + [p for p, holder in self.posts.items() if holder == who]
        return {u for o in owners for u in self.portfolios.get(o, ())} if leads else set()

    def parts(self, who, r):
        f = r.fields
        return {part for part, is_so in (
            ("lead", "lead" in f and self.works_for(who, f["lead"])), ("support", any(self.works_for(who, u) for u in f.get("support", ()))),
            ("in-charge", "in-charge" in f and self.posts[f["in-charge"]] == who), ("person", f.get("person") == who)) if is_so}

    def parties(self, who, r):
        roles = {role for role in ROLES if self.holds(who, {role}, r.unit())} | ({"leader"} if r.unit() in self.answers_for(who) else set())
        return roles | self.parts(who, r) | ({"reporter"} if who in r.reporter else set()) | ({"reviewed"} if who in r.reviewed else set())

    def sees(self, who, r, now=None):
        """A record as it was: on its unit of then, or by a part that one has now."""
        return self.holds(who, ROLES, r.unit()) or r.unit() in self.answers_for(who) or bool(self.parts(who, now or r))

    def may(self, move, r, who, as_whom, day):
        givers = {a for a, b, first, last in self.delegations if b == who and first <= day <= last}
        bound = set().union(*(self.parties(x, r) for x in givers | {who, as_whom}))
        forbidden = set(words(move.get("who-not"))) | ({"reporter", "lead", "support"} if "level" in move else set())
        forbidden |= {"reviewed"} if move.get("level") == 2 else set()
        return bool(self.parties(as_whom, r) & set(words(move["who"]))) and not bound & forbidden

    # ---- days and lamps ----
    def due(self, r):
        rules = self.kinds[r.kind].get("clocks", {})
        return r.fields.get("imposed") or next((r.clocks[c][1] for c in rules if c in r.clocks and rules[c].get("deadline")), None)

    def is_(self, r, what):
        return r.state is not None and self.kinds[r.kind]["states"][r.state].get(what, False)

    def lamp_of(self, r, day):
        closed, paused = self.is_(r, "final"), self.is_(r, "pause")
        due = None if closed or paused else self.due(r)
        left = (due - day).days if due else None
        stones = [] if closed else r.milestones     # (weight, due, accepted)
        lag = sum(w for w, d, _ in stones if d and d < day) - sum(w for w, _, a in stones if a and a <= day)
        asks = {"closed": lambda v: v == closed, "paused": lambda v: v == paused, "left": lambda v: due is not None and left <= v,
                "overdue": lambda v: due is not None and -left >= v, "show": lambda v: True, "when": lambda v: MEANS[v](r.fields | {"state": r.state}),
                "lag": lambda v: bool(stones) and lag * 100 >= v * sum(w for w, _, _ in stones)}
        return next(row["show"] for row in self.kinds[r.kind]["lamps"] if all(asks[k](v) for k, v in row.items()))

    def tick(self, day):
        """A day has come: turns close and open, lamps change. How many of each."""
        turns = sum(self.turns.tick(day, kind, name, rule, [n for n, r in self.records.items() if r.kind == kind and r.state in words(rule["during"]) and
                                                             MEANS[rule.get("when")](r.fields)])
                    for kind, k in self.kinds.items() for name, rule in k.get("cadence", {}).items())
        moved = [r for r in self.records.values() if r.lamp != self.lamp_of(r, day)]
        for r in moved:
            r.lamp = self.lamp_of(r, day)
        return turns, len(moved)

    # ---- acts ----
    def bad(self, kind, field, v):
        rule = self.kinds[kind]["fields"][field]
        return (rule["type"] == "choice" and v not in rule["choices"]) or (rule["type"] == "day" and not isinstance(v, date))

    def missing(self, move, r, before, reason):
        needs, kind = move.get("needs", {}), self.kinds[r.kind]
        wanted = set(words(needs.get("set"))) | ({k for k, f in kind["fields"].items() if f.get("required")} if before is None else set())
        return bool(wanted - set(r.fields)) or (needs.get("reason") and not reason.strip()) or r.evidence < needs.get("evidence", 0) or \
            (needs.get("milestones") and not all(a for _, _, a in r.milestones)) or not MEANS[needs.get("when")](r.fields) or \
            any(not self.is_(self.records[x], "final") for link in words(needs.get("closed")) for x in r.fields.get(link, ()))

    def shut_out(self, day, who, as_whom, number):
        """Who has left is nobody; nobody acts for another unasked; what one does not see is not there."""
        if who in self.left:
            return {SESSION}
        if as_whom and not any((a, b) == (as_whom, who) and first <= day <= last for a, b, first, last in self.delegations):
            return {RIGHT}
        return {RECORD} if number and (number not in self.records or not self.sees(as_whom or who, self.records[number])) else set()

    def act(self, day, who, event, number=None, kind="finding", fields=None, evidence=0, reason="", seen=None, as_whom=None):
        """What it may be refused for, any of them; or nothing, and it has happened. seen: the version that was looked at."""
        whose, fields, before = as_whom or who, fields or {}, self.records.get(number)
        if shut := self.shut_out(day, who, as_whom, number):
            return shut, None
        r = deepcopy(before) if before else Record(kind, None)
        faults = {STALE} if seen is not None and seen != r.version else set()
        faults |= {VALUE} if any(self.bad(r.kind, k, v) for k, v in fields.items() if v is not None) else set()
        move = next((m for m in self.kinds[r.kind]["moves"] if m["event"] == event and
                     (r.state in words(m.get("from")) if before else "from" not in m)), None)
        if move is None:
            return faults | {MOVE}, None
        fills = self.kinds[r.kind]["fields"] if move.get("fills") == "all" else words(move.get("fills"))
        r.fields = {k: v for k, v in (r.fields | fields).items() if v is not None}
        r.evidence += evidence
        faults |= {VALUE} if set(fields) - set(fills) else set()
        faults |= set() if self.may(move, before or r, who, whose, day) else {RIGHT}
        faults |= {NEEDS} if self.missing(move, r, before and before.state, reason) else set()
        if not faults:
            self.happen(r, move, event, day, {who, whose})
        return faults, None if faults else r

    def next_number(self, pattern, day):
        pattern = pattern.replace("{round}", self.code).replace("{year}", str(day.year))
        self.counter[pattern] = self.counter.get(pattern, 0) + 1
        return re.sub(r"\{seq:?(\d*)\}", lambda m: str(self.counter[pattern]).zfill(int(m[1] or 1)), pattern)

    def happen(self, r, move, event, day, hands):
        kind, was_paused = self.kinds[r.kind], self.is_(r, "pause")
        if r.number is None:
            r.number = self.next_number(kind["number"], day)
        if "from" in move and "level" not in move and set(words(move["who"])) & {"lead", "support", "person"}:
            r.reporter, r.reviewed = hands, set()       # who works on it has told something
        if move.get("level") == 1:
            r.reviewed = hands
        r.state, r.version = move.get("to", r.state), r.version + 1
        if was_paused != self.is_(r, "pause"):
            r.pauses = r.pauses[:-1] + [(r.pauses[-1][0], day + DAY)] if was_paused else r.pauses + [(day + DAY, None)]
        for name, rule in kind.get("clocks", {}).items():
            starts, ends = event in words(rule["starts"]), event in words(rule["ends"]) if "ends" in rule else self.is_(r, "final")
            if (starts or ends) and name in r.clocks:
                del r.clocks[name]
            if starts and MEANS[rule.get("when")](r.fields):
                r.clocks[name] = (day, None)
        r.clocks = {c: (start, self.calendar.clock_due(kind["clocks"][c], start, r.pauses)) for c, (start, _) in r.clocks.items()}
        r.lamp = self.lamp_of(r, day)
        self.records[r.number] = r
        for name, rule in kind.get("cadence", {}).items():
            if rule.get("event") == event:
                self.turns.answer(name, r.number)

    # ---- what is seen ----
    def moves(self, who, number, day):
        """What somebody may do with a record, whatever else it needs."""
        r = self.records[number]
        return sorted(m["event"] for m in self.kinds[r.kind]["moves"] if r.state in words(m.get("from")) and self.may(m, r, who, who, day))

    def close_day(self, day):
        self.past[day] = deepcopy(self.records)

    def counts(self, who, kind, by, unit=None, day=None):
        """As of a day: what was so at its end; parts, rights and the tree of units are today's."""
        values = [{"state": r.state, "lamp": r.lamp, "due": self.due(r), "evidence": r.evidence}.get(by, r.fields.get(by))
                  for number, r in (self.past[day] if day else self.records).items()
                  if r.kind == kind and self.sees(who, r, self.records[number]) and (unit is None or self.under(r.unit(), unit))]
        return {v: values.count(v) for v in values}
