#!/usr/bin/env python3
"""Rules, not memorised strings: no run of 8 or more Han characters of a seed document
stands in src/ or tests/, but for the names of bodies that stand in their one list.

    tests/words.py ROOT

The seeds lie in ROOT/../shared/seeds; where they do not, exits 77 (skipped). Prints
each file, line and run.
"""
import re
import sys
from pathlib import Path

LEAST = 8
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{%d,}" % LEAST)
BODIES = "src/doc/words/body.txt"
NAME = 4  # characters: what is shorter in that list is an ending, not a name


def pieces(run):
    return (run[i:i + LEAST] for i in range(len(run) - LEAST + 1))


def text_of(path):
    return path.read_bytes().decode("utf-8", errors="replace")


def common(run, known):
    """The longest stretches of the run that a seed has."""
    at = 0
    while at <= len(run) - LEAST:
        end = at + LEAST
        if run[at:end] in known:
            while end < len(run) and run[end - LEAST + 1:end + 1] in known:
                end += 1
            yield run[at:end]
            at = end - LEAST + 1
        at += 1


def main():
    root = Path(sys.argv[1])
    seeds = sorted((root / "../shared/seeds").glob("*.txt"))
    if not seeds:
        print("no seeds here")
        return 77
    known = set()
    for seed in seeds:  # lines may be cut anywhere
        for run in HAN.findall(re.sub(r"\s+", "", text_of(seed))):
            known.update(pieces(run))
    names = [line.split("\t")[0] for line in text_of(root / BODIES).split("\n")]
    bodies = re.compile("|".join(sorted(map(re.escape, (n for n in names if len(n) >= NAME)), reverse=True)) or "$^")
    found = 0
    for path in sorted(p for d in ("src", "tests") for p in (root / d).rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        if name == BODIES or "__pycache__" in name:
            continue
        for number, line in enumerate(text_of(path).split("\n"), 1):
            for run in HAN.findall(bodies.sub(" ", line)):
                for hit in common(run, known):
                    print(f"{name}:{number}: {hit}")
                    found += 1
    print(f"{found} runs of {LEAST} or more Han characters of a seed")
    return 1 if found else 0


sys.exit(main())
