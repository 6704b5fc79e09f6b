#!/usr/bin/env python3
"""Half a year of a commission's rectification by the commands, every act and every month held against a model of its own.

    story.py PROGRAM ROOT ACCOUNTS

Each day's acts (cast.py) are done by the program under a clock of its own (libfaketime) and by the model (model.py), which says what each
may be refused for; what it does not refuse must come out alike. ACCOUNTS is a library that makes the account of the operating system
the person whose turn it is (account.c): proving it by a password costs more than all the rest.
"""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
PROGRAM, SOURCE, ACCOUNTS = (Path(x).resolve() for x in sys.argv[1:4])
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
MEMORY = "/dev/shm"
SKIPPED = 77
SEED = 20260302
LINKS = ("measures", "tasks", "recurs")
SHOWN = ("target", "reached", *LINKS)       # of these only that they are there is compared
MOST = 20       # differences that are told
EXITS = {"OK": 0, "ABSENT": 3, "RIGHT": 45, "MUST_CHANGE": 48, "SESSION": 49, "STALE": 51, "MOVE": 52, "VALUE": 53, "NEEDS": 54, "RECORD": 55}


def skip_without():
    why = "no python3-yaml" if subprocess.run([sys.executable, "-c", "import yaml"], capture_output=True).returncode else \
        "no libfaketime (package faketime)" if not FAKETIME.exists() else \
        "the program is sanitized, and takes no other clock" if b"__asan_init" in PROGRAM.read_bytes() else None
    if why:
        print(f"left out: {why}")
        sys.exit(SKIPPED)


skip_without()
import cast  # noqa: E402
from days import DAY  # noqa: E402
from inbox import waiting  # noqa: E402
from known import WHO as KNOWN, Ledger  # noqa: E402
from model import ROOT  # noqa: E402

DEFINITION = SOURCE / "definitions/rectification.yaml"
EYES = ["office", "kan", "c-yy1", "xin", "c-cdc", "c-bgs", "fu1", "fu2", "zeren", "sysadmin"]
WAITED = ["c-yy1", "shen1", "qin", "zhuren", "c-cdc", "fu1", "c-bgs", "zeren", "xin", "shen2", "fu2", "jiandu", "c-jjz"]
COUNTED = {"finding": ["state", "lamp", "class", "outcome", "hard", "due"], "measure": ["state", "lamp"], "task": ["state", "lamp"]}
failures, done = [], {"acts": 0, "refused": 0, "comparisons": 0}


def differs(what, program, model):
    done["comparisons"] += 1
    if program != model:
        failures.append(f"{what}\n    program {program}\n    model   {model}")
        print(f"DIFFERS: {failures[-1]}", flush=True)
    if len(failures) == MOST:
        sys.exit(f"{MOST} differ; no more are looked for")
    return program != model


class Town:
    """The site in a folder, with its own clock, and what the model knows of it."""

    def __init__(self, folder):
        self.folder, self.clock = folder, datetime(2026, 3, 1, 8, 0)
        self.model = Ledger(DEFINITION, SOURCE / "definitions/calendars/CN.yaml", "2026")
        self.names = {ROOT: cast.COMMISSION} | {k: name for k, (name, _) in cast.UNITS.items()}
        self.numbers, self.lasts, self.checkpoints, self.codes = {}, {}, [], {}
        self.given, self.identifiers, self.kept = {}, {}, set()
        (folder / "方案.txt").write_text("一、目标\n二、步骤\n", encoding="utf-8")
        self.shown = json.loads(self.must("office", "init", f"--unit={cast.COMMISSION}", "--json").stdout)["persons"]

    # ---- the program ----
    def run(self, who, *args):
        """As the person of that login, at the town's own time (Asia/Shanghai), which goes on by a minute."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "BIHUAN_LANG": "zh", "TZ": "Asia/Shanghai",
               "LD_PRELOAD": f"{FAKETIME}:{ACCOUNTS}", "FAKETIME": self.clock.strftime("@%Y-%m-%d %H:%M:%S"), "STORY_ACCOUNT": who}
        session = self.folder / f"session-{who}"
        if args[0] == "login" or session.exists():     # who has not logged in is known by the account
            env["BIHUAN_SESSION"] = str(session)
        self.clock += timedelta(seconds=20)
        return subprocess.run([PROGRAM, *args], cwd=self.folder, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def must(self, who, *args):
        r = self.run(who, *args)
        assert r.returncode == 0, f"{who} {args}: {r.returncode} {r.stderr}"
        return r

    def ask(self, who, *args):
        return json.loads(self.must(who, *args, "--json").stdout)

    def secret(self, name, text):
        (self.folder / name).write_text(text + "\n")
        return str(self.folder / name)

    def login(self, who, old, new=None):
        if new:
            self.must(who, "passwd", who, f"--password-file={self.secret('old', old)}", f"--new-password-file={self.secret('new', new)}")
        return self.run(who, "login", who, f"--password-file={self.secret('now', new or old)}").returncode

    # ---- the first day ----
    def found(self):
        first = next(p["password"] for p in self.shown if p["login"] == "sysadmin")
        assert self.login("sysadmin", first, "Huan-2026-zhang") == 0
        for admin in ("sysadmin", "secadmin"):
            self.must("sysadmin", "person", "change", admin, admin, f"--account={admin}")
        self.must("sysadmin", "logout")
        for key, (name, division) in cast.UNITS.items():
            self.must("sysadmin", "unit", "add", name, f"--unit={cast.COMMISSION}", *(["--division"] if division else []))
            self.model.above[key] = ROOT
        self.model.roles["office"] = [("office", ROOT)]
        for login, (name, roles, posts) in cast.PEOPLE.items():
            self.settle(login, name, roles, posts)
        for owner, units in cast.PORTFOLIOS.items():
            self.must("secadmin", "portfolio", "set", self.post(owner), *map(self.names.get, units))
            self.model.portfolios[owner] = list(units)
        self.must("office", "ledger", "begin", "rectification", "xs26", "2026年巡察整改", "--round=2026")

    def settle(self, login, name, roles, posts):
        self.must("sysadmin", "person", "add", login, name, f"--account={login}")
        self.model.roles[login] = list(roles)
        for role, unit in roles:
            self.must("secadmin", "role", "give", login, role, *([f"--unit={self.names[unit]}"] if unit else []))
        for unit, post in posts:
            self.must("sysadmin", "post", "add", self.names[unit], post)
            self.must("sysadmin", "post", "hold", f"{self.names[unit]}/{post}", login)
            self.model.posts[f"{unit}/{post}"] = login

    # ---- words of the story in those of the program ----
    def post(self, key):
        unit, name = key.split("/")
        return f"{self.names[unit]}/{name}"

    def value(self, field, v):
        if field == "lead":
            return self.names[v]
        if field == "in-charge":
            return self.post(v)
        if field in LINKS:
            return ",".join(self.numbers[x] for x in v)
        if field == "support":
            return ",".join(map(self.names.get, v))
        return str(v).lower() if isinstance(v, bool) else str(v)

    def told(self, field, f):
        """A value that the program shows, in words of the model."""
        if field in ("lead", "support", "in-charge", "person"):
            return f["text"]
        if field == "plan":
            return f["text"]
        return f["value"] if field not in SHOWN else True

    def wanted(self, field, v):
        if field == "lead":
            return self.names[v]
        if field == "support":
            return "、".join(map(self.names.get, v))
        if field == "in-charge":
            return v.split("/")[1]
        if field == "person":
            return cast.PEOPLE[v][0]
        return True if field in SHOWN else v.isoformat() if isinstance(v, date) else v

    # ---- an act ----
    def act(self, row):
        number = self.numbers.get(row.record)
        if row.event != "enter" and number is None:
            return                      # what was to be there never came
        if row.event in KNOWN:
            self.know(row, number)
            return
        row.brings = {k: [x for x in v if x in self.numbers] if k in LINKS else v for k, v in row.brings.items()}
        row.brings = {k: v for k, v in row.brings.items() if v != []}
        fields = {k: [self.numbers[x] for x in v] if k in LINKS else v for k, v in row.brings.items()}
        seen = None
        if row.seen and number:         # as one saw it some events ago
            seen = self.lasts[number][max(row.seen, -len(self.lasts[number]))]
        version = None if seen is None else max(len(self.lasts[number]) + 1 + row.seen, 1)
        faults, r = self.model.act(row.day, row.who, row.event, number, row.kind, fields, row.proof, row.why, version, row.whom)
        self.judge(row, faults, r, self.run(row.who, *self.words_of(row, number, seen)))

    def words_of(self, row, number, seen):
        given = [f"{k}={self.value(k, v) if v is not None else ''}" for k, v in row.brings.items()]
        return ["act", row.event, *([number] if number else []), *given, *self.proofs(row), *([f"--kind={row.kind}"] if not number else []), *([f"--reason={row.why}"] if row.why else []),
                *([f"--seen={seen}"] if seen is not None else []), *([f"--for={row.whom}"] if row.whom else []), *([f"--dated={row.day - DAY}"] if row.proof else []), "--json"]

    def proofs(self, row):
        names = [self.folder / f"佐证-{row.record}-{done['acts']}-{n}.txt" for n in range(row.proof)]
        for n, name in enumerate(names):
            name.write_text(f"{row.record} {row.day} {n}", encoding="utf-8")
        return [f"@{name}" for name in names + (names[:1] if row.twice else [])]

    def know(self, row, number):
        """What every ledger knows: its own commands."""
        b, m = row.brings, self.model
        if row.event in ("notice-received", "notice-answered") and b["of"] not in m.notices:
            return
        given = b | ({"evidence": row.proof, "twice": row.twice} if row.event == "evidence-added" else {})
        faults, r = m.know(row.day, row.who, row.event, number, row.whom, **given)
        command = {
            "evidence-added": lambda: ["act", "evidence-added", number, *self.proofs(row)],
            "milestones-set": lambda: ["milestone", "set", number, *(f"节点{n}:{w}:{due}" for n, (w, due) in enumerate(b["stones"]))],
            "milestone-accepted": lambda: ["milestone", "accept", number, str(b["place"])],
            "instructed": lambda: ["instruct", "give", number, b["text"], f"--to={b['until']}"],
            "answered": lambda: ["instruct", "answer", number, str(self.given.get(b["of"], 0)), b["text"]],
            "notice-given": lambda: ["notice", "give", b["step"], number],
            "notice-received": lambda: ["notice", "receive", m.notices[b["of"]]["number"]],
            "notice-answered": lambda: ["notice", "reply", m.notices[b["of"]]["number"], f"--reason={b['text']}"],
            "looked-back": lambda: ["look-back", b["found"], number, f"--reason={b['text']}"],
        }[row.event]()
        out = self.run(row.who, *command, "--json", *([f"--for={row.whom}"] if row.whom else []))
        self.judge(row, faults, r, out)
        if out.returncode == 0 and row.event == "instructed":
            self.given[b["word"]] = json.loads(out.stdout)["last"]

    def judge(self, row, faults, r, out):
        if row.meant and (EXITS[row.meant] not in faults if faults else row.meant != "OK"):
            differs(f"{row}: what is meant", row.meant, faults)
        done["acts"] += 1
        done["refused"] += bool(faults)
        self.codes[out.returncode] = self.codes.get(out.returncode, 0) + 1
        if out.returncode not in (faults or {0}):
            differs(f"{row}: exit status ({out.stderr.strip()})", out.returncode, faults or {0})
        if out.returncode != 0:
            return
        self.kept |= {f"{row.record} {row.day} {n}" for n in range(row.proof)} | {row.brings["plan"] for _ in "p" if "plan" in row.brings}
        told = json.loads(out.stdout)
        if r is None:
            return
        self.numbers[row.record], self.identifiers[r.number] = r.number, told["id"]
        self.lasts.setdefault(r.number, []).append(told["last"])
        differs(f"{row}", self.face(told), self.model_face(r))
        self.clocks(r.number)

    def face(self, t):
        return [t["number"], t["state"], t["due"], t["lamp"], t["evidence"]] + sorted((k, self.told(k, f)) for k, f in t["fields"].items())

    def model_face(self, r):
        due = self.model.due(r)
        return [r.number, r.state, due and due.isoformat(), r.lamp, r.evidence] + sorted((k, self.wanted(k, v)) for k, v in r.fields.items())

    # ---- changes of the directory ----
    def staff(self, who, args, meaning):
        named = {k: v for k, v in self.names.items()}
        self.must(who, *(a.format(**named) for a in args))
        what, *of = meaning
        getattr(self, f"staff_{what}")(*of)

    def staff_portfolio(self, owner, units):
        self.model.portfolios[owner] = units

    def staff_delegate(self, giver, to, first, last):
        self.model.delegations.append((giver, to, first, last))

    def staff_rename(self, unit, name):
        self.names[unit] = name

    def staff_move(self, unit, above):
        self.model.above[unit] = above

    def staff_leave(self, who, successor):
        """Posts go to the successor; roles, delegations and the portfolio of the person end."""
        m = self.model
        m.posts = {p: successor if h == who else h for p, h in m.posts.items()}
        m.roles[who], m.portfolios[who] = [], []
        m.left.add(who)
        m.delegations = [x for x in m.delegations if who not in x[:2]]

    def staff_role(self, who, role, unit):
        self.model.roles[who].append((role, unit))

    def staff_vacate(self, post):
        self.model.posts[post] = None

    def staff_hold(self, post, who):
        self.model.posts[post] = who

    # ---- what is compared at a month's end ----
    def counts(self, who, kind, by, unit=None, day=None):
        words_ = [f"--by={by}", f"--kind={kind}"] + ([f"--unit={self.names[unit]}"] if unit else []) + ([f"--as-of={day}"] if day else [])
        program = {c["value"]: c["count"] for c in self.ask(who, "list", *words_)["counts"]}
        model = {("是" if k is True else "否" if k is False else k and str(k)): n for k, n in self.model.counts(who, kind, by, unit, day).items()}
        differs(f"{who} counts {words_}", program, model)

    def all_counts(self, day=None):
        for kind, columns in COUNTED.items():
            for by in columns:
                self.counts("office", kind, by, day=day)
        for unit in ["bgs", "yzc", "cdc", "yy1", "jks"] if day else cast.UNITS:
            self.counts("office", "finding", "state", unit, day)

    def eyes(self, day=None):
        for who in EYES:
            if who not in self.model.left:
                self.counts(who, "finding", "state", day=day)

    def every_record(self):
        for kind in COUNTED:
            told = {t["number"]: self.face(t) for t in self.ask("office", "list", f"--kind={kind}", "--limit=1000")["records"]}
            model = {n: self.model_face(r) for n, r in self.model.records.items() if r.kind == kind}
            differs(f"which {kind}s there are", sorted(told), sorted(model))
            for n in set(told) & set(model):
                differs(f"{kind} {n}", told[n], model[n])

    def clocks(self, number=None):
        """Those that run, of a record or of all, as they stand in the rows."""
        day = lambda n: None if n is None else date(1970, 1, 1) + n * DAY
        with sqlite3.connect(self.folder / "bihuan.db") as c:
            rows = c.execute("SELECT r.number, c.clock, c.started, c.due FROM running c JOIN records r ON r.key = c.record WHERE c.valid_to = 9223372036854775807")
            program = sorted((n, clock, str(day(a)), str(day(b))) for n, clock, a, b in rows if number in (None, n))
        differs("clocks that run", program, sorted((n, c, str(a), str(b)) for n, r in self.model.records.items() for c, (a, b) in r.clocks.items() if number in (None, n)))

    def due(self, who):
        """The turns that stand open, and who has answered."""
        m = self.model
        program = sorted((t["cadence"], t["due"], sorted((x["number"], x["answered"]) for x in t["records"])) for t in self.ask(who, "due")["turns"])
        model = sorted((t["cadence"], t["due"].isoformat(), sorted((n, a) for n, a in t["asked"].items() if m.sees(who, m.records[n]))) for t in m.turns.list if not t["closed"])
        differs(f"{who} asks what is due", program, model)

    def chances(self, day):
        """What some may do with some records, and which of all they find by a condition."""
        m, rng = self.model, random.Random(day.toordinal())
        for who in ("office", "shen1", "fu2", "c-cdc", "jiandu"):
            for number in rng.sample(sorted(m.records), 6):
                if m.sees(who, m.records[number]):
                    differs(f"{who} may with {number}", sorted(self.ask(who, "show", number)["moves"]), m.moves(who, number, day))
                else:
                    differs(f"{who} shown {number}", self.run(who, "show", number).returncode, EXITS["RECORD"])
        for wrong in ("state=closd", "lamp=purple", "evidence=some", "class=urgent", "imposed=soon"):
            differs(f"listed by {wrong}", self.run("kan", "list", wrong).returncode in (2, EXITS["VALUE"]), True)
        for what, holds in (("lamp=red", lambda r: r.lamp == "red"), ("state=整改中", lambda r: r.state == "open"), ("evidence>=2", lambda r: r.evidence >= 2), (f"due<={day}", lambda r: m.due(r) is not None and m.due(r) <= day), ("outcome=*", lambda r: "outcome" in r.fields),
                            ("lead=", lambda r: "lead" not in r.fields), ("hard=true", lambda r: r.fields.get("hard") is True)):
            program = [t["number"] for t in self.ask("kan", "list", what, "--sort=-number", "--limit=500")["records"]]
            differs(f"listed by {what}", program, sorted((n for n, r in m.records.items() if r.kind == "finding" and holds(r)), reverse=True))

    def proves(self, day):
        """The first of the leaders logs in by a password, which grows old."""
        if not self.passwords:
            told = self.ask("secadmin", "passwd", "--reset", "zhuren")
            self.passwords = [(day, told["password"]), (day, "Lan-2026-zhou")]
            differs("logged in at first", self.login("zhuren", told["password"], "Lan-2026-zhou"), 0)
        else:
            old = (day - self.passwords[-1][0]).days >= 90
            differs(f"{day}: logged in", self.login("zhuren", self.passwords[-1][1]), EXITS["MUST_CHANGE"] if old else 0)
            if old:
                self.passwords.append((day, f"Lan-{day.month}-zhou"))
                differs(f"{day}: with another", self.login("zhuren", self.passwords[-2][1], self.passwords[-1][1]), 0)
        differs("as whom", self.ask("zhuren", "whoami")["login"], "zhuren")

    def papers(self):
        """Milestones, instructions that wait, notices, look-backs: as they are listed."""
        m = self.model
        text = lambda d: d and d.isoformat()
        for number in sorted(n for n, r in m.records.items() if r.milestones)[:6]:
            program = [(s["weight"], s["due"], s["accepted"]) for s in self.ask("office", "milestone", "list", number)["milestones"]]
            differs(f"milestones of {number}", program, [(w, text(due), text(a)) for w, due, a in m.records[number].milestones])
        for who in ("zhuren", "c-yy1", "xin", "fu2"):
            if who in m.left:
                continue
            mine = lambda x: m.sees(who, m.records[x["record"]])
            program = sorted((i["record"], i["text"], i["until"]) for i in self.ask(who, "instruct", "list")["instructions"])
            differs(f"{who}: instructions that wait", program, sorted((i["record"], i["text"], text(i["until"])) for i in m.instructions if not i["answered"] and mine(i)))
            columns = ("number", "step", "record", "day", "reply", "received", "answered")
            program = sorted([str(n[c]) for c in columns] for n in self.ask(who, "notice", "list")["notices"])
            differs(f"{who}: notices", program, sorted([str(n[c]) for c in columns] for n in m.notices.values() if mine(n)))
            program = sorted((x["record"], x["found"]) for x in self.ask(who, "look-back", "list")["look_backs"])
            differs(f"{who}: look-backs", program, sorted((x["record"], x["found"]) for x in m.drawn if mine(x)))

    def draw(self, who, seed, most):
        r = self.run(who, "look-back", "draw", str(most), f"--seed={seed}", "--json")
        differs(f"{who} draws {most}", r.returncode, self.model.draw(who, seed, most, self.identifiers))

    def file(self, who, name):
        differs(f"{who} files {name}", self.run(who, "figures", "file", name).returncode, self.model.file(who, name))

    def compare(self, name):
        program = {(f["kind"], f["by"], f["value"]): (f["filed"], f["now"]) for f in self.ask("office", "figures", "compare", name)["figures"]}
        differs(f"figures filed as {name}", program, self.model.compared(name))

    def whole(self, day):
        """What is done with the ledger as a whole, on its days."""
        for when, what, *of in cast.WHOLE:
            if when == day:
                getattr(self, what)(*of)
        if day.weekday() == 3 and day.isocalendar()[1] % 2:
            self.chase(day)
        waiting = [x["record"] for x in self.model.drawn if not x["found"]]
        if waiting and self.model.calendar.works(day):
            word = {n: w for w, n in self.numbers.items()}[waiting[0]]
            for who in ("shen1", "jiandu"):
                self.act(cast.Row(day, who, "looked-back", word, {"found": "rebound" if day.day % 3 == 0 else "holds", "text": "实地查看"}))

    def chase(self, day):
        m, words_of = self.model, {n: w for w, n in self.numbers.items()}
        late = [(words_of[n], (day - m.due(r)).days, r.unit()) for n, r in sorted(m.records.items())
                if r.kind == "finding" and r.unit() != ROOT and m.due(r) and m.due(r) < day and not m.is_(r, "final")]
        for row in cast.chase(self.rng, day, self.strays, self.rng.sample(late, min(len(late), 5))):
            self.later.setdefault(row.day, []).append(row)

    def inbox(self, who, day):
        program = [(w["what"], w["record"], w["due"], w["about"]) for w in self.ask(who, "inbox")["waiting"]]
        differs(f"{day}: what waits for {who}", sorted(program, key=str), sorted(((a, b, d and d.isoformat(), c) for a, b, d, c in waiting(self.model, who, day)), key=str))

    def month_end(self, day):
        self.papers()
        self.chances(day)
        self.all_counts()
        self.eyes()
        self.every_record()
        self.clocks()
        self.model.close_day(day)
        note = self.folder / f"checkpoint-{day}.txt"
        note.write_text(self.must("sysadmin", "checkpoint").stdout)
        self.checkpoints.append(note.name)
        assert self.ask("auditor", "verify", *self.checkpoints)["holds"]

    # ---- the half-year ----
    def live(self):
        self.passwords, self.rng, self.strays, self.later = [], random.Random(SEED), 0, {}
        by_day = {}
        for row in cast.rows(self.model.calendar, SEED):
            by_day.setdefault(row.day, []).append(row)
        staff = {}
        for change in cast.STAFF:
            staff.setdefault(change[0], []).append(change)
        day = cast.FIRST
        while day <= cast.LAST:
            self.one_day(day, by_day.get(day, []), staff.get(day, []))
            day += DAY

    def one_day(self, day, rows, staff):
        self.clock = datetime(day.year, day.month, day.day, 0, 0, 10)
        for row in (r for r in rows if r.at == 1):          # just behind midnight
            self.act(row)
        self.tick(day)
        self.clock = self.clock.replace(hour=8, minute=30)
        for change in staff:
            self.staff(*change[1:])
        if day.day == 20:
            self.proves(day)
        for row in (r for r in rows if r.at == 0):
            self.act(row)
        self.whole(day)
        for row in self.later.pop(day, []):
            self.act(row)
        self.stray(day)
        if day.day == 20:
            self.must("zhuren", "logout")
        if day.weekday() == 2 or day.day in (1, 3, 7, 8):     # turns of two months stand open in its first days
            self.due("office" if day.day in (3, 7, 8) else ("office", "c-cdc", "fu2")[day.day % 3])
        who = WAITED[day.toordinal() % len(WAITED)]
        if self.model.calendar.works(day) and who not in self.model.left:
            self.inbox(who, day)
        self.clock = self.clock.replace(hour=23, minute=59, second=0)
        for row in (r for r in rows if r.at == -1):
            self.act(row)
        if (day + DAY).day == 1:
            self.clock = self.clock.replace(hour=18)
            self.month_end(day)

    def stray(self, day):
        for _ in range(2 if self.model.calendar.works(day) and self.numbers else 0):
            self.strays += 1
            known = [(word, self.model.records[n].kind) for word, n in sorted(self.numbers.items())]
            self.act(cast.stray(self.rng, day, self.strays, known))

    def tick(self, day):
        """Nobody comes on rest days: they are caught up."""
        if not self.model.calendar.works(day) and (day + DAY).day != 1:
            return
        told = self.ask("nobody", "tick")
        differs(f"{day}: what a new day brings", (told["turns"], told["lamps"]), self.model.tick(day))

    # ---- the end ----
    def rows_of_all(self):
        with sqlite3.connect(self.folder / "bihuan.db") as c:
            tables = [t for t, in c.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
            return {t: sorted(map(repr, c.execute(f'SELECT * FROM "{t}"'))) for t in tables}

    def copy(self):
        """All files that anybody brought are in a backup, which can be restored."""
        told = self.ask("sysadmin", "backup", "copy")["evidence"]
        differs("files in a backup", (told["files"], told["absent"], told["damaged"]), (len(self.kept), 0, 0))
        differs("tried", self.ask("sysadmin", "restore", "--drill", "copy")["sound"], True)

    def look_back(self):
        for day in self.model.past:
            self.all_counts(day)
            self.eyes(day)
        for name in self.model.filed:
            self.compare(name)
        assert self.ask("auditor", "verify", "--views", "--evidence", *self.checkpoints)["holds"]
        self.copy()
        before = self.rows_of_all()
        self.must("sysadmin", "rebuild")
        after = self.rows_of_all()
        for table in before:
            gone, new = sorted(set(before[table]) - set(after[table])), sorted(set(after[table]) - set(before[table]))
            differs(f"rebuilt: {table}", (len(after[table]), new[:3]), (len(before[table]), gone[:3] and ["gone"] + gone[:3]))


def main():
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:     # no disk is waited for
        town = Town(Path(folder))
        town.found()
        settled = time.monotonic()
        town.live()
        town.look_back()
        states = {}
        for r in town.model.records.values():
            states[f"{r.kind} {r.state}"] = states.get(f"{r.kind} {r.state}", 0) + 1
    print(f"{done['acts']} acts, {done['refused']} of them refused; {done['comparisons']} comparisons, {len(failures)} differ; "
          f"{settled - began:.0f} s to found it, {time.monotonic() - began:.0f} s in all")
    print("exit statuses:", ", ".join(f"{k}: {n}" for k, n in sorted(town.codes.items())))
    print("at the end:", ", ".join(f"{n} {k}" for k, n in sorted(states.items())))
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
