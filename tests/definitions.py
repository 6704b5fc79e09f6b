#!/usr/bin/env python3
"""The definitions that ship load clean, and so does the worked example of docs/definitions.md;
what that page says of leaving lines out is so.

    tests/definitions.py PROGRAM ROOT
"""
import json
import re
import subprocess
import sys
from pathlib import Path

program, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
failed = 0


def check(what, holds):
    global failed
    if not holds:
        print("FAILED:", what)
        failed = 1


def define(text, *options):
    done = subprocess.run([program, "define", "--json", "--lang", "en", *options, "-"], input=text.encode(), capture_output=True)
    return done.returncode, json.loads(done.stdout)["files"][0]


def codes(text):
    return [fault["code"] for fault in define(text)[1]["faults"]]


shipped = sorted((root / "definitions").glob("*.yaml"))
check("five or more definitions ship", len(shipped) >= 5)
for path in shipped:
    text = path.read_text(encoding="utf-8")
    status, made = define(text)
    check(f"{path.name}: loads", status == 0 and not made["faults"])
    check(f"{path.name}: is named as its key", made.get("ledger") == path.stem)
    for kind in made.get("kinds", []):
        finals = [state["key"] for state in kind["states"] if state["final"]]
        check(f"{path.name}: {kind['key']}: a final state", finals)
        for move in kind["moves"]:
            check(f"{path.name}: {kind['key']}: {move['event']}: a reviewer is somebody else",
                  move["level"] == 0 or {"reporter", "lead", "support"} <= set(move["who-not"]))

page = (root / "docs/definitions.md").read_text(encoding="utf-8")
example = re.search(r"```yaml\n(ledger: .*?)```", page, re.S)[1]
check("the example of the page loads", define(example)[0] == 0)
accept = re.search(r"      - event: accept\n(?:        .*\n)+", example)[0]
check("without accept: none decides, none closes", sorted(codes(example.replace(accept, ""))) == ["level-missing", "unreachable"])
back = re.search(r"      - event: return\n(?:        .*\n)+", example)[0]
check("without return: it loads", not codes(example.replace(back, "")))
check("without fills: never filled", codes(example.replace("        fills: progress\n", "")) == ["never-filled"])
shown = page.split("the first twenty are told at once:\n")[1].split("\n\n")[1]
check("the page shows what is told", all(line.strip() for line in shown.splitlines()[:2]))

# Told on standard error, with its place; the status is that of the table of errors.
done = subprocess.run([program, "define", "--lang", "zh", "-"], input=example.replace("required", "requird", 1).encode(), capture_output=True)
said = done.stderr.decode().splitlines()
check("status 30", done.returncode == 30)
check("place and line", re.fullmatch(r"-:\d+:\d+: 这里没有“requird”这个键，应为：required", said[0]) is not None
      and said[1].strip() in example.replace("required", "requird", 1) and said[2].strip() == "^")
check("the mark stands under the word", said[2].replace("　", "  ").index("^") ==
      sum(2 if ord(c) > 0x2E80 else 1 for c in said[1][:said[1].index("requird")]))
check("nothing on standard output", done.stdout == b"")
sys.exit(failed)
