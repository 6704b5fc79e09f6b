#!/usr/bin/env python3
"""unit, person, post, role, delegate and portfolio, as people call them.

    directory.py PROGRAM

Who acts is the person behind the account of the operating system; the tests put that account on one person after another.
"""
import datetime
import json
import os
import pwd
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = str(Path(sys.argv[1]).resolve())
OK, USAGE, ABSENT, TAKEN, RIGHT, SESSION = 0, 2, 3, 44, 45, 49
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
results = []


def check(what, holds):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what)


class Desk:
    """One ledger, and who acts on it."""

    def __init__(self, folder):
        self.folder, self.db = folder, folder / "bihuan.db"
        self("init", "--unit=泓水市卫生健康委员会")

    def __call__(self, *args, **env):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
        return subprocess.run([PROGRAM, *args], cwd=self.folder, capture_output=True, text=True,
                              env=kept | {"BIHUAN_LANG": "zh"} | env)

    def acts(self, login):
        with sqlite3.connect(self.db) as c:
            c.execute("UPDATE person SET account = NULL WHERE account = ?", (ACCOUNT,))
            c.execute("UPDATE person SET account = ? WHERE login = ? AND valid_to = 9223372036854775807", (ACCOUNT, login))
        c.close()

    def json(self, *args):
        r = self(*args, "--json")
        if r.returncode != OK:
            print("FAILED:", args, r.stderr)
            return {}
        return json.loads(r.stdout)

    def does(self, *args):
        """It is done; the identifier of what it made."""
        told = self.json(*args)
        check(f"{args}", told.get("format") == "bihuan.change/1")
        return told.get("id")

    def refuses(self, status, *args, said=None):
        before = self.events()
        r = self(*args)
        check(f"{args}: {r.returncode} {r.stderr}", r.returncode == status and not r.stdout and r.stderr.startswith("bihuan: "))
        check(f"{args} writes nothing", self.events() == before)
        if said:
            check(f"{args} says {said}: {r.stderr}", said in r.stderr)

    def events(self):
        with sqlite3.connect(self.db) as c:
            return c.execute("SELECT count(*) FROM event").fetchone()[0]


def units(d):
    d.refuses(RIGHT, "unit", "add", "医政处", said="system-admin")
    d.acts("sysadmin")
    top = "泓水市卫生健康委员会"
    check("an identifier is told", ID.fullmatch(d.does("unit", "add", "医政处", "--unit", top, "--division")))
    d.does("unit", "add", "疾控处", f"--unit={top}", "--division")
    d.does("unit", "add", "泓水市中医院")
    for above in (top, "泓水市中医院"):
        d.does("unit", "add", "办公室", f"--unit={above}")
    d.does("unit", "alias", "泓水市中医院", "市中医院")
    d.refuses(USAGE, "unit", "rename", "办公室", "综合处", said="泓水市卫生健康委员会/办公室, 泓水市中医院/办公室")
    d.does("unit", "rename", "市中医院/办公室", "院办公室")
    check("a former name stays one", d("unit", "list").stdout == """泓水市卫生健康委员会
  医政处
  疾控处
  办公室
泓水市中医院  (又称 市中医院)
  院办公室  (又称 办公室)
""")
    check("in English", "(also 市中医院)" in d("unit", "list", BIHUAN_LANG="en").stdout)
    d.does("unit", "move", "泓水市中医院", top)
    d.refuses(USAGE, "unit", "move", top, "市中医院")
    d.refuses(TAKEN, "unit", "move", "市中医院", top)
    d.refuses(ABSENT, "unit", "move", "无此处", top, said="没有这个单位")
    d.does("unit", "merge", "疾控处", "医政处")
    told = {u["title"]: u for u in d.json("unit", "list")["units"]}
    check("the tree", list(told) == [top, f"{top}/医政处", f"{top}/办公室", f"{top}/泓水市中医院", f"{top}/泓水市中医院/院办公室"])
    check("a division", told[f"{top}/医政处"]["division"] and not told[top]["division"])
    check("who merged is found", told[f"{top}/医政处"]["also"] == ["疾控处"])
    check("what stands below what", told[f"{top}/医政处"]["parent"] == told[top]["unit"] and told[top]["parent"] is None)
    d.does("unit", "move", "市中医院", "/")
    d.does("unit", "move", "市中医院", top)
    yesterday = d("unit", "list", "--as-of", str(TODAY - datetime.timedelta(days=1)))
    check("nothing was there yesterday", yesterday.returncode == OK and yesterday.stdout == "")
    check("as of today", d("unit", "list", f"--as-of={TODAY}").stdout == d("unit", "list").stdout)
    check("yesterday, in JSON", d.json("unit", "list", "--as-of=2020-01-01") == {"format": "bihuan.units/1", "units": []})
    d.refuses(USAGE, "unit", "list", "--as-of=2026-02-30", said="2026-03-05")


def persons(d):
    d.acts("sysadmin")
    d.does("person", "add", "li", "李某")
    d.does("person", "add", "wang", "王某", "--account=wang")
    d.refuses(TAKEN, "person", "add", "li", "李某")
    d.refuses(USAGE, "person", "add", "Li", "李某")
    d.does("person", "change", "wang", "王某某")
    person = {p["login"]: p for p in d.json("person", "list")["persons"]}
    check("the account stays", (person["wang"]["name"], person["wang"]["account"]) == ("王某某", "wang"))
    d.does("person", "change", person["wang"]["person"], "王某", "--account=")
    check("or goes", d.json("person", "list")["persons"][5]["account"] is None)
    d.refuses(ABSENT, "person", "change", "zhao", "赵某", said="没有这个登录名")
    d.refuses(ABSENT, "person", "change", "01932f6e-0000-7000-8000-000000000001", "赵某", said="已终止")

    top = "泓水市卫生健康委员会"
    d.does("unit", "add", "医政处", f"--unit={top}")
    post = d.does("post", "add", "医政处", "处长")
    d.does("post", "add", top, "副主任")
    d.refuses(TAKEN, "post", "add", "医政处", "处长")
    d.refuses(ABSENT, "post", "hold", "处长", "li", said="单位/岗位")
    d.refuses(ABSENT, "post", "hold", "医政处/科长", "li", said="没有这个岗位")
    d.does("post", "hold", "医政处/处长", "li")
    d.refuses(TAKEN, "post", "hold", post, "wang")
    d.refuses(TAKEN, "post", "end", post)
    d.does("post", "hold", f"{top}/副主任", "li")
    check("posts", d("post", "list").stdout == f"{top}/副主任  李某 (li)\n医政处/处长                  李某 (li)\n")
    d.does("post", "leave", f"{top}/副主任")
    check("vacant", "副主任  空缺\n" in d("post", "list").stdout)
    told = d.json("post", "list")["posts"]
    check("in JSON", [(p["name"], p["login"]) for p in told] == [("副主任", None), ("处长", "li")])

    d.acts("secadmin")
    d.refuses(RIGHT, "person", "leave", "li")
    d.does("role", "give", "li", "经办", "--unit=医政处")
    d.does("role", "give", "li", "viewer")
    d.refuses(TAKEN, "role", "give", "li", "audit-admin")
    d.refuses(RIGHT, "role", "give", "secadmin", "leader")
    d.refuses(USAGE, "role", "give", "li", "boss", said="角色")
    check("roles", "li        李某          经办        医政处\n" in d("role", "list").stdout)
    held = [r for r in d.json("role", "list")["roles"] if r["login"] == "li"]
    check("roles in JSON", [(r["role"], r["unit_name"]) for r in held] == [("office", "医政处"), ("viewer", None)])
    post_of = {p["login"]: p["posts"] for p in d.json("person", "list")["persons"]}["li"]
    check("posts of a person in JSON", [(p["id"], p["name"], p["unit_name"]) for p in post_of] == [(post, "处长", "医政处")])
    check("what somebody is", "经办@医政处, 查看人, 医政处/处长" in d("person", "list").stdout)
    d.refuses(ABSENT, "role", "take", "li", "office", said="没有这个角色")
    d.does("role", "take", "li", "office", "--unit=医政处")
    d.refuses(ABSENT, "role", "take", held[0]["id"])
    d.refuses(USAGE, "role", "take", "viewer", said="UUID")
    d.does("role", "give", "li", "leader", "--unit=医政处", "--ledger=01932f6e-0000-7000-8000-000000000001")
    check("a role on a ledger", "医政处, 01932f6e-0000-7000-8000-000000000001\n" in d("role", "list").stdout)
    d.refuses(USAGE, "role", "give", "li", "leader", "--ledger=台账", said="UUID")
    d.does("role", "take", "li", "领导", "--unit=医政处", "--ledger=01932f6e-0000-7000-8000-000000000001")

    d.acts("sysadmin")
    d.refuses(USAGE, "person", "leave", "li", f"{top}/副主任=wang", said="不是此人的")
    d.refuses(USAGE, "person", "leave", "li", "-", "wang")
    d.refuses(ABSENT, "person", "leave", "li", "nobody")
    r = d("person", "leave", "li", "wang", "医政处/处长=-")
    check("who is to be given what", r.returncode == OK and r.stdout.endswith("应由安全管理员另行授予：\n  查看人  全部单位  wang\n"))
    check("who left is gone", "李某" not in d("person", "list").stdout and "处长                  空缺\n" in d("post", "list").stdout)
    d.refuses(TAKEN, "person", "add", "li", "李另某")
    d.refuses(TAKEN, "person", "leave", "sysadmin")
    d.does("post", "end", "医政处/处长")


def delegations(d):
    d.acts("sysadmin")
    for login in ("li", "wang"):
        d.does("person", "add", login, "某")
    d.does("unit", "add", "医政处", "--unit=泓水市卫生健康委员会")
    d.does("post", "add", "泓水市卫生健康委员会", "副主任")
    days = ("--from", str(TODAY), "--to", str(TODAY + datetime.timedelta(days=5)))
    d.refuses(RIGHT, "delegate", "give", "li", "wang", *days, "--reason=休假", said="security-admin")
    d.acts("li")
    d.refuses(USAGE, "delegate", "give", "li", "wang", *days, said="--reason")
    d.refuses(USAGE, "delegate", "give", "li", "wang", "--from=明天", "--to=2026-01-01", "--reason=休假", said="明天")
    d.refuses(RIGHT, "delegate", "give", "wang", "li", *days, "--reason=休假")
    given = d.does("delegate", "give", "li", "wang", *days, "--reason=休假")
    told = d.json("delegate", "list")["delegations"]
    check("it is told", [(t["from"], t["to"], t["first"], t["reason"], t["id"]) for t in told] == [("li", "wang", str(TODAY), "休假", given)])
    check("as text", d("delegate", "list").stdout == f"{days[1]} .. {days[3]}  某 (li)  某 (wang)  {given}  休假\n")
    d.acts("wang")
    d.refuses(TAKEN, "delegate", "give", "wang", "office", *days, "--reason=转托")
    d.refuses(RIGHT, "delegate", "end", given)
    d.acts("secadmin")
    d.does("delegate", "end", given)
    check("it is over", d("delegate", "list").stdout == "")
    d.refuses(ABSENT, "delegate", "end", given, said="已终止")

    ledgers = [f"01932f6e-0000-7000-8000-00000000000{n}" for n in (1, 2)]
    d.does("portfolio", "set", "泓水市卫生健康委员会/副主任", "医政处", "--ledger=" + ",".join(ledgers))
    d.does("portfolio", "set", "li", "医政处", "泓水市卫生健康委员会")
    told = d.json("portfolio", "list")["portfolios"]
    check("portfolios", sorted((t["login"] or t["post"], t["unit_name"] or t["ledger"]) for t in told) == sorted(
        [("副主任", "医政处"), ("副主任", ledgers[0]), ("副主任", ledgers[1]), ("li", "医政处"), ("li", "泓水市卫生健康委员会")]))
    check("as text", "某 (li)                      泓水市卫生健康委员会\n" in d("portfolio", "list").stdout)
    d.does("portfolio", "set", "泓水市卫生健康委员会/副主任")
    check("taken away", "副主任" not in d("portfolio", "list").stdout)
    d.refuses(USAGE, "portfolio", "set", "li", "医政处", "医政处")
    d.refuses(USAGE, "portfolio", "set", "li", "--ledger=1,2")
    d.refuses(TAKEN, "portfolio", "set", "auditor", "医政处")


SHEET = """人员名单,,,,,
序号,登录名,姓名,单位,岗位,角色
1,li,李某,医政处,处长,经办、审核人
2,wang,王某,医政处,,处室
3,zhao,赵某,泓水市卫生健康委员会,分管副主任,领导
4,,（空缺）,,,
5,shen,申某,,,审计管理员
"""


def sheets(d):
    d.acts("sysadmin")
    d.does("unit", "add", "医政处", "--unit=泓水市卫生健康委员会")
    sheet = d.folder / "名单.csv"
    sheet.write_text(SHEET)
    r = d("person", "import", "名单.csv")
    check(f"entered: {r.stdout}{r.stderr}", r.returncode == OK and r.stdout == "4 行，其中 4 行有新内容，已记入\n")
    check("posts", re.search("医政处/处长 +李某 .li.\n", d("post", "list").stdout))
    before = d.events()
    check("again", d("person", "import", "名单.csv", "--json").stdout == '{"format":"bihuan.import/1","rows":4,"entered":0}\n')
    check("nothing is new", d.events() == before)
    d.refuses(RIGHT, "role", "import", "名单.csv", said="名单.csv:3: ")
    d.acts("secadmin")
    (d.folder / "新.csv").write_text("姓名,登录名\n新某,xin\n")
    d.refuses(RIGHT, "person", "import", "新.csv")
    check("roles", d.json("role", "import", "名单.csv") == {"format": "bihuan.import/1", "rows": 4, "entered": 4})
    check("again", d.json("role", "import", "名单.csv")["entered"] == 0)
    held = {(r["login"], r["role"], r["unit_name"]) for r in d.json("role", "list")["roles"]}
    check("who is what", {("li", "office", "医政处"), ("li", "reviewer", "医政处"), ("wang", "division", "医政处"),
                          ("zhao", "leader", "泓水市卫生健康委员会"), ("shen", "audit-admin", None)} <= held)
    sheet.write_text(SHEET + "6,new,新某,医政处,,老板\n7,nobody,某,医政处,,经办\n8,li,李某,无此处,,经办\n")
    before = d.events()
    r = d("role", "import", "名单.csv")
    check(f"faults by row: {r.stderr}", r.returncode == ABSENT and not r.stdout and d.events() == before and r.stderr == (
        "bihuan: 名单.csv:8: new: 没有这个登录名\nbihuan: 名单.csv:9: nobody: 没有这个登录名\nbihuan: 名单.csv:10: 无此处: 没有这个单位\n"))
    d.acts("sysadmin")
    rows = "".join(f"坏{n},Bad{n},,\n" for n in range(30))
    (d.folder / "坏.csv").write_text("姓名,登录名,单位,岗位\n好人,good,医政处,\n王二,li,,\n抢岗,qiang,医政处,处长\n" + rows)
    r = d("person", "import", "坏.csv")
    said = r.stderr.splitlines()
    check(f"twenty are told: {said[:3]}", r.returncode == TAKEN and len(said) == 20 and said[0] == "bihuan: 坏.csv:3: li: 此登录名已是另一姓名的人"
          and said[1].startswith("bihuan: 坏.csv:4: 已被占用") and said[2].startswith("bihuan: 坏.csv:5: 命令写法有误"))
    check("all or nothing", "good" not in d("person", "list").stdout)
    (d.folder / "无.txt").write_text("一、总体要求\n没有表格。\n")
    d.refuses(13, "person", "import", "无.txt", said="登录名")
    d.refuses(ABSENT, "person", "import", "没有.csv")
    (d.folder / "表.html").write_text("<table><tr><th>登录名<th>姓名<tr><td>html<td>网某</table>")
    check("of another kind", d.json("person", "import", "表.html")["entered"] == 1)


def words(d):
    for args in (["unit"], ["unit", "burn"], ["unit", "add"], ["unit", "add", "甲", "乙"], ["unit", "list", "--unit=甲"], ["role", "--unit=甲"]):
        d.refuses(USAGE, *args)
    for command in ("unit", "person", "post", "role", "delegate", "portfolio"):
        for lang in ("zh", "en"):
            text = d(command, "--help", f"--lang={lang}").stdout
            check(f"help of {command}", text == d("help", command, f"--lang={lang}").stdout and f"bihuan {command} list" in text)
    d.acts("nobody-at-all")
    d.refuses(SESSION, "unit", "add", "甲", said=ACCOUNT)
    check("reading asks nobody", d("unit", "list").returncode == OK)
    for command in ("unit", "person", "post", "role", "delegate", "portfolio"):
        r = d(command, "list", "--db=absent.db")
        check(f"{command} of nothing", r.returncode == ABSENT)


def history(d):
    """After all of it the history holds, and rows made again are the rows that were kept."""
    tables = ("unit", "unit_alias", "person", "role", "post", "post_holder", "delegation", "portfolio")

    def rows():
        with sqlite3.connect(d.db) as c:
            return [[r[1:] for r in c.execute(f"SELECT * FROM {t} ORDER BY id")] for t in tables]

    check("it holds", d("verify").returncode == OK)
    d("rebuild")    # accounts were put on persons behind its back
    kept = rows()
    check("rebuilt", d("rebuild").returncode == OK and rows() == kept)


for part in (units, persons, delegations, sheets, words):
    with tempfile.TemporaryDirectory() as name:
        desk = Desk(Path(name))
        part(desk)
        history(desk)
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
