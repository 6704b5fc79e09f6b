"""Word files made to do harm, for hostile.py."""
import io
import zipfile

import wordfile
from attack import DAMAGED, EMPTY, FORMAT, GARBLED, HOSTILE, LOCKED, MB, NOTHING, READ, containers, parts_of, zipped
from wordfile import paragraph


def docx(body="", parts=None, rows=()):
    out = io.BytesIO()
    wordfile.write(out, body, parts, rows)
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


ROWS = containers({"word/document.xml": DOCUMENT}) + [
    ("a good one", lambda: GOOD, {READ}),
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
ROWS = [("docx", *row) for row in ROWS]
