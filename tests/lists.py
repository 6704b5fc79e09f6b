#!/usr/bin/env python3
"""The three lists as they are written: opens the files and looks.

    tests/lists.py PROGRAM SAMPLES

Every check takes the lists of all samples as JSON, and holds the other forms against them.
"""
import csv
import html.parser
import io
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

PROGRAM, SAMPLES = (Path(p).resolve() for p in sys.argv[1:3])
FILES = sorted(p.name for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md", ".html"))
LISTS = {"findings": "问题清单", "tasks": "任务清单", "duties": "责任清单"}
NOT_STATED = "原文未写"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = 25569  # 1970-01-01 in the days of a sheet


def bihuan(*args):
    return subprocess.run([PROGRAM, *args], cwd=SAMPLES, capture_output=True, check=True, timeout=120).stdout


def written(form, name="x"):
    """The bytes of every file that is written, by what is added to its name."""
    with tempfile.TemporaryDirectory() as folder:
        bihuan("lists", *FILES, "-o", f"{folder}/{name}.{form}")
        return {p.name.removeprefix(name): p.read_bytes() for p in Path(folder).iterdir()}


def column(ref):
    return re.match("[A-Z]+", ref)[0]


class Sheet:
    """One sheet of a workbook: cells by reference, as (kind, value, number format)."""

    def __init__(self, book, number):
        self.root = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        strings = ["".join(t.text or "" for t in si.iter(S + "t"))
                   for si in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        styles = ET.fromstring(book.read("xl/styles.xml"))
        formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(S + "numFmt")}
        looks = [formats.get(x.get("numFmtId"), "") for x in styles.find(S + "cellXfs")]
        self.cells = {}
        for c in self.root.iter(S + "c"):
            v = c.find(S + "v")
            if v is None:
                continue
            text = c.get("t") == "s"
            self.cells[c.get("r")] = ("s" if text else "n", strings[int(v.text)] if text else float(v.text),
                                      looks[int(c.get("s", 0))])

    def rows(self, first):
        """Rows from the sheet row `first` on that have an ID, as dictionaries by column letter."""
        out = {}
        for ref, cell in self.cells.items():
            row = int(ref[len(column(ref)):])
            if row >= first:
                out.setdefault(row, {})[column(ref)] = cell
        return [out[r] for r in sorted(out)]


def letters(n):
    return [chr(ord("A") + i) for i in range(n)]


def day_number(iso):
    import datetime
    return (datetime.date.fromisoformat(iso) - datetime.date(1970, 1, 1)).days + EPOCH


def check_xlsx(lists, heads):
    files = written("xlsx")
    assert files == written("xlsx"), "the same input gives another file"
    book = zipfile.ZipFile(io.BytesIO(files[".xlsx"]))
    assert book.testzip() is None
    workbook = book.read("xl/workbook.xml").decode()
    names = re.findall(r'<sheet name="([^"]+)"', workbook)
    assert names == [*LISTS.values(), "汇总", "数值"], names
    for number, (key, name) in enumerate(LISTS.items(), 1):
        sheet = Sheet(book, number)
        check_page(sheet, name, workbook)
        check_sheet(sheet, lists[key], heads[key], key)
    check_figures(Sheet(book, 5), lists["tasks"])


def check_page(sheet, name, workbook):
    page = sheet.root.find(S + "pageSetup").attrib
    assert page["paperSize"] == "8" and page["orientation"] == "landscape", page
    assert page.get("fitToHeight") == "0" and page.get("fitToWidth", "1") == "1", page
    pane = next(sheet.root.iter(S + "pane")).attrib
    assert pane["state"] == "frozen" and pane["ySplit"] == "3", pane
    assert sheet.root.find(S + "autoFilter") is not None
    assert sheet.root.find(S + "conditionalFormatting") is not None
    assert "&P" in sheet.root.find(S + "headerFooter").find(S + "oddFooter").text
    assert re.search(rf"Print_Titles[^>]*>'?{name}'?!\$3:\$3<", workbook), "the head is not repeated"
    assert re.search(rf"Print_Area[^>]*>'?{name}'?!", workbook)


def check_sheet(sheet, rows, heads, key):
    cols = letters(len(heads) + 1)
    assert [sheet.cells[f"{c}3"][1] for c in cols] == [*heads, "ID"]
    hidden = [c for c in sheet.root.iter(S + "col") if c.get("hidden") == "1"]
    assert [c.get("min") for c in hidden] == [str(len(cols))], "the ID is not hidden"
    got = [r for r in sheet.rows(4) if cols[-1] in r]
    assert [r[cols[-1]][1] for r in got] == [r["id"] for r in rows]
    for cells, row in zip(got, rows):
        keys = [k for k in row if k not in ("id", "figures", "spans")]
        for c, k in zip(cols, keys):
            check_cell(cells[c], row[k], k)
    merged = [m.get("ref") for m in sheet.root.iter(S + "mergeCell")]
    assert f"A1:{cols[-2]}1" in merged, "no title over the table"
    if key != "duties":
        down = "D" if key == "findings" else "C"
        assert any(re.fullmatch(rf"{down}\d+:{down}\d+", m) for m in merged), "nothing is merged downwards"
    check_apart(merged)
    heights = [float(r.get("ht")) for r in sheet.root.iter(S + "row") if r.get("ht")]
    assert max(heights) <= 409


def check_apart(merged):
    """No two merged ranges share a cell: a spreadsheet would call the file damaged."""
    taken = set()
    for ref in merged:
        left, top, right, bottom = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", ref).groups()
        cells = {(c, r) for c in range(ord(left), ord(right) + 1) for r in range(int(top), int(bottom) + 1)}
        assert len(cells) > 1 and not cells & taken, ref
        taken |= cells


def check_cell(cell, want, key):
    kind, value, form = cell
    if want is None:
        assert value == NOT_STATED, (key, value)
    elif key == "place":
        assert kind == "n" and value == want
    elif isinstance(want, dict):
        assert kind == "n" and value == day_number(want["day"]), (key, value, want)
        assert form.startswith("yyyy"), form
    else:
        assert kind == "s" and value == want, (key, value, want)


def check_figures(sheet, tasks):
    want = [(t["number"], f["value"], f["unit"]) for t in tasks for f in t["figures"]]
    got = [(r["A"][1], r["D"][1], r.get("E", ("s", "", ""))[1]) for r in sheet.rows(2)]
    assert len(want) == len(got) > 0
    for a, b in zip(want, got):
        assert a[0] == b[0] and abs(a[1] - b[1]) <= 1e-9 * abs(a[1]) and a[2] == b[2], (a, b)


class Page(html.parser.HTMLParser):
    """The ids, links and marked words of a page."""

    VOID = {"meta", "br", "col", "link", "img"}

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.rows, self.marks = [], [], 0, {}
        self.tags, self.open = [], []
        self.feed(text)
        assert not self.tags, f"left open: {self.tags}"

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        assert tag not in ("link", "img", "iframe", "object", "video") and "src" not in a, f"not self-contained: {tag}"
        if tag not in self.VOID:
            self.tags.append(tag)
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "mark":
            self.open.append(a.get("id") or a["data-of"])
        if tag == "a":
            self.links.append((a["href"], a.get("data-s")))
        self.rows += tag == "tr" and "data-id" in a

    def handle_endtag(self, tag):
        assert self.tags.pop() == tag, tag
        if tag == "mark":
            self.open.pop()

    def handle_data(self, data):
        for mark in self.open:
            self.marks[mark] = self.marks.get(mark, "") + data


def check_html(lists, heads):
    text = written("html")[".html"].decode()
    assert "://" not in text.split("<body>")[0] and "@import" not in text and "url(" not in text
    page = Page(text)
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert page.rows == sum(len(lists[k]) for k in LISTS)
    for href, pieces in page.links:
        for target in [href[1:], *(pieces or "").split()]:
            assert href.startswith("#") and target in page.ids, f"leads nowhere: {href} {target}"
    for key in ("findings", "tasks"):
        for row in lists[key]:
            mark = "s%d-%d-%d" % tuple(row["spans"][0])
            got, want = ("".join(s.split()) for s in (page.marks[mark], row["words"]))
            assert got in want, (row["number"], got, want)
    for key in LISTS:
        assert all(f'<th scope="col">{h}</th>' in text for h in heads[key])


def check_csv(lists, heads):
    files = written("csv")
    assert sorted(files) == [f"-{i}{name}.csv" for i, name in enumerate(LISTS.values(), 1)], sorted(files)
    for i, (key, name) in enumerate(LISTS.items(), 1):
        raw = files[f"-{i}{name}.csv"]
        assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        assert rows[0] == [*heads[key], "ID"]
        assert [r[-1] for r in rows[1:]] == [r["id"] for r in lists[key]]
        for cells in rows:
            assert len(cells) == len(rows[0])
            assert not any(c[:1] in ("=", "+", "-", "@", "\t", "\r") for c in cells), cells
    together = list(csv.reader(io.StringIO(bihuan("lists", *FILES, "-o", "-", "--format", "csv").decode("utf-8-sig"),
                                           newline="")))
    assert [r[0] for r in together if len(r) == 1] == list(LISTS.values())


def check_md(lists, heads):
    text = written("md")[".md"].decode()
    tables = [t for t in re.split(r"\n## ", text) if "\n|" in t]
    assert len(tables) == 3
    for table, key in zip(tables, LISTS):
        lines = [line for line in table.splitlines() if line.startswith("|")]
        assert len(lines) == len(lists[key]) + 2
        for line in lines:
            assert len(re.findall(r"(?<!\\)\|", line)) == len(heads[key]) + 1, line


def check_spans(lists, heads):
    """What a row says are its words is where its spans point, and no ID or number stands twice."""
    for name in FILES:
        one = json.loads(bihuan("lists", name, "-o", "-", "--format", "json"))
        body = bihuan("extract", "--text", name)
        for row in one["findings"] + one["tasks"]:
            for _, begin, end in row["spans"]:
                piece = body[begin:end].decode()
                assert piece.strip() in row["words"], (name, row["number"], piece)
        for key in LISTS:
            for what in ("id", "number"):
                seen = [r[what] for r in one[key] if what in r]
                assert len(seen) == len(set(seen)), (name, key, what)
            absent = one["absent"][key]
            for column_key, n in absent.items():
                assert n == sum(r[column_key] is None for r in one[key]), (name, key, column_key)


def main():
    lists = json.loads(bihuan("lists", *FILES, "-o", "-", "--format", "json"))
    assert lists["format"] == "bihuan.lists/1"
    rows = next(csv.reader(io.StringIO(written("csv")["-1问题清单.csv"].decode("utf-8-sig"), newline="")))
    assert rows[1] == "编号"
    heads = {key: next(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))[:-1]
             for key, text in zip(LISTS, [v for _, v in sorted(written("csv").items())])}
    failed = 0
    for check in (check_xlsx, check_html, check_csv, check_md, check_spans):
        try:
            check(lists, heads)
        except AssertionError as bad:
            print(f"{check.__name__}: {str(bad)[:600]}")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
