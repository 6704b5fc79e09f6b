#!/usr/bin/env python3
"""Checks what a log can prove, with nothing but Python and docs/ledger.md.

    tests/proof.py event  [--sm3] KEY ENVELOPE PAYLOAD PROOF
    tests/proof.py growth [--sm3] KEY CHECKPOINT PROOF

event: the event stands in the log. ENVELOPE is its lines; PAYLOAD a file of the 16 bytes of
salt and the payload behind them, or, where those were removed, their hash: sha256:… or sm3:….
growth: the log of the newer checkpoint, which the proof holds, begins with all that CHECKPOINT knew.

KEY is the key of the site, as NAME+ID+BASE64, or a file that holds it. --sm3 is for ledgers that were
begun with SM3. Exits 0 and says what was proved, or 1 and says what does not hold. It shares no line
with bihuan: trees are walked by recursion here, and signatures checked by the arithmetic of RFC 8032.
"""
import base64
import hashlib
import os
import re
import sys


class Wrong(Exception):
    """What does not hold, as a sentence."""


def must(holds, sentence):
    if not holds:
        raise Wrong(sentence)


# Hashes

def sm3_plain(data):
    """SM3 of GB/T 32905, for a Python whose OpenSSL has none."""
    mask = 0xFFFFFFFF

    def rotate(x, n):
        n %= 32
        return (x << n | x >> (32 - n)) & mask

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    data += b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    for at in range(0, len(data), 64):
        w = [int.from_bytes(data[at + i:at + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            s1 = rotate((rotate(a, 12) + e + rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & mask, 7)
            s2 = s1 ^ rotate(a, 12)
            ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            gg = e ^ f ^ g if j < 16 else e & f | ~e & mask & g
            t1 = (ff + d + s2 + (w[j] ^ w[j + 4])) & mask
            t2 = (gg + h + s1 + w[j]) & mask
            a, b, c, d, e, f, g, h = t1, a, rotate(b, 9), c, t2 ^ rotate(t2, 9) ^ rotate(t2, 17), e, rotate(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)


def sm3(data):
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_plain(data)


def sha256(data):
    return hashlib.sha256(data).digest()


HASHES = {"sha256": sha256, "sm3": sm3}


# Ed25519, RFC 8032

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(p, q):
    """Points as (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, p)
        p, n = add(p, p), n >> 1
    return total


def same_point(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def point(data):
    """The point that 32 bytes name, or None."""
    y, odd = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, text, signature):
    """Whether the 64 bytes are the key's signature of the text."""
    if len(signature) != 64:
        return False
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    return same_point(times(s, BASE), add(r, times(k, a)))


# Text: what has one spelling only

def decode(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = None
    must(data is not None and base64.b64encode(data).decode() == text, f"{what} is not base64")
    return data


def number(text, what):
    must(re.fullmatch("0|[1-9][0-9]{0,18}", text, re.ASCII) and int(text) < 2**63, f"{what} is not a number")
    return int(text)


def hash_line(text, what):
    data = decode(text, what)
    must(len(data) == 32, f"{what} is not a hash")
    return data


def text_of(data, what):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong(f"{what} is not UTF-8") from None
    must(not re.search("[\x00-\x09\x0b-\x1f]", text), f"{what} holds control characters")
    return text


def parse_key(text):
    """NAME+ID+BASE64 to name, ID and the 32 bytes."""
    parts = text.split("+", 2)
    must(len(parts) == 3 and re.fullmatch("[0-9a-f]{8}", parts[1]), "the key is not NAME+ID+BASE64")
    data = decode(parts[2], "the key")
    must(len(data) == 33 and data[0] == 1, "the key is not one of Ed25519")
    wanted = sha256(parts[0].encode() + b"\n" + data)[:4]
    must(wanted.hex() == parts[1], "the ID is not that of the key")
    return parts[0], wanted, data[1:]


def open_note(data, key):
    """The text of a note that the key has signed."""
    note = text_of(data, "the note")
    name, ident, public = key
    head, gap, tail = note.rpartition("\n\n")
    must(gap and tail.endswith("\n"), "the note has no signatures")
    body, found = (head + "\n").encode(), False
    for line in tail[:-1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) ([^ ]+)", line)
        must(match, "a line of signature is none")
        signature = decode(match[2], "a signature")
        must(len(signature) > 4, "a signature is empty")
        if (match[1], signature[:4]) == (name, ident):
            must(signed(public, body, signature[4:]), f"the signature of {name} does not hold")
            found = True
    must(found, f"{name} has not signed")
    return body.decode()


def parse_checkpoint(text):
    """Origin, size, root."""
    lines = text.split("\n")
    must(len(lines) >= 4 and lines[-1] == "" and all(lines[:-1]), "the checkpoint has not three lines")
    return lines[0], number(lines[1], "the size"), hash_line(lines[2], "the root")


# Trees, RFC 9162, 2.1

def half(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def node(h, left, right):
    return h(b"\x01" + left + right)


def root_over(h, leaf, index, n, path):
    """The root of n leaves, from one of them and its path."""
    if n == 1:
        must(not path, "the path is too long")
        return leaf
    must(path, "the path is too short")
    k = half(n)
    if index < k:
        return node(h, root_over(h, leaf, index, k, path[:-1]), path[-1])
    return node(h, path[-1], root_over(h, leaf, index - k, n - k, path[:-1]))


def roots_over(h, m, n, path, known):
    """The roots of the first m and of all n leaves. `known` is the former while the part begins with the tree, else None."""
    if m == n and known is not None:
        must(not path, "the path is too long")
        return known, known
    must(path, "the path is too short")
    if m == n:
        must(len(path) == 1, "the path is too long")
        return path[0], path[0]
    k = half(n)
    if m <= k:
        old, new = roots_over(h, m, k, path[:-1], known)
        return old, node(h, new, path[-1])
    old, new = roots_over(h, m - k, n - k, path[:-1], None)
    return node(h, path[-1], old), node(h, path[-1], new)


# Files

ENVELOPE = r"""bihuan\.event/1
site UUID
ledger UUID
number NUMBER
time TIME
person WHO
for WHO
definition HASH
record WHO
type [a-z0-9-]{1,40}
"""
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
for word, pattern in (("NUMBER", "(0|[1-9][0-9]{0,18})"), ("TIME", r"[0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?::[0-9]{2}){2}\.[0-9]{6}Z"),
                      ("WHO", f"(?:{UUID}|-)"), ("HASH", "(?:(?:sha256|sm3):[0-9a-f]{64}|-)"), ("UUID", f"({UUID})")):
    ENVELOPE = ENVELOPE.replace(f"{word}\n", f"{pattern}\n")


def parse_proof(data, first, name):
    """The number behind `name`, the hashes, the checkpoint."""
    head, gap, checkpoint = data.partition(b"\n\n")
    must(gap and checkpoint, "the proof has no checkpoint")
    lines = text_of(head, "the proof").split("\n")
    must(lines[:len(first)] == first, f"the proof does not begin with {first}")
    lines = lines[len(first):]
    if first and lines and lines[0].startswith("extra "):
        must(decode(lines[0][6:], "what stands beside the proof"), "what stands beside the proof is empty")
        lines = lines[1:]
    must(lines and lines[0].startswith(name + " "), f"the proof has no line {name}")
    return (number(lines[0][len(name) + 1:], name), [hash_line(line, "a line of the proof") for line in lines[1:]],
            checkpoint)


def check_event(kind, key, envelope, inner, proof):
    """`inner` is the hash of salt and payload."""
    h = HASHES[kind]
    match = re.fullmatch(ENVELOPE, text_of(envelope, "the envelope"))
    must(match, "the envelope is not one of bihuan.event/1")
    site, ledger, place = match[1], match[2], int(match[3])
    index, path, note = parse_proof(proof, ["c2sp.org/tlog-proof@v1"], "index")
    origin, size, root = parse_checkpoint(open_note(note, key))
    must(origin == f"bihuan/{site}/{ledger}", f"the checkpoint is of the log {origin}")
    must(index == place, f"the proof is of number {index}, the event has {place}")
    must(index < size, f"the log has {size} events only")
    must(root_over(h, h(b"\x00" + envelope + inner), index, size, path) == root, "the event does not stand in the log")
    return f"event {index} of {size} in {origin}"


def check_growth(kind, key, checkpoint, proof):
    h = HASHES[kind]
    origin, m, old = parse_checkpoint(open_note(checkpoint, key))
    told, path, note = parse_proof(proof, [], "old")
    newer, n, new = parse_checkpoint(open_note(note, key))
    must(newer == origin, f"the newer checkpoint is of the log {newer}")
    must(told == m and m <= n, f"the proof is from {told} to {n}, the checkpoint of {m}")
    if m == 0:
        must(not path and old == h(b"") and (n > 0 or new == old), "the empty log is not empty")
    else:
        must(roots_over(h, m, n, path, old) == (old, new), "the newer log does not begin with the older one")
    return f"from {m} to {n} in {origin}"


def bytes_of(name):
    with open(name, "rb") as file:
        return file.read()


def inner_hash(kind, payload):
    told = re.fullmatch("(sha256|sm3):([0-9a-f]{64})", payload)
    if told:
        must(told[1] == kind, f"the ledger is of {kind}")
        return bytes.fromhex(told[2])
    return HASHES[kind](bytes_of(payload))


def main(args):
    kind = "sm3" if "--sm3" in args else "sha256"
    args = [arg for arg in args if arg != "--sm3"]
    if (args[:1], len(args)) not in ((["event"], 5), (["growth"], 4)):
        sys.exit(__doc__)
    try:
        key = parse_key(bytes_of(args[1]).decode().strip() if os.path.exists(args[1]) else args[1])
        if args[0] == "event":
            print("proved:", check_event(kind, key, bytes_of(args[2]), inner_hash(kind, args[3]), bytes_of(args[4])))
        else:
            print("proved:", check_growth(kind, key, bytes_of(args[2]), bytes_of(args[3])))
    except Wrong as wrong:
        print("does not hold:", wrong)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
