#!/usr/bin/env python3
"""Templates of pages to C: each file a function, every value escaped, every sentence in both languages.

    scripts/templates.py OUT.c OUT.h WORDS ASSET... -- TEMPLATE...

A template NAME.html becomes `void page_NAME(struct html *h, const struct TYPE *p)`. What it may say (docs/pages.md):

    {{page struct TYPE from "web/file.h"}}	first: what it is made of
    {{p.member.member}}			a value, escaped; p is the page, a name of `each` one of its things
    {{url p.member}}			the same within a URL, as one part of it
    {{query p.member}}			the query of a URL that was put together before
    {{"中文"}}  {{"共 {} 项" p.count}}	a sentence of WORDS, with values
    {{each r in p.rows}} … {{end}}		an array (.v, .n)
    {{if p.member}} … {{else}} … {{end}}	true, not 0, not empty; {{if not …}}
    {{include NAME p.member}}		another template
    {{asset app.css}}			the URL of a file of web/assets, with what it is known by in it
    {{! … }}				a remark

What cannot be safe is an error: a value in a script, a style, a name or outside quotes; a URL that begins with a value.
"""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from assets import asset_url  # noqa: E402

TOKEN = re.compile(r"\{\{(.*?)\}\}", re.S)
NAME = re.compile(r"[a-z]\w*(\.[a-z]\w*)*$")
URLS = {"href", "src", "action", "formaction", "poster", "cite", "data", "hx-get", "hx-post"}
VOID = re.compile(r"<(script|style)\b", re.I)


class Wrong(Exception):
    pass


def c_str(text):
    """A C literal; Chinese stays legible."""
    out = []
    for c in text:
        if c in '"\\':
            out.append("\\" + c)
        elif c == "\n":
            out.append("\\n")
        elif c == "?":
            out.append("\\?")  # no trigraphs
        else:
            out.append(c)
    return '"' + "".join(out) + '"'


def escaped(text):
    for a, b in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(a, b)
    return text


def read_words(path):
    words = {}
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        zh, tab, en = line.partition("\t")
        if not tab or not en or zh.count("{}") != en.count("{}"):
            raise Wrong(f"{path}:{number}: expected 中文<TAB>English, with as many {{}} in both")
        if zh in words:
            raise Wrong(f"{path}:{number}: {zh} stands twice")
        words[zh] = en
    return words


class Place:
    """Where in HTML the next character stands."""

    def __init__(self):
        self.state, self.tag, self.attribute, self.value = "text", "", "", ""

    def take(self, text):
        for i, c in enumerate(text):
            if self.state == "raw":
                self.value += c
                if self.value.lower().endswith(f"</{self.tag}>"):
                    self.state = "text"
            elif self.state == "text":
                if c == "<" and re.match(r"</?[a-z!]", text[i:i + 3], re.I):
                    self.state, self.tag = "tag", ""
                    m = re.match(r"<(\w+)", text[i:])
                    self.tag = m[1].lower() if m else ""
                    self.attribute = ""
            elif self.state == "tag":
                if c == ">":
                    self.state = "raw" if self.tag in ("script", "style") else "text"
                    self.value = ""
                elif c == '"':
                    if not self.attribute.endswith("="):
                        raise Wrong("a quotation mark that begins no value")
                    self.state, self.value = "value", ""
                elif c == "'":
                    raise Wrong("values stand in double quotes")
                elif c.isspace():
                    self.attribute = ""
                else:
                    self.attribute += c
            elif self.state == "value":
                if c == '"':
                    self.state, self.attribute = "tag", ""
                else:
                    self.value += c

    def name(self):
        return self.attribute.rstrip("=").lower()


class Template:
    def __init__(self, path, words, assets):
        self.path, self.words, self.assets = path, words, assets
        self.name = path.stem.replace("-", "_")
        self.out, self.depth, self.vars, self.blocks = [], 1, ["p"], []
        self.place = Place()
        self.type = self.header = None
        self.line = 1
        self.used = set()

    def put(self, code):
        self.out.append("\t" * self.depth + code)

    def expr(self, text):
        if not NAME.match(text):
            raise Wrong(f"no name: {text}")
        first, _, rest = text.partition(".")
        if first not in self.vars:
            raise Wrong(f"no such thing here: {first}")
        return f"{first}->{rest}" if rest else f"*{first}"

    def literal(self, text):
        text = re.sub(r"\n\s*", "\n", text)
        if self.blocks and text.strip() == "" and "\n" in text:
            text = "\n" if self.place.state == "text" else " "
        self.place.take(text)
        if text:
            self.put(f"html_raw(h, STR({c_str(text)}));")

    def check_value(self, kind):
        state = self.place.state
        if state == "raw":
            raise Wrong("a value within <script> or <style>")
        if state == "tag":
            raise Wrong("a value in a tag, outside quotes")
        if state == "value":
            url = self.place.name() in URLS
            if self.place.name().startswith("on") or self.place.name() == "style":
                raise Wrong("a value in an attribute that is run")
            if url and kind == "put":
                raise Wrong("a value of a URL wants {{url …}} or {{query …}}")
            if url and not re.match(r"[/?#]", self.place.value):
                raise Wrong("a URL begins with / ? or #")
        elif kind in ("url", "query"):
            raise Wrong("only within a URL")
        self.place.value += "x"

    def value(self, text):
        self.check_value("put")
        self.put(f"html_put(h, {self.expr(text)});")

    def say(self, token):
        m = re.match(r'"((?:[^"\\]|\\.)*)"\s*(.*)$', token, re.S)
        if not m:
            raise Wrong("a sentence without its end")
        zh, args = m[1], m[2].split()
        if zh not in self.words:
            raise Wrong(f"not in the words: {zh}")
        self.used.add(zh)
        if zh.count("{}") != len(args):
            raise Wrong(f"{zh}: {len(args)} values")
        if self.place.state not in ("text", "value"):
            raise Wrong("a sentence outside text and values")
        en = self.words[zh]
        for a, b, arg in zip(zh.split("{}"), en.split("{}"), args + [None]):
            if a or b:
                self.put(f"html_raw(h, h->lang == LANG_ZH ? STR({c_str(escaped(a))}) : STR({c_str(escaped(b))}));")
            if arg:
                self.value(arg)
        self.place.value += "x"

    def begin(self, code, kind, var=None):
        self.put(code)
        self.depth += 1
        self.blocks.append((kind, var, self.place.state))

    def token(self, text):
        word, _, rest = text.strip().partition(" ")
        rest = rest.strip()
        if text.startswith("!"):
            return
        if text.startswith('"'):
            self.say(text.strip())
        elif word == "page":
            m = re.match(r'struct (\w+) from "([\w/.]+)"$', rest)
            if not m or self.type:
                raise Wrong('{{page struct TYPE from "web/file.h"}}')
            self.type, self.header = m[1], m[2]
        elif word == "each":
            m = re.match(r"([a-z]\w*) in ([\w.]+)$", rest)
            if not m or m[1] in self.vars:
                raise Wrong("{{each NAME in p.things}}")
            array, i = self.expr(m[2]), f"{m[1]}_at"
            self.begin(f"for (size_t {i} = 0; {i} < {array}.n; {i}++) {{", "each", m[1])
            self.put(f"const __typeof__({array}.v[0]) *{m[1]} = &{array}.v[{i}];")
            self.put("")
            self.vars.append(m[1])
        elif word == "if":
            no = rest.startswith("not ")
            self.begin(f"if ({'!' if no else ''}html_true({self.expr(rest[4:].strip() if no else rest)})) {{", "if")
        elif word == "else":
            if not self.blocks or self.blocks[-1][0] != "if":
                raise Wrong("an else without its if")
            self.depth -= 1
            self.put("} else {")
            self.depth += 1
        elif word == "end":
            if not self.blocks:
                raise Wrong("an end of nothing")
            kind, var, state = self.blocks.pop()
            if state != self.place.state:
                raise Wrong(f"the {kind} begins in {state} and ends in {self.place.state}")
            if var:
                self.vars.remove(var)
            self.depth -= 1
            self.put("}")
        elif word == "include":
            name, _, arg = rest.partition(" ")
            self.put(f"page_{name}(h, {'&' if '.' in arg else ''}{self.expr(arg).lstrip('*')});")
        elif word == "asset":
            if rest not in self.assets:
                raise Wrong(f"no such asset: {rest}")
            self.literal(self.assets[rest])
        elif word in ("url", "query"):
            self.check_value(word)
            self.put(f"html_{word}(h, {self.expr(rest)});")
        else:
            self.value(text.strip())

    def compile(self):
        text, at = self.path.read_text(encoding="utf-8"), 0
        try:
            for m in TOKEN.finditer(text):
                self.line = text.count("\n", 0, m.start()) + 1
                self.literal(text[at:m.start()] if self.type else text[at:m.start()].lstrip())
                self.token(m[1])
                at = m.end()
                if m[1].startswith("page "):
                    at += len(text[at:]) - len(text[at:].lstrip("\n"))
            self.line = text.count("\n") + 1
            self.literal(text[at:])
            if self.blocks or self.place.state != "text" or not self.type:
                raise Wrong("ends within a block, or a tag, or is of no type")
        except Wrong as e:
            raise Wrong(f"{self.path}:{self.line}: {e}")
        return self


def main():
    out, header, words_path, *paths = sys.argv[1:]
    words, end = read_words(words_path), paths.index("--")
    assets = {Path(p).name: asset_url(p) for p in paths[:end]}
    templates = [Template(Path(p), words, assets).compile() for p in sorted(paths[end + 1:])]
    lines = ["/* Made by scripts/templates.py of web/templates and web/words.txt. */", '#include "web_pages.h"']
    lines += [f'#include "{h}"' for h in sorted({t.header for t in templates})]
    lines.append("")
    for t in templates:
        lines += ["void", f"page_{t.name}(struct html *h, const struct {t.type} *p)", "{", "\t(void)p;"] + t.out + ["}", ""]
    lines += ["const struct word words_web[] = {"]
    lines += [f"\t{{ STR({c_str(zh)}), STR({c_str(words[zh])}) }}," for zh in sorted(words, key=lambda z: z.encode())]
    lines += ["};", "const size_t words_web_count = sizeof words_web / sizeof words_web[0];", ""]
    Path(out).write_text("\n".join(lines), encoding="utf-8")
    lines = ["/* Made by scripts/templates.py: the pages. */", "#ifndef BH_WEB_PAGES_H", "#define BH_WEB_PAGES_H", "", '#include "web/html.h"', ""]
    for t in templates:
        lines += [f"struct {t.type};", f"void page_{t.name}(struct html *, const struct {t.type} *);"]
    Path(header).write_text("\n".join(lines + ["", "#endif", ""]), encoding="utf-8")


try:
    main()
except Wrong as e:
    sys.exit(str(e))
