#!/usr/bin/env python3
"""list, show and act: what a person does not see is told in no way: no record, no field, neither by its value nor by what is found with it.

    sight.py PROGRAM ROOT
"""
import json
import os
import pwd
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, ROOT = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
TOP = "泓水市卫生健康委员会"
results = []


def check(what, holds):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what)


class Desk:
    def __init__(self, folder):
        self.folder, self.db = folder, folder / "bihuan.db"
        self("-", "init", f"--unit={TOP}")

    def __call__(self, login, *args):
        if login != "-":
            with sqlite3.connect(self.db) as c:
                c.execute("UPDATE person SET account = NULL WHERE account = ?", (ACCOUNT,))
                c.execute("UPDATE person SET account = ? WHERE login = ? AND valid_to = 9223372036854775807", (ACCOUNT, login))
            c.close()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
        return subprocess.run([PROGRAM, *args], cwd=self.folder, capture_output=True, text=True, check=False,
                              env=kept | {"BIHUAN_LANG": "zh"})

    def does(self, login, *args):
        r = self(login, *args)
        check(f"{login} {args}: {r.stderr}", r.returncode == 0)
        return r.stdout

    def json(self, login, *args):
        return json.loads(self.does(login, *args, "--json") or "{}")


def cast(d):
    for unit in ("医政处", "疾控处"):
        d.does("sysadmin", "unit", "add", unit, f"--unit={TOP}", "--division")
    for login, role, unit in (("super", "supervisor", TOP), ("boss", "leader", TOP), ("medical", "division", "医政处"), ("disease", "division", "疾控处")):
        d.does("sysadmin", "person", "add", login, login)
        d.does("secadmin", "role", "give", login, role, f"--unit={unit}")


def fields(d):
    d.does("office", "ledger", "begin", "second-body", "jd", "日常监督")
    for title, unit, false in (("甲", "医政处", "true"), ("乙", "医政处", "false"), ("丙", "疾控处", "true")):
        d.does("super", "enter", f"title={title}", "way=visit", f"lead={unit}", "seen=所见", f"perfunctory={false}")
    for login, seen, found in (("super", 3, 2), ("boss", 3, 2), ("medical", 2, 0), ("disease", 1, 0)):
        check(f"{login} sees {seen}", len(d.json(login, "list")["records"]) == seen)
        check(f"{login} finds {found}", len(d.json(login, "list", "perfunctory=true")["records"]) == found)
        check(f"{login} finds none unset", not d.json(login, "list", "perfunctory=")["records"])
        counts = d.json(login, "list", "--by=perfunctory")["counts"]
        check(f"{login} counts", sum(c["count"] for c in counts) == (seen if found else 0))
        check(f"{login} sorts", len(d.json(login, "list", "--sort=perfunctory")["records"]) == (seen if found else 0))
        shown = d(login, "show", d.json(login, "list")["records"][0]["number"], "--json").stdout
        check(f"{login} is shown it or not", ('"perfunctory"' in shown) == bool(found))
    check("not of their unit", d("disease", "show", d.json("medical", "list")["records"][0]["number"]).returncode != 0)
    check("the office sees none", not d.json("office", "list")["records"])


def upgraded(d):
    """A later version: what was before is shown as it was then."""
    text = (ROOT / "definitions/second-body.yaml").read_text().replace("version: 1", "version: 2").replace("talked: {label: {zh: 已约谈", "met: {label: {zh: 已约谈")
    text = text.replace("to: talked", "to: met").replace("summoned, talked]", "summoned, met]").replace("reminded, talked]", "reminded, met]").replace(
        "answered, talked]", "answered, met]")
    (d.folder / "two.yaml").write_text(text + "\nupgrade: {from: 1, states: {matter: {talked: met}}}\n")
    number = d.json("super", "list")["records"][0]["number"]
    d.does("boss", "summon", number, "--reason=敷衍")
    (d.folder / "记录.txt").write_text("约谈记录")
    d.does("super", "hold", number, "talked=2026-11-01", "talk=已谈", "@记录.txt")
    check("talked to", d.json("super", "show", number)["state"] == "talked")
    d.does("office", "ledger", "upgrade", "jd", "two.yaml")
    told = d.json("super", "show", number)
    check("under its new name", told["state"] == "met")
    check("history is read by the definition of its time", [h["change"].get("kind") for h in told["history"]][:3] == ["matter"] * 3)
    check("once only", d("office", "ledger", "upgrade", "jd", "two.yaml").returncode == 56)
    check("goes on", d.does("super", "list", "state=met").count("\n") == 1)
    d.does("office", "ledger", "archive", "jd")
    check("archived", d("office", "ledger", "archive", "jd").returncode == 52 and d("super", "add", number, "seen=又见").returncode == 52)
    before = d.json("super", "list", "--ledger=jd")
    d.does("-", "rebuild")
    check("rebuilt", before and d.json("super", "list", "--ledger=jd") == before)


with tempfile.TemporaryDirectory() as folder:
    desk = Desk(Path(folder))
    cast(desk)
    fields(desk)
    upgraded(desk)
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(not all(results))
