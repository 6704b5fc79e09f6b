"""Compound files (MS-CFB) for tests: streams at the root, each of 4096 bytes or more, in one row of sectors."""
import struct

MAGIC = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
FREE, LAST, OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def sectors(data):
    return data + b"\0" * (-len(data) % SECTOR)


def entry(name, kind, start, size, right=FREE, child=FREE):
    coded = (name + "\0").encode("utf-16-le")
    return (coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded), kind, 1, FREE, right, child) +
            b"\0" * 36 + struct.pack("<IQ", start, size))


def made(**streams):
    """The table of sectors is sector 0, the directory follows it, then the streams, chained one behind the other."""
    table, body, rows = [OF_TABLE], b"", []
    directory = sectors(b"\0" * 128 * (1 + len(streams)))
    for n in range(len(directory) // SECTOR):
        table.append(len(table) + 1)
    table[-1] = LAST
    for i, (name, data) in enumerate(streams.items(), 1):
        data = sectors(data.ljust(4096, b"\0"))
        rows.append(entry(name, 2, len(table), len(data), i + 1 if i < len(streams) else FREE))
        table += range(len(table) + 1, len(table) + len(data) // SECTOR)
        table.append(LAST)
        body += data
    directory = sectors(entry("Root Entry", 5, LAST, 0, child=1 if streams else FREE) + b"".join(rows))
    table = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    header = (MAGIC + b"\0" * 16 + struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, LAST, 0, LAST, 0) +
              struct.pack("<109I", 0, *[FREE] * 108))
    return header + table + directory + body


def word(locked=False):
    """The beginning of a Word document: FibBase."""
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, 0x0100 if locked else 0)


def sheets(locked=False):
    """The beginning of a workbook: BOF, and where it is locked FilePass."""
    begin = struct.pack("<HH16x", 0x0809, 16)
    return begin + (struct.pack("<HH6x", 0x2F, 6) if locked else struct.pack("<HHH", 0x42, 2, 1200))
