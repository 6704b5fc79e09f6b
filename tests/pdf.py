#!/usr/bin/env python3
"""What pdftotext tells of a PDF, and the lines that are read of it; the program that tells it is not needed here.

    pdf.py PROGRAM

A row is pages of lines (left, top, right, words), 13 points high, and the text that `bihuan extract --text` prints.
"""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from printed import prints, summed  # noqa: E402


def line(left, top, right, *words):
    """words: a text over the whole line, or (left, right, text) each"""
    each = [w if isinstance(w, tuple) else (left, right, w) for w in words]
    box = f'yMin="{top}" yMax="{top + 13}"'
    inside = "".join(f'<word xMin="{a}" xMax="{b}" {box}>{t}</word>' for a, b, t in each)
    return f'<line xMin="{left}" xMax="{right}" {box}>{inside}</line>'


def pages(*lines_of_each):
    each = "".join(f'<page width="595" height="841"><flow><block>{"".join(rows)}</block></flow></page>' for rows in lines_of_each)
    return f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head/><body><doc>{each}</doc></body></html>'


FULL = "整改工作由各科室按照分工逐项落实每月汇总一次年底统一考核没有完成的说明原因并限期"
ROWS = [
    ("a paragraph goes on where its row is full and the next begins at the margin",
     pages([line(80, 100, 540, FULL), line(56, 115, 300, "补齐。"), line(80, 130, 300, "另起一段。")]), f"{FULL}补齐。\n另起一段。\n"),
    ("a number begins a paragraph, whatever stands before it",
     pages([line(56, 100, 540, FULL), line(56, 115, 300, "（一）补齐。")]), f"{FULL}\n（一）补齐。\n"),
    ("a row that ends early because figures are not parted",
     pages([line(56, 100, 540, FULL), line(56, 115, 505, FULL), line(56, 130, 300, "2025年补齐。")]), f"{FULL}{FULL}2025年补齐。\n"),
    ("words with no gap, a gap between letters, one as wide as a character",
     pages([line(56, 100, 300, (56, 80, "2025"), (82, 92, "年"), (110, 150, "甲"), (160, 180, "word"), (184, 200, "two"))]),
     "2025年　甲 word two\n"),
    ("page numbers and a running head are left out, a paragraph goes on over the page",
     pages([line(200, 40, 300, "海州县文件"), line(56, 100, 540, FULL), line(290, 800, 300, "— 1 —")],
           [line(200, 40, 300, "海州县文件"), line(56, 100, 300, "补齐。"), line(290, 800, 300, "— 2 —")]), f"{FULL}补齐。\n"),
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        path, good = Path(folder) / "test.xml", 0
        for what, told, wanted in ROWS:
            path.write_text(told, encoding="utf-8")
            good += prints(sys.argv[1], path, what, wanted)
    return summed(good, len(ROWS))


sys.exit(main())
