#!/usr/bin/env python3
"""Pages in a browser: the sample ledger is served, and tests/browser/walk.js walks it.

    browser.py PROGRAM ACCOUNTS ROOT SHOTS

Left out (77) where there is no node, npm with a registry, or chromium.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from browse import Served  # noqa: E402

program, accounts, root, shots = (Path(x).resolve() for x in sys.argv[1:5])
for tool in ("node", "npm", "chromium"):
    if not shutil.which(tool):
        print(f"left out: no {tool}")
        sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    place, tools = Path(folder) / "sample", Path(folder) / "browser"
    shutil.copytree(root / "tests/browser", tools, ignore=shutil.ignore_patterns("node_modules"))
    if subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=tools, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        print("left out: npm has no registry here")
        sys.exit(77)
    subprocess.run([root / "scripts/sample.py", program, accounts, root / "samples", place], check=True)
    with Served(str(program), place) as served:
        done = subprocess.run(["node", "walk.js", f"http://127.0.0.1:{served.port}", place / "persons", shots], cwd=tools)
sys.exit(done.returncode)
