#!/usr/bin/env python3
"""How well documents are read: the program's JSON held against answers made by hand.

    tests/exam.py [--misses] PROGRAM ROOT

Reads the samples and the texts of ROOT/tests/gold, and ROOT/../shared/gold and ../shared/seeds where
they are there. Prints a row of figures a document and one for all of them together;
exits 1 when these, or the number of findings and duties, are under the bar. --misses
also prints what was missed (-) and what is not so (+).

  node      marker, first words and parent are right
  heading   word for word       body      ends where it should       status, role
  quantity  value, unit, comparator       date   value and role      document   title
  duty      the bodies that lead          placed  a fact found hangs on its node
  meta      kind, title, issuer, day of issue, inspector, contact

node, the four kinds of fact and meta are F1, the rest a share of what was found. Blanks,
widths and quotation marks do not count; a fact marked noisy counts neither way.
"""
import argparse
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

FIRST, LAST = 10, 6  # characters by which a node is known, and by which its end is
FACTS = ("quantity", "date", "document", "duty")
BARS = {"node": 97, "heading": 95, "body": 95, "status": 90, "quantity": 94, "date": 94, "document": 98,
        "duty": 88, "placed": 95, "meta": 93}
SHARED_BELOW, OWN_BELOW = 0, 5  # points under the bars: our own documents were never tuned to
COLUMNS = [*BARS, "role"]
ROLES = [  # files by the first letters of their names, role, how many
    (["002"], "finding", 34), (["004"], "finding", 15), (["001", "000"], "finding", 13), (["003"], "duty", 33),
    (["f1"], "finding", 23), (["f2"], "duty", 18), (["f3"], "finding", 11),
]
QUOTES = str.maketrans("“”‘’", "\"\"''")


def fold(s):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", s or "").translate(QUOTES))


def bare(s):
    return s.rstrip("。;.")


@dataclass
class Node:
    """A node of either side. run: its own words, with the heading in front."""
    marker: str
    heading: str
    run: str
    status: str
    role: str
    parent: "Node" = None
    broken: bool = False  # goes on elsewhere: where it ends is not judged
    numbered: int = 0     # what facts call it; 0 for a 一是 of the answers, whose facts hang above it

    def __post_init__(self):
        self.marker = re.sub(r"[.、,:]$", "", fold(self.marker))
        self.heading = fold(self.heading)
        self.run = fold(self.run)
        if not self.run.startswith(self.heading):
            self.run = self.heading + self.run
        self.first = re.sub(r"[。;,、:.]", "", self.run)[:FIRST]

    def begins_like(self, other):
        n = min(len(self.first), len(other.first))
        return n >= 2 and self.first[:n] == other.first[:n]

    def __str__(self):
        return f"{self.marker or '·'} {self.run[:30]}"


def answer_nodes(article):
    """The answers keep numbered nodes and 一是 apart; here they are one tree."""
    own = defaultdict(lambda: {"text": "", "status": None})
    nodes, marked, order = {}, [], []
    for m in article["measures"]:
        if not m["marker"]:
            own.setdefault(m["node"], m)
    for n in article["nodes"]:
        o = own[n["id"]]
        nodes[n["id"]] = Node(n["marker"], n["heading"], o["text"], o["status"], n.get("role"),
                              broken="text_rest" in n, numbered=n["id"])
        order.append(nodes[n["id"]])
    for m in article["measures"]:
        if m["marker"]:
            node = Node(m["marker"], "", m["text"], m["status"], m.get("role"), nodes.get(m["node"]), "text_rest" in m)
            node.heading = fold(m.get("head"))
            marked.append((m["node"], node))
            order.append(node)
    for n in article["nodes"]:
        node = nodes[n["id"]]
        node.parent = nodes.get(n["parent"])
        if n.get("under"):
            under = Node(n["under"], "", "", None, None).marker
            node.parent = [m for at, m in marked if at == n["parent"] and m.marker == under][-1]
    return order


def found_nodes(article):
    nodes = {0: None}
    for n in article["nodes"]:
        nodes[n["id"]] = Node(n["marker"], n["heading"], n["text"], n["status"], n["role"], nodes[n["parent"]],
                              numbered=n["id"])
    return nodes


def pair(answers, found):
    """In reading order, each answer with the first free node of its marker that begins as it does."""
    free = defaultdict(list)
    for node in found:
        free[node.marker].append(node)
    pairs = []
    for a in answers:
        f = next((f for f in free[a.marker] if a.begins_like(f)), None)
        if f is not None:
            free[a.marker].remove(f)
            pairs.append((a, f))
    return pairs


def fact_key(f):
    if f["type"] == "quantity":
        return round(float(f["value"]), 6), fold(f["unit"]), f.get("cmp", "=")
    if f["type"] == "date":
        return f["value"], f["role"]
    return (fold(f["title"]),) if f["type"] == "document" else tuple(sorted(map(fold, f["lead"])))


class Marks:
    """Right, wanted and given, by measure; and what was missed."""

    def __init__(self):
        self.n, self.misses = defaultdict(lambda: [0, 0, 0]), []

    def add(self, measure, right, wanted, given):
        self.n[measure] = [x + y for x, y in zip(self.n[measure], (right, wanted, given))]

    def judge(self, measure, right, what):
        self.add(measure, right, 1, 1)
        if not right:
            self.misses.append(f"{measure:9}{what}")

    def compare(self, measure, wanted, given, forgiven=0):
        """Two Counters; as many as `forgiven` of what is given too much are not held against it."""
        extra = given - wanted
        self.add(measure, (wanted & given).total(), wanted.total(), given.total() - min(forgiven, extra.total()))
        for sign, items in ("-", wanted - given), ("+", extra):
            self.misses += [f"{measure:9}{sign} {' '.join(map(str, key))}" for key in items.elements()]

    def merge(self, other):
        for measure, n in other.n.items():
            self.add(measure, *n)

    def figure(self, measure):
        """F1, which is the share of what is right where as much is given as is wanted."""
        right, wanted, given = self.n[measure]
        return 200 * right / (wanted + given) if wanted + given else None


def judge_nodes(marks, answers, found, pairs):
    of = {id(a): f for a, f in pairs}
    right = [(a, f) for a, f in pairs if (of.get(id(a.parent)) if a.parent else None) is f.parent
             and (a.parent is None or f.parent is not None)]
    marks.add("node", len(right), len(answers), len(found))
    matched = {id(x) for both in right for x in both}
    marks.misses += [f"node     - {a}" for a in answers if id(a) not in matched]
    marks.misses += [f"node     + {f}" for f in found if id(f) not in matched]
    for a, f in pairs:
        if a.heading:
            marks.judge("heading", a.heading == bare(f.heading), f"{a.heading} / {f.heading}")
        if not a.broken:
            end, got = bare(a.run)[-LAST:], bare(f.run)[-LAST:]
            marks.judge("body", end == got, f"{a}: …{end} / …{got}")
        for what in ("status", "role"):
            want, got = getattr(a, what), getattr(f, what)
            if want:
                marks.judge(what, want == got, f"{want} / {got}: {a} … {a.run[-24:]}")


def judge_facts(marks, answer, article, nodes, pairs):
    counts = {(t, side): Counter() for t in FACTS for side in ("wanted", "noisy", "given")}
    where = defaultdict(list)
    for f in answer["facts"]:
        if f["type"] in FACTS:
            counts[f["type"], "noisy" if f.get("noisy") else "wanted"][fact_key(f)] += 1
            where[f["type"], fact_key(f)].append(f["node"])
    is_answer = {id(f): a.numbered for a, f in pairs}
    for f in article["facts"]:
        key = fact_key(f)
        counts[f["type"], "given"][key] += 1
        if (f["type"], key) in where:
            node, above = nodes[f["node"]], {0}  # the nearest numbered node of the answers may be above it
            while node is not None:
                above.add(is_answer.get(id(node), 0))
                node = node.parent
            marks.judge("placed", not above.isdisjoint(where[f["type"], key]), f"{f['type']} {f['text'][:40]}")
    for t in FACTS:
        wanted, given = counts[t, "wanted"], counts[t, "given"]
        if t == "document":  # once a node: here once an article
            wanted, given = Counter(set(wanted)), Counter(set(given))
        marks.compare(t, wanted, given, counts[t, "noisy"].total())


def judge_meta(marks, answer, article):
    def contact(side, what):
        value = (side.get("contact") or {}).get(what) or []
        return value if isinstance(value, list) else [value]

    wanted, given = Counter(), Counter()
    for name, other in (("kind", "kind"), ("title", "title"), ("issuer", "issuer"), ("published", "issued"),
                        ("inspector", "inspector")):
        wanted.update([(name, fold(answer.get(name)))] if answer.get(name) else [])
        given.update([(name, fold(article.get(other)))] if article.get(other) else [])
    for name in ("phone", "email", "postal", "postcode"):
        wanted.update({(name, fold(v)) for v in contact(answer, name)})
        given.update({(name, fold(v)) for v in contact(article, name)})
    marks.compare("meta", wanted, given)


def judge_document(answers, extract):
    """Articles are taken one by one, each with the one found that shares most of its nodes."""
    marks = Marks()
    left = list(extract["articles"])
    for answer in sorted(answers["articles"], key=lambda a: -len(a["nodes"])):
        wanted = answer_nodes(answer)
        empty = {"nodes": [], "facts": []}
        trees = [(found_nodes(a), a) for a in left] or [({0: None}, empty)]
        pairs = [pair(wanted, list(t.values())[1:]) for t, _ in trees]
        best = max(range(len(trees)), key=lambda i: len(pairs[i]) + 2 * (
            bool(answer["title"]) and fold(answer["title"]) == fold(trees[i][1].get("title"))))
        tree, article = trees[best]
        left = [a for a in left if a is not article]
        judge_nodes(marks, wanted, list(tree.values())[1:], pairs[best])
        judge_facts(marks, answer, article, tree, pairs[best])
        judge_meta(marks, answer, article)
    for a in left:  # articles that are none
        marks.add("node", 0, 0, len(a["nodes"]))
        marks.misses += [f"node     + {n}" for n in list(found_nodes(a).values())[1:]]
    return marks


def extract(program, files):
    run = subprocess.run([program, "extract", "--json", *files], capture_output=True, timeout=120, check=False)
    try:
        return json.loads(run.stdout)
    except ValueError:
        print(f"{files[0].name}: exit {run.returncode}, no JSON: {run.stderr.decode(errors='replace').strip()}")
        return {"articles": [], "notes": []}


def named(folders, name):
    """The document whose name is, or begins with, this one."""
    return next((f for d in folders if d.is_dir() for f in sorted(d.iterdir())
                 if f.suffix != ".json" and (f.stem == name or f.name.startswith(name + "_"))), None)


def row(name, marks):
    cells = ("     -" if v is None else f"{v:6.1f}" for v in map(marks.figure, COLUMNS))
    return f"{name:20}" + "".join(f"{c:>9}" for c in cells)


def hold(program, title, papers, below, misses):
    """papers: (name, answers, files). False when a figure is under its bar."""
    total, lows = Marks(), []
    print(f"{title:20}" + "".join(f"{c:>9}" for c in COLUMNS))
    for name, path, files in papers:
        marks = judge_document(json.loads(path.read_text(encoding="utf-8")), extract(program, files))
        total.merge(marks)
        print(row(name, marks))
        if misses:
            print("".join(f"    {m}\n" for m in marks.misses), end="")
    print(row("all", total))
    for measure, bar in BARS.items():
        if (total.figure(measure) or 0) < bar - below:
            lows.append(f"{measure} {total.figure(measure) or 0:.1f} < {bar - below}")
    print(f"under the bar: {', '.join(lows)}\n" if lows else f"at or over every bar less {below}\n")
    return not lows


def count_roles(program, folders):
    """False when a document has more or fewer findings or duties than people count in it."""
    good = True
    for names, role, wanted in ROLES:
        files = [named(folders, n) for n in names]
        if None in files:
            continue
        e = extract(program, files)
        got = sum(n["role"] == role for a in e["articles"] for n in a["nodes"])
        good &= got == wanted
        print(f"{' + '.join(names):16}{role:8} {got:3} of {wanted:3}{'' if got == wanted else '  NOT AS COUNTED'}")
        if names == ["f3"]:
            counts = [n["text"] for n in e["notes"] if n["code"] == "count-equal"]
            good &= any("42" in c for c in counts)
            print(f"{'':16}counts that agree: {'; '.join(counts) or 'NONE'}")
    return good


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--misses", action="store_true")
    args.add_argument("program", type=lambda p: Path(p).resolve())
    args.add_argument("root", type=Path)
    a = args.parse_args()
    own, samples, shared = a.root / "tests/gold", a.root / "samples", a.root / "../shared"
    folders = [shared / "gold", shared / "seeds"]
    papers = [(p.stem, p, [named([samples, own], p.stem)]) for p in sorted(own.glob("*.json"))]
    papers += [(p.stem, p, [named([samples], p.stem), named([samples], p.stem + "-2")])
               for p in sorted(own.glob("pair/*.json"))]
    good = hold(a.program, "samples", papers, OWN_BELOW, a.misses)
    if folders[0].is_dir():
        papers = [(p.stem, p, [named(folders, p.stem)]) for p in sorted(folders[0].glob("*.json"))]
        good &= hold(a.program, "shared gold", papers, SHARED_BELOW, a.misses)
        good &= count_roles(a.program, folders)
    return 0 if good else 1


sys.exit(main())
