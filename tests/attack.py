"""What the rows of hostile.py share: what may come of them, and containers as no program writes them."""
import struct
import zlib
from functools import cache

MB = 1 << 20
READ, EMPTY, GARBLED, TOOBIG, MEMORY, FORMAT, NOTHING, DAMAGED, HOSTILE, LOCKED, SCANNED = 0, 6, 7, 8, 10, 12, 13, 15, 16, 17, 18
CRASHED, SLOW = 20, 21


def entry(name, packed, size, method=8, flags=0, crc=0, offset=0):
    """(local header with its bytes, entry of the directory)"""
    name = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0)
    return (b"PK\3\4" + common + name + packed,
            b"PK\1\2\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name)


def zipped(entries):
    """entries: dicts of entry(); `of`: the entry whose bytes this one points to"""
    body, directory, at = bytearray(), bytearray(), []
    for e in entries:
        of = e.pop("of", None)
        offset = len(body) if of is None else at[of]
        local, central = entry(**e, offset=offset)
        at.append(offset)
        body += local if of is None else b""
        directory += central
    return bytes(body + directory) + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)


def packed(data):
    z = zlib.compressobj(9, zlib.DEFLATED, -15)
    return z.compress(data) + z.flush()


@cache
def blanks(n):
    """So many of them as a part: (packed, their sum)."""
    z, crc, mb = zlib.compressobj(1, zlib.DEFLATED, -15), 0, b" " * MB
    out = []
    for _ in range(n // MB):
        out.append(z.compress(mb))
        crc = zlib.crc32(mb, crc)
    return b"".join(out) + z.flush(), crc


def blank_part(n, name):
    data, crc = blanks(n)
    return {"name": name, "packed": data, "size": n, "crc": crc}


def parts_of(data, name="word/document.xml", size=None, **more):
    return {"name": name, "packed": packed(data), "size": len(data) if size is None else size, "crc": zlib.crc32(data), **more}


def containers(parts):
    """Rows that are the same for all formats in a container: `parts` are those of a good file, the first the main one."""
    main, data = next(iter(parts.items()))
    rest = [parts_of(d, name=n) for n, d in parts.items() if n != main]
    long = data * (1 + 300000 // len(data))

    def of(*first):
        """New entries each time: zipped() uses them up."""
        return lambda: zipped([dict(e) for e in (*first, *rest)])
    good = parts_of(data, name=main)
    return [
        ("a gigabyte of blanks", lambda: zipped([blank_part(1 << 30, main), *map(dict, rest)]), {HOSTILE}),
        ("60 MB of blanks, a twentieth of a per cent", of(parts_of(data[:-20] + b" " * (60 * MB) + data[-20:], name=main)), {HOSTILE}),
        ("a size that lies: more than it says", of(parts_of(b" " * (64 * MB), name=main, size=1000)), {HOSTILE, DAMAGED}),
        ("a size that lies: less than it says", of(parts_of(data, name=main, size=MB)), {DAMAGED}),
        ("a size that lies: 4 GB", of(parts_of(data, name=main, size=0xFFFFFFFF)), {HOSTILE, DAMAGED}),
        ("fifty parts over each other", of(parts_of(long, name=main), *({**parts_of(long, name=f"p{i}.xml"), "of": 0} for i in range(50))),
         {HOSTILE, DAMAGED}),
        ("60,000 entries", of(good, *(parts_of(b"", name=f"p{i}") for i in range(60000))), {HOSTILE}),
        ("a name that steps out", of(good, parts_of(b"x", name="../../etc/cron.d/x")), {HOSTILE}),
        ("a name from the root", of(good, parts_of(b"x", name="/etc/passwd")), {HOSTILE}),
        ("a name with a drive", of(good, parts_of(b"x", name="C:\\x")), {HOSTILE}),
        ("a name without end", of(good, parts_of(b"x", name="x" * 60000)), {HOSTILE}),
        ("two parts of one name", of(good, parts_of(b"<x/>", name=main)), {HOSTILE, DAMAGED}),
        ("an encrypted part", of({**good, "flags": 1}), {LOCKED}),
        ("a method of its own", of({**good, "method": 97}), {DAMAGED}),
        ("a sum that is wrong", of({**good, "crc": 7}), {DAMAGED}),
    ]
