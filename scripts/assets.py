#!/usr/bin/env python3
"""Files that pages bring with them, into the program: as they are and by gzip, each under a name that changes with its bytes.

    scripts/assets.py OUT.c FOLDER FILE...

FOLDER is where the packed ones are put.
"""
import gzip
import hashlib
import sys
from pathlib import Path

MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def asset_name(path):
    """app.1f3a09c2.css"""
    path = Path(path)
    return f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"


def asset_url(path):
    return "/assets/" + asset_name(path)


def main():
    out, folder, *files = sys.argv[1:]
    lines = ["/* Made by scripts/assets.py of web/assets. */", '#include "web/asset.h"', "", "__asm__("]
    rows = []
    for i, file in enumerate(sorted(files)):
        path = Path(file).resolve()
        packed = Path(folder).resolve() / (path.name + ".gz")
        packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        for kind, what in (("plain", path), ("packed", packed)):
            lines.append(f'\t".section .rodata\\n.global asset_{kind}_{i}\\nasset_{kind}_{i}:\\n.incbin \\"{what}\\"\\n.byte 0\\n.previous\\n"')
        rows.append((i, path, packed))
    lines += [");", ""]
    for i, _, _ in rows:
        lines.append(f"extern const char asset_plain_{i}[], asset_packed_{i}[];")
    lines += ["", "const struct asset assets[] = {"]
    for i, path, packed in rows:
        lines.append(f'\t{{ "{asset_name(path)}", "{MEDIA[path.suffix]}", {{ asset_plain_{i}, {path.stat().st_size} }}, '
                     f"{{ asset_packed_{i}, {packed.stat().st_size} }} }},")
    lines += ["};", "const size_t assets_count = sizeof assets / sizeof assets[0];", ""]
    Path(out).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
