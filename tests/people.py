#!/usr/bin/env python3
"""Logging in, passwords, codes of a telephone, lock-out, sessions; backup and restore; configuration files: by the commands.

    people.py PROGRAM

Rows in which hours pass need libfaketime, and a program that is not sanitized; they are left out else.
"""
import base64
import codecs
import concurrent.futures
import hashlib
import hmac
import json
import os
import pty
import re
import select
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = str(Path(sys.argv[1]).resolve())
OK, USAGE, ABSENT, NOTFILE, DISK_BROKEN, FOREIGN, TAKEN, RIGHT, PASSWORD, LOCKOUT, MUST_CHANGE, SESSION = 0, 2, 3, 5, 38, 41, 44, 45, 46, 47, 48, 49
FORGED, UNSIGNED = 26, 27
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
TIMED = FAKETIME.exists() and b"__asan_init" not in Path(PROGRAM).read_bytes()
GOOD = "Ma-2-ning"
results = []


def check(what, holds):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what)


class Place:
    """A site in a folder; each person has a file for their session there, and passwords are given in files."""

    def __init__(self, folder):
        self.folder, self.at = folder, None
        made = json.loads(self.run("init", "--unit=泓水市卫生健康委员会", "--json").stdout)
        self.password = {p["login"]: p["password"] for p in made["persons"]}

    def environment(self, who, **env):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "XDG_", "LC_", "LANG"))}
        kept |= {"BIHUAN_LANG": "zh", "HOME": str(self.folder)}
        if who != "nobody":
            kept["BIHUAN_SESSION"] = str(self.folder / f"session-{who}")
        if self.at is not None:
            kept |= {"LD_PRELOAD": str(FAKETIME), "FAKETIME": time.strftime("@%Y-%m-%d %H:%M:%S", time.gmtime(self.at)), "TZ": "UTC"}
        return {k: v for k, v in (kept | env).items() if v is not None}

    def run(self, *args, who="nobody", **env):
        return subprocess.run([PROGRAM, *args], cwd=self.folder, capture_output=True, text=True, env=self.environment(who, **env), stdin=subprocess.DEVNULL,
                              start_new_session=True)

    def file(self, text):
        name = self.folder / f"secret-{len(list(self.folder.iterdir()))}"
        name.write_text(text + "\n")
        return name

    def login(self, who, password=None, *more, session=None):
        return self.run("login", who, f"--password-file={self.file(password or self.password.get(who, GOOD))}", *more, who=session or who).returncode

    def change(self, who, new, *more, old=None):
        r = self.run("passwd", who, f"--password-file={self.file(old or self.password[who])}", f"--new-password-file={self.file(new)}", *more)
        if r.returncode == OK:
            self.password[who] = new
        return r

    def begin(self, who):
        """Logged in, with a password of their own."""
        self.change(who, f"{who.title()[::-1]}-2026")
        return self.login(who)

    def whoami(self, who="nobody"):
        r = self.run("whoami", "--json", who=who)
        return json.loads(r.stdout)["login"] if r.returncode == OK else r.returncode

    def events(self):
        """(type, what it says, who did it) of each event."""
        with sqlite3.connect(self.folder / "bihuan.db") as c:
            rows = c.execute("SELECT e.type, p.bytes, i.uuid FROM event e JOIN payload p ON p.seq = e.seq LEFT JOIN identity i ON i.id = e.person ORDER BY e.seq")
            return [(t, json.loads(b), u) for t, b, u in rows]

    def types(self):
        return [t for t, _, _ in self.events()[9:]]


def code(secret, at):
    """RFC 6238, by the book."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def first_days(p):
    check("who ran init is the head of the office", p.whoami() == "office")
    check("a session that is named and not there is nobody's", p.run("whoami", who="gone").returncode == SESSION)
    r = p.run("login", "secadmin", f"--password-file={p.file(p.password['secadmin'])}", who="secadmin")
    check("the password of init is good for a change alone", r.returncode == MUST_CHANGE and "passwd" in r.stderr)
    check("no session came of it", not (p.folder / "session-secadmin").exists())
    for what, new, said in (("short", "aB1-", "8"), ("plain", "abcdefgh", "3"), ("the login", "My-secadmin-1", "登录名"), ("the same", p.password["secadmin"], "用过")):
        r = p.change("secadmin", new)
        check(f"a new password refused: {what}", r.returncode == USAGE and said in r.stderr)
    r = p.run("passwd", "secadmin", f"--password-file={p.file('wrong')}", f"--new-password-file={p.file(GOOD)}")
    check("the old one is asked", r.returncode == PASSWORD)
    r = p.change("secadmin", GOOD)
    check("changed", r.returncode == OK and "已更改" in r.stdout)
    check("it does not come again", p.change("secadmin", GOOD).returncode == USAGE)
    check("logged in", p.login("secadmin") == OK and p.whoami("secadmin") == "secadmin")
    session = p.folder / "session-secadmin"
    check("the session is its owner's alone", stat.S_IMODE(session.stat().st_mode) == 0o600)
    roles = json.loads(p.run("whoami", "--json", who="secadmin").stdout)["roles"]
    check("and what they are", [x["role"] for x in roles] == ["security-admin"] and "安全管理员" in p.run("whoami", who="secadmin").stdout)
    stored = (p.folder / "bihuan.db").read_bytes()
    check("neither password nor token is stored", GOOD.encode() not in stored and session.read_bytes().strip() not in stored)
    check("the database is its owner's alone", stat.S_IMODE((p.folder / "bihuan.db").stat().st_mode) == 0o600)

    before = session.read_text()
    check("logged in again", p.login("secadmin") == OK and session.read_text() != before)
    (p.folder / "session-old").write_text(before)
    os.chmod(p.folder / "session-old", 0o600)
    check("the session before it has ended", p.whoami("old") == SESSION)
    os.chmod(session, 0o644)
    check("a session that others may read is refused", p.whoami("secadmin") == RIGHT)
    os.chmod(session, 0o600)
    os.symlink(session, p.folder / "session-link")
    check("a link too", p.whoami("link") == RIGHT)
    (p.folder / "session-odd").write_text("x" * 65)
    os.chmod(p.folder / "session-odd", 0o600)
    check("what is no token", p.whoami("odd") == SESSION)
    check("logged out", p.run("logout", who="secadmin").returncode == OK and not session.exists())
    check("twice", p.run("logout", who="secadmin").returncode == SESSION)
    session.write_text(before)
    os.chmod(session, 0o600)
    check("a session that has ended is put away", p.run("logout", who="secadmin").returncode == OK and not session.exists())
    check("what is told to the auditors", p.types() == ["login-refused", "login-refused", "password-changed", "logged-in", "logged-in", "logged-out"])
    told = p.events()[9]
    check("with whom and where from, and by nobody who has proved it", told[1]["by"] == "must-change" and told[1]["from"].startswith("cli ") and told[2] is None)
    check("the history holds", p.run("verify").returncode == OK)


def nobody(p):
    with sqlite3.connect(p.folder / "bihuan.db") as c:
        c.execute("UPDATE person SET account = NULL")
    r = p.run("whoami")
    check("an account that is nobody's", r.returncode == SESSION and "login" in r.stderr)
    check("for somebody", p.begin("office") == OK and p.run("whoami", "--for=secadmin", who="office").returncode == RIGHT)
    check("for nobody", p.run("whoami", "--for=stranger", who="office").returncode == ABSENT)
    run = p.folder / "run"
    run.mkdir()
    where = {"BIHUAN_SESSION": None, "XDG_RUNTIME_DIR": str(run)}
    r = p.run("login", "office", f"--password-file={p.file(p.password['office'])}", **where)
    kept = run / "bihuan" / "session"
    check("the usual place", r.returncode == OK and stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(kept.parent.stat().st_mode) == 0o700)
    check("where it is found", json.loads(p.run("whoami", "--json", **where).stdout)["login"] == "office")
    r = p.run("login", "office", f"--password-file={p.file(p.password['office'])}", BIHUAN_SESSION=None)
    check("no place at all", r.returncode == USAGE and "BIHUAN_SESSION" in r.stderr)
    r = p.run("login", "office", f"--password-file={p.file(p.password['office'])}", BIHUAN_SESSION="/none/session")
    check("a place that cannot be written", r.returncode == ABSENT)
    r = p.run("login", "office", "--password-file=-", who="office")
    check("an empty password", r.returncode == PASSWORD)
    check("a file that is not there", p.run("login", "office", "--password-file=none", who="office").returncode == ABSENT)
    check("no terminal", p.run("login", "office").returncode == USAGE)
    for wrong in (("login",), ("login", "a", "b"), ("logout", "x"), ("passwd", "a", "b"), ("passwd", "--reset"), ("unlock",), ("whoami", "x"), ("totp",), ("totp", "x"),
                  ("totp", "begin", "x"), ("backup",), ("restore",)):
        check(f"used wrongly: {wrong}", p.run(*wrong).returncode == USAGE)
    for command in (("login", "office", "--password-file=x"), ("passwd", "office"), ("whoami",), ("unlock", "office"), ("totp", "begin"), ("backup", "b")):
        check(f"without a ledger: {command}", p.run(*command, who="gone", BIHUAN_DB="none.db").returncode == ABSENT)


def locked_out(p):
    p.change("office", GOOD)
    tries = [[p.login(who, "wrong") for _ in range(6)] for who in ("office", "nobody-has-this")]
    check("what is told of a login does not tell whether there is one", tries[0] == tries[1] == [PASSWORD] * 5 + [LOCKOUT])
    r = p.run("login", "office", f"--password-file={p.file(GOOD)}", who="office")
    check("the right one does not help, and the time is told", r.returncode == LOCKOUT and re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d\n", r.stderr))
    check("nor does a change", p.change("office", "Another-1").returncode == LOCKOUT)
    check("not by oneself", p.run("unlock", "office").returncode == RIGHT)
    check("the security administrator", p.begin("secadmin") == OK)
    check("of nobody", p.run("unlock", "stranger", who="secadmin").returncode == ABSENT)
    r = p.run("unlock", "office", who="secadmin")
    check("unlocked", r.returncode == OK and "office" in r.stdout and p.login("office") == OK)
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        got = list(pool.map(lambda n: p.login("auditor", "wrong", session=f"many{n}"), range(12)))
    check(f"many at once gain nothing: {got}", got.count(PASSWORD) == 5 and got.count(LOCKOUT) == 7)
    check("what is told", [t for t in p.types() if t in ("login-locked", "login-unlocked")] == ["login-locked"] * 2 + ["login-unlocked", "login-locked"])
    said = (p.folder / "bihuan.db").read_bytes()
    check("a login that nobody has is not written down: it may be a password", b"nobody-has-this" not in said)


def reset(p):
    p.begin("secadmin")
    p.begin("office")
    check("not by others", p.run("passwd", "--reset", "auditor", who="office").returncode == RIGHT)
    check("not one's own", p.run("passwd", "--reset", "secadmin", who="secadmin").returncode == USAGE)
    check("not of nobody", p.run("passwd", "--reset", "stranger", who="secadmin").returncode == ABSENT)
    told = json.loads(p.run("passwd", "--reset", "office", "--json", who="secadmin").stdout)
    check("reset", told["login"] == "office" and re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", told["password"]))
    check("it ends sessions", p.whoami("office") == SESSION)
    check("the old one is gone", p.login("office") == PASSWORD)
    p.password["office"] = told["password"]
    check("the new one must be changed", p.login("office") == MUST_CHANGE and p.change("office", GOOD).returncode == OK and p.login("office") == OK)
    r = p.run("passwd", "--reset", "office", who="secadmin")
    check("said", re.search(r"([A-Z2-9]{4}-){3}", r.stdout))
    p.password["office"] = r.stdout.strip().split("：")[-1]
    check("one's own without a login", p.run("passwd", f"--password-file={p.file(p.password['office'])}", f"--new-password-file={p.file('Own-4-now')}").returncode == OK)
    check("the history holds", p.run("verify").returncode == OK and p.types().count("password-reset") == 2)


def telephone(p):
    p.begin("office")
    for verb in ("confirm", "end"):
        r = p.run("totp", verb, "--code=000000", who="office")
        check(f"{verb} of nothing", r.returncode == ABSENT and "动态码" in r.stderr)
    begun = json.loads(p.run("totp", "begin", "--json", who="office").stdout)
    secret = begun["secret"]
    check("as telephones take it", begun["uri"] == f"otpauth://totp/Bihuan:office?secret={secret}&issuer=Bihuan&algorithm=SHA1&digits=6&period=30" and len(secret) == 32)
    check("not asked for before it is confirmed", p.login("office") == OK)
    check("a wrong code", p.run("totp", "confirm", f"--code={(int(code(secret, time.time())) + 1) % 10**6:06}", who="office").returncode == PASSWORD)
    check("no code", p.run("totp", "confirm", who="office").returncode == USAGE)
    now = time.time()
    r = p.run("totp", "confirm", "--json", f"--code={code(secret, now)}", who="office")
    paper = json.loads(r.stdout)["recovery"]
    check("confirmed, with codes for paper", r.returncode == OK and len(set(paper)) == 10)
    check("begun twice", p.run("totp", "begin", who="office").returncode == TAKEN)
    check("the password alone", p.login("office") == USAGE)
    check("a wrong password tells nothing of codes", p.login("office", "wrong") == PASSWORD)
    check("a code taken already", p.login("office", None, f"--code={code(secret, now)}") == PASSWORD)
    check("the next", p.login("office", None, f"--code={code(secret, now + 30)}") == OK and p.whoami("office") == "office")
    check("not twice", p.login("office", None, f"--code={code(secret, now + 30)}") == PASSWORD)
    check("one from paper", p.login("office", None, f"--code={paper[0].lower()}") == OK)
    check("not twice either", p.login("office", None, f"--code={paper[0]}") == PASSWORD)
    check("a change wants one too", p.change("office", "Another-1").returncode == USAGE and p.change("office", "Another-1", f"--code={paper[1]}").returncode == OK)
    check("logged in by paper", p.login("office", None, f"--code={paper[2]}") == OK)
    ending = ("totp", "end", f"--password-file={p.file(p.password['office'])}")
    check("to end it wants one", p.run(*ending, who="office").returncode == USAGE and p.run(*ending, "--code=1", who="office").returncode == PASSWORD)
    check("ended", p.run(*ending, f"--code={paper[3]}", who="office").returncode == OK and p.login("office") == OK)
    by = [e[1].get("by") for e in p.events() if e[0] == "logged-in"]
    check(f"how it was proved: {by}", by == ["password", "password", "totp", "recovery", "recovery", "password"])

    secret = json.loads(p.run("totp", "begin", "--json", who="office").stdout)["secret"]
    r = p.run("totp", "confirm", f"--code={code(secret, time.time())}", who="office")
    check("said", r.returncode == OK and len(re.findall(r"^  ([A-Z2-9]{4}-){3}[A-Z2-9]{4}$", r.stdout, re.M)) == 10)
    p.begin("secadmin")
    check("another's, by another", p.run("totp", "end", "secadmin", who="office").returncode == RIGHT)
    check("another's, by the security administrator", p.run("totp", "end", "office", who="secadmin").returncode == OK and p.login("office") == OK)
    check("of nobody", p.run("totp", "end", "stranger", who="secadmin").returncode == ABSENT)
    r = p.run("totp", "begin", who="office")
    check("begun, said", "otpauth://" in r.stdout)
    stored = (p.folder / "bihuan.db").read_bytes()
    check("no code for paper is stored", not any(c.encode() in stored for c in paper))
    check("the history holds", p.run("verify").returncode == OK)


def typed(p, args, answers):
    """Runs on a terminal; each answer is typed when the prompt before it stands there. What the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(p.folder)
        os.execve(PROGRAM, [PROGRAM, *args], p.environment("office"))
    shown, decoder = "", codecs.getincrementaldecoder("utf-8")()

    def more():
        """What the terminal shows next; nothing where the program has ended, or says nothing for a minute."""
        text = ""
        while not text and select.select([terminal], [], [], 60)[0]:
            try:
                got = os.read(terminal, 4096)
            except OSError:
                got = b""
            text = decoder.decode(got)
            if not got:
                break
        return text

    for prompt, answer in answers:
        while prompt not in shown and (told := more()):
            shown += told
        shown = shown.replace(prompt, "", 1)
        os.write(terminal, answer.encode())
    while told := more():
        shown += told
    os.close(terminal)
    return os.waitpid(child, 0)[1], shown


def terminal(p):
    old = p.password["office"]
    status, shown = typed(p, ["passwd", "office"], [("密码：", old + "\n"), ("新密码：", GOOD + "\n"), ("再输一遍：", GOOD + "\n")])
    check(f"changed on a terminal: {shown!r}", status == 0 and "已更改" in shown)
    check("nothing that was typed was shown", GOOD not in shown and old not in shown)
    status, shown = typed(p, ["passwd", "office"], [("密码：", GOOD + "\n"), ("新密码：", "Other-1-x\n"), ("再输一遍：", "Other-1-y\n")])
    check("not the same twice", os.waitstatus_to_exitcode(status) == USAGE)
    status, shown = typed(p, ["login", "office"], [("密码：", GOOD + "\n")])
    check("logged in on a terminal", status == 0 and p.whoami("office") == "office")
    check("where from", "/dev/pts/" in p.events()[-1][1]["from"])
    status, shown = typed(p, ["login", "office"], [("密码：", "\x03")])
    check("given up", os.WIFSIGNALED(status) and os.WTERMSIG(status) == 2)
    secret = json.loads(p.run("totp", "begin", "--json", who="office").stdout)["secret"]
    status, shown = typed(p, ["totp", "confirm"], [("动态码：", code(secret, time.time()) + "\n")])
    check("confirmed on a terminal", status == 0)
    status, shown = typed(p, ["login", "office"], [("密码：", GOOD + "\n"), ("动态码：", code(secret, time.time() + 30) + "\n")])
    check(f"the code is asked for: {shown!r}", status == 0)


def hours(p):
    p.at = 1772676000                       # 2026-03-05 02:00 UTC
    check("a password that is days old", p.change("office", GOOD).returncode == OK and p.login("office") == OK)
    p.at += 29 * 60
    check("a session is kept by being used", p.whoami("office") == "office")
    p.at += 29 * 60
    check("and kept", p.whoami("office") == "office")
    p.at += 31 * 60
    check("half an hour of nothing ends it", p.whoami("office") == SESSION)
    check("it makes nobody the account", p.run("whoami", who="office").returncode == SESSION)
    begun = p.at
    check("another", p.login("office") == OK)
    while p.at < begun + 8 * 3600 - 30 * 60:
        p.at += 25 * 60
        p.whoami("office")
    p.at = begun + 8 * 3600 - 60
    check("to the eighth hour", p.whoami("office") == "office")
    p.at = begun + 8 * 3600 + 1
    check("and no longer", p.whoami("office") == SESSION)

    check("wrong ones", [p.login("office", "wrong") for _ in range(6)] == [PASSWORD] * 5 + [LOCKOUT])
    p.at += 29 * 60
    check("locked for half an hour", p.login("office") == LOCKOUT)
    p.at += 70
    check("and no longer", p.login("office") == OK)
    for _ in range(6):
        check("a wrong one now and then locks nobody out", p.login("office", "wrong") == PASSWORD)
        p.at += 8 * 60
    check("nor then", p.login("office") == OK)

    secret = json.loads(p.run("totp", "begin", "--json", who="office").stdout)["secret"]
    p.at = p.at // 30 * 30 + 5
    check("confirmed by the faked clock", p.run("totp", "confirm", f"--code={code(secret, p.at)}", who="office").returncode == OK)
    p.at += 300
    check("two steps late", p.login("office", None, f"--code={code(secret, p.at - 60)}") == PASSWORD)
    check("one step late", p.login("office", None, f"--code={code(secret, p.at - 30)}") == OK)
    check("one step early", p.login("office", None, f"--code={code(secret, p.at + 30)}") == OK)
    check("before the last that was taken", p.login("office", None, f"--code={code(secret, p.at)}") == PASSWORD)

    p.at = 1772676000 + 90 * 86400 - 60
    check("on the last day", p.login("office", None, f"--code={code(secret, p.at)}") == OK)
    p.at += 120
    check("expired", p.login("office", None, f"--code={code(secret, p.at)}") == MUST_CHANGE)
    p.at += 60
    check("changed, and good again", p.change("office", "Another-1", f"--code={code(secret, p.at)}").returncode == OK and
          p.login("office", None, f"--code={code(secret, p.at + 30)}") == OK)
    check("what is told", [e[1]["by"] for e in p.events() if e[0] == "login-refused"].count("expired") == 1)
    check("the history holds", p.run("verify").returncode == OK)


def backups(p):
    p.begin("secadmin")
    note = p.run("checkpoint").stdout
    (p.folder / "kept.txt").write_text(note)
    told = json.loads(p.run("backup", "b1", "--json").stdout)
    events = len(p.events())
    check("made", told == {"format": "bihuan.backup/1", "to": "b1", "events": events, "evidence": {"files": 0, "bytes": 0, "absent": 0, "damaged": 0}})
    check("two things in it, and no key", sorted(x.name for x in (p.folder / "b1").iterdir()) == ["evidence", "ledger.db"])
    check("its owner's alone", stat.S_IMODE((p.folder / "b1").stat().st_mode) == 0o700)
    check("never over what is there", p.run("backup", "b1").returncode == TAKEN)
    drill = json.loads(p.run("restore", "--drill", "b1", "--json").stdout)
    check("tried", drill["sound"] and drill["events"] == events and drill["history"]["holds"] and drill["history"]["checkpoints"] == 1 and drill["seconds"] > 0)
    (p.folder / "tmp").mkdir()
    r = p.run("restore", "--drill", "b1", TMPDIR=str(p.folder / "tmp"))
    check("tried, said", r.returncode == OK and "历史完整" in r.stdout)
    check("a drill leaves nothing", not list((p.folder / "tmp").iterdir()))
    check("not over the ledger", p.run("restore", "b1").returncode == TAKEN)
    p.login("secadmin")
    (p.folder / "new").mkdir()
    r = p.run("restore", "b1", "--db=new/bihuan.db")
    check("restored", r.returncode == OK and "bihuan.db.key" in r.stdout and p.run("verify", "--db=new/bihuan.db", "kept.txt").returncode == OK)
    check("without the key it signs nothing", p.run("checkpoint", "--db=new/bihuan.db").returncode == UNSIGNED)
    (p.folder / "new" / "bihuan.db.key").write_bytes((p.folder / "bihuan.db.key").read_bytes())
    check("with it, it does", p.run("checkpoint", "--db=new/bihuan.db").stdout == note)
    check("its state is that of the moment", len(p.events()) == events + 1 and p.run("verify", "--db=new/bihuan.db").stdout != p.run("verify").stdout)
    check("restored, as JSON", json.loads(p.run("restore", "b1", "--db=new/second.db", "--json").stdout)["events"] == events)
    check("a folder that is not there", p.run("restore", "b1", "--db=none/bihuan.db").returncode == ABSENT)
    check("a backup that is not there", p.run("restore", "none", "--db=new/third.db").returncode == ABSENT and p.run("restore", "--drill", "none").returncode == ABSENT)
    check("a file", p.run("restore", "kept.txt", "--db=new/third.db").returncode == FOREIGN)
    (p.folder / "empty").mkdir()
    check("a folder that is no backup", p.run("restore", "empty", "--db=new/third.db").returncode == ABSENT)
    check("nothing came of them", not list((p.folder / "new").glob("third*")))

    with sqlite3.connect(p.folder / "b1" / "ledger.db") as c:
        c.execute("UPDATE event SET time = time + 1 WHERE number = 4")
    c.close()
    drill = p.run("restore", "--drill", "b1", "--json")
    told = json.loads(drill.stdout)
    check("a history that was rewritten", drill.returncode == FORGED and not told["sound"] and told["history"]["fault"]["code"] == "envelope")
    r = p.run("restore", "--drill", "b1")
    check("said", r.returncode == FORGED and "历史有误" in r.stdout)
    with open(p.folder / "b1" / "ledger.db", "r+b") as f:
        for page in range(2, 12):
            f.seek(page * 4096)
            f.write(b"nonsense")
    drill = p.run("restore", "--drill", "b1", "--json")
    check("pages that were damaged", drill.returncode == DISK_BROKEN and not json.loads(drill.stdout)["sound"])

    digest = hashlib.sha256(b"evidence").hexdigest()
    with sqlite3.connect(p.folder / "bihuan.db") as c:
        c.execute("INSERT INTO evidence (hash, size, media, name, seq) VALUES (?, 8, 'text/plain', 'a.txt', 1)", (bytes.fromhex(digest),))
    c.close()
    r = p.run("backup", "b2", "--json")
    check("evidence that is absent is told, and the rest is kept", r.returncode == DISK_BROKEN and json.loads(r.stdout)["evidence"]["absent"] == 1 and (p.folder / "b2").exists())
    file = p.folder / "evidence" / digest[:2] / digest[2:4] / digest
    file.parent.mkdir(parents=True)
    file.write_bytes(b"evidence")
    r = p.run("backup", "b3", "--json")
    check("evidence comes along", r.returncode == OK and (p.folder / "b3" / file.relative_to(p.folder)).read_bytes() == b"evidence")
    (p.folder / "other").mkdir()
    r = p.run("restore", "b3", "--db=other/bihuan.db")
    check("and comes back", r.returncode == OK and "1 份" in r.stdout and (p.folder / "other" / file.relative_to(p.folder)).read_bytes() == b"evidence")
    r = p.run("restore", "--drill", "b2")
    check("a drill tells what is absent", r.returncode == DISK_BROKEN)
    r = p.run("restore", "b2", "--db=new/fourth.db")
    check("what there is comes back all the same", r.returncode == DISK_BROKEN and (p.folder / "new" / "fourth.db").exists())
    (p.folder / "text.db").write_text("一、总体要求\n" * 100)
    check("a backup of something else", p.run("backup", "b4", "--db=text.db").returncode == FOREIGN and not (p.folder / "b4").exists())


def configured(p):
    own = p.folder / ".config"
    own.mkdir()
    (p.folder / "away").mkdir()
    db = p.folder / "away" / "named.db"
    (own / "bihuan.conf").write_text(f"# 本机\ndb = {db}\n")
    check("a file names the database", p.run("init", "--unit=甲").returncode == OK and db.exists())
    check("the environment goes before it", p.run("verify", BIHUAN_DB="none.db").returncode == ABSENT)
    check("an option before both", p.run("verify", "--db=bihuan.db", BIHUAN_DB="none.db").returncode == OK)
    (own / "bihuan.conf").write_text("lang = en\n")
    check("a file names the language", "no such file" in p.run("verify", "--db=none.db", BIHUAN_LANG=None, LC_ALL="zh_CN.UTF-8").stderr)
    check("the environment goes before it", "没有" in p.run("verify", "--db=none.db").stderr)
    check("an option before both", "no such file" in p.run("verify", "--db=none.db", "--lang=en").stderr)
    r = p.run("verify", BIHUAN_CONFIG=str(p.file("lang = zh\n\nmail = a@b")))
    check("a fault has its line, and what was expected", r.returncode == USAGE and ":3: mail:" in r.stderr and "db、lang、hook" in r.stderr)
    r = p.run("verify", BIHUAN_CONFIG=str(p.file("db = x")), BIHUAN_LANG="en")
    check("in English", ":1: x: a wrong value; expected: the whole path" in r.stderr)
    check("help does without", p.run("--help", BIHUAN_CONFIG="none").returncode == OK)
    check("one that is named must be there", p.run("verify", BIHUAN_CONFIG="none").returncode == ABSENT)
    check("and be a file", p.run("verify", BIHUAN_CONFIG=str(own)).returncode == NOTFILE)


PARTS = [first_days, nobody, locked_out, reset, telephone, terminal, backups, configured] + [hours] * TIMED
if not TIMED:
    print("hours do not pass: no libfaketime, or a sanitized program")
for part in PARTS:
    with tempfile.TemporaryDirectory() as name:
        part(Place(Path(name)))
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
