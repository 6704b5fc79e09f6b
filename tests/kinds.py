"""Files of other kinds than their names say: the beginnings of sixty formats, made by hand."""
import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib

import compound

TEXT = "一、总体要求\n（一）压实责任。各科室按照分工逐项落实，每月汇总一次。\n（二）限期整改。2026年6月底前完成整改。\n"


def noise(n, seed=1):
    """Bytes as if at random, always the same."""
    out, x = bytearray(), seed
    while len(out) < n:
        x = (x * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out += struct.pack("<Q", x)
    return bytes(out[:n])


NOISE = noise(4096)


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


def tarred():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT.encode())
        t.addfile(info, io.BytesIO(TEXT.encode()))
    return out.getvalue()


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0" * 200)) + chunk(b"IEND", b""))


def odf(kind):
    return zipped(**{"mimetype": f"application/vnd.oasis.opendocument.{kind}", "META-INF/manifest.xml": "<manifest/>"})


IMAGES = {
    "png": png(),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + NOISE,
    "gif": b"GIF89a\x08\0\x08\0\xf0\0\0" + NOISE,
    "bmp": b"BM" + struct.pack("<IHHIIiiHHIIiiII", 4150, 0, 0, 54, 40, 32, 32, 1, 24, 0, 4096, 0, 0, 0, 0) + NOISE,
    "tiff": b"II*\0" + struct.pack("<I", 8) + NOISE,
    "tiff of a Mac": b"MM\0*" + struct.pack(">I", 8) + NOISE,
    "webp": b"RIFF" + struct.pack("<I", 4100) + b"WEBPVP8 " + NOISE,
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0" + NOISE,
    "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + NOISE,
    "photoshop": b"8BPS\0\1" + NOISE,
    "djvu": b"AT&TFORM\0\0\x10\0DJVU" + NOISE,
}
FOREIGN = {
    "exe": b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + NOISE,
    "elf": b"\x7fELF\2\1\1\0" + NOISE,
    "mach-o": b"\xcf\xfa\xed\xfe\7\0\0\1" + NOISE,
    "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + NOISE,
    "wasm": b"\0asm\1\0\0\0" + NOISE,
    "python code": b"\xa7\r\r\n\0\0\0\0" + NOISE,
    "gzip": gzip.compress(TEXT.encode() * 50, mtime=0),
    "bzip2": bz2.compress(TEXT.encode() * 50),
    "xz": lzma.compress(TEXT.encode() * 50),
    "zstd": b"\x28\xb5\x2f\xfd\x24" + NOISE,
    "lz4": b"\x04\x22\x4d\x18" + NOISE,
    "7z": b"7z\xbc\xaf\x27\x1c\0\4" + NOISE,
    "rar": b"Rar!\x1a\7\1\0" + NOISE,
    "cab": b"MSCF\0\0\0\0" + NOISE,
    "tar": tarred(),
    "ar": b"!<arch>\ndebian-binary   1410122664  0     0     100644  4         `\n2.0\n" + NOISE,
    "iso 9660": b"\0" * 32769 + b"CD001\1\0" + NOISE,
    "mp3": b"ID3\4\0\0\0\0\0\x23" + NOISE,
    "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0" + NOISE,
    "avi": b"RIFF" + struct.pack("<I", 4100) + b"AVI LIST" + NOISE,
    "wav": b"RIFF" + struct.pack("<I", 4100) + b"WAVEfmt " + NOISE,
    "ogg": b"OggS\0\2" + NOISE,
    "flac": b"fLaC\0\0\0\x22" + NOISE,
    "matroska": b"\x1a\x45\xdf\xa3" + NOISE,
    "sqlite": b"SQLite format 3\0\x10\0\1\1\0@  " + NOISE,
    "access": b"\0\1\0\0Standard Jet DB\0" + NOISE,
    "true type": b"\0\1\0\0\0\x0c\0\x80\0\3\0\x40" + NOISE,
    "open type": b"OTTO\0\x0c\0\x80" + NOISE,
    "woff2": b"wOF2\0\1\0\0" + NOISE,
    "pcap": b"\xd4\xc3\xb2\xa1\2\0\4\0" + NOISE,
    "shortcut": b"L\0\0\0\1\x14\2\0" + NOISE,
    "outlook": b"!BDN" + NOISE,
    "dwg": b"AC1032\0\0\0\0\0" + NOISE,
    "caj": b"CAJ\0\0\0\0\0" + NOISE,
    "old Word": b"\xdb\xa5\x2d\0\0\0" + NOISE,
    "powerpoint 97": compound.made(**{"PowerPoint Document": NOISE, "Current User": b"x"}),
    "installer": compound.made(**{"SummaryInformation": NOISE}),
    "zip": zipped(**{"a.txt": TEXT}),
    "java archive": zipped(**{"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n", "A.class": b"\xca\xfe\xba\xbe"}),
    "epub": zipped(**{"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}),
    "powerpoint": zipped(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}),
    "visio": zipped(**{"[Content_Types].xml": "<Types/>", "visio/document.xml": "<v/>"}),
    "ofd": zipped(**{"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<d/>"}),
    "slides of OpenDocument": odf("presentation"),
}
LOCKED = {
    "docx with a password": compound.made(EncryptedPackage=NOISE, EncryptionInfo=NOISE),
    "doc with a password": compound.made(WordDocument=compound.word(True)),
    "xls with a password": compound.made(Workbook=compound.sheets(True)),
    "odt with a password": zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml":
                                     "<manifest><file-entry><encryption-data/></file-entry></manifest>"}),
}
TEXTS = {
    "text": TEXT.encode(),
    "text with a mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "utf-16": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "utf-16 from the other end": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-32": b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"),
    "gb18030": TEXT.encode("gb18030"),
    "big5": "一、總體要求\n（一）壓實責任。各科室按照分工逐項落實，每月彙總一次，年底統一考核。\n（二）限期改正。今年六月底前完成。\n".encode("big5") * 5,
    "html": f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(TEXT.split())}</p></body></html>".encode(),
    "xml": f"<?xml version='1.0'?><文件>{TEXT}</文件>".encode(),
    "json": json.dumps({"正文": TEXT.split()}, ensure_ascii=False).encode(),
    "csv": "序号,问题,时限\n1,台账不全,2026年6月\n2,记录不规范,2026年7月\n".encode(),
    "markdown": "# 工作要点\n\n一、总体要求\n\n（一）压实责任。\n".encode(),
    "latin-1": "Der Prüfbericht wurde am 6. Mai für die Behörde geöffnet.\n".encode("latin-1") * 20,
    "mail": ("From: a@example.org\nSubject: =?utf-8?B?5pW05pS5?=\n\n" + TEXT).encode(),
    "postscript": b"%!PS-Adobe-3.0\n/Helvetica findfont 12 scalefont setfont\n72 720 moveto (x) show showpage\n" * 5,
    "a word": "整改".encode(),
}
NOTHING = {"empty": b"", "blanks": b" \r\n\t \n" * 100, "a mark alone": b"\xef\xbb\xbf", "a mark of utf-16 alone": b"\xff\xfe"}
GARBLED = {"zeros": b"\0" * 5000, "noise": noise(5000, 7), "a byte": b"\x80"}
BROKEN = {
    "an end of a container": b"PK\3\4" + NOISE,
    "a compound file cut off": compound.made(WordDocument=NOISE)[:700],
    "a compound file of noise": compound.MAGIC + NOISE,
}
