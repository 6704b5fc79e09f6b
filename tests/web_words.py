#!/usr/bin/env python3
"""Every sentence that code of the pages says stands in web/words.txt, and none stands there that nobody says.

    web_words.py ROOT
"""
import re
import sys
from pathlib import Path

root = Path(sys.argv[1])
words = {line.partition("\t")[0] for line in (root / "web/words.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
said = {}
for file in sorted((root / "src/web").glob("*.c")):
    code = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
    for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"', code):
        if re.search("[\u4e00-\u9fff]", literal):
            said[literal] = file.name
for file in sorted((root / "web/templates").glob("*.html")):
    for sentence in re.findall(r'\{\{"([^"]*)"', file.read_text(encoding="utf-8")):
        said[sentence] = file.name
failed = [f"{where}: not in words.txt: {s}" for s, where in said.items() if s not in words] + [f"words.txt: nobody says: {w}" for w in sorted(words - set(said))]
print("\n".join(failed) or f"{len(words)} sentences")
sys.exit(bool(failed))
