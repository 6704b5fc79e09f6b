#!/usr/bin/env python3
"""A list of 10,000 rows is edited in LibreOffice: exactly the edited rows differ when it is read.

    edited.py PROGRAM

Skipped where LibreOffice and its Python bridge (python3-uno) are not installed.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FINDINGS, MEASURES, EDITED = 2500, 3, 500  # with the findings, 10,000 rows
PYTHON = "/usr/bin/python3"  # LibreOffice's bridge belongs to the system's own

EDIT = """
import json, sys, time, uno
from com.sun.star.beans import PropertyValue
pipe, path, out, edits = sys.argv[1:5]
local = uno.getComponentContext()
resolve = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(300):
    try:
        context = resolve.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
def value(name, v):
    p = PropertyValue(); p.Name, p.Value = name, v; return p
book = desktop.loadComponentFromURL("file://" + path, "_blank", 0, (value("Hidden", True),))
for sheet, column, row, words in json.load(open(edits, encoding="utf-8")):
    book.Sheets.getByIndex(sheet).getCellByPosition(column, row).String = words
book.storeToURL("file://" + out, (value("FilterName", "Calc MS Excel 2007 XML"),))
book.close(True)
try:
    desktop.terminate()
except Exception:
    pass
"""


def document():
    rows = ["专项检查整改报告", "某县卫生健康局"]
    for i in range(1, FINDINGS + 1):
        if i % 100 == 1:
            rows.append(f"第{i // 100 + 1}章 第{i // 100 + 1}组整改落实情况")
        rows.append(f"{(i - 1) % 100 + 1}.关于第{i}类台账登记不规范问题。")
        rows += [f"{'一二三'[k]}是已开展第{i}类第{k + 1}轮核对，补登{i % 90 + k + 2}条，{i % 12 + 1}月底前完成复核。" for k in range(MEASURES)]
    return "\n".join(rows) + "\n"


def cells(lists):
    return {row["id"]: {k: v for k, v in row.items() if k not in ("spans", "figures", "place")}
            for kind in ("findings", "tasks", "duties") for row in lists[kind]}


def read(program, path, out):
    begun = time.monotonic()
    subprocess.run([program, "lists", path, "-o", out], capture_output=True, check=True)
    print(f"{path.name}: {time.monotonic() - begun:.2f} s", file=sys.stderr)
    return json.loads(out.read_text(encoding="utf-8"))


def main():
    program = sys.argv[1]
    if shutil.which("soffice") is None or subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode != 0:
        print("LibreOffice with python3-uno is not installed")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text, book, edited = folder / "report.txt", folder / "lists.xlsx", folder / "edited.xlsx"
        text.write_text(document(), encoding="utf-8")
        subprocess.run([program, "lists", text, "-o", book], capture_output=True, check=True)
        before = read(program, book, folder / "before.json")
        rows = [(0, 5, i, "leader") for i in range(len(before["findings"]))] + [(1, 7, i, "progress") for i in range(len(before["tasks"]))]
        chosen = random.Random(7).sample(rows, EDITED)
        edits = [(sheet, column, 3 + i, f"改{sheet}-{i}") for sheet, column, i, _ in chosen]  # three rows stand over the first
        (folder / "edits.json").write_text(json.dumps(edits), encoding="utf-8")
        (folder / "edit.py").write_text(EDIT, encoding="utf-8")
        pipe = f"bihuan{os.getpid()}"
        office = subprocess.Popen(["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
                                   f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            subprocess.run([PYTHON, folder / "edit.py", pipe, book, edited, folder / "edits.json"], check=True, timeout=300)
        finally:
            office.terminate()
            office.wait()
        was, now = cells(before), cells(read(program, edited, folder / "after.json"))
        kinds = {0: "findings", 1: "tasks"}
        wanted = {before[kinds[sheet]][i]["id"]: (key, f"改{sheet}-{i}") for sheet, _, i, key in chosen}
        good = len(was) >= FINDINGS * (1 + MEASURES) and was.keys() == now.keys()
        wrong = [k for k in was if k in now and now[k] != ({**was[k], wanted[k][0]: wanted[k][1]} if k in wanted else was[k])]
        for k in wrong[:5]:
            print(f"{k}: {was[k]} -> {now[k]}", file=sys.stderr)
        good = good and not wrong
        print(f"{len(was)} rows, {len(wanted)} edited, {sum(was[k] != now.get(k) for k in was)} differ")
    print(f"{int(good)} passed, {int(not good)} failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
