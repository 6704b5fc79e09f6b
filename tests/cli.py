#!/usr/bin/env python3
"""The command line, end to end.

    tests/cli.py PROGRAM SAMPLES [CHECK...]

A check is a function check_* that asserts; its first line of documentation says what
holds. Each has an empty folder of its own. Prints the checks that failed, and why.
"""
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
import traceback
import zipfile
from pathlib import Path

PROGRAM, SAMPLES = (Path(p).resolve() for p in sys.argv[1:3])
TEXT = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md", ".html"))
SENTENCES = {  # exit status: what standard error says
    2: None,
    3: "没有这个文件 / no such file",
    5: "这是文件夹或设备，不是文件 / a folder or device, not a file",
    6: "文件是空的 / the file is empty",
    7: "内容无法识别为文字",
    11: "结果写不出去：",
}
REPORT = """关于整改情况的报告
一、提高认识
（一）加强学习。已召开会议3次，制定《学习办法》。
1.学习不深入。一是健全制度。修订制度10余项。二是加强督导。2024年12月底前完成。
二、下一步打算
持续抓好整改。
"""


def bihuan(*args, stdin=b"", env=None, **rest):
    """Runs the program without any language set; (exit status, output, standard error)."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "BIHUAN", "NO_COLOR"))}
    rest.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run([PROGRAM, *args], input=stdin, env={**clean, **(env or {})}, stderr=subprocess.PIPE,
                          timeout=300, check=False, **rest)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def extract(*files, **rest):
    """The JSON of files that must all be read."""
    status, out, err = bihuan("extract", "--json", *files, **rest)
    assert status == 0, (status, err)
    assert err == "", err
    return json.loads(out.decode())


def refused(status, *args, **rest):
    """The program refuses with this exit status, one line on standard error, and no output."""
    got, out, err = bihuan(*args, **rest)
    assert got == status, f"exit status {got}, not {status}: {err}"
    assert not out, f"printed {out[:80]}"
    assert re.fullmatch(r"bihuan: .+\n", err), err
    sentence = SENTENCES.get(status)
    assert sentence is None or sentence in err, err
    return err


def write(name, content):
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


# What must be refused.

def check_usage():
    """A wrong command line is told in a sentence of its own."""
    write("a.txt", REPORT)
    for args, said in (
        ([], "请给出命令"),
        (["digress"], "bihuan: digress: 没有这个命令"),
        (["help", "digress"], "bihuan: digress: 没有这个命令"),
        (["extract"], "请给出文件"),
        (["extract", "--nosuch", "a.txt"], "bihuan: --nosuch: 没有这个选项 / no such option"),
        (["extract", "-z", "a.txt"], "bihuan: -z: 没有这个选项"),
        (["--nosuch"], "bihuan: --nosuch: 没有这个选项"),
        (["extract", "--format=csv", "a.txt"], "bihuan: --format: 这个命令没有此选项"),
        (["extract", "--json=1", "a.txt"], "此选项后面不带内容"),
        (["extract", "a.txt", "-o"], "此选项后面应有内容"),
        (["extract", "--lang=fr", "a.txt"], "语言只能是 zh 或 en"),
        (["extract", "--json", "--tree", "a.txt"], "输出形式只能选一种"),
    ):
        err = refused(2, *args)
        assert said in err, (args, err)


def check_no_file():
    """A path that is not there."""
    assert refused(3, "extract", "nosuch.txt").startswith("bihuan: nosuch.txt: ")
    write("a", "x")
    refused(3, "extract", "a/b")


def check_not_a_file():
    """A folder, a device, a pipe that nobody writes to."""
    refused(5, "extract", ".")
    refused(5, "extract", "/dev/null")
    os.mkfifo("fifo")
    refused(5, "extract", "fifo")


def check_unreadable():
    """A file without the right to read it; nothing holds for root, who may read all."""
    if os.geteuid() == 0:
        return
    write("a.txt", REPORT)
    os.chmod("a.txt", 0)
    refused(4, "extract", "a.txt")


def check_empty():
    """A file, or standard input, without a byte."""
    write("a.txt", b"")
    refused(6, "extract", "a.txt")
    refused(6, "extract", "-")


def check_binary():
    """Bytes that are no text; a program is known to be one."""
    write("a.txt", bytes(range(256)) * 40)
    refused(7, "extract", "a.txt")
    write("b.txt", Path(sys.executable).read_bytes()[:50000])
    refused(12, "extract", "b.txt")


def check_all_bad():
    """Where no file can be read nothing is printed, and the first one's status is the program's."""
    write("empty", b"")
    status, out, err = bihuan("extract", "nosuch", "empty", ".")
    assert status == 3, status
    assert out == b"" and err.count("\n") == 3, (out, err)


def check_one_bad():
    """The others are read and printed; the bad one is told twice: to the person and in the notes."""
    write("a.txt", REPORT)
    write("b.txt", REPORT.replace("学习", "培训"))
    status, out, err = bihuan("extract", "--json", "a.txt", "nosuch", "b.txt")
    told = json.loads(out.decode())
    assert status == 3 and err.startswith("bihuan: nosuch: ") and err.count("\n") == 1, (status, err)
    assert [s["name"] for s in told["sources"]] == ["a.txt", "b.txt"]
    bad = [n for n in told["notes"] if n["code"] == "not-read"]
    assert len(bad) == 1 and bad[0]["severity"] == "error" and bad[0]["name"] == "nosuch", bad
    assert bad[0]["at"] is None, bad


# Where output goes.

def check_full_disk():
    """A full disk is told."""
    write("a.txt", REPORT)
    with open("/dev/full", "wb") as full:
        status, _, err = bihuan("extract", "a.txt", stdout=full)
    assert status == 11 and SENTENCES[11] in err, (status, err)
    refused(11, "extract", "a.txt", "-o", "/dev/full")


def check_closed_output():
    """So is an output that is closed: never taken for done, nor written into a file opened in its place."""
    write("a.txt", REPORT * 4000)
    status, _, err = bihuan("extract", "a.txt", stdout=None, preexec_fn=lambda: os.close(1))
    assert status == 11 and SENTENCES[11] in err, (status, err)
    assert Path("a.txt").read_text(encoding="utf-8") == REPORT * 4000
    there, here = os.pipe()
    os.close(there)
    status, _, err = bihuan("extract", "a.txt", stdout=here)
    os.close(here)
    assert status == 11 and SENTENCES[11] in err, (status, err)


def check_closed_input():
    """Standard input that is closed."""
    status, out, err = bihuan("extract", "-", stdin=None, preexec_fn=lambda: os.close(0))
    assert status in (4, 5, 6) and not out and err.startswith("bihuan: -: "), (status, err)


def check_output_file():
    """-o writes the same bytes, keeps the rights of the file, and leaves no other file behind."""
    write("a.txt", REPORT)
    want = bihuan("extract", "--json", "a.txt")[1]
    for name in ("new.json", "old.json", "link.json"):
        if name == "old.json":
            write(name, "old")
            os.chmod(name, 0o640)
        if name == "link.json":
            os.symlink("old.json", name)
        assert bihuan("extract", "a.txt", "-o", name)[0] == 0
        assert Path(name).read_bytes() == want
    assert Path("old.json").stat().st_mode & 0o777 == 0o640
    assert Path("link.json").is_symlink()
    assert sorted(os.listdir()) == ["a.txt", "link.json", "new.json", "old.json"], os.listdir()


def check_output_kept():
    """An older file stays as it was when nothing can be read, and none appears."""
    write("old.json", "old")
    assert bihuan("extract", "nosuch", "-o", "old.json")[0] == 3
    assert bihuan("extract", "nosuch", "-o", "new.json")[0] == 3
    assert Path("old.json").read_text(encoding="utf-8") == "old"
    assert os.listdir() == ["old.json"], os.listdir()


def check_output_nowhere():
    """A folder that is not there, and a folder."""
    write("a.txt", REPORT)
    refused(11, "extract", "a.txt", "-o", "nosuch/a.json")
    refused(11, "extract", "a.txt", "-o", ".")


# Terminals and languages.

def on_terminal(*args, env=None):
    """What the program prints on a terminal (output and errors)."""
    ours, theirs = pty.openpty()
    bihuan(*args, stdout=theirs, env=env)
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:     # Linux says EIO at the end
        pass
    os.close(ours)
    return said.decode()


def check_terminal():
    """On a terminal the tree is the default, and colour stays away where it is not wanted."""
    write("a.txt", REPORT)
    said = on_terminal("extract", "a.txt")
    assert "\033[" in said and "提高认识" in said and "{" not in said, said
    plain = on_terminal("extract", "a.txt", env={"NO_COLOR": "1"})
    assert "\033" not in plain and "提高认识" in plain, plain
    assert plain.replace("\r\n", "\n") == bihuan("extract", "--tree", "a.txt")[1].decode()
    assert "\033" not in bihuan("extract", "--table", "a.txt")[1].decode()


def check_language():
    """--lang, then BIHUAN_LANG, then the locale; where none says, both."""
    zh, en = "没有这个文件", "no such file"
    for args, env, want in (
        ([], {}, f"{zh} / {en}"),
        ([], {"LANG": "C.UTF-8"}, f"{zh} / {en}"),
        ([], {"LANG": "zh_CN.UTF-8"}, zh),
        ([], {"LANG": "en_US.UTF-8"}, en),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, en),
        ([], {"LANG": "en_US.UTF-8", "BIHUAN_LANG": "zh"}, zh),
        (["--lang=en"], {"BIHUAN_LANG": "zh"}, en),
        (["--lang", "zh"], {"BIHUAN_LANG": "en"}, zh),
    ):
        err = bihuan("extract", *args, "nosuch", env=env)[2]
        assert err == f"bihuan: nosuch: {want}\n", (args, env, err)


def check_self_check():
    """Every layer is told, in both languages, and no file is taken."""
    for lang in "zh", "en":
        status, out, err = bihuan("self-check", "--lang", lang)
        assert status == 0 and err == "", (status, err)
        lines = out.decode().splitlines()
        words = [line.split() for line in lines]
        assert [w[0] for w in words[1:4]] == ["rlimits", "seccomp", "Landlock"], lines
        assert [w[0] for w in words[5:]] == ["pdf", "writer", "calc"], lines
    told = json.loads(bihuan("self-check", "--json")[1])
    assert told["format"] == "bihuan.self-check/1" and [x["name"] for x in told["layers"]] == ["rlimits", "seccomp", "Landlock"], told
    for layer, w in zip(told["layers"], words[1:4]):
        assert layer["present"] == (w[1] == "yes"), (layer, w)
    for c in told["converters"]:
        assert c["present"] <= Path(c["program"]).exists() and c["package"], c
        assert (c["version"] is not None and c["version"][0].isdigit()) == c["present"], c
    refused(2, "self-check", "file")


def check_limits():
    """A file is read under whatever limits the program itself has; nothing is left behind."""
    sample = SAMPLES / "rectification.txt"
    free = bihuan("extract", "--tree", sample)
    for limit in "-t 1", "-n 32", "-f 0", "-v 400000":
        script = f'ulimit {limit}; "$0" extract --tree "$1"'
        done = subprocess.run(["sh", "-c", script, PROGRAM, sample], capture_output=True, timeout=60, check=False)
        if b"Sanitizer" not in done.stderr:
            assert done.stdout == free[1], (limit, done.stderr)


def check_help():
    """Help names every command and option, in both languages; both ways to ask are one."""
    for lang, word in ("zh", "用法"), ("en", "usage"):
        status, out, err = bihuan("--help", "--lang", lang)
        assert status == 0 and not err and word in out.decode() and "extract" in out.decode()
        one = bihuan("help", "extract", "--lang", lang)
        assert one == bihuan("extract", "--help", "--lang", lang)
        assert one[0] == 0 and "--table" in one[1].decode()
    assert re.fullmatch(rb"bihuan \d+\.\d+\.\d+\n", bihuan("--version")[1])


def check_names():
    """A name may hold any byte: the terminal is not commanded, and the JSON stays well-formed."""
    name = b"a\x1b[31m\xff\n.txt"
    assert "\x1b" not in bihuan("extract", name)[2]
    write(os.fsdecode(name), REPORT)
    assert extract(name)["sources"][0]["name"] == "a\x1b[31m�\n.txt"
    write("-o", REPORT)
    assert extract("--", "-o")["sources"][0]["name"] == "-o"


# What is printed.

def body(source):
    status, out, err = bihuan("extract", "--text", source)
    assert status == 0, err
    return out


def piece(texts, span):
    source, start, end = span
    assert 0 <= start <= end <= len(texts[source]), span
    return texts[source][start:end].decode()    # fails where a character is cut


def joined(pieces):
    """A line each, but straight behind one another where a sentence is cut."""
    whole = ""
    for p in pieces:
        if whole and p:
            whole += "\n" if whole[-1] in "。；！？：”）》;:!?)\"" else ""
        whole += p
    return whole


def hold_node(texts, node, ids):
    """A node's text is the end of its spans; what it leaves out in front is its heading."""
    whole = joined(piece(texts, s) for s in node["spans"])
    assert whole.endswith(node["text"]), (node, whole)
    left_out = whole[:len(whole) - len(node["text"])]
    assert not left_out or node["heading"] in left_out, (node, left_out)
    assert node["parent"] == 0 or node["parent"] in ids, node
    assert node["id"] not in ids, node
    ids.add(node["id"])


def hold_fact(texts, fact, ids):
    """A fact's text is its span, and it hangs on a node that is there."""
    assert fact["text"] == "\n".join(piece(texts, s) for s in fact["spans"]), fact
    assert fact["node"] == 0 or fact["node"] in ids, fact


def hold(told, texts):
    """Everything that a span is said to hold stands there."""
    assert list(told) == ["format", "articles", "sources", "places", "notes"], list(told)
    assert told["format"] == "bihuan.extract/1"
    for article in told["articles"]:
        ids = set()
        for node in article["nodes"]:
            hold_node(texts, node, ids)
        for fact in article["facts"]:
            hold_fact(texts, fact, ids)
        for table in article["tables"]:
            cells = "\n".join("\t".join(row) for row in table["rows"])
            assert cells == piece(texts, table["spans"][0]), table
    for place in told["places"]:
        piece(texts, place["span"])
    for note in told["notes"]:
        piece(texts, note["at"])


def check_spans():
    """In every sample, what is printed stands at the bytes of --text that are named."""
    for sample in TEXT:
        told = extract(sample)
        try:
            hold(told, [body(sample)])
        except AssertionError as e:
            raise AssertionError(sample.name, e) from e


def check_samples():
    """Every sample gives nodes, and says where it came from."""
    for sample in TEXT:
        told = extract(sample)
        source = told["sources"][0]
        assert source["name"] == str(sample) and source["bytes"] == sample.stat().st_size, source
        digest = subprocess.run(["sha256sum", sample], capture_output=True, check=True).stdout.decode()
        assert source["sha256"] == digest.split()[0], source
        assert sum(len(a["nodes"]) for a in told["articles"]) > 2, sample


def check_several():
    """Several files are one object; sources are numbered in it as their spans say."""
    told = extract(*TEXT)
    texts = [body(s["name"]) for s in told["sources"]]
    assert sorted(s["name"] for s in told["sources"]) == sorted(map(str, TEXT))
    hold(told, texts)
    alone = [a["title"] for s in TEXT for a in extract(s)["articles"]]
    assert set(a["title"] for a in told["articles"]) <= set(alone)


def check_page_turn():
    """Two pages that name each other are one article with two sources, whichever comes first."""
    pages = sorted(SAMPLES.glob("newspaper*.txt"))
    for files in pages, pages[::-1], [pages[0], SAMPLES / "audit.txt", pages[1]]:
        told = extract(*files)
        spread = [a for a in told["articles"]
                  if len({s[0] for n in a["nodes"] for s in n["spans"]}) == 2]
        assert len(spread) == 1, [a["title"] for a in told["articles"]]
        hold(told, [body(s["name"]) for s in told["sources"]])


def check_standard_input():
    """Standard input gives what the file gives, under the name "-"."""
    write("a.txt", REPORT)
    file, pipe = extract("a.txt"), extract("-", stdin=REPORT.encode())
    assert pipe["sources"][0].pop("name") == "-"
    file["sources"][0].pop("name")
    assert pipe == file


def check_forms():
    """Every form prints every sample."""
    for sample in TEXT:
        for form in "--json", "--tree", "--table", "--text":
            status, out, err = bihuan("extract", form, sample)
            assert status == 0 and out and not err, (form, sample, err)
            out.decode()


def check_text_of_several():
    """--text of several files is theirs one after another, in the order given."""
    write("a.txt", REPORT)
    write("b.txt", REPORT.replace("学习", "培训"))
    assert body("a.txt") + body("b.txt") == bihuan("extract", "--text", "a.txt", "b.txt")[1]


def width(text):
    """Columns of a terminal, as far as the samples need it."""
    return sum(2 if "\u2e80" <= c <= "\uffe6" else 1 for c in text)


def check_table_is_aligned():
    """Columns begin at the same place in every row, Han or not."""
    write("a.txt", REPORT)
    lines = bihuan("extract", "--table", "a.txt", "--lang=zh")[1].decode().split("\n")
    head = next(i for i, line in enumerate(lines) if line.startswith("编号"))
    at = width(lines[head][:lines[head].index("标题")])
    rows = lines[head + 1:lines.index("", head)]
    assert len(rows) > 3, lines
    for row in rows:
        starts = {width(row[:i]) for i in range(len(row)) if i == 0 or row[i - 1] == " "}
        assert at in starts, (at, row)


# The three lists.

def lists(*args, **rest):
    status, out, err = bihuan("lists", *args, **rest)
    assert status == 0, (status, err)
    assert err == "", err
    return out.decode()


def check_lists_usage():
    """Without a name or a format there is nothing to write; a workbook is not shown on a terminal."""
    write("a.txt", REPORT)
    for args, said in (
        (["a.txt"], "请用 -o 给出结果文件"),
        (["a.txt", "-o", "a"], "看不出格式"),
        (["a.txt", "-o", "a.csv", "--format=pdf"], "bihuan: pdf: 没有这种格式"),
        (["-o", "a.csv"], "请给出文件"),
        (["a.txt", "-o", "a.csv", "--tree"], "bihuan: --tree: 这个命令没有此选项"),
    ):
        err = refused(2, "lists", *args)
        assert said in err, (args, err)
    assert on_terminal("lists", "a.txt", "-o", "-", "--format=xlsx") == ""
    assert os.listdir() == ["a.txt"]


def check_lists_formats():
    """Every format is written, and its names are told; on standard output nothing but the lists."""
    for ending in "xlsx", "html", "csv", "md", "json":
        said = lists(SAMPLES / "feedback.txt", "-o", f"清单.{ending}")
        names = re.findall("已写入：(.+)", said)
        assert names and all(Path(n).stat().st_size > 0 for n in names), (said, names)
    with zipfile.ZipFile("清单.xlsx") as book:
        assert book.testzip() is None
    told = json.loads(Path("清单.json").read_text(encoding="utf-8"))
    assert json.loads(lists(SAMPLES / "feedback.txt", "--json")) == told
    assert lists(SAMPLES / "feedback.txt", "-o", "-", "--format=md") == \
        Path("清单.md").read_text(encoding="utf-8")


def check_lists_one_bad():
    """The lists of what could be read are written; the status is that of the bad file."""
    status, out, err = bihuan("lists", "nosuch", SAMPLES / "feedback.txt", "-o", "a.md")
    assert status == 3 and err.startswith("bihuan: nosuch: ") and err.count("\n") == 1, (status, err)
    assert "a.md" in out.decode() and Path("a.md").stat().st_size > 0


def check_lists_nothing():
    """Nothing that could be read, or nothing in it: no file, and an older one stays."""
    write("a.txt", "今天天气晴。\n")
    write("a.md", "old")
    refused(3, "lists", "nosuch", "-o", "a.md")
    refused(13, "lists", "a.txt", "-o", "a.md")
    refused(13, "lists", "a.txt", "-o", "b.md")
    assert Path("a.md").read_text(encoding="utf-8") == "old" and not Path("b.md").exists()


def check_lists_full_disk():
    """A full disk, and a folder that is not there."""
    with open("/dev/full", "wb") as full:
        status, _, err = bihuan("lists", SAMPLES / "feedback.txt", "--json", stdout=full)
    assert status == 11 and SENTENCES[11] in err, (status, err)
    refused(11, "lists", SAMPLES / "feedback.txt", "-o", "nosuch/a.xlsx")
    refused(11, "lists", SAMPLES / "feedback.txt", "-o", "/dev/full", "--format=md")


# What is too much.

def check_one_long_line():
    """10 MB without a line end."""
    write("a.txt", "整改落实情况，" * 500000)
    told = extract("a.txt")
    assert told["sources"][0]["bytes"] == 500000 * 21
    hold(told, [body("a.txt")])


def check_deep():
    """100,000 markers that could each stand in the one before."""
    kinds = ["一、", "（一）", "1.", "（1）", "①", "一是"]
    write("a.txt", "\n".join(kinds[i % 6] + "标题" for i in range(100000)))
    hold(extract("a.txt"), [body("a.txt")])
    write("b.txt", "（" * 100000)
    hold(extract("b.txt"), [body("b.txt")])


def check_long_number():
    """A number of 10,000 digits, and as many Han numerals."""
    write("a.txt", "一、完成" + "9" * 10000 + "项。\n二、完成" + "九" * 10000 + "项。\n三、2024年12月底前完成1项。\n")
    told = extract("a.txt")
    hold(told, [body("a.txt")])
    for article in told["articles"]:
        for fact in article["facts"]:
            assert len(fact["text"]) < 100, fact["text"][:100]


def check_cut_utf8():
    """A text cut anywhere, and a bad byte anywhere, is read or refused, never more."""
    whole = REPORT.encode()[:240]
    for at in range(1, len(whole), 7):
        for content in whole[:at], whole[:at] + b"\xff" + whole[at:], whole[:at] + b"\xed\xa0\x80" + whole[at:]:
            status, out, err = bihuan("extract", "--json", "-", stdin=content)
            assert status in (0, 7), (status, content, err)
            if status == 0:
                json.loads(out.decode())


def check_control_characters():
    """Control characters in a text reach neither the terminal nor the JSON as they are."""
    text = REPORT.replace("学习", "学\x1b[31m\x07\x0b习")
    for form in "--tree", "--table", "--json":
        out = bihuan("extract", form, "-", stdin=text.encode())[1].decode()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", out), form


def main():
    wanted = sys.argv[3:]
    failed = 0
    for name, check in list(globals().items()):
        if not name.startswith("check_") or (wanted and name not in wanted):
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                check()
            except Exception:   # of any kind: the other checks go on
                failed += 1
                print(f"{name}: {check.__doc__.splitlines()[0]}")
                print("\n".join(traceback.format_exc().splitlines()[-6:]), "\n")
            os.chdir("/")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
