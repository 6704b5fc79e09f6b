#!/usr/bin/env python3
"""A scanned paper, recognised: pictures of the pages of a PDF that LibreOffice made, and what is read of them.

    scanned.py PROGRAM ROOT

Needs LibreOffice, poppler and tesseract with chi_sim; where one is missing, that is said, and the exit status is 77.
"""
import json
import shutil
import subprocess
import sys
import tempfile
import zlib
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import pdffile  # noqa: E402
import wordfile  # noqa: E402

NEEDED = ["soffice", "pdftotext", "pdftoppm", "tesseract"]
ALIKE = 0.9  # of the characters: what tesseract makes of clean print is better
DOTS = 200  # to the inch


def run(*args):
    return subprocess.run(args, capture_output=True, check=True).stdout


def missing():
    absent = [p for p in NEEDED if not shutil.which(p)]
    if not absent and b"chi_sim" not in run("tesseract", "--list-langs"):
        absent = ["chi_sim"]
    return absent


def picture(path, page):
    """(width, height, grey bytes) of a page."""
    head, size, _, grey = run("pdftoppm", "-gray", "-r", str(DOTS), "-f", str(page), "-l", str(page), path).split(b"\n", 3)
    assert head == b"P5"
    return *map(int, size.split()), grey


def pdf_of(pictures):
    objects, kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b""], []
    for wide, high, grey in pictures:
        data = zlib.compress(grey)
        x, y = wide * 72 / DOTS, high * 72 / DOTS
        content = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (x, y)
        n = len(objects)
        objects += [pdffile.stream(data, b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
                                   b"/Filter /FlateDecode" % (wide, high)), pdffile.stream(content),
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /XObject << /I %d 0 R >> >> /Contents %d 0 R >>"
                    % (x, y, n + 1, n + 2)]
        kids.append(n + 3)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    return pdffile.whole(objects)


def main():
    program, root = sys.argv[1], Path(sys.argv[2])
    absent = missing()
    if absent:
        print("skipped: no", ", ".join(absent))
        return 77
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        lines = run(program, "extract", "--text", root / "samples" / "feedback.txt").decode().split("\n")[:12]
        form = '<w:ind w:firstLine="640"/>'
        wordfile.write(folder / "a.docx", "".join(wordfile.paragraph(s, form).replace("<w:r>", '<w:r><w:rPr><w:sz w:val="32"/></w:rPr>')
                                                  for s in lines if s) + "<w:sectPr/>")
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "a.docx")
        pages = [picture(folder / "a.pdf", page) for page in (1, 2)]
        (folder / "scan.pdf").write_bytes(pdf_of(pages))
        got = json.loads(run(program, "extract", "--json", folder / "scan.pdf"))
        text = run(program, "extract", "--text", folder / "scan.pdf").decode()
        wanted = run(program, "extract", "--text", folder / "a.pdf").decode()
        alike = SequenceMatcher(None, wanted, text, autojunk=False).ratio()
        good = [alike >= ALIKE, "recognised" in [n["code"] for n in got["notes"]], got["sources"][0]["reader"] == "ocr",
                {p["page"] for p in got["places"]} == {1, 2}, got["sources"][0]["bytes"] == (folder / "scan.pdf").stat().st_size]
    if not all(good):
        print(f"characters alike: {alike:.3f}; {good}")
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if all(good) else 1


sys.exit(main())
