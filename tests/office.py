#!/usr/bin/env python3
"""Files of old office programs, which LibreOffice makes readable: made by it of our own samples, and read again.

    office.py PROGRAM ROOT

Where LibreOffice is not installed, such a file must be refused with the name of its package; the rest is skipped.
"""
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import compound  # noqa: E402
import forms  # noqa: E402

OFFICE = Path("/usr/lib/libreoffice/program")
SKIPPED = 77
READ, EMPTY, DAMAGED, CONVERTER, CRASHED, SLOW = 0, 6, 15, 19, 20, 21
SECONDS = 120  # what a file may take at most: only that it ends is tested

TEXTS = [("rectification.txt", "doc:MS Word 97"), ("feedback.txt", "rtf"), ("rectification.txt", "odt")]
SHEETS = [("xls:MS Excel 97", "台账.xls"), ("xls:MS Excel 97", "台账.et"), ("ods", "台账.ods")]


class Test:
    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = program, root, folder
        self.temp = folder / "不 空%20"  # a name that must be passed on as it is
        self.temp.mkdir()
        self.good = root / "samples/notice.txt"
        self.failed = self.n = 0

    def holds(self, what, true, *more):
        self.n += 1
        if not true:
            self.failed += 1
            print(what, *more)

    def run(self, *args):
        r = subprocess.run([self.program, *args], capture_output=True, timeout=SECONDS, env={**os.environ, "TMPDIR": str(self.temp)})
        self.holds(f"{args}: left behind", not list(self.temp.iterdir()), list(self.temp.iterdir()))
        return r

    def extract(self, path):
        r = self.run("extract", "--json", path)
        return forms.json.loads(r.stdout) if r.returncode == READ else {"articles": [], "sources": [{}], "notes": [], "why": r.stderr}

    def texts(self):
        for name, kind in TEXTS:
            lines = [x for x in self.run("extract", "--text", self.root / "samples" / name).stdout.decode().split("\n") if "\t" not in x]
            plain = self.folder / name
            plain.write_text("\n".join(lines), encoding="utf-8")
            made = forms.office(plain, self.folder, kind, forms.PLAIN)
            old, new = self.extract(plain), self.extract(made)
            self.holds(f"{made.name}: nodes", forms.nodes(old) == forms.nodes(new), new.get("why"))
            self.holds(f"{made.name}: facts", forms.facts(old) == forms.facts(new))
            self.told(made, new, "docx")

    def told(self, path, x, reader):
        """What is said of the file is of the file, not of what was made of it."""
        source, data = x["sources"][0], path.read_bytes()
        self.holds(f"{path.name}: source", (source.get("reader"), source.get("bytes"), source.get("sha256")) ==
                   (reader, len(data), hashlib.sha256(data).hexdigest()), source)
        self.holds(f"{path.name}: note", ["converted"] == [n["code"] for n in x["notes"] if n["code"] == "converted"])

    def sheets(self):
        book = self.folder / "台账.xlsx"
        self.run("lists", self.root / "samples/rectification.txt", "-o", book)
        wanted = self.run("extract", "--text", book).stdout
        self.holds("the book itself", wanted.count(b"\n") > 50 and b"\t" in wanted, wanted)
        for kind, name in SHEETS:
            made = forms.office(book, self.folder, kind).rename(self.folder / name)
            r = self.run("extract", "--text", made)
            self.holds(f"{name}: cells", r.stdout == wanted, r.stdout, r.stderr)
            self.told(made, self.extract(made), "xlsx")

    def broken(self):
        doc = (self.folder / "office/rectification.doc").read_bytes()
        rtf = (self.folder / "office/feedback.rtf").read_bytes()
        for name, data in [(f"{p} %.doc", doc[:len(doc) * p // 100]) for p in (20, 50, 80)] + [
                ("slow.rtf", b"{\\rtf1 \\bin2147483647 x}"), ("garbled.doc", doc[:1024] + bytes(b ^ 0x55 for b in doc[1024:2048]) + doc[2048:]),
                ("nothing in it.doc", compound.made(WordDocument=compound.word())),
                ("no sheets.xls", compound.made(Workbook=compound.sheets())),
                ("half.rtf", rtf[:len(rtf) // 2]), ("nested.rtf", b"{\\rtf1" + b"{" * 300000 + b"x" + b"}" * 300001),
                ("picture.rtf", b"{\\rtf1 {\\pict\\wmetafile8 " + b"ff" * 100000 + b"}}")]:
            path = self.folder / name
            path.write_bytes(data)
            r = self.run("extract", "--json", path, self.good)
            read = len(forms.json.loads(r.stdout)["sources"])
            self.holds(f"{name}: exit {r.returncode}", r.returncode in (READ, EMPTY, DAMAGED, CRASHED, SLOW), r.stderr)
            self.holds(f"{name}: {read} files read", read == (2 if r.returncode == READ else 1))

    def ended(self):
        """Told to end in the middle of it, the program takes its folder with it."""
        doc = self.folder / "office/rectification.doc"
        p = subprocess.Popen([self.program, "extract", doc, doc], stdout=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(self.temp)})
        while p.poll() is None and not list(self.temp.iterdir()):
            time.sleep(0.01)
        p.send_signal(signal.SIGTERM)
        self.holds("not ended by the signal", p.wait(SECONDS) == -signal.SIGTERM)
        self.holds("left behind after a signal", not list(self.temp.iterdir()))

    def missing(self, lib, name, data, package):
        path = self.folder / name
        path.write_bytes(data)
        r = self.run("extract", path)
        self.holds(f"without {lib}", r.returncode == CONVERTER and package in r.stderr, r.returncode, r.stderr)


def main():
    program, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    writer, calc = (OFFICE / "libswlo.so").exists(), (OFFICE / "libsclo.so").exists()
    with tempfile.TemporaryDirectory() as folder:
        t = Test(program, root, Path(folder))
        if not writer:
            t.missing("Writer", "a.rtf", b"{\\rtf1 x}", b"libreoffice-writer-nogui")
        if not calc:
            t.missing("Calc", "a.xls", compound.made(Workbook=compound.sheets()), b"libreoffice-calc-nogui")
        if writer and calc:
            t.texts()
            t.sheets()
            t.broken()
            t.ended()
    print(f"{t.n - t.failed} passed, {t.failed} failed")
    if t.failed == 0 and not (writer and calc):
        print("skipped: LibreOffice (libreoffice-writer-nogui, libreoffice-calc-nogui) is not installed")
        return SKIPPED
    return 1 if t.failed else 0


sys.exit(main())
