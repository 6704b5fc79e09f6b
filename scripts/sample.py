#!/usr/bin/env python3
"""A ledger with a past, made from samples/: a round of rectification in its fourth month, and a plan of the year.

    scripts/sample.py PROGRAM ACCOUNTS SAMPLES FOLDER

All that stands in it was done by the program, by persons of the story, on days gone by: under a clock of its own (libfaketime), and as the
persons whose turn it was (ACCOUNTS, tests/story/account.c). FOLDER is new, or made by this before: then nothing is done. FOLDER/persons
holds logins with their passwords, which nobody else has.
"""
import json
import os
import random
import re
import secrets
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

FAKETIME = Path(f"/usr/lib/{os.uname().machine}-linux-gnu/faketime/libfaketime.so.1")
DAYS = 105
ROOT = "岚屏市卫生健康委员会"
DIVISIONS = ("办公室", "机关党委", "规划财务处", "医政医管处", "疾控应急处", "人事处")
BELOW = ("市人民医院", "市中医医院", "市妇幼保健院", "市疾控中心", "市急救中心")
# Login, name, role, unit, what they are, and whether they are shown with a password.
PEOPLE = (("lin", "林晓岚", "office", ROOT, "整改办经办人", True), ("lu", "陆文舟", "leader", ROOT, "主任", True), ("he", "何静", "division", "医政医管处", "处室联络员", True),
          ("zhou", "周远", "contact", "市人民医院", "医院联络员", True), ("shen", "沈立", "reviewer", ROOT, "审核人", True), ("gao", "高明", "reviewer", ROOT, "复核人", False),
          ("du", "杜衡", "supervisor", ROOT, "监督人员", True), ("kan", "甘棠", "viewer", ROOT, "只看的人", False), *(
              (f"c{i}", name, role, unit, "联络员", False) for i, (name, role, unit) in enumerate((
                  ("安平", "division", "办公室"), ("白露", "division", "机关党委"), ("常青", "division", "规划财务处"), ("丁宁", "division", "疾控应急处"), ("方圆", "division", "人事处"),
                  ("葛生", "contact", "市中医医院"), ("韩江", "contact", "市妇幼保健院"), ("季春", "contact", "市疾控中心"), ("康宁", "contact", "市急救中心")))))
SHOWN_ADMINS = (("sysadmin", "系统管理员"), ("secadmin", "安全管理员"), ("auditor", "审计管理员"))
DONE = ("已修订制度{n}项，开展专题培训{m}场，抽查{k}份材料，问题已整改到位。", "已完成{n}家单位清查，追缴款项{k}万元，{m}名责任人已约谈。", "设备{k}台全部启用，{n}项指标分解到县区，{m}项长效机制已建立。")
GOING = ("已召开专题会{n}次，完成进度{k}%，{m}家单位已上报方案。", "已形成清单{k}条，整改{n}条，其余按节点推进。", "本周督导{n}家单位，发现问题{k}个，已交办{m}个。")
HOLDER = {u: login for login, _, role, u, _, _ in PEOPLE if role in ("division", "contact")}


class Past:
    def __init__(self, program, accounts, folder):
        self.program, self.accounts, self.folder = program, accounts, folder
        self.now = datetime.now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
        self.rng = random.Random(26)

    def run(self, who, *args, real=False):
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "BIHUAN_LANG": "zh", "TZ": "Asia/Shanghai", "STORY_ACCOUNT": who,
               "LD_PRELOAD": f"{self.accounts}" if real else f"{FAKETIME}:{self.accounts}", "FAKETIME": self.now.strftime("@%Y-%m-%d %H:%M:%S")}
        self.now += timedelta(seconds=40)
        return subprocess.run([self.program, *args], cwd=self.folder, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def must(self, who, *args, **more):
        r = self.run(who, *args, **more)
        if r.returncode:
            sys.exit(f"scripts/sample.py: {self.now:%F} {who} {' '.join(args)}: {r.stderr}")
        return r.stdout

    def ask(self, who, *args):
        return json.loads(self.must(who, *args, "--json"))

    def day(self, n):
        """The n-th day of the past, and no rest day."""
        self.now = max(self.now, datetime.now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - n))
        while self.now.weekday() > 4:
            self.now += timedelta(days=1)

    def on(self, days):
        return (self.now + timedelta(days=days)).strftime("%Y-%m-%d")

    def words(self, of):
        return self.rng.choice(of).format(n=self.rng.randint(2, 9), m=self.rng.randint(2, 6), k=self.rng.randint(12, 95))

    def file(self, name, text):
        (self.folder / name).write_text(text + "\n", encoding="utf-8")
        return f"@{name}"


def password():
    """Without vowels: it must not hold a login, and every login has one."""
    return "-".join("".join(secrets.choice("BCDFGHJKMNPQRTVWXZ23456789") for _ in range(4)) for _ in range(4)) + "-7x"


def settle(p):
    """Units, persons, roles and posts."""
    first = {x["login"]: x["password"] for x in p.ask("zhuren", "init", f"--unit={ROOT}")["persons"]}
    (p.folder / "old").write_text(first["sysadmin"] + "\n")
    (p.folder / "new").write_text("Lan-2026-ping\n")
    by_session(p, "passwd", "sysadmin", "--password-file=old", "--new-password-file=new")
    by_session(p, "login", "sysadmin", "--password-file=new")
    for admin, _ in SHOWN_ADMINS:
        by_session(p, "person", "change", admin, admin, f"--account={admin}")
    for name in DIVISIONS:
        p.must("sysadmin", "unit", "add", name, f"--unit={ROOT}", "--division")
    for name in BELOW:
        p.must("sysadmin", "unit", "add", name, f"--unit={ROOT}")
    for login, name, role, unit, _, _ in PEOPLE:
        p.must("sysadmin", "person", "add", login, name, f"--account={login}")
        p.must("secadmin", "role", "give", login, role, f"--unit={unit}")
    for post, login in (("主任", "lu"), ("分管副主任", None)):
        p.must("sysadmin", "post", "add", ROOT, post)
        if login:
            p.must("sysadmin", "post", "hold", f"{ROOT}/{post}", login)


def by_session(p, *args):
    """By the first administrator, as long as no account is anybody's."""
    env = {"PATH": os.environ["PATH"], "HOME": str(p.folder), "BIHUAN_LANG": "zh", "TZ": "Asia/Shanghai", "LD_PRELOAD": str(FAKETIME),
           "FAKETIME": p.now.strftime("@%Y-%m-%d %H:%M:%S"), "BIHUAN_SESSION": str(p.folder / "session")}
    r = subprocess.run([p.program, *args], cwd=p.folder, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if r.returncode:
        sys.exit(f"scripts/sample.py: {' '.join(args)}: {r.stderr}")


def hand_out(p, numbers):
    """Each to a unit, in its class, with a day; who holds it signs."""
    units = [*BELOW, *DIVISIONS]
    plan = {}
    for i, number in enumerate(numbers):
        unit, kind = units[i % len(units)], ("立行立改", "分阶段整改", "分阶段整改", "持续整改")[i % 4]
        due = (30, 90, 150, 200)[i % 4] + i
        p.must("lin", "hand-out", number, f"lead={unit}", f"class={kind}", f"in-charge={ROOT}/{('主任', '分管副主任')[i % 2]}", f"imposed={p.on(due)}")
        plan[number] = (unit, HOLDER[unit], kind)
    p.day(5)
    for i, (number, (unit, who, _)) in enumerate(plan.items()):
        if i == 7:
            p.must(who, "refuse", number, "--reason=职责在县区，建议由疾控应急处牵头")
            p.must("lin", "rule", number, "--reason=经研究，仍由该单位牵头，县区配合")
        elif i < len(plan) - 2:
            p.must(who, "sign", number, f"promised={p.on(25 + i)}")
    return plan


def proof(p, number, title):
    return p.file(f"{number.partition('/')[2]}-{title}.txt", f"{title}\n{p.words(DONE)}\n{p.now:%Y年%m月%d日}")


def close(p, number, who, outcome="完成"):
    p.must(who, "submit", number, f"progress={p.words(DONE)}", f"outcome={outcome}", proof(p, number, "整改佐证"))
    p.must("shen", "accept", number)
    p.must("gao", "close", number, f"outcome={outcome}", "told=已整改")


def weeks(p, plan):
    """Three months: what is short is closed, the rest is reported on, some are sent back, urged, put off, paused."""
    open_now = [n for n in plan][:-2]
    for week in range(2, 15):
        p.day(week * 7)
        p.must("lin", "tick")
        for i, number in enumerate(list(open_now)):
            unit, who, kind = plan[number]
            if kind == "立行立改" and week == 3 + i % 6:
                close(p, number, who)
                open_now.remove(number)
            elif kind == "分阶段整改" and i % 5 == 0 and week == 9 + i % 3:
                p.must(who, "submit", number, f"progress={p.words(DONE)}", "outcome=阶段性完成", proof(p, number, "阶段总结"))
                p.must("shen", "return", number, "--reason=佐证只有总结，请补交台账和签到")
            elif (week + i) % 3 == 0:
                p.must(who, "progress", number, f"progress={p.words(GOING)}", *([proof(p, number, f"第{week}周材料")] if week % 2 else []))
        known(p, week, open_now, plan)
    return open_now


def known(p, week, open_now, plan):
    """What a leader, the office and a supervisor do beside."""
    if week == 4:
        for n in [n for n in open_now if plan[n][2] == "持续整改"][:3]:
            p.must("lin", "milestone", "set", n, f"完成摸底:20:{p.on(10)}", f"出台制度:40:{p.on(35)}", f"全面见效:40:{p.on(80)}")
    if week == 6:
        p.must("lu", "instruct", "give", open_now[0], "请医政医管处每周报一次进展，务求实效。", f"--to={p.on(7)}")
        p.must("shen", "milestone", "accept", next(n for n in open_now if plan[n][2] == "持续整改"), "1")
    if week == 8:
        p.must("lu", "pause", open_now.pop(), "--reason=等待省级政策出台")
        p.must(plan[open_now[1]][1], "ask-date", open_now[1], f"asked={p.on(200)}", "--reason=设备采购须重新公示")
    if week in (7, 10, 13):
        for r in p.ask("lin", "list", "lamp=red", "--ledger=xs", "--sort=due", "--limit=2")["records"]:
            if r["state"] == "open":
                p.run("lin", "notice", "give", "remind" if week == 7 else "urge", f"xs/{r['number']}")
    if week == 12:
        p.must("du", "look-back", "draw", "3", "--ledger=xs")
        names = [f"xs/{x['record']}" for x in p.ask("du", "look-back", "list", "--ledger=xs")["look_backs"]]
        p.must("du", "look-back", "rebound", names[0], "--reason=走访发现仍有两家卫生室未落实")
        p.must("du", "look-back", "holds", names[1], "--reason=资料与现场一致")
        p.must("du", "reopen", names[0], "--reason=回头看发现反弹", f"imposed={p.on(40)}")


def recently(p, open_now, plan):
    """What waits now: for a review, for a signature."""
    p.day(DAYS - 3)
    for n in [n for n in open_now if plan[n][2] != "持续整改" and p.ask("lin", "show", n)["state"] == "open"][-4:-1]:
        p.must(plan[n][1], "submit", n, f"progress={p.words(DONE)}", "outcome=阶段性完成", proof(p, n, "整改报告"))


def give_passwords(p):
    """Of now: random ones, which are written down in FOLDER/persons and nowhere else."""
    rows = []
    for login, what in [(x[0], f"{x[1]}（{x[4]}）") for x in PEOPLE if x[5]] + list(SHOWN_ADMINS):
        if login == "secadmin":
            continue
        made, new = re.search(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", p.must("secadmin", "passwd", "--reset", login, real=True))[0], password()
        (p.folder / "old").write_text(made + "\n")
        (p.folder / "new").write_text(new + "\n")
        p.must("lin", "passwd", login, "--password-file=old", "--new-password-file=new", real=True)
        rows.append(f"{login}\t{new}\t{what}")
    for name in ("old", "new", "session"):
        (p.folder / name).unlink(missing_ok=True)
    (p.folder / "persons").touch(0o600)
    (p.folder / "persons").write_text("\n".join(rows) + "\n", encoding="utf-8")


def main():
    program, accounts, samples, folder = (Path(x).resolve() for x in sys.argv[1:5])
    if (folder / "persons").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    p = Past(program, accounts, folder)
    settle(p)
    p.must("zhuren", "ledger", "begin", "rectification", "xs", "市委专项巡察整改", "--round=2026")
    p.must("zhuren", "ledger", "begin", "work-plan", "yd", "年度工作要点", "--round=2026")
    p.must("lin", "import", str(samples / "feedback.txt"), "--ledger=xs")
    p.must("lin", "import", str(samples / "workplan.md"), "--ledger=yd")
    p.day(2)
    plan = hand_out(p, [f"xs/{r['number']}" for r in p.ask("lin", "list", "--ledger=xs", "--limit=100")["records"]])
    open_now = weeks(p, plan)
    recently(p, open_now, plan)
    p.must("lin", "tick", real=True)
    give_passwords(p)


main()
