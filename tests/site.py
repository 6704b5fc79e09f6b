#!/usr/bin/env python3
"""init, checkpoint, verify, rebuild, as the administrator of a network without internet calls them.

    site.py PROGRAM
"""
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = str(Path(sys.argv[1]).resolve())
OK, USAGE, ABSENT, FORGED, UNSIGNED, MALFORMED, FOREIGN, TAKEN = 0, 2, 3, 26, 27, 28, 41, 44
ROLES = {"sysadmin": "system-admin", "secadmin": "security-admin", "auditor": "audit-admin", "office": "office"}
results = []


def check(what, holds):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what)


def run(folder, *args, **env):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
    return subprocess.run([PROGRAM, *args], cwd=folder, capture_output=True, text=True, env=kept | {"BIHUAN_LANG": "zh"} | env)


def rows(db):
    """All that is made from events, without the numbers that rows get."""
    with sqlite3.connect(db) as c:
        return [[r[1:] for r in c.execute(f"SELECT * FROM {t} ORDER BY id")] for t in ("unit", "person", "role")]


def tamper(db, sql):
    with sqlite3.connect(db) as c:
        c.executescript(sql)
    c.close()


def begun(folder, algorithm):
    r = run(folder, "init", "--unit=泓水市卫生健康委员会", f"--hash={algorithm}", "--json")
    check(f"init with {algorithm}", r.returncode == OK)
    made = json.loads(r.stdout)
    check("who is there", {p["login"]: p["role"] for p in made["persons"]} == ROLES)
    passwords = [p["password"] for p in made["persons"]]
    check("passwords are of chance", len(set(passwords)) == 4 and all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", p) for p in passwords))
    stored = (folder / "bihuan.db").read_bytes()
    check("no password is stored", not any(p.encode() in stored for p in passwords))
    check("the key is its owner's alone", stat.S_IMODE((folder / "bihuan.db.key").stat().st_mode) == 0o600)
    return made


def history(folder, algorithm):
    made, db = begun(folder, algorithm), folder / "bihuan.db"
    before, key = db.read_bytes(), (folder / "bihuan.db.key").read_bytes()
    again = run(folder, "init", "--unit=另一家")
    check("what is there is left alone", again.returncode == TAKEN and db.read_bytes() == before and (folder / "bihuan.db.key").read_bytes() == key)

    note = run(folder, "checkpoint")
    origin, size = note.stdout.split("\n")[:2]
    check("a checkpoint", note.returncode == OK and origin.startswith(f"bihuan/{made['site']}/") and size == "9")
    check("the same is told again", run(folder, "checkpoint").stdout == note.stdout)
    (folder / "kept.txt").write_text(note.stdout)
    r = run(folder, "verify", "--json", "kept.txt")
    told = json.loads(r.stdout)
    check("it holds", r.returncode == OK and told["holds"] and (told["logs"], told["events"], told["checkpoints"]) == (1, 9, 2))

    (folder / "twice.txt").write_text(note.stdout + "\n" + note.stdout)
    told = json.loads(run(folder, "verify", "--json", "twice.txt").stdout)
    check("several in one file", told["holds"] and told["checkpoints"] == 3)
    (folder / "edited.txt").write_text(note.stdout.replace("\n9\n", "\n8\n"))
    check("one that was edited", run(folder, "verify", "edited.txt").returncode == FORGED)
    (folder / "none.txt").write_text("检查点丢了\n")
    check("one that is none", run(folder, "verify", "none.txt").returncode == MALFORMED)

    kept = rows(db)
    check("rebuilt", run(folder, "rebuild", "--json").stdout == '{"format":"bihuan.rebuild/1","events":9}\n')
    check("as it was", rows(db) == kept and len(kept[0]) == 1 and len(kept[1]) == len(kept[2]) == 4)
    tamper(db, "UPDATE person SET name = '别人' WHERE login = 'office'")
    run(folder, "rebuild")
    check("a row that was edited is put right", rows(db) == kept)

    tamper(db, "UPDATE event SET time = time + 1 WHERE number = 4")
    r = run(folder, "verify", "--json")
    fault = json.loads(r.stdout)["fault"]
    check("an edited event is named", r.returncode == FORGED and (fault["code"], fault["number"]) == ("envelope", 4))
    check("and said", "第 4 条" in run(folder, "verify").stdout)
    tamper(db, "UPDATE event SET time = time - 1 WHERE number = 4")
    check("put back, it holds", run(folder, "verify", "kept.txt").returncode == OK)

    tamper(db, "DELETE FROM payload WHERE seq > 7; DELETE FROM event WHERE seq > 7; UPDATE log SET size = 7; DELETE FROM checkpoint")
    check("an end cut off does not show by itself", run(folder, "verify").returncode == OK)
    fault = json.loads(run(folder, "verify", "--json", "kept.txt").stdout)["fault"]
    check("but against what was kept", (fault["code"], fault["number"]) == ("cut", 7))


def refusals(folder):
    check("no unit", run(folder, "init").returncode == USAGE and not list(folder.iterdir()))
    check("an empty name", run(folder, "init", "--unit=").returncode == USAGE and not list(folder.iterdir()))
    check("a name of two lines", run(folder, "init", "--unit=甲\n乙").returncode == USAGE and not list(folder.iterdir()))
    check("another algorithm", run(folder, "init", "--unit=甲", "--hash=md5").returncode == USAGE)
    for command in ("verify", "checkpoint", "rebuild"):
        check(f"{command} of nothing", run(folder, command).returncode == ABSENT and not list(folder.iterdir()))
        (folder / "text.db").write_text("一、总体要求\n" * 100)
        check(f"{command} of something else", run(folder, command, "--db=text.db").returncode == FOREIGN)
        (folder / "text.db").unlink()
    run(folder, "init", "--unit=甲", BIHUAN_DB="named.db")
    check("a database that the environment names", (folder / "named.db").exists() and run(folder, "verify", "--db=named.db").returncode == OK)
    (folder / "note.txt").write_text(run(folder, "checkpoint", "--db=named.db").stdout)
    run(folder, "init", "--unit=乙", "--db=other.db")
    check("a checkpoint of another site", run(folder, "verify", "--db=other.db", "note.txt").returncode == UNSIGNED)
    os.rename(folder / "named.db.key", folder / "away")
    check("without its key it is read", run(folder, "verify", "--db=named.db", "note.txt").returncode == OK)
    check("but signs nothing", run(folder, "checkpoint", "--db=named.db").returncode == UNSIGNED)


for part, argument in ((history, ("sha256",)), (history, ("sm3",)), (refusals, ())):
    with tempfile.TemporaryDirectory() as name:
        part(Path(name), *argument)
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
