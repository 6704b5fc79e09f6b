#!/usr/bin/env python3
"""Text to measure with: whole documents, one after another, over and over.

    bench/make_text.py ROOT FOLDER

Takes the UTF-8 .txt documents of ROOT/samples, and of ROOT/../shared/seeds where they are
there. Writes to FOLDER 1.txt, 10.txt and 100.txt (MB of 10^6 bytes; the smaller ones are
the beginnings of the largest, cut where a document ends), page.txt (30 KB), largest.txt
(the largest document) and many/ (200 files of 30 KB, without page-turn notes: what has one
is kept to the end, for its other page). What is there already and no older
than the documents is left alone.
"""
import itertools
import os
import re
import sys
from pathlib import Path

SIZES = (1, 10, 100)
PAGE = 30000
MANY = 200
TURN = re.compile("[上下][接转]")


def documents(root):
    for folder in (root / "samples", root / "../shared/seeds"):
        for path in sorted(folder.glob("*.txt")):
            content = path.read_bytes()
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                continue
            yield path, content if content.endswith(b"\n") else content + b"\n"


def write_sizes(folder, contents):
    files = [open(folder / f"{size}.txt", "wb") for size in SIZES]
    written = 0
    for content in itertools.cycle(contents):
        open_still = [f for f, size in zip(files, SIZES) if written < size * 10**6]
        if not open_still:
            break
        for f in open_still:
            f.write(content)
        written += len(content)
    for f in files:
        f.close()


def page(contents, first):
    """About PAGE bytes, in whole lines, beginning with one of the documents."""
    text = b"".join(contents[(first + i) % len(contents)] for i in range(len(contents)))
    while len(text) < PAGE:
        text += text
    return text[:text.rindex(b"\n", 0, PAGE) + 1]


def make(root, folder):
    found = list(documents(root))
    contents = [content for _, content in found]
    newest = max(os.stat(path).st_mtime for path, _ in found)
    done = folder / "done"
    names = "\n".join(str(path) for path, _ in found)
    if done.exists() and done.stat().st_mtime > newest and done.read_text() == names:
        return
    (folder / "many").mkdir(parents=True, exist_ok=True)
    write_sizes(folder, contents)
    (folder / "page.txt").write_bytes(page(contents, 0))
    (folder / "largest.txt").write_bytes(max(contents, key=len))
    whole = [c for c in contents if not TURN.search(c.decode())]
    for i in range(MANY):
        (folder / "many" / f"{i}.txt").write_bytes(page(whole, i))
    done.write_text(names)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
