#!/usr/bin/env python3
"""Turns the word lists of src/doc/words into C tables (see src/doc/words.h).

    words.py OUT.c LIST.txt...
"""
import os
import sys

BUCKETS = 256
PAIRS = 16384
GROUPS = 7  # of struct gate
ALONE = 0x80  # … and one for words of one character, and those that go on with no Han
PLACES = 2048  # of long words
SLOTS = 8192  # of short ones
HEAD = 8  # bytes: a word is long from here on


def bucket(word):
    b = word.encode()
    if b[0] < 0x80 or len(b) < 3:
        return b[0]
    return (b[1] * 31 + b[2] * 7 + b[0]) & (BUCKETS - 1)


def bucket_back(word):
    b = word.encode()
    if b[-1] < 0x80:
        return b[-1]
    return (b[-2] * 31 + b[-1] * 7) & (BUCKETS - 1)


def head(word):
    """The first eight bytes, words_raw()."""
    return int.from_bytes(word.encode()[:8], "little")


def spare(word):
    return 8 * max(0, 8 - len(word.encode())) % 64  # of the empty word none: it stands nowhere


def starts_of(buckets):
    """Where each bucket begins among the sorted words, and where the last one ends."""
    starts = [0] * (BUCKETS + 1)
    for b in buckets:
        starts[b + 1] += 1
    for i in range(BUCKETS):
        starts[i + 1] += starts[i]
    return starts


def bitmap(size, bits):
    out = [0] * (size // 64)
    for b in bits:
        out[b >> 6] |= 1 << (b & 63)
    return out


def wide(c):
    """Of three bytes, as most Chinese characters are."""
    return 0x800 <= ord(c) < 0x10000


def han(c):
    """Of three bytes that begin with E4 to E9."""
    return 0x4000 <= ord(c) < 0xA000


def pair(word):
    """words_pair() of its first two characters."""
    raw = int.from_bytes(word[:2].encode(), "little")
    return (raw * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 50


def tail(character):
    """words_tail()."""
    return int.from_bytes(character.encode()[1:3], "little")


def filters(words):
    """What words_may() and words_before() look at: first characters, words of one, pairs of first and of last ones."""
    first = [ord(w[0]) for w in words if ord(w[0]) < 0x10000]
    pairs = [pair(w) for w in words if len(w) > 1 and wide(w[0]) and wide(w[1])]
    # a word that goes on with a narrow character (a digit, a bracket) is not told by its pair: next == 0 lets it pass
    alone = [tail(w) for w in words if len(w) == 1 and wide(w)]
    back = [pair(w[-2:]) for w in words if len(w) > 1 and wide(w[-2]) and wide(w[-1])]
    return {"first": bitmap(65536, first), "alone": bitmap(65536, alone), "pair": bitmap(PAIRS, pairs),
            "pair_back": bitmap(PAIRS, back)}


def read(path):
    asked_everywhere, includes, words = False, [], {}
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("@include "):
            includes.append(line.split(None, 1)[1])
        elif line == "@gate":
            asked_everywhere = True
        elif line.strip() and not line.startswith("#"):
            word, _, value = line.partition("\t")
            if word in words:
                sys.exit(f"{path}:{number}: {word} stands twice")
            words[word] = value.strip() or "1"
    return asked_everywhere, includes, words


def word_rows(rows):
    return ['\t{ "%s", %#x, %d, %s, %d },' % (w.replace("\\", "\\\\").replace('"', '\\"'), head(w), len(w.encode()), v, spare(w))
            for w, v in rows]


def numbers(kind, name, values, per_line, form):
    out = [f"static const {kind} {name}[] = {{"]
    out += ["\t" + ", ".join(form.format(v) for v in values[i:i + per_line]) + "," for i in range(0, len(values), per_line)]
    return out + ["};"]


def table(name, words):
    rows = sorted(words.items(), key=lambda w: (bucket(w[0]), -len(w[0].encode()), w[0]))
    back = sorted(range(len(rows)), key=lambda i: (bucket_back(rows[i][0]), -len(rows[i][0].encode()), i))
    out = [f"static const struct word {name}_words[] = {{"] + word_rows(rows)
    out += ["};"]
    out += numbers("uint16_t", f"{name}_buckets", starts_of(bucket(w) for w, _ in rows), 24, "{}")
    out += numbers("uint16_t", f"{name}_back", back, 24, "{}")
    out += numbers("uint16_t", f"{name}_buckets_back", starts_of(bucket_back(w) for w, _ in rows), 24, "{}")
    for part, bits in filters(words).items():
        out += numbers("uint64_t", f"{name}_{part}", bits, 8, "{:#x}")
    parts = ", ".join(f"{name}_{p}" for p in ("words", "buckets", "back", "buckets_back", "first", "alone", "pair", "pair_back"))
    out += [f"const struct words words_{name} = {{", f"\t{parts}, {len(rows)}", "};", ""]
    return "\n".join(out)


def groups(words):
    """Of first characters: each goes where fewest pairs pass the gate that begin no word."""
    seconds = {}
    for w in words:
        if len(w) > 1 and han(w[1]):
            seconds.setdefault(w[0], set()).add(w[1])
    group, firsts, follow = {}, [0] * GROUPS, [set() for _ in range(GROUPS)]
    for c in sorted(seconds, key=lambda c: (-len(seconds[c]), c)):
        best = min(range(GROUPS), key=lambda g: (firsts[g] + 1) * len(follow[g] | seconds[c]) - firsts[g] * len(follow[g]))
        group[c] = best
        firsts[best] += 1
        follow[best] |= seconds[c]
    return group


def gate(words):
    """By tail(): the groups of words that a character begins, and those in whose words it stands second."""
    begins, follows = [0] * 65536, [ALONE] * 65536
    group_of = groups(words)
    for w in words:
        paired = len(w) > 1 and han(w[1])
        group = 1 << group_of[w[0]] if paired else ALONE
        begins[tail(w[0])] |= group
        if paired:
            follows[tail(w[1])] |= group
    return [f"{{ {b:#x}, {f:#x} }}" for b, f in zip(begins, follows)]


def factor_of(keys):
    """The first factor that gives each key a slot of its own, and these."""
    raws = [int.from_bytes(k.encode(), "little") for k in keys]
    for factor in range(0x9E3779B97F4A7C15, 1 << 64, 0x123456789ABCDE):
        slots = [(raw * factor & 0xFFFFFFFFFFFFFFFF) * SLOTS >> 64 for raw in raws]
        if len(set(slots)) == len(slots):
            return factor, slots
    sys.exit("two short words begin alike")


def gated(name, words):
    """The tables of a list that is asked at every Han character (in doc/cues.h)."""
    def place(word):
        raw = head(word) & 0xFFFFFFFFFFFF
        return (raw * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) * PLACES >> 64

    def key(word):
        return word[:2] if len(word) > 1 and han(word[1]) else word[0]

    def array(of, values, a_line):
        return [f"const {of}[] = {{"] + \
            ["\t" + ", ".join(values[i:i + a_line]) + "," for i in range(0, len(values), a_line)] + ["};"]

    for w in words:
        if not han(w[0]):
            sys.exit(f"{name}: {w} does not begin with a Han character")
    long = sorted((w for w in words if len(w.encode()) >= HEAD), key=lambda w: (place(w), -len(w.encode()), w))
    short = [w for w in words if len(w.encode()) < HEAD]
    starts = [str(sum(place(w) < i for w in long)) for i in range(PLACES + 1)]
    factor, slots = factor_of([key(w) for w in short])
    at = dict(zip(slots, range(len(long), len(words))))
    heads = bitmap(SLOTS, [(head(w) * factor & 0xFFFFFFFFFFFFFFFF) * SLOTS >> 64 for w in long])
    rows = [(w, words[w]) for w in long + short] + [("", "0")]
    return "\n".join([f"const struct word {name}_words[] = {{"] + word_rows(rows) + ["};"] +
                     array(f"uint16_t {name}_places", starts, 24) +
                     [f"const uint64_t {name}_factor = {factor:#x};"] +
                     array(f"uint16_t {name}_slots", [str(at.get(i, len(words))) for i in range(SLOTS)], 24) +
                     array(f"uint64_t {name}_heads", [f"{b:#x}" for b in heads], 8) +
                     array(f"struct gate {name}_gate", gate(words), 8) + [""])


def main():
    out, lists = sys.argv[1], sys.argv[2:]
    includes, body = ['"doc/words.h"'], []
    for path in lists:
        asked_everywhere, more, words = read(path)
        includes += [f'"{x}"' for x in more if f'"{x}"' not in includes]
        name = os.path.splitext(os.path.basename(path))[0]
        body.append(gated(name, words) if asked_everywhere else table(name, words))
    with open(out, "w", encoding="utf-8") as f:
        f.write("/* Made by scripts/words.py from src/doc/words; do not edit. */\n")
        f.write("".join(f"#include {x}\n" for x in includes) + "\n" + "\n".join(body))


main()
