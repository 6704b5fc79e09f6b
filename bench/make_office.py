#!/usr/bin/env python3
"""Office files to measure with, as large as such files get: a Word file of 10 MB of text and a sheet of 100,000 rows.

    bench/make_office.py FOLDER

Takes FOLDER/10.txt (make_text.py). Writes to FOLDER text.docx, each paragraph with the properties that Word
gives one, sheet.xlsx, 100,000 rows of 12 cells (numbers, days, and words out of 20,000 shared ones), and page.docx
(page.txt). What is there already and no older than the text is left alone.
"""
import os
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
ROWS, STRINGS = 100000, 20000
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FONT = '<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
PARAGRAPH = (f'<w:p><w:pPr><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>{FONT}</w:pPr>'
             f'<w:r>{FONT}<w:t xml:space="preserve">')


def relations(*rows):
    each = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def write_docx(path, text):
    """The bytes of its document part."""
    lines = "".join(f"{PARAGRAPH}{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n") if line)
    document = f'{HEAD}<w:document xmlns:w="{W}"><w:body>{lines}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        z.writestr("word/document.xml", document)


def cell(place, row, column):
    if column % 4 == 0:
        return f'<c r="{place}"><v>{row * column + 7}</v></c>'
    if column % 4 == 1:
        return f'<c r="{place}" s="1"><v>{45000 + row % 900}</v></c>'
    return f'<c r="{place}" t="s"><v>{(row * 7 + column) % STRINGS}</v></c>'


def write_xlsx(path, lines):
    strings = "".join(f"<si><t>{escape(lines[i % len(lines)][:40])}</t></si>" for i in range(STRINGS))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.xml")))
        z.writestr("xl/workbook.xml", f'{HEAD}<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/>'
                                      "</sheets></workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml")))
        z.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{S}">{strings}</sst>')
        z.writestr("xl/styles.xml", f'{HEAD}<styleSheet xmlns="{S}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
        with z.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'{HEAD}<worksheet xmlns="{S}"><sheetData>'.encode())
            for row in range(1, ROWS + 1):
                cells = "".join(cell(f"{chr(65 + c)}{row}", row, c) for c in range(12))
                part.write(f'<row r="{row}">{cells}</row>'.encode())
            part.write(b"</sheetData></worksheet>")


def part_size(path, name):
    with zipfile.ZipFile(path) as z:
        return z.getinfo(name).file_size


def words_of(path):
    """But for control characters, which no XML can hold."""
    return CONTROL.sub("", path.read_text(encoding="utf-8"))


def make(folder):
    text, made = folder / "10.txt", [folder / name for name in ("text.docx", "page.docx", "sheet.xlsx")]
    newest = max(os.stat(p).st_mtime for p in (text, Path(__file__)))
    if all(p.exists() and p.stat().st_mtime > newest for p in made):
        return
    words = words_of(text)
    write_docx(made[0], words)
    write_docx(made[1], words_of(folder / "page.txt"))
    write_xlsx(made[2], [line for line in words.split("\n") if line.strip()])


if __name__ == "__main__":
    make(Path(sys.argv[1]))
