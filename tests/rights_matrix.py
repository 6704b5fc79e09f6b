#!/usr/bin/env python3
"""Who may do what, and who sees what: every ledger that ships, kind, state, move and party, judged once more.

    tests/rights_matrix.py DRIVER ROOT [--all]

A cast of persons (each role on each place, each part in a record, who acts for each of these, portfolios, administrators, nobody) and a record of
each kind in each state. What is right is judged here, from the YAML's who, who-not, level and see and from what the cast holds, and held against
what DRIVER (rights_driver.c) is told by the program. Each move is also tried, by one in four of the cast; with --all by all. Prints what
differs, at most twenty lines of it.
"""
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import yaml

DRIVER, ROOT = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
ALL = "--all" in sys.argv
ROLES = ["office", "division", "contact", "leader", "reviewer", "supervisor", "viewer"]
ADMINISTRATORS = ["system-admin", "security-admin", "audit-admin"]
PARTS = ["lead", "support", "in-charge", "person"]
WORKERS = ("division", "contact")
ABOVE = {"W": None, "M": "W", "MS": "M", "D": "W", "X": "W"}		# the units of the cast
DEFINITIONS = ["rectification", "work-plan", "rules-made", "key-task", "second-body", "tests/ledger/parties.yaml"]

Role = namedtuple("Role", "role unit ledger alone", defaults=(None, None, False))
faults, asked = [], 0


def check(what, want, got):
    global asked
    asked += 1
    if want != got:
        faults.append(f"{what}: should be {want}, is {got}")


# ---- the cast ----

class Person:
    def __init__(self, name, *roles):
        self.name, self.roles, self.posts, self.givers, self.portfolio = name, list(roles), [], [], []


class Cast:
    """All persons of one run; ledger A is asked about, B is another under the same definition."""

    def __init__(self):
        self.people, self.posts, self.pairs = {}, [], []
        for role in ROLES:
            places = [(u, None) for u in (None, "W", "M", "MS", "D", "X")] + [(None, "A"), (None, "B"), ("M", "A"), ("M", "B")]
            for unit, ledger in places:
                self.add(f"{role}.{unit}.{ledger}", Role(role, unit, ledger))
        for role in ADMINISTRATORS:
            self.add(role, Role(role))
        self.add("nobody")
        self.add("holder")
        self.post("P", "W", "holder")
        self.add("answers")
        self.post("Q", "M", "answers")
        self.add("in-charge.person")
        self.add("answering")
        self.add("both", Role("reviewer"), Role("division", "M"))
        self.add("many", Role("leader", "X"), Role("contact", "D"), Role("supervisor", None, "B"))
        for name in ("rep", "sub", "boss", "rev", "rev-sub", "rev-boss"):
            self.add(name, Role("division", "M") if name == "rep" else Role("reviewer") if name.startswith("rev") else Role("leader"))
        for role, name in (("leader", "portfolio"), ("viewer", "no-portfolio")):
            for what, target in (("unit", "M"), ("unit", "W"), ("unit", "MS"), ("ledger", "A"), ("ledger", "B")):
                self.portfolio(f"{name}.{target}", role, what, target)
        self.add("by-post", Role("leader", "X"))
        self.post("R", "X", "by-post")
        self.people["by-post"].portfolio = [Role("leader", "M", None, True)]
        for giver in ["division.M.None", "contact.D.None", "holder", "answers", "answering", "in-charge.person", "rep", "sub", "boss", "rev",
                      "rev-boss", "leader.None.None", "office.None.None", "reviewer.None.None", "supervisor.M.None", "portfolio.M", "nobody", "many"]:
            self.delegate(giver, f"for.{giver}")
            for role in ("reviewer", "leader", "office", "supervisor"):
                if giver in ("division.M.None", "contact.D.None", "rep", "sub", "rev", "holder", "answering"):
                    self.delegate(giver, f"{role}.with.{giver}", Role(role))
        self.delegate("reviewer.None.None", "worker.for.reviewer", Role("division", "M"))

    def add(self, name, *roles):
        self.people[name] = Person(name, *roles)

    def post(self, post, unit, holder):
        self.posts.append((post, unit, holder))
        self.people[holder].posts.append(post)

    def portfolio(self, name, role, what, target):
        self.add(name, Role(role, "X"))
        self.people[name].given = (what, target)
        if role == "leader":
            self.people[name].portfolio = [Role("leader", target if what == "unit" else None, target if what == "ledger" else None, what == "unit")]

    def delegate(self, giver, name, *roles):
        self.add(name, *roles)
        self.people[name].givers.append(self.people[giver])
        self.pairs.append((giver, name))

    def script(self):
        yield from (f"unit\t{u}\t{a}" for u, a in ABOVE.items() if a)
        yield from (f"person\t{name}" for name in ["god", *self.people])
        yield from (f"role\tgod\t{r}\t-\t-" for r in ROLES)
        yield from (f"post\t{p}\t{u}\t{h}" for p, u, h in self.posts)

    def holdings(self):
        """What is held on ledgers comes behind them."""
        for name, p in self.people.items():
            for r in p.roles:
                yield f"role\t{name}\t{r.role}\t{r.unit or '-'}\t{r.ledger or '-'}"
            if hasattr(p, "given"):
                what, target = p.given
                yield f"portfolio\t{name}\t{target if what == 'unit' else '-'}\t{target if what == 'ledger' else '-'}"
        yield "portfolio\tR\tM\t-"
        yield from (f"delegate\t{g}\t{r}" for g, r in self.pairs)

    def actors(self):
        """Everybody as oneself, and who may act for somebody as that one too."""
        for p in self.people.values():
            yield p, p, f"as\t{p.name}\t-"
            for g in p.givers:
                yield p, g, f"as\t{p.name}\t{g.name}"


# ---- what is right ----

class Record:
    def __init__(self, name, ledger, kind, state, parts, hands):
        self.name, self.ledger, self.kind, self.state, self.parts, self.hands = name, ledger, kind, state, parts, hands
        self.unit = (parts.get("lead") or ["W"])[0]


def below(unit, above):
    while unit and unit != above:
        unit = ABOVE[unit]
    return unit == above


def covers(role, ledger, unit):
    if role.role in ADMINISTRATORS or role.ledger not in (None, ledger):
        return False
    return role.unit is None or (unit == role.unit if role.alone else below(unit, role.unit))


def works_for(p, r, unit):
    return any(x.role in WORKERS and x.unit is not None and covers(x, r.ledger, unit) for x in p.roles)


def parties(p, r):
    """What a person is in a record, by what is held alone."""
    told = {x.role for x in p.roles + p.portfolio if covers(x, r.ledger, r.unit)}
    for part in ("lead", "support"):
        if any(works_for(p, r, u) for u in r.parts.get(part, [])):
            told.add(part)
    for part in ("in-charge", "person"):
        if any(w == p.name or w in p.posts for w in r.parts.get(part, [])):
            told.add(part)
    for party, at in (("reporter", 0), ("reviewed", 1)):
        if p.name in r.hands[at]:
            told.add(party)
    return told


def all_parties(own, used, r):
    return set().union(*(parties(p, r) for p in (own, used, *own.givers)))


def words(x):
    return set(x if isinstance(x, list) else [x] if x else [])


def may(own, used, r, move):
    everything = all_parties(own, used, r)
    barred = words(move.get("who-not"))
    if move.get("level"):
        barred |= {"reporter", "lead", "support"} | ({"reviewed"} if move["level"] == 2 else set())
    return bool(parties(used, r) & words(move["who"])) and not everything & barred


def sees(used, r, definition):
    see = words(definition["kinds"][r.kind].get("see") or definition.get("see")) or set(ROLES + PARTS)
    return bool(parties(used, r) & see)


def sees_ledger(used, definition):
    """Who holds a role on it that sees it, wherever; parts are not known before records are looked at."""
    see = words(definition.get("see"))
    held = {x.role for x in used.roles + used.portfolio if x.role in ROLES and x.ledger in (None, "A")}
    return bool(held) and (not see or bool(held & see) or bool(see - set(ROLES)))


def sees_whole(used, definition):
    """Who holds, for each kind, a role on it that sees it, on the whole or on the unit above all."""
    free = {x.role for x in used.roles + used.portfolio
            if x.role in ROLES and x.ledger in (None, "A") and (x.unit is None or (x.unit == "W" and not x.alone))}
    return all(free & (words(k.get("see") or definition.get("see")) or set(ROLES)) for k in definition["kinds"].values())


def froms(move):
    return words(move.get("from"))


# ---- one definition ----

def part_fields(kind):
    return {f["as"]: (key, f["type"]) for key, f in kind["fields"].items() if f.get("as") in PARTS}


def cast_parts(kind, lead, full):
    names = {"lead": {"unit": lead, "units": [*lead, "MS" if lead == ["X"] else "X"]}, "support": {"unit": ["D"], "units": ["D"]},
             "in-charge": {"post": ["P"], "person": ["in-charge.person"]}, "person": {"person": ["answering"], "post": ["Q"]}}
    fields = part_fields(kind)
    return {p: names[p][t] for p, (_, t) in fields.items() if lead or p != "lead" if full or p == "lead" or kind["fields"][fields[p][0]].get("required")}


def given(kind, move, parts):
    fields = part_fields(kind)
    fills = set(kind["fields"]) if move.get("fills") == "all" else words(move.get("fills"))
    return [f"{fields[p][0]}={','.join(v)}" for p, v in parts.items() if v and fields[p][0] in fills]


HANDS = [((), ()), (("rep",), ("rev",)), (("sub", "boss"), ("rev-sub", "rev-boss"))]


def records_of(definition):
    """The record, and the lines that make it."""
    n = 0
    for key, kind in definition["kinds"].items():
        enter = next(m for m in kind["moves"] if not m.get("from"))
        fields = part_fields(kind)
        needs_lead = kind["fields"][fields["lead"][0]].get("required")
        fills = set(kind["fields"]) if enter.get("fills") == "all" else words(enter.get("fills"))
        plan = [("A", s, ["M"], True, h) for s in kind["states"] for h in HANDS if h == HANDS[1] or hands_count(kind, s)]
        first = next(iter(kind["states"]))
        plan += [("A", s, ["X"], False, HANDS[1]) for s in kind["states"]] + [("B", first, ["M"], True, HANDS[0])]
        plan += [] if needs_lead else [("A", first, [], True, HANDS[0])]
        for ledger, state, lead, full, hands in plan:
            parts = {p: v for p, v in cast_parts(kind, lead, full).items() if fields[p][0] in fills}
            n += 1
            r = Record(f"r{n}", ledger, key, state, parts, hands)
            hand = [h for side in hands for h in (side + ("-", "-"))[:2]]
            # "rep" did it for nobody; "sub" did it for "boss"
            yield r, ["\t".join([f"record\t{r.name}\t{ledger}\t{key}\t{enter['event']}", *given(kind, enter, parts)]),
                      "\t".join([f"put\t{r.name}\t{state}", *hand])]


def hands_count(kind, state):
    return any(state in froms(m) and (m.get("level") or (words(m["who"]) | words(m.get("who-not"))) & {"reporter", "reviewed"})
               for m in kind["moves"])


def judge_record(who, own, used, r, definition, line):
    kind = definition["kinds"][r.kind]
    _, name, seen, fields, *moves = line.split("\t")
    expected = sees(used, r, definition)
    where = f"{definition['ledger']}/{r.kind} {r.state} {r.parts} {r.hands}: {who}"
    check(f"{where}: of {name}", name, r.name)
    check(f"{where}: sees it", str(int(expected)), seen)
    visible = [k for k, f in kind["fields"].items() if not f.get("see") or parties(used, r) & words(f["see"])]
    check(f"{where}: fields", visible, fields.split(",")[:-1])
    told = {}
    for m in moves:
        event, _, answer = m.partition("=")
        told[event] = answer.split("/")
    possible = [m for m in kind["moves"] if r.state in froms(m)]
    check(f"{where}: moves", {m["event"] for m in possible}, {e for e, (f, _) in told.items() if f != "-"})
    for event, (allowed, err) in told.items():
        move = next((m for m in possible if m["event"] == event), None)
        right = move is not None and may(own, used, r, move)
        if move is not None:
            check(f"{where}: may {event}", str(int(right)), allowed)
        want = "E_RECORD" if not expected else "E_MOVE" if move is None else "E_RIGHT" if not right else "done"
        if err:
            check(f"{where}: {event}", want, "done" if err in ("OK", "E_NEEDS") else err)


def judge_list(who, used, records, kind, definition, lines):
    where = f"{definition['ledger']}/{kind}: {who}"
    want = {r.name for r in records if r.ledger == "A" and r.kind == kind and sees(used, r, definition)}
    for line in lines[:4]:
        word, names = line.split("\t")
        check(f"{where}: {word}", want, set(names.split(",")[:-1]))
    _, n, ledger, whole = lines[4].split("\t")
    check(f"{where}: counted", str(len(want)), n)
    check(f"{where}: sees the whole", str(int(sees_whole(used, definition))), whole)
    check(f"{where}: sees the ledger", str(int(sees_ledger(used, definition))), ledger)


def makings(definition):
    for key, kind in definition["kinds"].items():
        for move in kind["moves"]:
            for lead in (["M"], ["X"]):
                if not move.get("from"):
                    parts = cast_parts(kind, lead, True)
                    fields = set(kind["fields"]) if move.get("fills") == "all" else words(move.get("fills"))
                    parts = {p: v for p, v in parts.items() if part_fields(kind)[p][0] in fields}
                    yield key, kind, move, Record("-", "A", key, None, parts, HANDS[0])


def run(path):
    source = ROOT / path if "/" in path else ROOT / "definitions" / f"{path}.yaml"
    definition = yaml.safe_load(source.read_text())
    cast = Cast()
    made = list(records_of(definition))
    records = [r for r, _ in made]
    script = [*cast.script(), f"ledger\tA\t{path}", f"ledger\tB\t{path}", *cast.holdings(), *(line for _, lines in made for line in lines)]
    for i, (_, _, how) in enumerate(cast.actors()):
        script.append(how)
        script += [f"{'try' if ALL or (i + j) % 4 == 0 else 'ask'}\t{r.name}" for j, r in enumerate(records)]
        script += [f"list\tA\t{kind}" for kind in definition["kinds"]]
        script += ["\t".join([f"make\tA\t{key}\t{move['event']}", *given(kind, move, r.parts)]) for key, kind, move, r in makings(definition)]
    done = subprocess.run([DRIVER], input="\n".join(script) + "\n", capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode != 0:
        sys.exit(f"{path}: the driver ended with {done.returncode}: {done.stdout[-300:]}{done.stderr[-1000:]}")
    lines = iter(done.stdout.splitlines())
    for own, used, how in cast.actors():
        who = how[3:].replace("\t", " for ")
        for r in records:
            judge_record(who, own, used, r, definition, next(lines))
        for kind in definition["kinds"]:
            judge_list(who, used, records, kind, definition, [next(lines) for _ in range(5)])
        for key, _, move, r in makings(definition):
            err = next(lines).split("\t")[1]
            check(f"{definition['ledger']}/{key}: {who}: {move['event']} for {r.parts}", "done" if may(own, used, r, move) else "E_RIGHT",
                  "done" if err in ("OK", "E_NEEDS") else err)
    check(f"{path}: all is told", None, next(lines, None))
    print(f"{path}: {len(records)} records, {sum(1 for _ in cast.actors())} actors")


for each in DEFINITIONS:
    run(each)
for fault in faults[:20]:
    print("FAILED:", fault)
print(f"{asked - len(faults)} passed, {len(faults)} failed")
sys.exit(1 if faults else 0)
