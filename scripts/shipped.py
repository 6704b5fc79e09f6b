#!/usr/bin/env python3
"""Turns the definitions that ship with the program, and its calendar, into a C table (see src/ledger/shipped.h).

    shipped.py OUT.c NAME.yaml...
"""
import json
import sys
from pathlib import Path

out, files = sys.argv[1], [Path(p) for p in sys.argv[2:]]
with open(out, "w", encoding="utf-8") as f:
    f.write('#include "ledger/shipped.h"\n\nconst struct shipped shipped[] = {\n')
    for p in files:
        text = p.read_text(encoding="utf-8")
        lines = "\n".join("\t    " + json.dumps(line, ensure_ascii=False) for line in text.splitlines(keepends=True))
        f.write(f'\t{{ "{p.stem}", {len(text.encode())},\n{lines} }},\n')
    f.write("};\n\nconst size_t shipped_count = sizeof shipped / sizeof shipped[0];\n")
