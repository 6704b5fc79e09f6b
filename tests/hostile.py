#!/usr/bin/env python3
"""Word files made to do harm: each gets its sentence and its exit status, in time and memory, and the next file is read.

    hostile.py PROGRAM SAMPLES
"""
import io
import json
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import wordfile  # noqa: E402
from wordfile import paragraph  # noqa: E402

SECONDS, MEMORY = 3, 512 << 20
MB = 1 << 20
GARBLED, FORMAT, NOTHING, DAMAGED, HOSTILE, LOCKED, EMPTY = 7, 12, 13, 15, 16, 17, 6
READ = 0


def docx(body="", parts=None, rows=(), more=None):
    out = io.BytesIO()
    wordfile.write(out, body, parts, rows)
    if more:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as z:
            for name, content in more:
                z.writestr(name, content)
    return out.getvalue()


def whole(document):
    """A file whose document is these bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", wordfile.TYPES)
        z.writestr("_rels/.rels", wordfile.relations(("rId1", "officeDocument", "word/document.xml")))
        z.writestr("word/document.xml", document)
    return out.getvalue()


PLAIN = paragraph("一、正文。")
GOOD = docx(PLAIN)


def entry(name, packed, size, method=8, flags=0, crc=0, offset=0):
    """(local header with its bytes, entry of the directory)"""
    name = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0)
    return (b"PK\3\4" + common + name + packed,
            b"PK\1\2\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name)


def zipped(entries):
    """entries: dicts of entry(); `of`: the entry whose bytes this one points to"""
    body, directory, at = b"", b"", []
    for e in entries:
        of = e.pop("of", None)
        offset = len(body) if of is None else at[of]
        local, central = entry(**e, offset=offset)
        at.append(offset)
        body += local if of is None else b""
        directory += central
    return body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)


def packed(data):
    z = zlib.compressobj(9, zlib.DEFLATED, -15)
    return z.compress(data) + z.flush()


def parts_of(data, name="word/document.xml", size=None, **more):
    return {"name": name, "packed": packed(data), "size": len(data) if size is None else size, "crc": zlib.crc32(data), **more}


DOCUMENT = wordfile.document(PLAIN).encode()
ENTITIES = "".join(f'<!ENTITY l{i} "{"&l%d;" % (i - 1) * 10}">' for i in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY l0 "ha">{ENTITIES}]>'.encode() + DOCUMENT.split(b"?>", 1)[1].replace(
    "正文".encode(), b"&l9;")
FILES = b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + DOCUMENT.split(b"?>", 1)[1].replace(
    "正文".encode(), b"&f;")
LOOP = ('<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>')
LINKS = "".join(f'<w:abstractNum w:abstractNumId="{i}"><w:numStyleLink w:val="s{1 - i}"/></w:abstractNum>' for i in (0, 1))


def styles(rows):
    return {"word/styles.xml": f'{wordfile.HEAD}<w:styles xmlns:w="{wordfile.W}">{rows}</w:styles>'}, ("rId1", "styles", "styles.xml")


def cyclic_numbering():
    part, row = styles("".join(f'<w:style w:type="numbering" w:styleId="s{i}"><w:pPr><w:numPr><w:numId w:val="{i + 1}"/></w:numPr></w:pPr>'
                               "</w:style>" for i in (0, 1)))
    lists = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (0, 1))
    part["word/numbering.xml"] = f'{wordfile.HEAD}<w:numbering xmlns:w="{wordfile.W}">{LINKS}{lists}</w:numbering>'
    return docx(paragraph("一、正文。", '<w:numPr><w:numId w:val="1"/></w:numPr>'), part, [row, ("rId2", "numbering", "numbering.xml")])


def cyclic_styles():
    part, row = styles(LOOP)
    return docx(paragraph("一、正文。", '<w:pStyle w:val="b"/>'), part, [row])


def nested(n, tag="w:sdt"):
    return wordfile.document(f"<{tag}>" * n + PLAIN + f"</{tag}>" * n)


def boxes(n):
    return wordfile.document("<w:p><w:r><w:txbxContent>" * n + PLAIN + "</w:txbxContent></w:r></w:p>" * n)


FILES_MADE = [
    ("a good one", lambda: GOOD, {READ}),
    ("a gigabyte of blanks", lambda: zipped([parts_of(b" " * (1 << 30))]), {HOSTILE}),
    ("60 MB of blanks, a twentieth of a per cent", lambda: whole(wordfile.document(" " * (60 * MB))), {HOSTILE}),
    ("a size that lies: more than it says", lambda: zipped([parts_of(b" " * (64 * MB), size=1000)]), {HOSTILE, DAMAGED}),
    ("a size that lies: less than it says", lambda: zipped([parts_of(DOCUMENT, size=MB)]), {DAMAGED}),
    ("fifty parts over each other", lambda: zipped([parts_of(DOCUMENT * 300, name="word/document.xml")] + [
        {**parts_of(DOCUMENT * 300, name=f"p{i}.xml"), "of": 0} for i in range(50)]), {HOSTILE, DAMAGED}),
    ("60,000 entries", lambda: zipped([parts_of(DOCUMENT)] + [parts_of(b"", name=f"p{i}") for i in range(59999)]), {HOSTILE}),
    ("a name that steps out", lambda: docx(PLAIN, more=[("../../etc/cron.d/x", "x")]), {HOSTILE}),
    ("a name from the root", lambda: docx(PLAIN, more=[("/etc/passwd", "x")]), {HOSTILE}),
    ("a name with a drive", lambda: docx(PLAIN, more=[("C:\\x", "x")]), {HOSTILE}),
    ("two parts of one name", lambda: zipped([parts_of(DOCUMENT), parts_of(b"<x/>")]), {HOSTILE, DAMAGED}),
    ("an encrypted part", lambda: zipped([parts_of(DOCUMENT, flags=1)]), {LOCKED}),
    ("a method of its own", lambda: zipped([parts_of(DOCUMENT, method=97)]), {DAMAGED}),
    ("a sum that is wrong", lambda: zipped([{**parts_of(DOCUMENT), "crc": 7}]), {DAMAGED}),
    ("no document in it", lambda: zipped([parts_of(b"<x/>", name="x.xml")]), {FORMAT, DAMAGED, GARBLED}),
    ("an empty container", lambda: zipped([]), {FORMAT, DAMAGED, GARBLED}),
    ("billion laughs", lambda: whole(LAUGHS), {HOSTILE}),
    ("a file of the machine", lambda: whole(FILES), {HOSTILE}),
    ("200,000 nested elements", lambda: whole(nested(200000)), {HOSTILE}),
    ("500 nested elements", lambda: whole(nested(500)), {READ}),
    ("200 text boxes in each other", lambda: whole(boxes(160)), {READ}),
    ("100,000 text boxes in each other", lambda: whole(boxes(100000)), {HOSTILE}),
    ("a table in a table, 160 times", lambda: whole(nested(160, "w:tbl").replace("<w:tbl>", "<w:tbl><w:tr><w:tc>").replace(
        "</w:tbl>", "</w:tc></w:tr></w:tbl>")), {READ}),
    ("styles based on each other", cyclic_styles, {READ}),
    ("lists that lead to each other", cyclic_numbering, {READ}),
    ("100,000 fields that never end", lambda: docx("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100000 + "</w:p>" + PLAIN),
     {READ, EMPTY, NOTHING, HOSTILE}),
    ("a million empty paragraphs", lambda: whole(wordfile.document("<w:p/>" * 900000 + PLAIN)), {READ, HOSTILE}),
    ("100,000 cells wide", lambda: docx("<w:tbl>" + "<w:tr>" + "<w:tc><w:p/></w:tc>" * 100000 + "</w:tr>" * 1 + "</w:tbl>" + PLAIN),
     {READ, HOSTILE}),
    ("a merge outside of all tables, 200,000 times", lambda: whole(wordfile.document('<w:gridSpan w:val="9"/><w:p/>' * 200000 + PLAIN)),
     {READ, HOSTILE}),
    ("XML cut off", lambda: whole(DOCUMENT[:-20]), {DAMAGED}),
    ("XML that is none", lambda: whole(b"\0\1\2 no xml"), {DAMAGED}),
] + [(f"cut off at {i} %", lambda i=i: GOOD[:max(4, len(GOOD) * i // 100)], {DAMAGED, GARBLED, FORMAT}) for i in range(0, 100)]


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))


def check(program, what, make, wanted, folder, good):
    sanitized = b"__asan_init" in program.read_bytes()  # then time and memory tell nothing
    path = folder / "test.docx"
    path.write_bytes(make())
    start = time.perf_counter()
    r = subprocess.run([program, "extract", "--json", path, good], capture_output=True, preexec_fn=None if sanitized else limits, timeout=60)
    seconds = time.perf_counter() - start
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
    if seconds > SECONDS and not sanitized:
        faults.append(f"{seconds:.1f} s")
    if held > MEMORY and not sanitized:
        faults.append(f"{held >> 20} MB")
    if faults:
        print(f"{what}: {', '.join(faults)}")
    return not faults


def main():
    program, samples = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    good = samples / "notice.txt"
    with tempfile.TemporaryDirectory() as folder:
        passed = sum(check(program, *row, Path(folder), good) for row in FILES_MADE)
    print(f"{passed} passed, {len(FILES_MADE) - passed} failed")
    return 0 if passed == len(FILES_MADE) else 1


sys.exit(main())
