"""Word files for tests, made of plain lines: typed as they stand, or with the numbers made by the file.

    wordfile.py FILE.docx < text        a paragraph a line, LF kept out
"""
import sys
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

TYPES = f"""{HEAD}
<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""


def relations(*rows):
    """rows of (id, last step of the type, target)"""
    each = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def paragraph(text, form=""):
    return f'<w:p>{form and f"<w:pPr>{form}</w:pPr>"}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def document(body):
    return f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'


def write(path, body, parts=None, rows=()):
    """The file: its body, and other parts by name with their relations to the document."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        z.writestr("word/document.xml", document(body))
        if rows:
            z.writestr("word/_rels/document.xml.rels", relations(*rows))
        for name, text in (parts or {}).items():
            z.writestr(name, text)


if __name__ == "__main__":
    write(sys.argv[1], "".join(paragraph(line) for line in sys.stdin.read().split("\n") if line.strip()))
