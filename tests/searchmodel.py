#!/usr/bin/env python3
"""Search once more, in another language and another way, against the program's.

    tests/searchmodel.py DRIVER [QUERIES]

Random texts of few characters (Han, letters, digits, both widths, signs), put, replaced and removed, and
10,000 random queries, most of them cut out of the texts. Each is asked of DRIVER (search_driver.c) and of every text here,
one by one: what is found, in which order, how much is counted, for whom, and which bytes are marked. Prints what differs, at most
ten lines of it.
"""
import random
import re
import subprocess
import sys
import unicodedata

TOUCH, APART = "\x01", "\x02"
DIGIT = "[0-9０-９]"
GROUPS = re.compile(f"{DIGIT}{{1,3}}(?:(?:,{DIGIT}{{3}}|(?<=[０-９])，[０-９]{{3}})(?!{DIGIT}))+")
RUN = re.compile(f"{DIGIT}+")
MOST = 1000


def kind(c):
    """By what Unicode says of the character, where the program has ranges."""
    if re.match(DIGIT, c):
        return "digit"
    category = unicodedata.category(c)
    if unicodedata.name(c, "").startswith("CJK UNIFIED IDEOGRAPH") or c == "〇":
        return "han"
    return "letter" if category[0] in "LM" else "sign"


def fold(s):
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in s).translate(
        {i: i + 32 for i in range(ord("A"), ord("Z") + 1)})


def units(s):
    """(value, kind, from, to) in characters."""
    out, i = [], 0
    while i < len(s):
        k, j = kind(s[i]), i + 1
        if k == "digit":
            m = GROUPS.match(s, i) or RUN.match(s, i)
            j = m.end()
            out.append((re.sub("[,，]", "", fold(m[0]).replace(",", "")), k, i, j))
        elif k == "letter":
            while j < len(s) and kind(s[j]) == k:
                j += 1
            out.append((fold(s[i:j]), k, i, j))
        elif k == "han":
            out.append((s[i], k, i, j))
        i = j
    return out


def joints(us):
    """Behind each unit: whether a Han character touches the next."""
    return [TOUCH if a[1] == b[1] == "han" and a[3] == b[2] else APART for a, b in zip(us, us[1:])] + [APART]


def without_mark(us):
    """A 发文字号 without its last unit."""
    if len(us) >= 4 and us[-1][0] == "号" and us[-2][1] == us[-3][1] == "digit" and us[-4][1] == "han" \
            and len(us[-2][0]) <= 6 and re.fullmatch("(19|20)..", us[-3][0]) and not (us[-1][1] != "han"):
        return us[:-1]
    return us


def written(us):
    """As one line, in which words can be looked for: APART, then each unit and its joint."""
    return APART + "".join(u[0] + j for u, j in zip(us, joints(us)))


def split(query):
    """The words of a query, as text."""
    out, i, word = [], 0, ""
    closing = {'"': '"', "“": "”", "＂": "＂"}
    while i < len(query):
        c = query[i]
        if c in closing:
            out.append(word)
            end = query.find(closing[c], i + 1)
            end = len(query) if end < 0 else end
            out.append(query[i + 1:end])
            word, i = "", end + 1
            continue
        if c.isspace():
            out.append(word)
            word = ""
        else:
            word += c
        i += 1
    return out + [word]


def parse(query):
    """A pattern for each word, and the number; None where there is no word."""
    if len(query) > 200:
        return None
    words = [u for u in map(units, split(query)) if u]
    whole = units(query)
    if not words or len(words) > 16:
        return None
    words = [without_mark(w) for w in words]
    number = without_mark(whole)
    if len(number) < len(whole) and words[-1][-1][0] == "号":
        words[-1] = words[-1][:-1]
    return [pattern(w) for w in words if w], written(number)


def pattern(us):
    js = joints(us)
    return re.compile(f"(?<=[{TOUCH}{APART}])" + "".join(re.escape(u[0] + j) for u, j in zip(us[:-1], js)) + re.escape(us[-1][0]) +
                      f"(?=[{TOUCH}{APART}])"), len(us)


def shows(part, ledger, path, party):
    """Whether a record of that ledger and path, in which `party` has a part, is in this part of a scope."""
    of, start, end, who, which = part
    if of not in (0, ledger):
        return False
    if who == "-":
        return start == "-" or start <= path < end
    if which not in ("-", party[1]) or party[0] == "-":
        return False
    return party[2] != "-" and start <= party[2] < end if who == "." else party[0] == who


class Model:
    def __init__(self):
        self.entries, self.turn = {}, 0

    def put(self, key, ledger, path, at, number, title, text, party):
        self.turn += 1
        us = [units(s) for s in (number, title, text)]
        number = written(without_mark(us[0])) if us[0] else None
        self.entries[key] = (ledger, path, at, self.turn, number, [written(u) for u in us], party)

    def remove(self, key):
        self.entries.pop(key, None)

    def ask(self, query, offset, limit, parts):
        parsed = parse(query)
        if parsed is None:
            return "E_QUERY"
        patterns, number = parsed
        found = []
        for key, (ledger, path, at, turn, own, columns, party) in self.entries.items():
            if parts and not any(shows(p, ledger, path, party) for p in parts):
                continue
            if all(any(p.search(c) for c in columns) for p, _ in patterns):
                rank = 0 if own == number else 1 if all(p.search(columns[1]) for p, _ in patterns) else 2
                found.append((rank, -at, -turn, key))
        found.sort()
        told = [f"{key}/{rank}" for rank, _, _, key in found[offset:offset + limit]]
        return " ".join([str(min(len(found), MOST)), str(int(len(found) > MOST))] + told)


def marks(query, text):
    """Bytes that any of the words covers, where these touch as one."""
    parsed = parse(query)
    covered, us = set(), units(text)
    line = written(us)
    starts, at = {}, 1
    for i, u in enumerate(us):
        starts[at] = i
        at += len(u[0]) + 1
    spans = []
    for p, n in parsed[0] if parsed else []:
        at = 0
        while (m := p.search(line, at)):
            i = starts[m.start()]
            spans.append((us[i][2], us[i + n - 1][3]))
            at = m.start() + 1
    out = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1][1] = max(out[-1][1], b)
        else:
            out.append([a, b])
    size = lambda n: len(text[:n].encode())
    return " ".join(f"{size(a)}-{size(b)}" for a, b in out)


HAN, WIDE = "整改台账责任𠀀〇", "ＡａＺ２０１９，"
ALPHABET = HAN * 6 + "号发" * 3 + "0123456789" + "aBzé" + WIDE + "カの" + ',,.，。、；〔〕[]()（）【】［］"“”　 \n\t%①㎡—·/'
PIECES = ["整改台账", "发〔2026〕12号", "发[2019]1号", "发2026 12", "1,000", "１，０００", "1000", "国发〔２０２６〕１２号", "GB/T9704", "第3期", "整改", "责任"]
WHICH = ["lead", "support"]
PATHS = ["0001", "00010001", "00010002", "000100020001", "0002", "00020003"]


def text(r, most):
    out = ""
    for _ in range(r.randint(0, most)):
        out += r.choice(PIECES) if r.random() < 0.15 else r.choice(ALPHABET)
    return out


def cut(r, s):
    a = r.randrange(len(s) + 1)
    return s[a:a + r.choice([1, 1, 2, 2, 3, 4, 8])]


def query(r, texts):
    words = []
    for _ in range(r.choice([1, 1, 1, 2, 2, 3])):
        word = cut(r, r.choice(texts)) if r.random() < 0.85 else text(r, 4)
        words.append(r.choice(["“%s”", '"%s"']) % word if r.random() < 0.15 else word)
    if r.random() < 0.01:
        words += ["整改"] * r.choice([10, 14, 15, 16, 30])
    return r.choice([" ", "　", "  "]).join(words)


def scope(r):
    parts = []
    for _ in range(r.choice([0, 0, 1, 1, 2, 3])):
        path = r.choice(PATHS)
        start, end = r.choice([("-", "-"), (path, path + "~"), (path, path[:-1] + chr(ord(path[-1]) + 1)), (path, path + "0"),
                               (path, "0003"), ("0001000", "00020001")])
        taking = r.random() < 0.4
        who = "." if taking and start != "-" and r.random() < 0.5 else r.randrange(6) if taking else "-"
        parts.append((r.randrange(4), start, end, who, r.choice(["-", "-", *WHICH]) if taking else "-"))
    return parts


def hexed(s):
    return s.encode().hex() or "-"


class Run:
    def __init__(self, driver):
        self.child = subprocess.Popen([driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.differ = 0

    def say(self, *words):
        self.child.stdin.write(" ".join(map(str, words)) + "\n")
        self.child.stdin.flush()
        return self.child.stdout.readline().rstrip("\n")

    def same(self, what, got, want):
        if got != want:
            self.differ += 1
            if self.differ <= 10:
                print(f"{what}\n  program {got}\n  model   {want}")


def change(r, run, model, texts, i):
    key = r.randint(1, 320)
    if r.random() < 0.1:
        run.say("remove", key)
        model.remove(key)
        return
    e = (r.randint(1, 3), r.choice(PATHS), i // 7 if r.random() < 0.8 else r.randint(0, i // 7 + 3),
         r.choice(["", "", "发〔2026〕12号", text(r, 6)]), text(r, 8), text(r, 24))
    party = r.choice([("-", "-", "-"), (r.randrange(6), r.choice(WHICH), "-"), (r.randrange(6), r.choice(WHICH), r.choice(PATHS))])
    run.say("put", key, e[0], e[1], e[2], *map(hexed, e[3:]), *party)
    model.put(key, *e, party)
    texts[:] = (texts + list(e[3:]))[-600:]


def main():
    run, model, texts, r = Run(sys.argv[1]), Model(), [""], random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 20261122)
    queries, found = int(sys.argv[2]) if len(sys.argv) > 2 else 10000, 0
    for i in range(400):
        change(r, run, model, texts, i)
    for i in range(queries):
        if i % 20 == 0:
            change(r, run, model, texts, 400 + i)
        q, parts = query(r, texts), scope(r)
        offset, limit = r.choice([(0, 20), (0, 20), (0, 3), (2, 5), (20, 20), (0, 0), (0, 1000)])
        got = run.say("ask", offset, limit, hexed(q), *(x for p in parts for x in p))
        want = model.ask(q, offset, limit, parts)
        found += want not in ("E_QUERY", "0 0")
        run.same(f"ask {q!r} {offset} {limit} {parts}", got, want)
        t = r.choice(texts)
        run.same(f"marks {q!r} {t!r}", run.say("marks", hexed(q), hexed(t)), marks(q, t))
    run.child.stdin.close()
    status = run.child.wait()
    print(f"{queries} queries, {found} of them find something; {run.differ} answers differ")
    return run.differ > 0 or status != 0 or found < queries // 3


if __name__ == "__main__":
    sys.exit(main())
