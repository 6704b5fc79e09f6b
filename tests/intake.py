#!/usr/bin/env python3
"""import: documents and sheets become records.

    intake.py PROGRAM SAMPLES GOLD

How many findings a sample holds is told by the answers beside it (GOLD), how many measures and targets by people who counted
them; they stand here. Who acts is the person behind the account of the operating system.
"""
import collections
import json
import os
import pwd
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import xlsx  # noqa: E402

PROGRAM, SAMPLES, GOLD = (Path(p).resolve() for p in sys.argv[1:4])
SHARED = GOLD.parents[1] / ".." / "shared" / "seeds"
OK, USAGE, NOTHING, RIGHT, SECRET, ROWS, KNOWN = 0, 2, 13, 45, 57, 58, 59
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
TOP = "泓水市卫生健康委员会"
results = []


def check(what, holds):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what)


class Site:
    """A site with ledgers, and who acts on it."""

    def __init__(self, folder, *ledgers):
        self.folder, self.db = folder, folder / "bihuan.db"
        self.run("init", f"--unit={TOP}")
        self.acts("office")
        for definition, code in ledgers or (("rectification", "ZG"),):
            self.done("ledger", "begin", definition, code, f"台账{code}", "--round=2026")

    def run(self, *args):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
        return subprocess.run([PROGRAM, *map(str, args)], cwd=self.folder, capture_output=True, text=True, env=kept | {"BIHUAN_LANG": "zh"})

    def done(self, *args):
        r = self.run(*args)
        check(f"{args}: {r.returncode} {r.stderr}", r.returncode == OK)
        return r.stdout

    def acts(self, login):
        with sqlite3.connect(self.db) as c:
            c.execute("UPDATE person SET account = NULL WHERE account = ?", (ACCOUNT,))
            c.execute("UPDATE person SET account = ? WHERE login = ? AND valid_to = 9223372036854775807", (ACCOUNT, login))
        c.close()

    def units(self, *names):
        self.acts("sysadmin")
        for name, above in names:
            self.done("unit", "add", name, f"--unit={above}")
        self.acts("office")

    def take(self, *args, status=OK):
        r = self.run("import", *args, "--json")
        check(f"import {args}: {r.returncode} {r.stderr}", r.returncode == status)
        return json.loads(r.stdout) if r.stdout else {}

    def show(self, number, *args):
        return json.loads(self.done("show", number, "--json", *args))

    def events(self):
        return self.ask("SELECT count(*) FROM event")[0][0]

    def ask(self, sql, *values):
        with sqlite3.connect(self.db) as c:
            rows = c.execute(sql, values).fetchall()
        c.close()
        return rows

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def count(told, state="entered"):
    return dict(collections.Counter(r["kind"] for r in told.get("records", ()) if r["state"] == state))


def states(told):
    return dict(collections.Counter(r["state"] for r in told["records"]))


def words_of(record):
    """The provenance, from what `show` tells."""
    text = record["fields"].get("words", {}).get("value")
    return text if isinstance(text, dict) else json.loads(text) if text else None


def gold(name, role):
    return sum(n.get("role") == role for a in json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))["articles"] for n in a["nodes"])


# ---- documents ----

# What stands in the samples: measures that lead over to others below them are none themselves.
SAMPLED = [("rectification.txt", "rectification", {"measure": 36}), ("ledger.csv", "ledger", {"measure": 6}),
           ("audit.txt", "audit", {"measure": 9})]


def documents(folder):
    for i, (sample, answer, more) in enumerate(SAMPLED):
        site = Site(make(folder, f"d{i}"))
        want = more | {"finding": gold(answer, "finding")}
        check(f"{sample}: {want}", count(site.take(SAMPLES / sample)) == want)
        before = site.events()
        check(f"{sample} again", count(site.take(SAMPLES / sample), "known") == want and site.events() == before)


def provenance(folder):
    site = Site(make(folder, "provenance"))
    path = SAMPLES / "rectification.txt"
    told = site.take(path)
    text = site.done("extract", "--text", path).encode()
    sha = subprocess.run(["sha256sum", path], capture_output=True, text=True).stdout.split()[0]
    for r in told["records"]:
        words = words_of(site.show(r["number"]))
        cited, piece = re.sub(r"\s", "", words["text"]), re.sub(r"\s", "", text[words["from"]:words["to"]].decode())
        check(f"{r['number']} cites the file", words["file"] == f"sha256:{sha}" and words["name"] == path.name)
        check(f"{r['number']} cites its words: {piece[:30]}", piece and (piece in cited or cited in piece or cited[:20] in piece))
    check("the file is kept", (site.folder / "bihuan.db").parent.joinpath("evidence", sha[:2], sha[2:4], sha).read_bytes() == path.read_bytes())
    links = {r["title"]: site.show(r["number"])["fields"].get("measures", {}).get("text", "") for r in told["records"] if r["kind"] == "finding"}
    for title, n in (("针对“第一议题学用脱节”的问题", 2), ("针对“县域医疗服务能力不强”的问题", 3), ("针对“检查检验互认推而不动”的问题", 0)):
        check(f"measures of {title}", links[title].count("C2026-") == n)
    kept = site.ask("SELECT record, ledger, file, size, name, title, part, seq FROM intake ORDER BY record")
    check("what was taken in is known", len(kept) == 68 and all(row[3] == path.stat().st_size for row in kept))
    site.done("rebuild")
    check("and is made again from the events", site.ask("SELECT record, ledger, file, size, name, title, part, seq FROM intake ORDER BY record") == kept)
    site.done("verify")


def plans(folder):
    site = Site(make(folder, "plan"), ("work-plan", "YD"))
    told = site.take(SAMPLES / "workplan.md")
    check("duties of the plan", count(told)["duty"] == gold("workplan", "duty"))
    targets = [r["title"] for r in told["records"] if r["kind"] == "target"]
    first = site.show("2026-001")["fields"]
    check("its first duty has three targets", first["targets"]["text"].count("M2026-") == 3 and first["part"]["text"] == "拓展改革深度")
    goal = next(site.show(r["number"])["fields"]["goal"]["text"] for r in told["records"] if r["title"].startswith("人员支出占业务支出"))
    check(f"goal {goal}", goal in ("≥45%", ">=45%") and len(targets) > 50)
    check("a ledger that reads none of it", site.run("import", SAMPLES / "feedback.txt").returncode == NOTHING)
    only = Site(make(folder, "only"), ("work-plan", "YD"))
    check("--kind", set(count(only.take(SAMPLES / "workplan.md", "--kind=duty"))) == {"duty"})


def names(folder):
    """Found once it is entered; else the field stays empty, and the words are told."""
    site = Site(make(folder, "names"))
    site.units(("医政医管科", TOP), ("规划信息科", TOP), ("甲中心", TOP), ("规划信息科", f"{TOP}/甲中心"))
    told = site.take(SAMPLES / "audit.txt")
    left = {(u["words"], u["why"]) for u in told["unresolved"]}
    check(f"two of a name are told: {left}", ("规划信息科", "不止一个，不能确定") in left and ("市精神卫生中心", "名录里没有") in left)
    check("one of a name is not", not any(words == "医政医管科" for words, _ in left))
    leads = [site.show(r["number"])["fields"].get("lead", {}).get("text") for r in told["records"]]
    check("and leads", "医政医管科" in leads and not any("规划" in (lead or "") for lead in leads))


REPORT = """泓水市卫生健康委员会党组关于巡察整改情况的通报

　　一、整改落实情况
　　1．针对“会议纪要归档不及时”的问题。建立月归档制度，补归纪要12份。
　　2．针对“公务用车登记不完整”的问题。统一登记表，逐车核对里程。
　　3．针对“印章外带未审批”的问题。收回外带印章，明确两级审批。
　　4．针对“值班替班无记录”的问题。启用替班登记簿，每周检查一次。
"""


def secrecy(folder):
    site = Site(make(folder, "secrecy"))
    before = site.events()
    for i, mark in enumerate(("机密★1年", "秘密★", "绝密★30年")):
        path = site.file(f"s{i}.txt", f"{mark}\n\n{REPORT}")
        r = site.run("import", path)
        check(f"{mark} is refused: {r.returncode} {r.stderr}", r.returncode == SECRET and "涉密文件不能录入" in r.stderr and site.events() == before)
    check("nothing of it is kept", not (site.folder / "evidence").exists() or not list((site.folder / "evidence").glob("*/*/*")))
    told = site.take(site.file("n.txt", f"内部\n\n{REPORT}"))
    check(f"内部 is noted: {told['files']}", count(told) == {"finding": 4} and told["files"][0]["secrecy"] == "内部")


def versions(folder):
    site = Site(make(folder, "versions"))
    path = site.file("通报.txt", REPORT)
    first = site.take(path)
    numbers = {r["title"]: r["number"] for r in first["records"]}
    site.file("通报.txt", REPORT.replace("补归纪要12份", "补归纪要21份").replace(
        "　　3．针对“印章外带未审批”的问题。收回外带印章，明确两级审批。\n", "") + "　　5．针对“食堂采购询价单缺失”的问题。每批留存三份报价。\n")
    before = site.events()
    told = site.take(path)
    check(f"a later version is told: {states(told)}", states(told) == {"known": 2, "changed": 1, "added": 1} and told["files"][0]["version"])
    changed = next(r for r in told["records"] if r["state"] == "changed")
    check("what changed", changed["number"] == numbers["针对“会议纪要归档不及时”的问题"] and "12份" in changed["before"])
    check("what is gone", [g["number"] for g in told["gone"]] == [numbers["针对“印章外带未审批”的问题"]])
    check("nothing was written", site.events() == before)
    told = site.take(path, "--take")
    check("what is new is entered", states(told) == {"known": 2, "changed": 1, "entered": 1} and site.events() == before + 1)
    told = site.take(path, "--take")
    check("once", states(told) == {"known": 3, "changed": 1} and site.events() == before + 1)
    other = site.file("通报.txt", re.sub("针对.*", "针对“锅炉房年检过期”的问题。停炉送检，换发合格证。", REPORT).replace("巡察", "消防"))
    told = site.take(other)
    check("another document of that name is none", told["files"] and not told["files"][0]["version"])


# ---- sheets ----

HEAD = "编号,问题,方面,牵头单位,类别,交办时限,进展\n"


def sheet_rows(path, site):
    return [line.split("\t") for line in site.done("extract", "--text", path).splitlines()]


def sheets(folder):
    site = Site(make(folder, "sheets"))
    site.units(("医政科", TOP))
    rows = [",药品阴凉柜温度超限未处置,药事管理,医政科,立行立改,2026年6月底前,",
            ",抢救车药品近效期未更换,药事管理,药剂处,立行立改,2026-06-30,",
            ",处方点评流于形式,药事管理,医政科,立即整改,长期坚持,",
            ",,药事管理,医政科,,,"]
    path = site.file("台账.csv", HEAD + "\n".join(rows) + "\n")
    told = site.take(path, "-o", "未录入.xlsx", status=ROWS)
    check(f"rows with errors are not entered: {states(told)}", states(told) == {"entered": 1, "faulty": 3})
    why = {r["row"]: r["why"] for r in told["records"] if r["state"] == "faulty"}
    check(f"each says why: {why}", sorted(why) == [3, 4, 5] and "药剂处" in why[3] and "立即整改" in why[4] and "长期坚持" in why[4] and "问题" in why[5])
    fields = site.show("2026-001")["fields"]
    check("the first row", {k: v["text"] for k, v in fields.items() if k != "words"} == {
        "title": "药品阴凉柜温度超限未处置", "aspect": "药事管理", "lead": "医政科", "class": "立行立改", "imposed": "2026-06-30"})
    copy = sheet_rows("未录入.xlsx", site)
    check("the copy holds the user's columns", [c[:7] for c in copy] == [(line.split(",") + [""] * 7)[:7] for line in (HEAD.strip(), *rows)] or
          [c[1] for c in copy] == ["问题"] + [row.split(",")[1] for row in rows])
    check("and why", copy[0][7] == "未录入的原因" and "药剂处" in copy[2][7] and len(copy[1]) < 8 or copy[1][7] == "")
    mended = site.file("改后.csv", HEAD + "\n".join([rows[0], rows[1].replace("药剂处", "医政科"), rows[2].replace("立即整改", "持续整改").replace("长期坚持", "")]) + "\n")
    before = site.events()
    check("mended, only these are entered", states(site.take(mended)) == {"known": 1, "entered": 2} and site.events() == before + 2)
    check("all or nothing", states(site.take(site.file("全.csv", HEAD + ",新的甲,,,,,\n,新的乙,,没有,,,\n"), "--all-or-nothing", status=ROWS)) ==
          {"waiting": 1, "faulty": 1} and site.events() == before + 2)
    check("only tried", states(site.take(site.file("试.csv", HEAD + ",新的甲,,,,,\n"), "--dry-run")) == {"entered": 1} and site.events() == before + 2)


def known_rows(folder):
    site = Site(make(folder, "known"))
    site.units(("医政科", TOP))
    site.take(site.file("一.csv", HEAD + ",候诊区标识不清,服务,医政科,立行立改,2026-06-30,\n,叫号屏故障未修,服务,医政科,立行立改,2026-06-30,\n"))
    again = site.file("二.csv", HEAD + "2026-001,候诊区标识不清,服务环境,医政科,分阶段整改,2026-06-30,\n2026-002,叫号屏故障未修,服务,医政科,立行立改,2026-06-30,\n")
    before = site.events()
    told = site.take(again)
    check("skip", states(told) == {"known": 2} and told["records"][0]["why"] == "方面、类别" and site.events() == before)
    check("stop", site.run("import", again, "--on-known=stop").returncode == KNOWN and site.events() == before)
    told = site.take(again, "--on-known=update")
    check(f"update: {states(told)}", states(told) == {"known": 1, "updated": 1} and site.events() == before + 1)
    fields = site.show("2026-001")["fields"]
    check("its fields", fields["aspect"]["text"] == "服务环境" and fields["class"]["text"] == "分阶段整改")
    wrong = site.file("三.csv", HEAD + "2026-001,候诊区标识不清,服务环境,医政科,分阶段整改,2026-06-30,已更换标识\n")
    told = site.take(wrong, "--on-known=update", status=ROWS)
    check(f"what no move writes is told: {told['records'][0]['why']}", "进展" in told["records"][0]["why"] and site.events() == before + 1)
    check("a wrong word", site.run("import", wrong, "--on-known=often").returncode == USAGE)


def lists(folder):
    """The lists that the program writes come back: what is there is known by the hidden column, and links hold."""
    site = Site(make(folder, "lists"))
    site.done("lists", SAMPLES / "rectification.txt", "-o", "清单.xlsx")
    told = site.take("清单.xlsx")
    check(f"into a ledger that is empty: {count(told)}", count(told) == {"finding": 32, "measure": 56})
    third = next(r["number"] for r in told["records"] if r["title"] == "针对“县域医疗服务能力不强”的问题")
    check("its measures", site.show(third)["fields"]["measures"]["text"].count("C2026-") == 3)
    before = site.events()
    check("the document is known by them", count(site.take(SAMPLES / "rectification.txt"), "known") == {"finding": 32, "measure": 36})
    check("and they again", set(states(site.take("清单.xlsx"))) == {"known"} and site.events() == before)
    other = Site(make(folder, "lists2"))
    other.take(SAMPLES / "rectification.txt")
    told = other.take(site.folder / "清单.xlsx")
    # tasks of findings that tell themselves what was done, and commitments, are rows of the list alone
    check(f"behind the document: {count(told)}", count(told, "known") == {"finding": 32, "measure": 36} and count(told) == {"measure": 20})


def merged(folder):
    """A workbook whose aspect is merged downwards, with a title over its head and a second table below."""
    site = Site(make(folder, "merged"))
    put = {"A1": xlsx.inline("某局问题台账"), "A2": xlsx.inline("方面"), "B2": xlsx.inline("问题"), "C2": xlsx.inline("整改时限"),
           "A3": xlsx.inline("窗口服务"), "B3": xlsx.inline("首问负责未落实"), "C3": xlsx.day(46203),
           "B4": xlsx.inline("服务评价器闲置"), "B5": xlsx.inline("导诊台无人值守")}
    xlsx.write(site.folder / "合并.xlsx", xlsx.one(put, ["A1:C1", "A3:A5"]))
    told = site.take("合并.xlsx")
    aspects = [site.show(r["number"])["fields"]["aspect"]["text"] for r in told["records"]]
    check(f"what is merged is said of each: {aspects}", aspects == ["窗口服务"] * 3 and count(told) == {"finding": 3})
    check("its day", site.show("2026-001")["fields"]["imposed"]["text"] == "2026-06-30")


def rights(folder):
    site = Site(make(folder, "rights"))
    site.acts("sysadmin")
    site.done("person", "add", "luping", "陆平")
    site.acts("luping")
    before = site.events()
    r = site.run("import", SAMPLES / "rectification.txt")
    check(f"who may not see the ledger: {r.returncode}", r.returncode in (RIGHT, ROWS, 3) and site.events() == before)


def shared(folder):
    """The report of 34 findings that the work began with."""
    found = sorted(SHARED.glob("002*.txt")) if SHARED.is_dir() else []
    if not found:
        return
    site = Site(make(folder, "shared"))
    told = site.take(found[0])
    check(f"34 findings: {count(told)}", count(told)["finding"] == 34)
    before = site.events()
    check("again", count(site.take(found[0]), "known")["finding"] == 34 and site.events() == before)


def make(folder, name):
    path = folder / name
    path.mkdir()
    return path


with tempfile.TemporaryDirectory() as top:
    for test in (documents, provenance, plans, names, secrecy, versions, sheets, known_rows, lists, merged, rights, shared):
        test(Path(top))
print(f"{sum(results)} of {len(results)} hold")
sys.exit(not all(results))
