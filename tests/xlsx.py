#!/usr/bin/env python3
"""What stands in a workbook or a CSV file, and the lines that are read of it.

    xlsx.py PROGRAM

A row is the sheets of a book (cells by their place), its other parts, and the text that `bihuan extract --text` prints.
"""
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from printed import prints, summed  # noqa: E402
from wordfile import HEAD, R, relations  # noqa: E402

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# What a cell of style n is shown as; style 0 is General.
CODES = ["General", "yyyy-mm-dd", 'yyyy"年"m"月"', 'm"月"d"日"', "0.00%", "[$-804]e/m/d", "0.00E+00", "h:mm:ss", "#,##0.00_);[Red]"]


def shared(n):
    return {"t": "s", "v": n}


def inline(text):
    return {"t": "inlineStr", "is": text}


def day(serial, style=1):
    return {"v": serial, "s": style}


def cell(place, c):
    if not isinstance(c, dict):
        c = {"t": "str", "v": escape(c)} if isinstance(c, str) else {"v": c}
    words = f"<is><t>{escape(c['is'])}</t></is>" if "is" in c else f"<v>{c['v']}</v>"
    return f'<c r="{place}"{"".join(f" {k}={quoteattr(str(c[k]))}" for k in ("s", "t") if k in c)}>{words}</c>'


def sheet(cells, merges=()):
    rows = {}
    for place, c in cells.items():
        rows.setdefault(int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), []).append(cell(place, c))
    data = "".join(f'<row r="{n}">{"".join(each)}</row>' for n, each in sorted(rows.items()))
    merged = f'<mergeCells>{"".join(f"<mergeCell ref={quoteattr(m)}/>" for m in merges)}</mergeCells>' if merges else ""
    return f'{HEAD}<worksheet xmlns="{S}"><sheetData>{data}</sheetData>{merged}</worksheet>'


def write(path, sheets, strings="", book=""):
    """sheets: (name, cells, merges, more attributes)"""
    formats = "".join(f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(c)}/>' for i, c in enumerate(CODES))
    styles = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(CODES))) + '<xf numFmtId="14"/><xf numFmtId="9"/>'
    names = "".join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}" {more}/>'
                    for i, (name, _, _, more) in enumerate(sheets, 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.xml")))
        z.writestr("xl/workbook.xml", f'{HEAD}<workbook xmlns="{S}" xmlns:r="{R}">{book}<sheets>{names}</sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", relations(
            *((f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)),
            ("rIdA", "sharedStrings", "/xl/sharedStrings.xml"), ("rIdB", "styles", "styles.xml")))
        z.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{S}">{strings}</sst>')
        z.writestr("xl/styles.xml", f'{HEAD}<styleSheet xmlns="{S}"><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
                   f"</cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>")
        for i, (_, cells, merges, _) in enumerate(sheets, 1):
            z.writestr(f"xl/worksheets/sheet{i}.xml", sheet(cells, merges))


def one(cells, merges=()):
    return [("表1", cells, merges, "")]


BOOKS = [
    ("strings of every kind; how characters are read aloud is left out",
     one({"A1": "序号", "B1": shared(0), "C1": shared(1), "A2": 1, "B2": inline("甲 & 乙"), "C2": shared(7)}),
     {"strings": "<si><t>问题</t></si><si><r><t>整改</t></r><r><t>措施</t></r><rPh><t>ZHENGGAI</t></rPh></si>"},
     "序号\t问题\t整改措施\n1\t甲 & 乙\n"),
    ("days, months, a day of a month, per cent, numbers as they are seen",
     one({"A1": "日", "B1": "月", "A2": day(45418), "B2": day(45418, 2), "C2": day(45418, 3), "D2": day(0.125, 4), "E2": day(45418, 5),
          "F2": day(1200, 6), "G2": day(0.5, 7), "H2": day(1234.5, 8), "I2": day(45418, 9), "J2": day(0.07, 10),
          "K2": 0.30000000000000004, "L2": 45418}), {},
     "日\t月\n2024年5月6日\t2024年5月\t5月6日\t12.5%\t2024年5月6日\t1200\t12:00\t1234.5\t2024年5月6日\t7%\t0.3\t45418\n"),
    ("days of a book made on an old Macintosh", one({"A1": "日", "B1": "日", "A2": day(43956), "B2": "x"}),
     {"book": '<workbookPr date1904="1"/>'}, "日\t日\n2024年5月6日\tx\n"),
    ("the first days of 1900", one({"A1": "日", "B1": "日", "A2": day(1), "B2": day(61)}), {}, "日\t日\n1900年1月1日\t1900年3月1日\n"),
    ("empty cells between, none behind; empty rows", one({"A1": "甲", "C1": "丙", "B4": "乙", "D4": " "}), {}, "甲\t\t丙\n\t乙\n"),
    ("a title over the head, words across the sheet between the rows, a cell alone in its row",
     one({"A1": "整改台账\n2026年3月", "A3": "问题", "B3": "措施", "C3": "时限", "A4": "一、党建方面", "A5": "甲", "B5": "乙", "C5": "丙",
          "B6": "丁"}, ["A5:A6", "A4:C4", "A1:C1"]), {},
     "整改台账\n2026年3月\n问题\t措施\t时限\n一、党建方面\n甲\t乙\t丙\n\t丁\n"),
    ("sheets under their names, a hidden one and an empty one not",
     [("党建", {"A1": "甲", "B1": "乙"}, (), ""), ("数据", {"A1": "x"}, (), 'state="hidden"'), ("空", {}, (), ""),
      ("财务", {"A1": "丙", "B1": "丁"}, (), "")], {}, "党建\n甲\t乙\n财务\n丙\t丁\n"),
    ("a line end in a cell", one({"A1": "1.登记\n2.核对", "B1": "乙"}), {}, "1.登记\u20282.核对\t乙\n"),
    ("truth and faults", one({"A1": {"t": "b", "v": 1}, "B1": {"t": "e", "v": "#REF!"}}), {}, "TRUE\t#REF!\n"),
]
TABLES = [
    ("cells in quotes", "a.csv", '序号,问题\n1,"甲,""乙""\n丙"\n', '序号\t问题\n1\t甲,"乙"\u2028丙\n'),
    ("parted by semicolons", "a.csv", "序号;问题\n1;甲,乙\n", "序号\t问题\n1\t甲,乙\n"),
    ("parted by TABs", "a.tsv", "序号\t问题\n1\t甲\n", "序号\t问题\n1\t甲\n"),
    ("a quote that is never closed", "a.csv", '序号,问题\n1,"甲\n', "序号\t问题\n1\t甲\n"),
    ("a text that speaks of a PDF", "a.txt", "说明\n以%PDF-开头的文件。\n", "说明\n以%PDF-开头的文件。\n"),
    ("prose with commas is none", "a.txt", "甲，乙,丙\n丁,戊。\n", "甲，乙,丙\n丁,戊。\n"),
]


def main():
    program, good = sys.argv[1], 0
    with tempfile.TemporaryDirectory() as folder:
        for what, sheets, more, wanted in BOOKS:
            path = Path(folder) / "book.xlsx"
            write(path, sheets, **more)
            good += prints(program, path, what, wanted)
        for what, name, text, wanted in TABLES:
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            good += prints(program, path, what, wanted)
    return summed(good, len(BOOKS) + len(TABLES))


if __name__ == "__main__":
    sys.exit(main())
