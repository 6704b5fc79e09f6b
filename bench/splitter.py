#!/usr/bin/env python3
"""What one writes in an afternoon: the outline of a document by regular expressions.

    bench/splitter.py FILE

Knows the markers of `bihuan extract` at the start of a line, and （1）, ① and 一是 behind the
end of a sentence; the order of levels is that in which the markers turn up. Prints a node a
line. It is here to be compared with, so it joins no lines, finds no heads and no roles.
"""
import re
import sys

HAN = "[〇零一二三四五六七八九十百]+"
KINDS = (
    ("part", f"第{HAN}[编章节条](?=[ 　])|第{HAN}部分"),
    ("han", f"{HAN}、"),
    ("han_paren", f"[（(]{HAN}[）)]"),
    ("num", r"[0-9０-９]{1,3}[.．、](?![0-9０-９])"),
    ("num_paren", r"[（(][0-9０-９]{1,3}[）)]|[0-9０-９]{1,3}[）)]"),
    ("circle", "[①-⑳]"),
    ("is", f"{HAN}[是要](?=[^一])"),
    ("ordinal", "首先|其次|再次|最后"),
)
INLINE = ("num_paren", "circle", "is")
AT_START = re.compile(r"\s*(?:" + "|".join(f"(?P<{name}>{form})" for name, form in KINDS) + ")")
INSIDE = re.compile(r"(?<=[。；：:;])(?:" + "|".join(f"(?P<{n}>{form})" for n, form in KINDS if n in INLINE) + ")")
SENTENCE = re.compile("[^。；]*")


def nodes(text):
    """Kind, marker and words of each piece, in order; kind None for words without a marker."""
    for line in text.split("\n"):
        cuts = []
        first = AT_START.match(line)
        if first:
            cuts.append((first.lastgroup, first.start(first.lastgroup), first.end()))
        cuts += [(m.lastgroup, m.start(), m.end()) for m in INSIDE.finditer(line, first.end() if first else 0)]
        for i, (kind, start, end) in enumerate(cuts):
            yield kind, line[start:end], line[end:cuts[i + 1][1] if i + 1 < len(cuts) else len(line)]


def tree(text):
    """Level, marker and heading of each node."""
    stack = []
    for kind, marker, words in nodes(text):
        if kind in stack:
            del stack[stack.index(kind) + 1:]
        else:
            stack.append(kind)
        yield len(stack), marker, SENTENCE.match(words).group()[:40]


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        text = f.read()
    for level, marker, heading in tree(text):
        print("  " * level + marker + heading)


main()
