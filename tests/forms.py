#!/usr/bin/env python3
"""One document in many forms: each must give the same nodes and the same facts.

    forms.py [--pdf] PROGRAM ROOT

Every sample, and every document of ../shared/seeds and ../shared/gold where they are present, is written again as
plain text of one paragraph a line, as a web page, as a Word file with its numbers typed, as a Word file that makes its numbers
itself, and, where LibreOffice is installed, as the Word file that LibreOffice makes of it. With --pdf it is also a PDF of
one column and one of two, which takes minutes: where LibreOffice or poppler is missing, that is said, and the exit
status is 77. What the program reads of each is held against what it reads of the plain text.
"""
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import wordfile  # noqa: E402

NODES, FACTS = 0.99, 0.98  # F1 that is asked for

# Numbers that a Word file makes itself: how they look typed, and as a level of a list.
HAN = "一二三四五六七八九"
MARKERS = [
    (re.compile(r"([一二三四五六七八九十]+)、"), "chineseCounting", "%1、"),
    (re.compile(r"（([一二三四五六七八九十]+)）"), "chineseCountingThousand", "（%1）"),
    (re.compile(r"(\d+)\.(?!\d)"), "decimal", "%1."),
    (re.compile(r"(\d+)、"), "decimal", "%1、"),
    (re.compile(r"（(\d+)）"), "decimal", "（%1）"),
    (re.compile(r"([①-⑳])"), "decimalEnclosedCircle", "%1"),
]


def number_of(text):
    if text.isdigit():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return HAN.index(text) + 1
    return (HAN.index(tens) + 1 if tens else 1) * 10 + (HAN.index(ones) + 1 if ones else 0)


class Lists:
    """Lists of a Word file: a new one wherever numbers do not run on."""

    def __init__(self):
        self.next, self.open, self.lists = {}, {}, []

    def take(self, kind, number):
        if self.next.get(kind) != number:
            self.lists.append((kind, number))
            self.open[kind] = len(self.lists)
        self.next[kind] = number + 1
        return self.open[kind]

    def part(self):
        patterns = "".join(
            f'<w:abstractNum w:abstractNumId="{i}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
            for i, (_, form, text) in enumerate(MARKERS))
        lists = "".join(
            f'<w:num w:numId="{i}"><w:abstractNumId w:val="{kind}"/><w:lvlOverride w:ilvl="0">'
            f'<w:startOverride w:val="{first}"/></w:lvlOverride></w:num>'
            for i, (kind, first) in enumerate(self.lists, 1))
        return f'{wordfile.HEAD}<w:numbering xmlns:w="{wordfile.W}">{patterns}{lists}</w:numbering>'


def numbered(lines):
    """(body, numbering) of a file that makes its numbers itself."""
    lists, out = Lists(), []
    for line in lines:
        for kind, (marker, _, _) in enumerate(MARKERS):
            m = marker.match(line)
            if m:
                form = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{lists.take(kind, number_of(m[1]))}"/></w:numPr>'
                out.append(wordfile.paragraph(line[m.end():], form))
                break
        else:
            out.append(wordfile.paragraph(line))
    return "".join(out), lists.part()


def write_typed(path, lines):
    wordfile.write(path, "".join(wordfile.paragraph(line) for line in lines))


def write_numbered(path, lines):
    body, numbering = numbered(lines)
    wordfile.write(path, body, {"word/numbering.xml": numbering}, [("rId1", "numbering", "numbering.xml")])


def write_page(path, lines):
    """The article of a web page, with a way home before it."""
    words = [html.escape(line, quote=False) for line in lines]
    path.write_text(f'<html><head><meta charset="utf-8"><title>{words[0]}</title></head><body><div class="nav"><a href="/">首页</a></div>'
                    f'<div class="article">{"".join(f"<p>{w}</p>" for w in words)}</div></body></html>',
                    encoding="utf-8")


def run(*args):
    return subprocess.run(args, capture_output=True, check=True).stdout


def extract(program, path):
    return json.loads(run(program, "extract", "--json", path))


def nodes(x):
    return Counter((n["marker"], n["heading"], n["text"], n["role"], n["status"], n["parent"])
                   for a in x["articles"] for n in a["nodes"])


def facts(x):
    return Counter(json.dumps({k: v for k, v in f.items() if k != "spans"}, ensure_ascii=False, sort_keys=True)
                   for a in x["articles"] for f in a["facts"])


def f1(a, b):
    both, all_ = sum((a & b).values()), sum(a.values()) + sum(b.values())
    return 2 * both / all_ if all_ else 1


def office(path, folder, kind, *more):
    """The file of a kind that LibreOffice makes of another."""
    run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *more,
        "--convert-to", kind, "--outdir", f"{folder}/office", path)
    return folder / "office" / (path.stem + "." + kind.split(":")[0])


PLAIN = "--infilter=Text (encoded):UTF8,LF,,,"
PDF = "--pdf" in sys.argv
COLUMNS = '<w:sectPr><w:cols w:num="2" w:space="720"/></w:sectPr>'


def write_columns(path, lines):
    """The title across the page, all else in two columns."""
    head = wordfile.paragraph(lines[0], '<w:jc w:val="center"/><w:sectPr><w:type w:val="continuous"/></w:sectPr>')
    body = "".join(wordfile.paragraph(line, '<w:ind w:firstLine="480"/>') for line in lines[1:])
    wordfile.write(path, head + body + COLUMNS)


def made_by_office(plain, lines, folder):
    """(form, path) of what LibreOffice makes of a text: a Word file, a PDF, a PDF of two columns."""
    columns = folder / "columns.docx"
    write_columns(columns, lines)
    yield "LibreOffice", office(plain, folder, "docx:MS Word 2007 XML", PLAIN)
    if PDF:
        yield "pdf", office(plain, folder, "pdf", PLAIN)
        yield "pdf of two columns", office(columns, folder, "pdf")


def documents(root):
    yield from sorted(p for p in (root / "samples").iterdir() if p.suffix in (".txt", ".md", ".html"))
    for folder in ("seeds", "gold"):
        yield from sorted((root.parent / "shared" / folder).glob("*.txt"))


def check(program, document, folder):
    """(form, F1 of nodes, F1 of facts) of each form."""
    text = run(program, "extract", "--text", document).decode()
    lines = [line for line in text.split("\n") if line.strip() and "\t" not in line]
    plain = folder / f"{document.stem}.txt"
    plain.write_text("\n".join(lines) + "\n", encoding="utf-8")
    forms = {"typed": folder / "typed.docx", "numbered": folder / "numbered.docx", "page": folder / "page.html"}
    write_typed(forms["typed"], lines)
    write_numbered(forms["numbered"], lines)
    write_page(forms["page"], lines)
    if shutil.which("soffice"):
        forms.update(made_by_office(plain, lines, folder))
    wanted = extract(program, forms["typed"])
    forms["text"] = plain
    for form, path in forms.items():
        got = extract(program, path)
        yield form, f1(nodes(wanted), nodes(got)), f1(facts(wanted), facts(got))


def main():
    program, root = sys.argv[-2], Path(sys.argv[-1]).resolve()
    absent = [p for p in ("soffice", "pdftotext") if PDF and not shutil.which(p)]
    if absent:
        print("skipped: no", ", ".join(absent))
        return 77
    failed = n = 0
    with tempfile.TemporaryDirectory() as folder:
        for document in documents(root):
            for form, of_nodes, of_facts in check(program, document, Path(folder)):
                n += 1
                if of_nodes < NODES or of_facts < FACTS:
                    failed += 1
                    print(f"{document.name} as {form}: nodes {of_nodes:.3f}, facts {of_facts:.3f}")
    print(f"{n - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
