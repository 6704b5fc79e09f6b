"""PDFs made to do harm, for hostile.py. Where pdftotext is not installed, each is refused with the name of its package."""
import shutil
import zlib

from attack import CRASHED, DAMAGED, EMPTY, HOSTILE, LOCKED, MB, MEMORY, NOTHING, READ, SCANNED, SLOW, TOOBIG

CONVERTER = 19
TEXT = "BT /F1 12 Tf 72 700 Td (1. General requirements.) Tj 0 -16 Td (Every office reports by month.) Tj ET"


def obj(n, body):
    return f"{n} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"


def stream(n, data, more="", length=None):
    return obj(n, f"<< /Length {len(data) if length is None else length} {more} >>\nstream\n".encode() + data + b"\nendstream")


def pdf(contents=TEXT, objects=(), pages=None, page="", fonts="/F1 5 0 R", trailer="", more="", length=None):
    """A page with a text; `objects` (number, bytes) take the place of those that it has."""
    data = contents if isinstance(contents, bytes) else contents.encode()
    have = {
        1: obj(1, "<< /Type /Catalog /Pages 2 0 R >>"),
        2: obj(2, pages or "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        3: obj(3, f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {fonts} >> {page} >> >>"),
        4: stream(4, data, more, length),
        5: obj(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        **dict(objects),
    }
    out, table = b"%PDF-1.4\n", {}
    for n, body in have.items():
        table[n] = len(out)
        out += body
    size = max(have) + 1
    rows = b"".join(b"%010d 00000 %s \n" % (table.get(n, 0), b"n" if n in table else b"f") for n in range(size))
    return out + b"xref\n0 %d\n" % size + rows + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def packed(data):
    return pdf(zlib.compress(data, 9), more="/Filter /FlateDecode")


def twice_packed(n):
    return pdf(zlib.compress(zlib.compress(b" " * n, 9), 9), more="/Filter [/FlateDecode /FlateDecode]")


GOOD = pdf()
FAILS = {DAMAGED, SCANNED, EMPTY, NOTHING}
ANY = FAILS | {READ, HOSTILE}
LIMITS = {SLOW, TOOBIG, MEMORY, CRASHED}
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << /X %d 0 R /Y %d 0 R >> >>"

ROWS = [
    ("a good one", lambda: GOOD, {READ}),
    ("arrays in each other, 200,000", lambda: pdf(objects=[(6, obj(6, "[" * 200000 + "]" * 200000))], trailer="/Info 6 0 R"), ANY),
    ("arrays in each other, that never end", lambda: pdf(page="/X " + "[" * 200000), ANY),
    ("dictionaries in each other, 100,000", lambda: pdf(page="/X " + "<< /X " * 100000 + "1" + " >>" * 100000), ANY),
    ("arrays in each other, on the page", lambda: pdf("[" * 500000 + TEXT), ANY),
    ("pages that are their own parents", lambda: pdf(pages="<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), ANY),
    ("pages below pages, 20,000", lambda: pdf(pages="<< /Type /Pages /Kids [10 0 R] /Count 1 >>", objects=[
        (n, obj(n, f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 >>")) for n in range(10, 20010)]), ANY),
    ("two thousand million pages", lambda: pdf(pages="<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"), ANY | {SLOW}),
    ("the same page 2,000 times", lambda: pdf(pages=f"<< /Type /Pages /Kids [{'3 0 R ' * 2000}] /Count 2000 >>"), ANY | {TOOBIG}),
    ("contents that are the page", lambda: pdf(objects=[(4, obj(4, "[3 0 R 4 0 R 4 0 R]"))]), ANY),
    ("a length that lies: more", lambda: pdf(length=1 << 40), ANY),
    ("a length that lies: less", lambda: pdf(length=3), ANY),
    ("a length that lies: below nothing", lambda: pdf(length=-1), ANY),
    ("a length that is itself", lambda: pdf(objects=[(4, obj(4, "<< /Length 4 0 R >>\nstream\n" + TEXT + "\nendstream"))]), ANY),
    ("a stream that never ends", lambda: GOOD[:GOOD.index(b"endstream")] + TEXT.encode() * 10000, ANY),
    ("20 MB of blanks, packed", lambda: packed(b" " * 20 * MB), ANY),
    ("packed twice", lambda: twice_packed(20 * MB), ANY),
    ("forms that draw each other", lambda: pdf("/X Do " + TEXT, page="/XObject << /X 6 0 R >>", objects=[
        (6, stream(6, b"/X Do /Y Do", FORM % (7, 6))), (7, stream(7, b"/X Do /Y Do", FORM % (6, 7)))]), ANY),
    ("100,000 states that are never taken back", lambda: pdf("q " * 100000 + TEXT), ANY),
    ("words 100,000 points high", lambda: pdf(TEXT.replace("12 Tf", "100000 Tf")), ANY),
    ("words outside of the page", lambda: pdf(TEXT.replace("72 700", "-99999999 99999999999")), ANY),
    ("a page without size", lambda: GOOD.replace(b"[0 0 595 842]", b"[0 0 0 0]    "), ANY),
    ("a page of infinite size", lambda: GOOD.replace(b"[0 0 595 842]", b"[0 0 9e99 9e9]"), ANY),
    ("a word of 200,000 letters", lambda: pdf(f"BT /F1 12 Tf 72 700 Td ({'x' * 200000}) Tj ET"), ANY),
    ("a table of contents that leads to itself", lambda: GOOD.replace(b"startxref\n", b"startxref\n9")[:-1], ANY),
    ("a trailer before itself", lambda: pdf(trailer="/Prev 9 "), ANY),
    ("encrypted", lambda: pdf(trailer="/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 +
                              "> >> /ID [<00> <00>]"), {LOCKED}),
    ("encrypted in a way of its own", lambda: pdf(trailer="/Encrypt << /Filter /Ours /V 9 >>"), {LOCKED}),
    ("no page", lambda: pdf(pages="<< /Type /Pages /Kids [] /Count 0 >>"), FAILS),
    ("nothing but its first line", lambda: b"%PDF-1.7\n", FAILS),
    ("noise behind its first line", lambda: b"%PDF-1.7\n" + zlib.compress(GOOD) * 50, FAILS),
    ("an empty page", lambda: pdf(""), FAILS),
] + [(f"cut off at {i} %", lambda i=i: GOOD[:max(8, len(GOOD) * i // 100)], ANY) for i in range(0, 100, 5)]

DEEP = [
    ("a gigabyte of blanks, packed", lambda: packed(b" " * (1 << 30)), ANY | LIMITS),
    ("a gigabyte, packed twice", lambda: twice_packed(1 << 30), ANY | LIMITS),
    ("100 MB of words", lambda: packed((TEXT + "\n").encode() * MB), ANY | LIMITS),
    ("forms of ten forms, ten deep", lambda: pdf("/X Do", page="/XObject << /X 10 0 R >>", objects=[
        (n, stream(n, b"/X Do " * 10 if n < 20 else TEXT.encode(), FORM % (n + 1, n + 1))) for n in range(10, 21)]), ANY | LIMITS),
]
THERE = shutil.which("pdftotext", path="/usr/bin")
ROWS, DEEP = ([("pdf", what, make, wanted if THERE else {CONVERTER}) for what, make, wanted in rows] for rows in (ROWS, DEEP))
