#!/usr/bin/env python3
"""Includes between the rooms of src/ point down only (docs/architecture.md).

    tests/rooms.py SRC
"""
import re
import sys
from pathlib import Path

# A room, and what it may include besides itself.
BELOW = {
    "base": set(),
    "doc": {"base"},
    "read": {"base", "doc/line.h", "doc/note.h"},
    "guard": {"base", "doc/line.h", "doc/note.h", "read"},
    "write": {"base", "doc"},
    "store": {"base"},
    "ledger": {"base", "doc", "store"},
    "tell": {"base", "store", "ledger"},
    "cli": {"base", "doc", "read", "guard", "write", "store", "ledger", "tell", "web"},
    "web": {"base", "store", "ledger", "tell"},
}

src = Path(sys.argv[1])
failed = 0
for file in sorted(src.rglob("*.[ch]")):
    room = file.relative_to(src).parts[0]
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        m = re.match(r'\s*#\s*include "((\w+)/[^"]+)"', line)
        if m and m[2] != room and not BELOW.get(room, set()) & {m[1], m[2]}:
            print(f"{file}:{number}: {room} may not include {m[1]}")
            failed = 1
sys.exit(failed)
