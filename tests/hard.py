#!/usr/bin/env python3
"""Hard inputs: each must end in time, with valid JSON or a sentence and its exit status.

    tests/hard.py [--times] PROGRAM SAMPLES

The limits on time are far above what is needed: they catch work that grows with the
square of the input, not a busy machine. --times prints instead, for every large input,
seconds at its size and at twice that, the ratio (about 2 is linear), and peak memory.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

LIMIT, LIMIT_HUGE = 20, 60  # seconds; huge is what has 8 MB or more
HUGE = 8 << 20
MB = 1 << 20
REFUSED = {4: "文件不能读取", 5: "这是文件夹或设备", 6: "文件是空的", 7: "内容无法识别为文字", 9: "读取时文件正在被改动"}

BODY = "已召开会议3次，修订《值班管理办法》等制度10余项，2026年6月底前由办公室牵头完成，覆盖率达到95%以上。"
ARTICLE = "关于窗口服务的整改报告\n2026年3月5日\n一、整改情况\n（一）排队时间长。一是增设窗口2个。二是延长服务1小时。\n办公室\n"
HAN = "一二三四五六七八九"


def han(n):
    """1..9999 in Chinese numerals, near enough."""
    out = ""
    for unit, word in ((1000, "千"), (100, "百"), (10, "十")):
        if n >= unit:
            out += HAN[n // unit % 10 - 1] + word if n // unit % 10 else "零"
    return out + (HAN[n % 10 - 1] if n % 10 else "")


def lines(n, form):
    return "\n".join(form % i for i in range(1, n + 1)) + "\n"


def nested(n):
    """Markers of each kind, one inside the other, over and over."""
    kinds = ("%s、甲", "（%s）甲", "%d.甲", "（%d）甲", "%d）甲", "①甲")
    out = []
    for i in range(n):
        form = kinds[i % len(kinds)]
        number = i // len(kinds) % 99 + 1
        out.append(form % (han(number) if "%s" in form else number) if "%" in form else form)
    return "\n".join(out) + "\n"


NOISE = "bad bytes in every line"  # may be taken for no text at all

# Name, and a function of a scale that gives the text; 1 is about 1 MB or 100,000 of something.
LARGE = [
    ("no newline, 10 MB", lambda k: BODY * (k * 10 * MB // len(BODY.encode()))),
    ("no newline, no mark", lambda k: "会" * (k * MB // 3)),
    ("markers (1)(2)… in one line", lambda k: "".join(f"（{i}）甲；" for i in range(1, 100000 * k + 1))),
    ("markers 1. 2. …", lambda k: lines(100000 * k, "%d.完成。")),
    ("markers only, a line each", lambda k: lines(100000 * k, "%d.")),
    ("markers nested", lambda k: nested(100000 * k)),
    ("markers nested, one line", lambda k: nested(100000 * k).replace("\n", "。")),
    ("一是 … in one line", lambda k: "一、问题。" + "".join(f"{c}是加强管理。" for c in HAN * (11111 * k))),
    ("一、 that starts anew", lambda k: "一、甲\n1.乙\n" * (50000 * k)),
    ("numbers in disorder", lambda k: lines(40000 * k, "%d.完成登记。").replace("1.", "7.")),
    ("columns in disorder", lambda k: "一、甲\n" + "".join(
        ("的要求抓好落实。\n", f"{i}.按照规定（见附件\n", "并于下月报送。二是加\n")[i % 3] for i in range(40000 * k))),
    ("owner rules", lambda k: "1.登记。（责任单位：甲局，乙局、丙局；以下任务均需甲办落实，不再列出）\n" * (20000 * k)),
    ("counts", lambda k: "甲\n" + "反馈4个方面35个问题，已完成28个，" * (20000 * k) + "。\n一、甲\n1.乙。\n"),
    ("第一条", lambda k: "".join(f"第{han(i % 9999 + 1)}条 各处应当办理。\n" for i in range(30000 * k))),
    ("numbers of 10,000 digits", lambda k: (BODY + "9" * 10000 + "个，") * (100 * k)),
    ("Chinese numbers of 10,000 digits", lambda k: ("共" + "九百" * 5000 + "万个。") * (30 * k)),
    ("decimals, commas", lambda k: ("1," * 5000 + "000.5" + "." * 5000 + "%\n") * (60 * k)),
    ("a number as a marker", lambda k: ("1" * 10000 + "、甲\n") * (100 * k)),
    ("万亿万亿", lambda k: "3" + "万亿" * (k * MB // 6)),
    ("digits only", lambda k: "7" * (k * MB)),
    ("years", lambda k: "2026年" * (k * MB // 7)),
    ("dates in a row", lambda k: "2026年3月5日至" * (k * MB // 15)),
    ("《 only", lambda k: "《" * (k * MB // 3)),
    ("》 only", lambda k: "》" * (k * MB // 3)),
    ("《》 nested", lambda k: "《" * (k * MB // 6) + "》" * (k * MB // 6)),
    ("《 never closed, in sentences", lambda k: "印发《办法。" * (k * MB // 18)),
    ("（ only", lambda k: "（" * (k * MB // 3)),
    ("“ only", lambda k: "“" * (k * MB // 3)),
    ("； only", lambda k: "；" * (k * MB // 3)),
    ("。 only", lambda k: "。" * (k * MB // 3)),
    ("、 only", lambda k: "、" * (k * MB // 3)),
    ("findings without numbers", lambda k: "（一）服务方面。主要是：" + "排队时间长；" * (k * MB // 18) + "。"),
    ("主要是： only", lambda k: "主要是：" * (k * MB // 12)),
    ("责任单位： only", lambda k: "责任单位：" * (k * MB // 15)),
    ("a list of bodies", lambda k: "责任单位：" + "办公室、" * (k * MB // 12)),
    ("牵头 only", lambda k: "牵头负责" * (k * MB // 12)),
    ("one character, a million lines", lambda k: "会\n" * (1000000 * k)),
    ("one digit, a million lines", lambda k: "1\n" * (1000000 * k)),
    ("newlines", lambda k: "\n" * (k * MB)),
    ("form feeds", lambda k: "会\f" * (k * MB // 4)),
    ("blanks", lambda k: "\u3000 " * (k * MB // 4)),
    ("tabs", lambda k: "甲\t" * (k * MB // 4)),
    ("a table of bars", lambda k: "|甲|乙|\n" * (k * MB // 10)),
    ("bars", lambda k: "|" * (k * MB)),
    ("100,000 articles", lambda k: ARTICLE * (100000 * k)),
    ("page turns", lambda k: "上接第2版\n甲。\n下转第3版\n" * (20000 * k)),
    ("headings of markdown", lambda k: "".join("#" * (i % 7) + " 甲\n" for i in range(100000 * k))),
    ("# only", lambda k: "# " + "#" * (k * MB)),
    ("front matter without end", lambda k: "---\n" + "a: b\n" * (k * MB // 5)),
    ("divs nested", lambda k: "<html><body>" + "<div>" * (100000 * k) + "甲"),
    ("tables nested", lambda k: "<html><body>" + "<table><tr><td>甲" * (20000 * k)),
    ("attributes", lambda k: "<html><body><p " + "a='b' " * (k * MB // 6) + ">甲</p>"),
    ("entities", lambda k: "<html><body><p>" + "&#x4e00;" * (k * MB // 8)),
    ("< only", lambda k: "<html><body>" + "<" * (k * MB)),
    ("comment without end", lambda k: "<html><body>甲<!--" + "- " * (k * MB // 2)),
    ("links", lambda k: "<html><body>" + "<a href=x>甲</a>" * (k * MB // 18)),
    ("telephones", lambda k: "联系电话：010-12345678；" * (k * MB // 30)),
    ("addressees", lambda k: "关于报送的通知\n" + "办公室、" * (k * MB // 12) + "：\n甲。"),
    ("a title without end", lambda k: "关于" * (k * MB // 6) + "的报告\n一、甲\n"),
    ("marks of secrecy", lambda k: "机密★1年\n" * (k * MB // 14)),
    ("GB18030, 10 MB", lambda k: (BODY + "\n").encode("gb18030") * (k * 10 * MB // 110)),
    ("UTF-16", lambda k: b"\xff\xfe" + (BODY + "\n").encode("utf-16-le") * (k * 10000)),
    (NOISE, lambda k: (BODY.encode() + b"\xff\xfe\n") * (k * 7000)),
]

# Refused, or read as best may be: never anything else.
SMALL = [
    ("a mark of byte order alone", b"\xef\xbb\xbf", {0, 6, 13}),
    ("half of a UTF-16 file", b"\xff\xfe\x00", {0, 6, 7, 13}),
    ("one byte", b"\xe4", {0, 7, 13}),
    ("one character", "一".encode(), {0, 13}),
    ("one marker", "一、".encode(), {0, 13}),
    ("only 《", "《".encode(), {0, 13}),
    ("only ；", "；".encode(), {0, 13}),
    ("nothing but line ends", b"\r\n\r\r\n\n", {0, 6, 13}),
    ("NUL", b"\0", {0, 6, 7, 13}),
    ("NUL in text", "一、甲\0乙".encode(), {0, 7}),
    ("random bytes", bytes((i * i * 7919 + i * 104729 >> 5) & 255 for i in range(50000)), {0, 7}),
    ("empty page", b"<html></html>", {0, 6, 13}),
]


class Run:
    """One run of the program: status, seconds, and what it printed."""

    def __init__(self, program, *args, limit=LIMIT):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            start = time.monotonic()
            pid = os.posix_spawn(program, [program, *map(str, args)], {**os.environ, "BIHUAN_LANG": "zh"}, setsigdef=[signal.SIGPIPE],
                                 file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, err.fileno(), 2)])
            watch = threading.Timer(limit, os.kill, (pid, signal.SIGKILL))
            watch.start()
            _, status = os.waitpid(pid, 0)
            watch.cancel()
            self.seconds = time.monotonic() - start
            self.status = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            self.out, self.err = out.read(), err.read().decode(errors="replace")

    def wrong(self, allowed):
        """What is wrong with it; None when all is well."""
        if self.status == -signal.SIGKILL:
            return f"not done in {self.seconds:.1f} s"
        if self.status not in allowed:
            return f"exit status {self.status}: {self.err[:200]}"
        if self.out:  # of several files, some may be refused
            return self.wrong_json() or (f"said {self.err[:200]}" if self.err and self.status == 0 else None)
        if not re.fullmatch(r"(bihuan: .+\n)+", self.err) or REFUSED.get(self.status, "") not in self.err:
            return f"exit status {self.status}, not its sentence: {self.err[:200]!r}"
        return None

    def json(self):
        return json.loads(self.out.decode())

    def wrong_json(self):
        try:
            return None if self.json()["format"] == "bihuan.extract/1" else "another format"
        except (ValueError, KeyError) as e:
            return f"no JSON: {e}"


class Trial:
    def __init__(self, program, folder):
        self.program, self.folder, self.failed, self.passed = program, folder, 0, 0
        sanitized = b"__asan_init" in Path(program).read_bytes()
        self.patience = 20 if sanitized else 1

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *files, limit=LIMIT, form="--json"):
        return Run(self.program, "extract", form, *files, limit=limit * self.patience)

    def tell(self, name, wrong):
        if wrong is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{name}: {wrong}", flush=True)

    def expect(self, name, allowed, *files, limit=LIMIT):
        run = self.run(*files, limit=limit)
        self.tell(name, run.wrong(allowed))
        return run


def try_large(t):
    for name, make in LARGE:
        path = t.write("large", make(1))
        limit = LIMIT_HUGE if path.stat().st_size >= HUGE else LIMIT
        t.expect(name, {0, 6, 13} | ({7} if name == NOISE else set()), path, limit=limit)


def try_small(t):
    for name, content, allowed in SMALL:
        t.expect(name, allowed, t.write("small", content))


def try_batch(t, what, contents, encoding):
    """Many files, some hundred a call; all can be read, and in the encoding of the whole."""
    for at in range(0, len(contents), 200):
        files = [t.write(f"{at + i}.txt", c) for i, c in enumerate(contents[at:at + 200])]
        run = t.run(*files)
        wrong = run.wrong({0, 6, 13})  # the first bytes of a page may hold no word yet
        if wrong is None and run.out:
            other = [s for s in run.json()["sources"] if s["encoding"] != encoding]
            wrong = f"{other[0]['name']} taken for {other[0]['encoding']}; {len(other)} in all" if other else None
        t.tell(f"{what}, {at}…", wrong)


def try_cut(t, samples):
    """Each sample without its end."""
    for sample in samples:
        whole = sample.read_bytes()
        run = t.expect(sample.name, {0}, sample)
        if run.wrong({0}) is not None:
            continue
        encoding = run.json()["sources"][0]["encoding"]
        cuts = [whole[:len(whole) * percent // 100] for percent in range(1, 100)]
        try_batch(t, f"{sample.name} cut short", cuts, encoding)


def try_broken_bytes(t):
    """One byte that is no UTF-8, at every place."""
    whole = (ARTICLE * 4).encode()
    for byte in (b"\xff", b"\xc0", b"\x80"):
        try_batch(t, f"byte {byte.hex()}", [whole[:i] + byte + whole[i + 1:] for i in range(len(whole))], "utf-8")


def try_unreadable(t):
    """/proc/self/mem can be opened, and not read, by root too."""
    t.expect("a folder", {5}, t.folder)
    t.expect("an empty file", {6}, t.write("empty", b""))
    t.expect("nothing but a byte order mark", {6}, t.write("mark", b"\xef\xbb\xbf"))
    if Path("/proc/self/mem").exists():
        t.expect("a file that cannot be read", {4}, "/proc/self/mem")
    if os.geteuid() != 0:
        secret = t.write("secret", BODY)
        secret.chmod(0)
        t.expect("a file without the right to read", {4}, secret)
    fifo = t.folder / "fifo"
    os.mkfifo(fifo)
    t.expect("a pipe by name, nobody writing", {5}, fifo)
    end = os.open(fifo, os.O_RDWR)
    os.write(end, BODY.encode())
    t.expect("a pipe by name, with something in it", {5}, fifo)
    os.close(end)


def try_growing(t):
    """A file that is written to all the while is refused, or was read before it grew; and it is refused at least once."""
    path = t.write("growing", BODY * 200000)
    stop = threading.Event()

    def grow():
        with open(path, "ab", buffering=0) as f:
            while not stop.is_set():
                f.write(b"1")
                time.sleep(0.0005)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        for _ in range(20):
            run = t.run(path, limit=10)
            wrong = run.wrong({0, 9})
            if wrong is not None or run.status == 9:
                break
        else:
            wrong = "it was never noticed"
    finally:
        stop.set()
        writer.join()
    t.tell("a file that grows", wrong)


def peak(t, path):
    """Bytes held at most. Asked of a small program in between: a child never tells less than its parent held."""
    code = "import os, sys; os.dup2(os.open(os.devnull, 1), 1); p = os.posix_spawn(sys.argv[1], sys.argv[1:], {}); " \
        "print(os.wait4(p, 0)[2].ru_maxrss, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-ISc", code, t.program, "extract", "--json", path], stderr=subprocess.PIPE, check=True)
    return int(run.stderr.split()[-1]) * 1024


def print_times(t):
    print(f"{'':36}{'MB':>6}{'s':>8}{'s, twice':>10}{'ratio':>7}{'tree s':>8}{'MB held':>9}{'of bar':>8}")
    for name, make in LARGE:
        first = t.write("large", make(1))
        size = first.stat().st_size
        one, tree = t.run(first, limit=60), t.run(first, limit=60, form="--tree")
        two = t.run(t.write("large", make(2)), limit=60)
        held = peak(t, t.write("large", make(1))) / 1e6
        print(f"{name:36}{size / MB:6.1f}{one.seconds:8.3f}{two.seconds:10.3f}{two.seconds / one.seconds:7.2f}"
              f"{tree.seconds:8.3f}{held:9.1f}{held / (20 + 6 * size / 1e6):8.2f}"
              f"{'' if one.status == 0 else f'  exit {one.status}'}", flush=True)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--times", action="store_true")
    args.add_argument("program", type=Path)
    args.add_argument("samples", type=Path)
    a = args.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        t = Trial(str(a.program.resolve()), Path(folder))
        if a.times:
            print_times(t)
            return 0
        samples = sorted(s for s in a.samples.iterdir() if s.suffix in (".txt", ".md", ".html"))
        try_small(t)
        try_unreadable(t)
        try_growing(t)
        try_cut(t, samples)
        try_broken_bytes(t)
        try_large(t)
    print(f"{t.passed} right, {t.failed} wrong")
    return 1 if t.failed else 0


sys.exit(main())
