#!/usr/bin/env python3
"""The man page holds what the program does.

    tests/man.py PROGRAM MANPAGE SRC

- mandoc, where installed, has nothing to say about the page.
- Every example prints what the page says: in a literal block of EXAMPLES, a line
  "$ command" is run by sh with PROGRAM's folder first on PATH, and must print the lines
  that follow, up to the next command or the end of the block. A line "..." stands for
  any number of lines, " ..." at the end of a line for the rest of that line. An example
  must exit 0: one that shows a failure ends in "; echo $?".
- EXIT STATUS and Notes have an item, with its sentence, for each row of the tables in
  base/err.h and doc/note.h under SRC, and no other.

Examples run in a folder of their own that holds only samples/ and definitions/.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

program, page, src = (Path(p).resolve() for p in sys.argv[1:4])
top = page.parent.parent


def plain(line):
    """A line of a literal block as a reader sees it."""
    line = line.removeprefix(r"\&")
    for roff, char in (r"\(aq", "'"), (r"\(ti", "~"), (r"\(ha", "^"), (r"\-", "-"), (r"\&", ""), (r"\e", "\\"):
        line = line.replace(roff, char)
    return line


def examples(text):
    """(number of the line, command, lines it prints) of each example."""
    section, block, found = "", False, []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(".Sh "):
            section = line[4:]
        elif line.startswith(".Bd -literal"):
            block = section == "EXAMPLES"
        elif line.startswith(".Ed"):
            block = False
        elif block and line.startswith("$ "):
            found.append((number, plain(line[2:]), []))
        elif block:
            found[-1][2].append(plain(line))
    return found


def matches(want, got):
    """Do the lines wanted, with their "...", describe the lines got?"""
    pattern = ""
    for line in want:
        if line == "...":
            pattern += r"(?:.*\n)*?"
        elif line.endswith(" ..."):
            pattern += re.escape(line[:-4]) + ".*\n"
        else:
            pattern += re.escape(line) + "\n"
    if got and not got.endswith("\n"):
        got += "\n"
    return re.fullmatch(pattern, got) is not None


def run(command, cwd):
    env = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "BIHUAN_LANG": "zh",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(["sh", "-c", command], cwd=cwd, env=env, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_examples(text):
    found = examples(text)
    if not found:
        yield "no example found"
    with tempfile.TemporaryDirectory() as cwd:
        for folder in "samples", "definitions":
            os.symlink(top / folder, Path(cwd) / folder)
        for number, command, want in found:
            status, out, err = run(command, cwd)
            if status != 0 or not matches(want, out):
                yield (f"{page.name}:{number}: $ {command}\n--- the page says\n" + "\n".join(want) +
                       f"\n--- the program says, exit status {status}\n{out}{err}")


def check_table(text, section, item, header, row):
    """The items of a section against the rows of an X macro: their key and sentence."""
    part = re.split(r"\n\.S[hs] ", text.split(f" {section}\n")[1])[0]
    told = dict(re.findall(item, part, re.M))
    rows = dict(re.findall(row, (src / header).read_text(encoding="utf-8")))
    for key in sorted(told.keys() | rows.keys()):
        if told.get(key) != rows.get(key):
            yield f"{page.name}: {section}: {key}: {told.get(key)!r}, {header} has {rows.get(key)!r}"


def check_exit_status(text):
    return check_table(text, "EXIT STATUS", r"^\.It (\d+)\n(.+)$", "base/err.h",
                       r'X\(\w+,\s*(\d+),\s*\d+,\s*"[^"]*",[\s\\]*"([^"]*)"\)')


def check_notes(text):
    return check_table(text, "Notes", r"^\.It Cm (\S+) Pq \w+\n(.+)$", "doc/note.h",
                       r'X\(\w+,\s*"([^"]*)",\s*"\w+",\s*"[^"]*",\s*"([^"]*?):? *"\)')


def check_syntax(_):
    if shutil.which("mandoc"):
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], capture_output=True)
        yield from done.stdout.decode().splitlines()


CHECKS = check_syntax, check_exit_status, check_notes, check_examples
text = page.read_text(encoding="utf-8")
failed = [said for check in CHECKS for said in check(text)]
print("\n\n".join(failed))
sys.exit(bool(failed))
