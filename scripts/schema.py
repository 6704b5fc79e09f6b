#!/usr/bin/env python3
"""Turns the versions of the schema (src/store/schema/NNN.sql) into a C table (see src/store/schema.h).

    schema.py OUT.c 001.sql 002.sql...
"""
import json
import sys
from pathlib import Path

out, files = sys.argv[1], [Path(p) for p in sys.argv[2:]]
if [p.name for p in files] != [f"{n:03}.sql" for n in range(1, len(files) + 1)]:
    sys.exit("schema.py: versions are 001.sql, 002.sql and so on, in order")
with open(out, "w", encoding="utf-8") as f:
    f.write('#include "store/schema.h"\n\nstatic const char *const all[] = {\n')
    for p in files:
        lines = p.read_text(encoding="utf-8").splitlines(keepends=True)
        f.write("".join(f"\t{json.dumps(line, ensure_ascii=False)}\n" for line in lines) + "\t,\n")
    f.write("};\n\nconst struct schema schema_shipped = { .versions = all, .n = sizeof all / sizeof all[0] };\n")
