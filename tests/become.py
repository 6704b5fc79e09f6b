#!/usr/bin/env python3
"""bihuan become: records that are split, merged, of another kind, carried over; and what must be refused.

    become.py PROGRAM

What comes of each call is laid down here, by hand. Where anything is refused, nothing is written.
"""
import json
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from commission import Commission  # noqa: E402

PROGRAM = str(Path(sys.argv[1]).resolve())
OK, USAGE, ABSENT, TOOBIG, NOTHING, RIGHT, MOVE, VALUE, NEEDS, RECORD = 0, 2, 3, 8, 13, 45, 52, 53, 54, 55
ROOT = "泓水市卫生健康委员会"
results = []


def check(what, holds, told=""):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what, told)


class Site(Commission):
    def __init__(self, folder):
        super().__init__(PROGRAM, folder, ROOT)
        for unit in ("医政处", "药政处", "市一院"):
            self.must("sysadmin", "unit", "add", unit, f"--unit={ROOT}")
        for login, role in (("yi", ("contact", "医政处")), ("kan", ("viewer", ROOT)), ("ren", None)):
            self.person(login)
            if role:
                self.must("secadmin", "role", "give", login, role[0], f"--unit={role[1]}")
        for code, year in (("a", "2026"), ("b", "2027")):
            self.must("office", "ledger", "begin", "rectification", code, f"整改{year}", f"--round={year}")
        self.must("office", "ledger", "begin", "work-plan", "w", "工作要点")

    def enter(self, code, *fields, kind="finding"):
        return f"{code}/" + json.loads(self.must("office", "enter", f"--ledger={code}", f"--kind={kind}", "--json", *fields))["number"]

    def show(self, place, who="office"):
        return json.loads(self.must(who, "show", place, "--json"))

    def events(self):
        return json.loads(self.must("office", "verify", "--json"))["events"]

    def become(self, *args, who="office"):
        return json.loads(self.must(who, "become", *args, "--json"))

    def refused(self, what, status, *args, who="office"):
        before = self.events()
        r = self.run(who, "become", *args)
        check(f"refused: {what}", r.returncode == status and r.stderr and self.events() == before, f"{r.returncode} {r.stderr}")


def fields(record):
    return {k: v["text"] for k, v in record["fields"].items()}


def ledgers_of(site, who):
    return [g["code"] for g in json.loads(site.must(who, "ledger", "list", "--json"))["ledgers"]]


def places(told):
    return [f"{r['ledger']}/{r['number']}" for r in told]


def split(site):
    one = site.enter("a", "title=标识不清，叫号屏未修", "aspect=服务", "class=立行立改", "lead=医政处", "support=药政处、市一院", "imposed=2026-06-30", "hard=true")
    told = site.become("split", one, "title=候诊区标识不清", "place=2", "+", "title=叫号屏未修", "lead=药政处", "place=1", "--reason=是两件事")
    first, second = (site.show(p) for p in places(told["made"]))
    check("one ended", places(told["ended"]) == [one] and told["ended"][0]["state"] == "void" and told["ended"][0]["lamp"] == "white")
    check("the first has what it was not given", fields(first) == {"title": "候诊区标识不清", "aspect": "服务", "class": "立行立改", "lead": "医政处", "support": "药政处、市一院",
                                                            "imposed": "2026-06-30", "hard": "是", "place": "2", "came-from": one[2:]}, fields(first))
    check("the second has what it was given", (fields(second)["title"], fields(second)["lead"]) == ("叫号屏未修", "药政处"))
    check("the same draft as any", first["state"] == "draft" and first["number"] == "2026-002")
    check("seen from the other side", [(i["name"], i["number"]) for i in site.show(one)["incoming"]] == [("became", "2026-002"), ("became", "2026-003")])
    check("said to a person", re.search("变为 +2026-002、2026-003", site.must("office", "show", one)) and "来自" in site.must("office", "show", "a/2026-002"))
    check("only of what one sees", [i["number"] for i in site.show(one, "yi")["incoming"]] == ["2026-002"], site.show(one, "yi")["incoming"])
    check("in their own order", [r["number"] for r in json.loads(site.must("office", "list", "--ledger=a", "--sort=place", "--json"))["records"]] == ["2026-003", "2026-002", "2026-001"])
    check("no role, no ledger", ledgers_of(site, "ren") == [] and ledgers_of(site, "kan") == ["a", "b", "w"])
    site.must("office", "mend", "a/2026-003", "person=ren")
    check("a part in a record shows its ledger", ledgers_of(site, "ren") == ["a"])
    return one, *places(told["made"])


def merge(site, first, second):
    told = site.become("merge", first, second, "title=窗口服务设施不全", "--reason=同一责任")
    made = site.show(places(told["made"])[0])
    check("both ended", places(told["ended"]) == [first, second] and all(r["state"] == "void" for r in told["ended"]))
    check("of one value that of the first, of several those of all", (fields(made)["lead"], fields(made)["support"], fields(made)["came-from"]) == ("医政处", "药政处、市一院", "2026-002、2026-003"), fields(made))
    return places(told["made"])[0]


def retype(site):
    one = site.enter("a", "title=每季度开展一次检查", "lead=医政处", "imposed=2026-09-30", "aspect=服务")
    told = site.become("retype", one, "--kind=measure", "--reason=这是措施")
    made = site.show(places(told["made"])[0])
    check("of another kind", (made["kind"], made["state"], made["number"]) == ("measure", "open", "C2026-0001"))
    check("with the fields that it knows", fields(made) == {"title": "每季度开展一次检查", "lead": "医政处", "imposed": "2026-09-30", "came-from": one[2:]}, fields(made))
    back = site.become("retype", f"a/{made['number']}", "--kind=finding", "--reason=还是问题")
    check("and back", site.show(places(back["made"])[0])["kind"] == "finding" and back["ended"][0]["state"] == "dropped")
    return one


def carry(site):
    measure = site.enter("a", "title=完善制度", "lead=医政处", kind="measure")
    open_ = [site.enter("a", f"title=长期整改{n}", "class=持续整改", "lead=医政处", f"measures={measure}", f"place=-{n + 1}") for n in range(3)]
    told = site.become("carry-over", *open_, "--into=b", "--each", "--reason=本轮到期")
    check("each for itself", [(r["number"], fields(r)["came-from"], fields(r)["class"]) for r in (site.show(p) for p in places(told["made"]))] ==
          [(f"2027-00{n + 1}", open_[n][2:], "持续整改") for n in range(3)])
    check("a number below nothing, too", [fields(site.show(p))["place"] for p in places(told["made"])] == ["-1", "-2", "-3"])
    check("carried, not closed", {(r["state"], r["lamp"], r["lamp_reason"]) for r in told["ended"]} == {("carried", "white", "已结转")})
    check("links stay behind", "measures" not in site.show(places(told["made"])[0])["fields"])
    check("told in the next round", [i["ledger"] for i in site.show(open_[0])["incoming"]] == ["b"])
    plan = site.enter("w", "title=推进分级诊疗", "lead=医政处", kind="duty")
    check("a duty of a plan", site.become("split", plan, "title=甲", "+", "title=乙", "+", "title=丙", "--reason=分三步")["made"][2]["fields"]["title"]["value"] == "丙")
    return open_[0]


def carry_all(site):
    for code, year in (("c", "2028"), ("d", "2029")):
        site.must("office", "ledger", "begin", "rectification", code, f"整改{year}", f"--round={year}")
    numbers = [site.enter("c", f"title=第{n}个", "lead=医政处") for n in range(4)]
    site.must("office", "void", numbers[1], "--reason=误录")
    told = site.become("carry-over", "--all", "--ledger=c", "--into=d", "--reason=本轮到期")
    check("all but what has ended", places(told["ended"]) == [n for n in numbers if n != numbers[1]] and [r["number"] for r in told["made"]] == ["2029-001", "2029-002", "2029-003"], told)
    site.refused("nothing is left", NOTHING, "carry-over", "--all", "--ledger=c", "--into=d", "--reason=再转")
    site.refused("a move that makes nothing of it", NOTHING, "void", "--all", "--ledger=d", "--reason=作废")
    site.refused("by who may only see", RIGHT, "carry-over", "--all", "--ledger=d", "--into=c", "--reason=试", who="kan")


def refuse(site, ended, left):
    drafts = [site.enter("a", f"title=草稿{n}") for n in range(2)]
    handed = site.enter("a", "title=已交办", "class=持续整改", "lead=医政处")
    site.must("sysadmin", "post", "add", ROOT, "分管副主任")
    site.must("office", "hand-out", handed, f"in-charge={ROOT}/分管副主任")
    why = "--reason=试"
    for what, status, args in (
            ("what has ended", MOVE, ["split", ended, "title=再拆", why]), ("no such move", MOVE, ["split-up", drafts[0], why]), ("a move that makes nothing of it", MOVE, ["void", drafts[0], why]),
            ("of that state", MOVE, ["merge", drafts[0], handed, why]), ("another kind than it may", MOVE, ["split", drafts[0], "--kind=measure", why]),
            ("no kind", USAGE, ["split", drafts[0], "--kind=thing", why]), ("another ledger than it may", MOVE, ["split", drafts[0], "--into=b", why]),
            ("the same ledger, where it wants another", MOVE, ["carry-over", drafts[0], why]), ("a ledger under another definition", USAGE, ["carry-over", drafts[0], "--into=w", why]),
            ("a ledger of another definition that has the kind's name", ABSENT, ["carry-over", drafts[0], "--into=nowhere", why]),
            ("twice the same", VALUE, ["merge", drafts[0], drafts[0], why]), ("no reason", NEEDS, ["split", drafts[0], "title=甲"]), ("no such record", RECORD, ["split", "a/2026-999", why]),
            ("no record", USAGE, ["split", "title=甲", why]), ("no field", USAGE, ["split", drafts[0], "titel=甲", why]), ("a value that cannot be", VALUE, ["split", drafts[0], "imposed=2026-02-30", why]),
            ("a field that is not filled so", VALUE, ["split", drafts[0], "progress=已办", why]), ("a second part that cannot be", VALUE, ["split", drafts[0], "title=甲", "+", "title=" + "长" * 200, why]),
            ("records of two ledgers", RECORD, ["merge", drafts[0], "b/2027-001", why]), ("too many parts", TOOBIG, ["split", drafts[0], *["+"] * 100, why])):
        site.refused(what, status, *args)
    site.refused("by who may not", RIGHT, "carry-over", left, "--into=b", why, who="yi")
    site.refused("by who may only see", RIGHT, "split", drafts[0], why, who="kan")
    site.refused("what one does not see", RECORD, "split", drafts[0], why, who="yi")
    r = site.run("office", "act", "split", drafts[0], why)
    check("not by the move alone", r.returncode == NEEDS and "变成的事项" in r.stderr, r.stderr)
    site.must("office", "ledger", "archive", "b", "--reason=本轮结束")
    site.refused("into what is archived", MOVE, "carry-over", drafts[0], "--into=b", why)


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        one, first, second = split(site)
        merged = merge(site, first, second)
        retype(site)
        carry(site)
        refuse(site, one, merged)
        carry_all(site)
        check("rebuilt as it was kept", site.run("office", "verify", "--views").returncode == OK)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
