#!/usr/bin/env python3
"""Files made to do harm: each gets its sentence and its exit status, in time and memory, and the next file is read.

    hostile.py [--deep] PROGRAM SAMPLES

The rows stand in hostile_KIND.py: (ending of the name, what it is, its bytes, exit statuses that are right). --deep adds
their rows DEEP: files that take all the time that they may.
"""
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import hostile_docx  # noqa: E402
import hostile_kinds  # noqa: E402
import hostile_pdf  # noqa: E402
import hostile_xlsx  # noqa: E402
from attack import MB, READ  # noqa: E402

SECONDS, MEMORY = 3, 512 * MB
DEEP_SECONDS = 30
KINDS = hostile_docx, hostile_xlsx, hostile_pdf, hostile_kinds


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))


def check(program, row, folder, good, seconds):
    ending, what, make, wanted = row
    sanitized = b"__asan_init" in program  # then time and memory tell nothing
    path = folder / f"test.{ending}"
    path.write_bytes(make())
    start = time.perf_counter()
    r = subprocess.run([sys.argv[-2], "extract", "--json", path, good], capture_output=True, preexec_fn=None if sanitized else limits, timeout=120)
    took = time.perf_counter() - start
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    try:
        read = len(json.loads(r.stdout)["sources"])
    except ValueError:
        read = -1
    faults = []
    if r.returncode not in wanted:
        faults.append(f"exit {r.returncode}, wanted {sorted(wanted)}")
    if read != (2 if r.returncode == READ else 1):
        faults.append(f"{read} files read")
    if r.returncode != READ and path.name.encode() not in r.stderr:
        faults.append(f"said {r.stderr.decode()!r}")
    if took > seconds and not sanitized:
        faults.append(f"{took:.1f} s")
    if held > MEMORY and not sanitized:
        faults.append(f"{held >> 20} MB")
    if faults:
        print(f"{ending}: {what}: {', '.join(faults)}")
    return not faults


def main():
    program, good = Path(sys.argv[-2]).read_bytes(), Path(sys.argv[-1]) / "notice.txt"
    rows = [(row, SECONDS) for kind in KINDS for row in kind.ROWS]
    if "--deep" in sys.argv:
        rows += [(row, DEEP_SECONDS) for kind in KINDS for row in getattr(kind, "DEEP", [])]
    with tempfile.TemporaryDirectory() as folder:
        passed = sum(check(program, row, Path(folder), good, seconds) for row, seconds in rows)
    print(f"{passed} passed, {len(rows) - passed} failed")
    return 0 if passed == len(rows) else 1


sys.exit(main())
