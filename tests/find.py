#!/usr/bin/env python3
"""bihuan search, for the eyes of several persons, against a look at every record that each of them is shown.

    find.py PROGRAM

What somebody should find is made here: of the records that `list` and `show` tell that person, by the model of search
(searchmodel.py), without an index. What was removed by order stands in no byte of any file afterwards.
"""
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import searchmodel  # noqa: E402
from commission import Commission  # noqa: E402

PROGRAM = str(Path(sys.argv[1]).resolve())
OK, USAGE, ABSENT, RIGHT, QUERY = 0, 2, 3, 45, 50
SEED, QUERIES = 20261122, 12
ROOT = "泓水市卫生健康委员会"
results = []


def check(what, holds, told=""):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what, told)


CLASSES = {"fast": ("限期办结", "Within days"), "slow": ("长期跟进", "Kept up")}
HIDDEN = {1: {"inner"}, 2: {"inner", "note"}}    # fields that only some see, by version
DEFINITION = """
ledger: finds
version: %(version)d
label: {zh: 查找试验, en: Finds}
palette:
  red: {label: {zh: 红, en: Red}, colour: "#cf222e", mark: 红}
  green: {label: {zh: 绿, en: Green}, colour: "#1a7f37", mark: 绿}
kinds:
%(kinds)s
%(upgrade)s
"""
ITEM = """
  item:
    label: {zh: 事项, en: Item}
    number: "泓办发〔{year}〕{seq}号"
    fields:
      title: {type: text, as: title, required: true, label: {zh: 名称, en: Title}}
      lead: {type: unit, as: lead, label: {zh: 牵头, en: Lead}}
      support: {type: units, as: support, label: {zh: 配合, en: Support}}
      person: {type: person, as: person, label: {zh: 责任人, en: Person}}
      class: {type: choice, as: class, label: {zh: 类别, en: Class}, choices: {fast: {zh: 限期办结, en: Within days}, slow: {zh: 长期跟进, en: Kept up}}}
      size: {type: quantity, label: {zh: 数量, en: Size}}
      note: {type: long-text, label: {zh: 情况, en: Note}%(note)s}
      inner: {type: long-text, see: [supervisor], label: {zh: 内情, en: Inner}}
      paper: {type: document, label: {zh: 文件, en: Paper}}
    states:
      open: {label: {zh: 办理中, en: Open}}
      closed: {label: {zh: 已办结, en: Closed}, final: true}
    moves:
      - {event: enter, label: {zh: 录入, en: Enter}, to: open, who: office, fills: all}
      - {event: mend, label: {zh: 更正, en: Mend}, from: open, who: office, fills: all}
      - {event: report, label: {zh: 报告, en: Report}, from: open, who: [lead, support, person, office], fills: [note, paper]}
      - {event: close, label: {zh: 办结, en: Close}, from: open, to: closed, who: office}
    lamps:
      - {show: red, overdue: 1}
      - {show: green}
    notices:
      urge: {label: {zh: 催办, en: Urge}, form: reminder, number: "泓催〔{year}〕{seq}号", who: office, to: lead}
"""
HINT = """
  hint:
    label: {zh: 线索, en: Hint}
    see: [%(see)s]
    number: "线{seq:3}"
    fields:
      title: {type: text, as: title, required: true, label: {zh: 名称, en: Title}}
      lead: {type: unit, as: lead, label: {zh: 单位, en: Lead}}
      note: {type: long-text, label: {zh: 情况, en: Note}}
    states:
      open: {label: {zh: 办理中, en: Open}}
      closed: {label: {zh: 已办结, en: Closed}, final: true}
    moves:
      - {event: enter, label: {zh: 录入, en: Enter}, to: open, who: office, fills: all}
      - {event: close, label: {zh: 办结, en: Close}, from: open, to: closed, who: office}
"""


def definition(version):
    item = ITEM % {"note": "" if version == 1 else ", see: [supervisor]"}
    hint = HINT % {"see": "supervisor, office" if version == 1 else "supervisor, lead"}
    return DEFINITION % {"version": version, "kinds": item + hint if version == 1 else hint + item, "upgrade": "" if version == 1 else "upgrade: {from: 1, states: {item: {was: open}}}"}


# login: role, unit, of the first ledger alone
PEOPLE = {"jia": ("division", "甲处", False), "bing": ("contact", "丙院", False), "ding": ("contact", "丁所", False), "du": ("supervisor", ROOT, False),
          "zhu": ("leader", "丁所", False), "kan": ("viewer", "乙处", True), "liang": ("viewer", ROOT, True), "ren": None}
EYES = ["office", *PEOPLE, "sysadmin"]


class Site(Commission):
    def __init__(self, folder):
        super().__init__(PROGRAM, folder, ROOT)
        self.versions = {"l1": 1, "l2": 1}
        for name, above in (("甲处", ROOT), ("乙处", ROOT), ("丙院", ROOT), ("丁所", "甲处"), ("戊站", "乙处")):
            self.must("sysadmin", "unit", "add", name, f"--unit={above}")
        (folder / "finds.yaml").write_text(definition(1))
        for code in self.versions:
            self.must("office", "ledger", "begin", "finds.yaml", code, f"台账{code}")
        for login, role in PEOPLE.items():
            self.person(login)
            if role:
                self.must("secadmin", "role", "give", login, role[0], f"--unit={role[1]}", *([f"--ledger={self.ledger('l1')}"] if role[2] else []))
        self.must("secadmin", "portfolio", "set", "zhu", "丙院")

    def ledger(self, code):
        with sqlite3.connect(self.folder / "bihuan.db") as c:
            return str(uuid.UUID(bytes=c.execute("SELECT l.uuid FROM register g JOIN ledger l ON l.id = g.ledger WHERE g.code = ?", (code,)).fetchone()[0]))

    def enter(self, code, kind, **fields):
        return json.loads(self.must("office", "enter", f"--ledger={code}", f"--kind={kind}", "--json", *(f"{k}={v}" for k, v in fields.items())))["number"]

    def search(self, who, query, *more):
        r = self.run(who, "search", *(query if isinstance(query, list) else [query]), "--json", "--limit=1000", *more)
        if r.returncode != OK:
            return r.returncode
        return json.loads(r.stdout)

    def numbers(self, who, query, *more):
        r = self.search(who, query, *more)
        return r if isinstance(r, int) else [f"{x['ledger']}/{x['number']}" for x in r["records"]]


# ---- what somebody should find ----

def words_of(record, version):
    """All words by which a record is found, beside number and title; each a piece of its own."""
    pieces = []
    for key, field in record["fields"].items():
        v = field["value"]
        if key in HIDDEN[version] and record["kind"] == "item" or key in ("title", "person"):
            continue
        if key == "class":
            pieces += CLASSES[v]
        elif key == "size":
            pieces.append(v["value"] + v["unit"])
        elif key == "paper":
            pieces.append(v["name"])
        else:
            pieces += field["text"].split("、") if key in ("lead", "support") else [v]
    for e in record["history"]:
        c = e["change"] or {}
        pieces += [c.get("reason"), (c.get("instruction") or {}).get("text"), c["number"]["text"] if c.get("notice") else None]
        pieces += [x["name"] for x in c.get("evidence") or []]
    return [p for p in pieces if p]


def shown(site, who):
    """What list and show tell: (place, number, title, pieces, time of the newest event)."""
    out = []
    for code, version in site.versions.items():
        for kind in ("item", "hint"):
            for listed in json.loads(site.must(who, "list", f"--ledger={code}", f"--kind={kind}", "--limit=1000", "--json"))["records"]:
                x = json.loads(site.must(who, "show", listed["id"], "--json"))
                out.append((f"{code}/{x['number']}", x["number"], x["fields"]["title"]["value"], words_of(x, version), x["history"][-1]["time"]))
    return sorted(out, key=lambda x: x[4], reverse=True)


def find(records, query):
    """Places in order; the status of what is no query."""
    parsed = searchmodel.parse(query)
    if parsed is None:
        return QUERY
    patterns, number = parsed
    found = []
    for age, (place, own, title, pieces, _) in enumerate(records):
        us = [searchmodel.units(s) for s in (own, title, "\n".join(pieces))]
        columns = [searchmodel.written(u) for u in us]
        if all(any(p.search(c) for c in columns) for p, _ in patterns):
            exact = searchmodel.written(searchmodel.without_mark(us[0])) == number
            found.append((0 if exact else 1 if all(p.search(columns[1]) for p, _ in patterns) else 2, age, place))
    return [place for _, _, place in sorted(found)]


def marks_lie(told, query):
    """The marked bytes of a line are words of the query."""
    line = (told["line"] or "").encode()
    marks = [line[a:b].decode() for a, b in told["marks"]]
    return not marks or [f"{a}-{b}" for a, b in told["marks"]] == searchmodel.marks(query, told["line"]).split()


def all_eyes(site, when, r):
    by = {who: shown(site, who) for who in EYES}
    everything = {place: (number, title, pieces) for who in EYES for place, number, title, pieces, _ in by[who]}
    texts = [t for number, title, pieces in everything.values() for t in (number, title, *pieces)] + SECRETS
    queries = [searchmodel.cut(r, r.choice(texts)) for _ in range(QUERIES)] + [f"{searchmodel.cut(r, r.choice(texts))} {searchmodel.cut(r, r.choice(texts))}" for _ in range(4)]
    queries = [q for q in queries if "\n" not in q] + FIXED
    some = 0
    for who in EYES:
        for q in queries:
            told, want = site.search(who, ["--", q]) if q.startswith("-") else site.search(who, q), find(by[who], q)
            got = told if isinstance(told, int) else [f"{x['ledger']}/{x['number']}" for x in told["records"]]
            check(f"{when}: {who} {q!r}", got == want, f"\n  program {got}\n  model   {want}")
            if isinstance(told, dict):
                some += bool(want)
                check(f"{when}: {who} {q!r}: counted", told["count"] == len(want) and not told["more"])
                check(f"{when}: {who} {q!r}: marks", all(marks_lie(x, q) for x in told["records"]))
    check(f"{when}: something is found", some > len(queries))
    check(f"{when}: not all see the same", len({tuple(x[0] for x in by[who]) for who in EYES}) > 5)
    return by


# ---- the town ----

SECRETS = ["柜中现金来路不明", "夜里有人搬走账册"]
FIXED = ["消防", "消防 通道", "“消防通道”", "通道 消防", "泓办发〔2026〕1号", "12.5吨", "1,200", "1200", "within days", "限期办结", "甲处", "丁所 消防", "，。", "查无此词",
         "现金", "账册", "quarterly", "佐证", "通道堆物", "老楼"]


def fill(site):
    e, f = site.enter, site.folder
    for name in ("佐证清单quarterly.txt", "老楼改造图纸.txt"):
        (f / name).write_text(name)
    made = [
        e("l1", "item", title="消防通道被占用", lead="甲处", support="丙院,乙处", note="三楼消防通道堆物，限期腾空；责令整改", **{"class": "fast", "size": "12.5吨"}),
        e("l1", "item", title="药房台账缺页", lead="丙院", person="ren", note="抽查三个月，缺页1,200张。\n另有消防器材过期。", **{"class": "slow"}),
        e("l1", "item", title="值班记录不全", lead="丁所", support="戊站", inner=SECRETS[0], note="通道、消防分开记录"),
        e("l1", "item", title="老楼电线老化", lead="乙处", paper="老楼改造图纸.txt", size=">=1200米"),
        e("l1", "item", title="窗口排队过长", note="见泓办发[2026]1号，补足窗口"),
        e("l2", "item", title="消防演练走过场", lead="丁所", support="丙院", inner=SECRETS[1], note="演练后无总结"),
        e("l2", "item", title="车辆派单不全", lead="戊站", person="ren", note="派单与油卡对不上，金额1200元", **{"class": "fast"}),
    ]
    e("l1", "hint", title="来信反映消防验收造假", lead="丁所", note="署名来信，称消防验收当天换了器材")
    e("l2", "hint", title="账册去向", lead="丙院", note="账册不在柜中")
    site.must("bing", "report", f"l1/{made[1]}", "note=已补齐一千张，余下二百张在找。消防器材已换新", "@佐证清单quarterly.txt", "--reason=第一次报告")
    site.must("office", "notice", "give", "urge", f"l1/{made[0]}")
    site.must("zhu", "instruct", "give", f"l1/{made[1]}", "两周内把缺页原因查清", "--to=2027-01-15")
    site.must("office", "close", f"l1/{made[3]}", "--reason=老楼已整体搬迁")
    return made


def fixed(site, made):
    """What is plain to see."""
    one = f"l1/{made[0]}"
    for q in ("泓办发〔2026〕1号", "泓办发[2026]1号", "泓办发（２０２６）１号", "泓办发【2026】1号", "泓办发2026 1"):
        q = q.replace("2026", made[0][4:8]).replace("２０２６", made[0][4:8])
        check(f"the number first: {q}", site.numbers("office", q, "--ledger=l1")[:1] == [one])
    check("title before text, and newest first", [x["in"] for x in site.search("office", "消防")["records"]] == ["title"] * 3 + ["text"] * 2, site.search("office", "消防"))
    check("words apart", site.numbers("office", ["消防", "通道"]) == site.numbers("office", "消防 通道"))
    check("one ledger", {x.split("/")[0] for x in site.numbers("office", "消防", "--ledger=l2")} == {"l2"})
    check("a limit", len(json.loads(site.must("office", "search", "消防", "--limit=2", "--json"))["records"]) == 2)
    check("is told beside the count", json.loads(site.must("office", "search", "消防", "--limit=2", "--json"))["count"] == 5)
    line = site.must("office", "search", "1,200")
    check("on a terminal", "【1200】米" in line or "【1,200】张" in line or "【1200】元" in line, line)
    check("with a count", line.endswith("项\n"))
    check("in English", site.run("office", "search", "quarterly", BIHUAN_LANG="en").stdout.endswith("1 found\n"))
    for what, args, status in (("no words", [], USAGE), ("no ledger", ["甲", "--ledger=x"], ABSENT), ("no query", ["——"], QUERY), ("a limit of none", ["甲", "--limit=0"], USAGE),
                               ("too great a limit", ["甲", "--limit=1001"], USAGE), ("too long", ["甲" * 201], QUERY)):
        check(f"refused: {what}", site.run("office", "search", *args).returncode == status)
    check("nobody asks", site.run("nobody", "search", "消防").returncode == site.run("nobody", "list", "--ledger=l1").returncode)
    check("who may see no kind of hint finds none", site.numbers("jia", "来信") == [] and site.numbers("du", "来信") != [])
    check("an inner word is nobody's", [site.numbers(who, "现金") for who in EYES] == [[]] * len(EYES))


def bytes_of(site):
    return b"".join(p.read_bytes() for p in site.folder.rglob("*") if p.is_file())


def removal(site, made):
    """What was removed is found by nobody, and stands in no byte; of two pieces of evidence the one that nothing else names goes."""
    word, number = "身份证号三三零幺", f"l1/{made[1]}"
    scan, shared = site.file("扫描件.txt", f"扫描：{word}"), site.file("通知.txt", "公开的通知")
    site.must("bing", "report", number, f"note=误写{word}", f"--reason={word}又一处", f"@{scan}", f"@{shared}")
    site.must("bing", "report", number, "note=另报一次", f"@{shared}")
    (site.folder / scan).unlink()
    check("before it is removed", site.numbers("office", word) == [number] and word.encode() in bytes_of(site))
    event = next(e["number"] for e in json.loads(site.must("office", "show", number, "--json"))["history"] if "误写" in str(e))
    order = "--reason=泓卫办发〔2026〕9号：误录个人信息"
    for what, who, args, status in (("without an order", "secadmin", ["l1", str(event)], USAGE), ("by the office", "office", ["l1", str(event), order], RIGHT),
                                    ("by who may only see", "sysadmin", ["l1", str(event), order], RIGHT), ("no ledger", "secadmin", ["l9", "1", order], ABSENT),
                                    ("no event", "secadmin", ["l1", "99999", order], ABSENT), ("no number", "secadmin", ["l1", "一", order], USAGE),
                                    ("nothing", "secadmin", ["l1", order], USAGE), ("an order without words", "secadmin", ["l1", str(event), "--reason= "], USAGE)):
        r = site.run(who, "remove", *args)
        check(f"not removed {what}", r.returncode == status and r.stderr, f"{r.returncode} {r.stderr}")
    check("nothing was removed", site.numbers("office", word) == [number])
    told = json.loads(site.must("secadmin", "remove", "l1", str(event), order, "--json"))
    check("told", (told["events"], told["files"]) == (1, 1), told)
    for who in EYES:
        check(f"removed: {who}", site.numbers(who, word) == [] and site.numbers(who, "身份证") == [])
    check("no byte of it is left, in no file", word.encode() not in bytes_of(site) and "身份".encode() not in bytes_of(site))
    check("what something else names is left", "公开的通知".encode() in bytes_of(site))
    check("its proof is left", site.run("office", "verify", "--evidence", "--views").returncode == OK)
    r = site.run("secadmin", "remove", "l1", str(json.loads(site.must("office", "show", number, "--json"))["last"] + 1), order)
    check("an order stays", r.returncode not in (OK, None), r.stdout)
    check("other words of it are", site.numbers("office", "缺页原因") == [number] and site.numbers("office", "药房") == [number])
    site.must("bing", "report", number, "note=改正后重报")
    check("what is said again is found", site.numbers("office", "改正后重报") == [number])


def many_ledgers(site):
    """More parts than one scope has room for, and kinds that are not seen alike."""
    for n in range(6):
        site.must("sysadmin", "post", "add", "丙院", f"岗{n}")
        site.must("sysadmin", "post", "hold", f"丙院/岗{n}", "bing")
    for n in range(10):
        site.must("office", "ledger", "begin", "finds.yaml", f"m{n}", f"又一本{n}")
        site.enter(f"m{n}", "item", title="锅炉房交接", lead="丙院" if n % 2 else "甲处", support="丙院" if n % 3 else "乙处")
    for who, want in (("bing", [n for n in range(10) if n % 2 or n % 3]), ("office", range(10)), ("jia", [n for n in range(10) if n % 2 == 0]), ("liang", [])):
        got = site.numbers(who, "锅炉房")
        check(f"many ledgers: {who}", [x.split("/")[0] for x in got] == [f"m{n}" for n in reversed(want)], got)


def broken(site, other):
    """Whatever becomes of the file, answers are the same."""
    index = site.folder / "bihuan-search.db"
    want = [site.numbers(who, q) for who in EYES for q in ("消防", "甲处", "记录")]

    def gone():
        for end in ("", "-wal", "-shm"):
            Path(f"{index}{end}").unlink(missing_ok=True)

    def head():
        with open(index, "r+b") as f:
            f.write(b"nothing that anybody knows" * 4)

    def middle():
        size = index.stat().st_size
        with open(index, "r+b") as f:
            for at in range(4096, size, 4096):
                f.seek(at)
                f.write(b"\xa5" * 4096)

    def cut():
        os.truncate(index, 5000)

    def anothers():
        gone()
        shutil.copy(other / "bihuan-search.db", index)

    for what, harm in (("gone", gone), ("head", head), ("middle", middle), ("cut", cut), ("another's", anothers)):
        harm()
        check(f"an index that is {what}", [site.numbers(who, q) for who in EYES for q in ("消防", "甲处", "记录")] == want)


def main():
    r = random.Random(SEED)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        site, other = Site(Path(one)), Path(two)
        made = fill(site)
        fixed(site, made)
        all_eyes(site, "at first", r)
        site.must("sysadmin", "unit", "move", "丁所", "乙处")
        all_eyes(site, "a unit moved", r)
        site.must("sysadmin", "unit", "rename", "戊站", "急救分站")
        check("by its new name", site.numbers("office", "急救分站") != [] and site.numbers("office", "戊站") == [])
        all_eyes(site, "a unit renamed", r)
        before = site.numbers("office", "丁所")
        site.must("sysadmin", "unit", "merge", "丁所", "丙院")
        check("merged: by the name of the other", set(before) <= set(site.numbers("office", "丙院")) and site.numbers("office", "丁所") == [])
        check("merged: seen by who works for it", set(before) - set(site.numbers("bing", "丙院")) == {x for x in before if "线" in x})
        removal(site, made)
        (site.folder / "next.yaml").write_text(definition(2))
        site.must("office", "ledger", "upgrade", "l1", "next.yaml")
        site.versions["l1"] = 2
        check("upgraded: a field for fewer eyes is out of it", site.numbers("office", "通道堆物") == [] and site.numbers("office", "药房") != [])
        check("upgraded: a kind for other eyes", "l1/线001" in site.numbers("bing", "来信反映") and site.numbers("office", "来信反映") == [])
        many_ledgers(site)
        elsewhere = subprocess.run([PROGRAM, "init", f"--unit={ROOT}"], cwd=other, capture_output=True)
        assert elsewhere.returncode == OK
        subprocess.run([PROGRAM, "search", "消防"], cwd=other, capture_output=True, check=True)
        broken(site, other)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return not all(results)


sys.exit(main())
