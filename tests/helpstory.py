#!/usr/bin/env python3
"""The story that `bihuan help story` tells, run as it stands.

    helpstory.py PROGRAM

Beside the commands only what a person does between them is done here: passwords are taken from where they were shown,
and new ones are thought up.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
FAILS = []


def between(folder):
    """What was shown is handed over; a new password is thought up."""
    for file in folder.glob("*.json"):
        told = json.loads(file.read_text() or "{}")
        shown = {p["login"]: p["password"] for p in told.get("persons", [])} | ({told["login"]: told["password"]} if "login" in told else {})
        for login, password in shown.items():
            (folder / f"{login}.old").write_text(password + "\n")
            (folder / f"{login}.txt").write_text(f"Qing-Lan#{len(login)}Zq9\n")


def main():
    story = {lang: subprocess.run([PROGRAM, "help", "story", f"--lang={lang}"], capture_output=True, text=True).stdout for lang in ("zh", "en")}
    commands = {lang: re.findall(r"^    (.+)$", text, re.M) for lang, text in story.items()}
    if commands["zh"] != commands["en"] or len(commands["zh"]) < 40:
        FAILS.append("the two languages tell other commands")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "XDG_"))}
        env |= {"PATH": f"{PROGRAM.parent}:{env['PATH']}", "HOME": name, "BIHUAN_LANG": "zh", "BIHUAN_CONFIG": "/dev/null"}
        (folder / "evidence.txt").write_text("验收单三十六份，均有两人签字。\n")
        said = ""
        for command in commands["zh"]:
            r = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True)
            said += r.stdout
            if r.returncode != 0:
                FAILS.append(f"{command}: {r.returncode} {r.stderr.strip()}")
            between(folder)
        state = json.loads(subprocess.run([PROGRAM, "show", "2026-001", "--json"], cwd=folder, env=env, capture_output=True, text=True).stdout)
        if state["state"] != "open" or [h["type"] for h in state["history"]][-2:] != ["looked-back", "reopen"]:
            FAILS.append(f"the record ends as {state['state']}")
        if "各表与事件相符" not in said:
            FAILS.append("the history was not verified")
    for fail in FAILS:
        print("FAILED:", fail)
    print(f"{len(commands['zh'])} commands, {len(FAILS)} failed")
    return bool(FAILS)


sys.exit(main())
