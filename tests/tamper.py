#!/usr/bin/env python3
"""What somebody who can write the files does to a ledger, and what bihuan verify says of it.

    tamper.py PROGRAM

Each row edits a copy of a small ledger with a few records and two pieces of evidence: its events, its tables, its files. What verify
names is laid down here, by hand. That a forger who holds the key and rewrites everything is found by a checkpoint kept elsewhere is
shown in test_journal.c, which makes such a history; here an older copy is put in the place of the newer one.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = str(Path(sys.argv[1]).resolve())
OK, FORGED, BROKEN = 0, 26, 38
NOW = 9223372036854775807
results = []


def check(what, holds, told=""):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what, told)


def run(folder, *args):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "XDG_", "LC_", "LANG"))}
    return subprocess.run([PROGRAM, *args], cwd=folder, capture_output=True, text=True, env=kept | {"BIHUAN_LANG": "zh", "HOME": str(folder)}, stdin=subprocess.DEVNULL)


def must(folder, *args):
    r = run(folder, *args)
    assert r.returncode == OK, f"{args}: {r.returncode} {r.stderr}"
    return r.stdout


def make(folder):
    """Three findings, of which one bears evidence; a checkpoint is kept, and an older copy."""
    must(folder, "init", "--unit=泓水市卫生健康委员会")
    must(folder, "ledger", "begin", "rectification", "xs", "整改", "--round=2026")
    for n in (1, 2, 3):
        must(folder, "enter", f"title=第{n}件", "class=立行立改")
    for name in ("甲", "乙"):
        (folder / f"{name}.txt").write_text(f"佐证{name}")
        must(folder, "act", "evidence-added", "2026-001", f"@{name}.txt")
        (folder / f"{name}.txt").unlink()
    shutil.copytree(folder, folder.parent / "older")
    must(folder, "mend", "2026-002", "title=第2件，改过")
    (folder.parent / "checkpoint").write_text(must(folder, "checkpoint"))
    must(folder, "enter", "title=第4件")


def edit(sql, *values):
    def harm(folder):
        with sqlite3.connect(folder / "bihuan.db") as c:
            c.execute("PRAGMA foreign_keys = OFF")
            assert c.execute(sql, values).rowcount > 0
        c.close()
    return harm


def swap(folder):
    """Two events of the ledger change places."""
    with sqlite3.connect(folder / "bihuan.db") as c:
        (a, na), (b, nb) = c.execute("SELECT seq, number FROM event WHERE type = 'enter' ORDER BY seq LIMIT 2").fetchall()
        c.execute("UPDATE event SET number = -1 WHERE seq = ?", (a,))
        c.execute("UPDATE event SET number = ? WHERE seq = ?", (na, b))
        c.execute("UPDATE event SET number = ? WHERE seq = ?", (nb, a))
    c.close()


def cut(folder):
    """The last event, with its payload, and every count of it."""
    with sqlite3.connect(folder / "bihuan.db") as c:
        seq, log = c.execute("SELECT seq, log FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        for table in ("payload", "event"):
            c.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))
        c.execute("UPDATE log SET size = size - 1 WHERE id = ?", (log,))
        c.execute("UPDATE head SET seq = seq - 1")
    c.close()


def cut_twice(folder):
    cut(folder)
    cut(folder)


def replace(folder):
    shutil.rmtree(folder)
    shutil.copytree(folder.parent / "older", folder)


def evidence(change):
    def harm(folder):
        files = sorted(p for p in (folder / "evidence").rglob("*") if p.is_file() and len(p.name) == 64)
        os.chmod(files[0], 0o600)
        change(files[0])
    return harm


FINDING = "t_rectification__finding"
# what, how, what verify is asked, its exit status, what it says of the history, of the rows, of the evidence
ROWS = [
    ("nothing", lambda folder: None, OK, (None,), (True, None, None), (0, 0)),
    ("an event's words", edit("UPDATE payload SET bytes = CAST(replace(CAST(bytes AS TEXT), '第1件', '第九件') AS BLOB) WHERE CAST(bytes AS TEXT) LIKE '%第1件%'"), FORGED, ("payload", "2026-001"), None, None),
    ("an event's time", edit("UPDATE event SET time = time - 86400000000 WHERE type = 'mend'"), FORGED, (None, "2026-002"), None, None),
    ("who did it", edit("UPDATE event SET person = NULL WHERE type = 'mend'"), FORGED, (None, "2026-002"), None, None),
    ("an event is gone", edit("DELETE FROM event WHERE type = 'mend'"), FORGED, (None, None), None, None),
    ("two change places", swap, FORGED, (None, None), None, None),
    ("the end is cut off", cut_twice, FORGED, ("size", None), None, None),
    ("an older copy", replace, FORGED, ("cut", None), None, None),
    ("a row's state", edit(f"UPDATE {FINDING} SET c_state = 'closed' WHERE c_number = '2026-003' AND valid_to = {NOW}"), FORGED, (None,), (False, FINDING, "2026-003"), None),
    ("a row's past", edit(f"UPDATE {FINDING} SET c_title = '另一件' WHERE c_number = '2026-002' AND valid_to < {NOW}"), FORGED, (None,), (False, FINDING, "2026-002"), None),
    ("a row is gone", edit(f"DELETE FROM {FINDING} WHERE c_number = '2026-003'"), FORGED, (None,), (False, FINDING, "2026-003"), None),
    ("a row too many", edit(f"INSERT INTO {FINDING} (key, ledger, path, beside, valid_from, valid_to, c_number, c_state, c_evidence, c_event__last) SELECT key, ledger, path, beside, 1, 2, c_number, 'closed', 0, 0 "
                            f"FROM {FINDING} WHERE c_number = '2026-001' LIMIT 1"), FORGED, (None,), (False, FINDING, "2026-001"), None),
    ("a count", edit("UPDATE tally SET count = count + 1 WHERE one = 'draft'"), FORGED, (None,), (False, "tally", None), None),
    ("a role", edit(f"UPDATE role SET role = 'leader' WHERE valid_to = {NOW}"), FORGED, (None,), (False, "role", None), None),
    ("evidence is another file", evidence(lambda p: p.write_bytes(b"\xe4\xbd\x90\xe8\xaf\x81\xe4\xb8\x99")), FORGED, (None,), (True, None, None), (0, 1)),
    ("evidence is longer", evidence(lambda p: p.write_bytes(p.read_bytes() + b"!")), FORGED, (None,), (True, None, None), (0, 1)),
    ("evidence is gone", evidence(lambda p: p.unlink()), FORGED, (None,), (True, None, None), (1, 0)),
]


def named(folder, told):
    """The number of the record that a fault of the history names, as the newest copy has it."""
    with sqlite3.connect(folder.parent / "whole" / "bihuan.db") as c:
        row = c.execute("SELECT o.number FROM identity i JOIN records o ON o.key = i.id WHERE lower(hex(i.uuid)) = ?", ((told or "").replace("-", ""),)).fetchone()
    c.close()
    return row and row[0]


def try_row(whole, what, harm, status, history, views, evidence_):
    folder = whole.parent / "harmed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)
    harm(folder)
    more = (["--views"] if views is not None else []) + (["--evidence"] if evidence_ is not None else [])
    r = run(folder, "verify", "--json", *more, str(whole.parent / "checkpoint"))
    check(f"{what}: exit status", r.returncode == status, f"{r.returncode} {r.stdout} {r.stderr}")
    if r.returncode not in (OK, FORGED):
        return
    told = json.loads(r.stdout)
    check(f"{what}: the history", told["holds"] == (len(history) == 1), told)
    if len(history) == 2:
        fault = told["fault"]
        check(f"{what}: which fault", fault and (history[0] is None or history[0] in fault["code"]), fault)
        check(f"{what}: whose", fault and (history[1] is None or named(folder, fault["record"]) == history[1]), fault)
    if views is not None:
        v = told["views"]
        check(f"{what}: the rows", (v["holds"], v["table"] or None, v["number"] or None) == views, v)
    if evidence_ is not None:
        e = told["evidence"]
        check(f"{what}: the evidence", (e["absent"], e["damaged"]) == evidence_, e)
    said = run(folder, "verify", *more, str(whole.parent / "checkpoint"))
    check(f"{what}: said to a person", said.returncode == status and said.stdout.strip(), said.stderr)


def main():
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        whole.mkdir()
        make(whole)
        for row in ROWS:
            try_row(whole, *row)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
