#!/usr/bin/env python3
"""bihuan break-down, show, evidence and the sheet of a meeting: records handed down to units, rolled up again, their evidence and what a move still lacks; for whom, and what is refused.

    show.py PROGRAM

What is told is laid down here, by hand.
"""
import hashlib
import json
import os
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from commission import Commission  # noqa: E402

ROOT = "泓水市卫生健康委员会"
UNITS = ("市一院", "市二院", "市三院")
USAGE, ABSENT, NOTHING, BROKEN, RIGHT, MOVE, NEEDS, RECORD = 2, 3, 13, 38, 45, 52, 54, 55
results = []


def check(what, holds, told=""):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what, told)


class Site(Commission):
    def __init__(self, program, folder):
        super().__init__(program, folder, ROOT)
        for unit in UNITS:
            self.must("sysadmin", "unit", "add", unit, f"--unit={ROOT}")
        for login, unit in zip(("jia", "yi"), UNITS):
            self.person(login)
            self.must("secadmin", "role", "give", login, "contact", f"--unit={unit}")
        self.must("sysadmin", "post", "add", ROOT, "分管副主任")
        self.must("office", "ledger", "begin", "rectification", "zg", "整改", "--round=2026")

    def enter(self, kind, *fields):
        return json.loads(self.must("office", "enter", f"--kind={kind}", "--json", *fields))["number"]

    def show(self, who, number, *more):
        return json.loads(self.must(who, "show", number, "--json", *more))

    def hand_in(self, who, number, name, data, *more):
        (self.folder / name).write_bytes(data)
        self.must(who, "progress", number, f"progress=已报送{len(data)}字节", f"@{name}", *more)


def handed_down(site, number, *words, who="office"):
    return json.loads(site.must(who, "break-down", number, *words, "--reason=分解", "--json"))["made"]


def not_handed_down(site, measure, task):
    events = lambda: json.loads(site.must("office", "verify", "--json"))["events"]
    before = events()
    for what, status, who, args in (("no day", NEEDS, "office", [measure, "市二院"]), ("the second is no unit", ABSENT, "office", [measure, "市二院", "市九院", "imposed=2026-12-31"]),
                                    ("no unit at all", USAGE, "office", [measure, "imposed=2026-12-31"]), ("a field of another kind", USAGE, "office", [measure, "市二院", "targets=3"]),
                                    ("a kind that it does not lead to", MOVE, "office", [measure, "市二院", "--kind=finding"]), ("by who may not", RIGHT, "office", [task, "市二院"]),
                                    ("what one does not see", RECORD, "yi", [measure, "市二院"])):
        r = site.run(who, "break-down", *args, "--reason=分解")
        check(f"not handed down: {what}", r.returncode == status and r.stderr and events() == before, f"{r.returncode} {r.stderr}")


def rolled_up(site):
    finding = site.enter("finding", "title=耗材验收把关不严", "lead=市一院", "class=立行立改")
    measure = handed_down(site, finding, "市一院", "title=规范耗材验收")[0]["number"]
    made = handed_down(site, measure, *UNITS, "imposed=2026-12-31")
    tasks = [r["number"] for r in made]
    check("one for each unit, with what was not said as it is above", [(r["kind"], r["fields"]["lead"]["text"], r["fields"]["title"]["text"], r["fields"]["imposed"]["text"])
          for r in made] == [("task", u, "规范耗材验收", "2026-12-31") for u in UNITS], made)
    below = handed_down(site, tasks[0], "市一院", who="jia")
    check("of a task tasks, by who leads it", [(r["kind"], r["fields"]["imposed"]["text"]) for r in below] == [("task", "2026-12-31")], below)
    site.must("office", "drop", below[0]["number"], "--reason=不再分解")
    tell = lambda who, number: [(l["name"], l["count"], l["states"], [r["number"] for r in l["records"]]) for l in site.show(who, number)["linked"]]
    check("of a measure its tasks, and its finding", tell("office", measure) == [("tasks", 3, {"open": 3}, tasks), ("findings", 1, {"draft": 1}, [finding])], tell("office", measure))
    not_handed_down(site, measure, tasks[0])
    site.must("office", "drop", tasks[1], "--reason=并入他项")
    check("as they stand", tell("office", measure)[0][2] == {"open": 2, "dropped": 1}, tell("office", measure))
    check("of those that one sees", tell("jia", measure) == [("tasks", 1, {"open": 1}, tasks[:1]), ("findings", 1, {"draft": 1}, [finding])], tell("jia", measure))
    check("for people", "分解任务：3 项，办理中 2，已取消 1" in site.must("office", "show", measure), site.must("office", "show", measure))
    first = site.show("office", finding)["linked"][0]["records"][0]
    check("each with what it is", (first["title"], first["lead"], first["state"], first["lamp"], first["ledger"]) == ("规范耗材验收", "市一院", "open", "green", "zg"), first)
    return measure, finding


def proved(site, measure, finding):
    site.must("office", "hand-out", finding, f"in-charge={ROOT}/分管副主任", "imposed=2026-12-01")
    site.must("jia", "sign", finding)
    check("what close-out lacks", site.show("jia", finding)["lacks"] == {"submit": "佐证材料 1 件、全部措施办结"}, site.show("jia", finding)["lacks"])
    check("told to who may apply", "submit" not in site.show("office", finding)["lacks"])
    check("what a move is given is not missing before", "ask-date" in site.show("jia", finding)["moves"])
    one, two = b"%PDF-1.4 " + b"x" * 20000, b"%PDF-1.5 " + b"y" * 200
    site.hand_in("jia", finding, "检查表.pdf", one, "--dated=2026-11-20")
    site.hand_in("jia", finding, "照片.jpg", b"\xff\xd8\xff")
    site.hand_in("jia", finding, "检查表.pdf", two)
    pieces = json.loads(site.must("office", "evidence", "list", finding, "--json"))["evidence"]
    check("three pieces, one of them anew", [(p["place"], p["name"], p["version"], p["size"], p["media"], p["dated"], p["by"]) for p in pieces] == [
        (1, "检查表.pdf", 1, len(one), "application/pdf", "2026-11-20", "人jia"), (2, "照片.jpg", 1, 3, "image/jpeg", None, "人jia"),
        (3, "检查表.pdf", 2, len(two), "application/pdf", None, "人jia")], pieces)
    check("by their hashes", [p["sha256"] for p in pieces] == [hashlib.sha256(d).hexdigest() for d in (one, b"\xff\xd8\xff", two)])
    check("in show, too", site.show("jia", finding)["pieces"] == pieces)
    check("and for people", all(w in site.must("jia", "show", finding) for w in ("佐证材料\n", "检查表.pdf（第2版）", "20 KB", "209 B", "申请销号还缺：全部措施办结")), site.must("jia", "show", finding))
    site.must("office", "evidence", "get", finding, "1", "-o", "out.pdf")
    check("taken out as it was", (site.folder / "out.pdf").read_bytes() == one)
    return two


def sheet_rows(path):
    """The sheets of a workbook, by name: rows of texts. Read by its XML, not by the program."""
    ns = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as z:
        texts = ["".join(t.text or "" for t in si.iter(f"{{{ns['m']}}}t")) for si in ET.fromstring(z.read("xl/sharedStrings.xml")).findall("m:si", ns)]
        names = [s.get("name") for s in ET.fromstring(z.read("xl/workbook.xml")).find("m:sheets", ns)]
        return {name: [[texts[int(c.find("m:v", ns).text)] if c.find("m:v", ns) is not None else "" for c in row.findall("m:c", ns)]
                       for row in ET.fromstring(z.read(f"xl/worksheets/sheet{i + 1}.xml")).find("m:sheetData", ns)] for i, name in enumerate(names)}


def meeting(site, finding):
    r = site.run("office", "due", "-o", "no")
    check("no turn, no sheet", r.returncode == NOTHING and not (site.folder / "no").exists(), r.stderr)
    late = site.enter("finding", "title=无双人签字", "lead=市二院", "class=立行立改")
    site.must("office", "hand-out", late, f"in-charge={ROOT}/分管副主任", "imposed=2026-12-01")
    site.must("yi", "sign", late)
    site.must("office", "relate", late, f"same-as={finding}")
    check("the same problem, told from both", site.show("office", late)["fields"]["same-as"]["text"] == finding and
          ("same-in", late) in [(i["name"], i["number"]) for i in site.show("office", finding)["incoming"]])
    site.must("office", "tick")
    site.must("jia", "progress", finding, "progress=已核对五批")
    site.must("office", "due", "-o", "会.xlsx")
    sheets = sheet_rows(site.folder / "会.xlsx")
    month = next(n for n in sheets if n.startswith("月盘点 "))
    head, *rows = sheets[month]
    check("its columns", head == ["调度", "编号", "事项", "责任领导", "牵头单位", "责任人", "时限", "灯", "原因", "本轮报送", "最新进展", "会上决定"], head)
    check("who has not reported comes first", [(r[0], r[1], r[2], r[3], r[4], r[9], r[10], r[11]) for r in rows] == [
        (month, late, "无双人签字", "分管副主任", "市二院", "未报", "", ""), (month, finding, "耗材验收把关不严", "分管副主任", "市一院", "已报", "已核对五批", "")], rows)
    site.must("yi", "due", "-o", "会.xlsx")
    check("of what one sees", [r[1] for r in sheet_rows(site.folder / "会.xlsx")[month][1:]] == [late])


def documents(site):
    site.must("office", "ledger", "begin", "round", "lc", "轮次")
    data = b"PK\x03\x04" + bytes(range(256)) * 9
    (site.folder / "反馈意见.docx").write_bytes(data)
    site.must("office", "open", "--ledger=lc", "title=2026年整改", "code=2026", "origin=巡视巡察", f"lead={ROOT}", "feedback=@反馈意见.docx")
    number = json.loads(site.must("office", "list", "--ledger=lc", "--json"))["records"][0]["number"]
    for name in ("feedback", "反馈意见"):
        site.must("office", "evidence", "get", number, name, "--ledger=lc", "-o", "back.docx")
        check(f"the file of a field: {name}", (site.folder / "back.docx").read_bytes() == data)
    for name in ("plan", "title"):
        r = site.run("office", "evidence", "get", number, name, "--ledger=lc", "-o", "no")
        check(f"no file in {name}", r.returncode == ABSENT and not (site.folder / "no").exists(), r.stderr)


def refused(site, finding, last):
    for what, status, args in (("no such piece", ABSENT, ["get", finding, "4", "-o", "no"]), ("none", ABSENT, ["get", finding, "0", "-o", "no"]),
                               ("no number", ABSENT, ["get", finding, "1x", "-o", "no"]), ("no such record", RECORD, ["list", "2026-999"])):
        r = site.run("office", "evidence", *args)
        check(f"refused: {what}", r.returncode == status and r.stderr and not (site.folder / "no").exists(), f"{r.returncode} {r.stderr}")
    for args in (["evidence", "list", finding], ["evidence", "get", finding, "1", "-o", "no"], ["show", finding]):
        r = site.run("yi", *args)
        check(f"not for who does not see the record: {args[:2]}", r.returncode == RECORD and not (site.folder / "no").exists(), f"{r.returncode} {r.stderr}")
    kept = next(p for p in site.folder.rglob(hashlib.sha256(last).hexdigest()))
    os.chmod(kept, 0o600)
    kept.write_bytes(last[:-1] + b"z")
    r = site.run("office", "evidence", "get", finding, "3", "-o", "no")
    check("a file that is not as it was", r.returncode == BROKEN and not (site.folder / "no").exists(), f"{r.returncode} {r.stderr}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Site(str(Path(sys.argv[1]).resolve()), Path(folder))
        measure, finding = rolled_up(site)
        refused(site, finding, proved(site, measure, finding))
        meeting(site, finding)
        documents(site)
        check("rebuilt as it was kept", site.run("office", "verify", "--views").returncode == 0)
    print(f"{sum(results)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
