#!/usr/bin/env python3
"""The ledger that `make run` serves: it is made, its history holds, it has of everything, and those whom it names can log in.

    sample.py PROGRAM ACCOUNTS ROOT
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from browse import Browser, Served  # noqa: E402

program, accounts, root = (Path(x).resolve() for x in sys.argv[1:4])
faketime = Path(f"/usr/lib/{os.uname().machine}-linux-gnu/faketime/libfaketime.so.1")
why = "no libfaketime (package faketime)" if not faketime.exists() else "the program is sanitized, and takes no other clock" if b"__asan_init" in program.read_bytes() else None
if why:
    print(f"left out: {why}")
    sys.exit(77)
results = []


def check(what, holds, told=""):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what, str(told)[:400])


with tempfile.TemporaryDirectory() as folder:
    place = Path(folder) / "sample"
    r = subprocess.run([root / "scripts/sample.py", program, accounts, root / "samples", place], capture_output=True, text=True)
    check("it is made", r.returncode == 0, r.stderr)
    again = place.stat().st_mtime_ns
    check("once", subprocess.run([root / "scripts/sample.py", program, accounts, root / "samples", place]).returncode == 0 and place.stat().st_mtime_ns == again)
    check("its history holds", json.loads(subprocess.run([program, "verify", "--views", "--evidence", "--json"], cwd=place, capture_output=True, text=True).stdout)["holds"])
    persons = [line.split("\t") for line in (place / "persons").read_text(encoding="utf-8").splitlines()]
    check("eight persons, whose passwords nobody else may read", len(persons) >= 8 and (place / "persons").stat().st_mode & 0o77 == 0, persons)
    with Served(str(program), place) as served:
        for login, password, _ in persons:
            b = Browser(served.port)
            check(f"{login} logs in", b.login(login, password).status == 303 and b.ask("GET", "/").status == 200)
        clerk = Browser(served.port)
        clerk.login("lin", persons[0][1])
        states = {" ".join(r[0].split()) for r in clerk.get("/overview/xs").page.rows}
        check("some of each", {"整改中", "待审核", "已销号", "暂缓", "红 逾期或严重滞后", "黄 临近或滞后", "绿 正常"} <= states, states)
        check("the plan of the year too", clerk.ask("GET", "/overview/yd").status == 200)
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
