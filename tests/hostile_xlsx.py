"""Workbooks and CSV files made to do harm, for hostile.py."""
from attack import DAMAGED, EMPTY, FORMAT, GARBLED, HOSTILE, MB, READ, TOOBIG, containers, parts_of, zipped
from wordfile import HEAD, R, relations
from xlsx import S

RELATED = ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml")
CELLS = '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="B1" t="inlineStr"><is><t>问题</t></is></c></row>'


def sheet(data=CELLS, before="", behind=""):
    return f'{HEAD}<worksheet xmlns="{S}">{before}<sheetData>{data}</sheetData>{behind}</worksheet>'


def parts(sheet_=None, strings="", styles="", sheets='<sheet name="甲" sheetId="1" r:id="rId1"/>', rows=RELATED):
    """The parts of a workbook by name; the sheet first."""
    return {
        "xl/worksheets/sheet1.xml": as_bytes(sheet() if sheet_ is None else sheet_),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")).encode(),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{sheets}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": relations(*rows).encode(),
        "xl/sharedStrings.xml": as_bytes(f'{HEAD}<sst xmlns="{S}">{strings}</sst>' if isinstance(strings, str) else strings),
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{S}">{styles}</styleSheet>'.encode(),
    }


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def book(*args, stored=False, **more):
    each = [parts_of(d, name=n) for n, d in parts(*args, **more).items()]
    if stored:  # not packed: what it holds has its full weight
        each = [{**e, "packed": d, "method": 0} for e, d in zip(each, parts(*args, **more).values())]
    return zipped(each)


def entities(document, word, of):
    """A document with a type of its own, whose entity stands for a word."""
    head, rest = document.split("?>", 1)
    return f'{head}?><!DOCTYPE x [{of}]>{rest.replace(word, "&x;")}'


LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{i} "{"&l%d;" % (i - 1) * 10}">' for i in range(1, 10)) + '<!ENTITY x "&l9;">'
PASSWD = '<!ENTITY x SYSTEM "file:///etc/passwd">'
GOOD = book()
MANY = "<c><v>1</v></c>"


def grid(rows, columns):
    """Cells that do not say where they stand."""
    return f"<row>{MANY * columns}</row>" * rows


def shared(index):
    return sheet(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c><c r="B1" t="s"><v>0</v></c></row>')


ROWS = containers(parts()) + [
    ("a good one", lambda: GOOD, {READ}),
    ("billion laughs in a sheet", lambda: book(entities(sheet(), "问题", LAUGHS)), {HOSTILE}),
    ("billion laughs in the strings", lambda: book(shared(0), strings=entities(f'{HEAD}<sst xmlns="{S}"><si><t>问题</t></si></sst>', "问题", LAUGHS)
                                                   .encode()), {HOSTILE}),
    ("a file of the machine", lambda: book(entities(sheet(), "问题", PASSWD)), {HOSTILE}),
    ("200,000 nested elements", lambda: book(sheet(CELLS + "<x>" * 200000 + "</x>" * 200000)), {HOSTILE}),
    ("200,000 nested elements in the strings", lambda: book(strings="<si>" * 200000 + "</si>" * 200000), {HOSTILE}),
    ("a dimension that lies", lambda: book(sheet(before='<dimension ref="A1:XFD1048576"/>')), {READ}),
    ("a cell at the far end", lambda: book(sheet(CELLS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), {READ}),
    ("cells at the far end of 2,000 rows", lambda: book(sheet(CELLS + "".join(
        f'<row r="{i * 500}"><c r="XFD{i * 500}"><v>1</v></c></row>' for i in range(1, 2001)))), {READ}),
    ("rows beyond all", lambda: book(sheet(CELLS + "".join(
        f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in ("1048577", "4294967297", "18446744073709551617", "-1", "x", "", "0")))),
     {READ, HOSTILE, DAMAGED}),
    ("columns beyond all", lambda: book(sheet(CELLS + "".join(
        f'<row r="2"><c r="{c}2"><v>1</v></c></row>' for c in ("XFE", "ZZZ", "ZZZZZZZZZZZZZZ", "", "1", "甲", "-")))), {READ, HOSTILE, DAMAGED}),
    ("rows and cells that go backwards", lambda: book(sheet("".join(
        f'<row r="{i}"><c r="D{i}"><v>1</v></c><c r="A{i}"><v>2</v></c></row>' for i in range(2000, 0, -1)))), {READ, HOSTILE, DAMAGED}),
    ("1,048,576 empty rows", lambda: book(sheet(CELLS + "<row/>" * 1048576)), {READ, HOSTILE}),
    ("16,384 columns in 20 rows", lambda: book(sheet(grid(20, 16384))), {READ, HOSTILE}),
    ("300,000 cells, not packed", lambda: book(sheet(grid(50000, 6)), stored=True), {READ}),
    ("200,000 merged cells", lambda: book(sheet(behind="<mergeCells>" + "".join(
        f'<mergeCell ref="A{i}:B{i}"/>' for i in range(2, 200002)) + "</mergeCells>")), {READ, HOSTILE}),
    ("2,000 merges over the whole sheet", lambda: book(sheet(grid(300, 20), behind="<mergeCells>" +
                                                             '<mergeCell ref="A1:XFD1048576"/>' * 2000 + "</mergeCells>")), {READ, HOSTILE}),
    ("merges that are none", lambda: book(sheet(behind="<mergeCells>" + "".join(
        f'<mergeCell ref="{m}"/>' for m in ("B2:A1", "A1", ":", "A0:A0", "ZZZZZZ1:A99999999999", "")) + "</mergeCells>")), {READ}),
    *((f"string number {n}", lambda n=n: book(shared(n), strings="<si><t>问题</t></si>"), {READ, DAMAGED})
      for n in ("1", "-1", "2147483648", "4294967296", "99999999999999999999", "x", "")),
    ("a count of strings that lies", lambda: book(shared(0), strings=f'{HEAD}<sst xmlns="{S}" count="4294967295" uniqueCount="4294967295">'
                                                  "<si><t>问题</t></si></sst>".encode()), {READ}),
    ("300,000 strings", lambda: book(shared(299999), strings="<si><t>问题</t></si>" * 300000), {READ, HOSTILE}),
    ("a string of 8 MB in a cell", lambda: book(sheet(CELLS.replace("问题", "问题与整改" * (8 * MB // 15))), stored=True), {READ, TOOBIG, HOSTILE}),
    ("a string of 30 KB in 2,000 cells", lambda: book(sheet(CELLS + "".join(
        f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(2, 2002))), strings=f"<si><t>{'问题' * 5000}</t></si>"), {READ, TOOBIG, HOSTILE}),
    ("styles beyond all", lambda: book(sheet("".join(
        f'<row><c s="{n}"><v>45000</v></c><c><v>1</v></c></row>' for n in ("7", "-1", "4294967296", "99999999999999999999", "x")))), {READ}),
    ("a format of a megabyte", lambda: book(styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * MB}"/></numFmts>'), {READ, HOSTILE}),
    ("100,000 formats", lambda: book(styles="<numFmts>" + "".join(
        f'<numFmt numFmtId="{i}" formatCode="yyyy"/>' for i in range(100000)) + "</numFmts><cellXfs>" + "".join(
            f'<xf numFmtId="{i}"/>' for i in range(100000)) + "</cellXfs>"), {READ, HOSTILE}),
    ("numbers that are none", lambda: book(sheet("".join(
        f'<row><c><v>{n}</v></c><c><v>1</v></c></row>' for n in ("1e999", "-1e-999", "nan", "inf", "0x10", "9" * 5000, "1." + "0" * 5000, "")))), {READ}),
    ("10,000 sheets", lambda: book(sheets="".join(f'<sheet name="{i}" sheetId="{i}" r:id="rId1"/>' for i in range(10000))), {READ, HOSTILE, DAMAGED}),
    ("one sheet as 200", lambda: book(sheet(grid(500, 10)), sheets="".join(
        f'<sheet name="{i}" sheetId="{i}" r:id="rId1"/>' for i in range(200))), {READ, TOOBIG, HOSTILE}),
    ("a sheet that is the book", lambda: book(rows=(("rId1", "worksheet", "workbook.xml"),)), {READ, EMPTY, HOSTILE, DAMAGED}),
    ("a sheet that is not there", lambda: book(rows=(("rId1", "worksheet", "worksheets/sheet9.xml"),)), {EMPTY, DAMAGED}),
    ("a sheet outside", lambda: book(rows=(("rId1", "worksheet", "../../../../etc/passwd"),)), {EMPTY, DAMAGED, HOSTILE}),
    ("no sheets", lambda: book(sheets=""), {EMPTY, DAMAGED}),
    ("XML cut off", lambda: book(sheet()[:-30]), {DAMAGED}),
    ("XML that is none", lambda: book(b"\0\1\2 no xml"), {DAMAGED}),
] + [(f"cut off at {i} %", lambda i=i: GOOD[:max(4, len(GOOD) * i // 100)], {DAMAGED, GARBLED, FORMAT}) for i in range(0, 100)]
ROWS = [("xlsx", *row) for row in ROWS]

HEADS = "序号,问题,时限\n"
ROWS += [("csv", *row) for row in [
    ("quotes alone", lambda: b'"' * MB, {READ, EMPTY}),
    ("a quote that never closes, 8 MB", lambda: (HEADS + '1,"' + "甲,乙\n" * MB).encode(), {READ}),
    ("a million separators in a row", lambda: (HEADS + "," * MB + "\n").encode(), {READ}),
    ("a million rows of separators", lambda: (HEADS + ",,\n" * MB).encode(), {READ}),
    ("100,000 cells in each of five rows", lambda: ((("甲," * 100000) + "乙\n") * 5).encode(), {READ}),
    ("8 MB in a row", lambda: (HEADS + "甲" * (8 * MB // 3)).encode(), {READ}),
    ("ends of rows of each kind", lambda: (HEADS + "1,甲,乙\r2,丙,丁\r\n3,戊,己\n\r").encode() * 1000, {READ}),
    ("quotes within words", lambda: (HEADS + '1,甲"乙"丙,"丁""戊"己\n' * 1000).encode(), {READ}),
    ("zeros between", lambda: (HEADS + "1,\0甲,\0\n" * 1000).encode(), {READ, GARBLED}),
    ("a character cut in two", lambda: HEADS.encode()[:-5] + b"\n1,2,3\n", {READ}),
    ("half of it in another encoding", lambda: (HEADS * 100).encode() + (HEADS * 100).encode("gb18030"), {READ, GARBLED}),
    ("UTF-16 without an end", lambda: b"\xff\xfe" + HEADS.encode("utf-16-le") + b"\x31", {READ}),
]]

DEEP = [("xlsx", *row) for row in [
    ("four million cells, not packed", lambda: book(sheet(grid(4000, 1000)), stored=True), {READ, HOSTILE, TOOBIG}),
    ("1,048,576 rows", lambda: book(sheet(grid(1048576, 2)), stored=True), {READ, HOSTILE, TOOBIG}),
]]
