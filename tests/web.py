#!/usr/bin/env python3
"""bihuan serve: who comes, what they see and do, and what is refused: forms, files, languages, heads, bodies and slow clients.

    web.py PROGRAM
"""
import hashlib
import json
import re
import signal
import socket
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from browse import Browser, Served  # noqa: E402
from commission import PASSWORD, Commission  # noqa: E402

ROOT = "泓水市卫生健康委员会"
NASTY = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "{{p.title}}", "</textarea><b>", "&lt;b&gt;", "javascript:alert(1)", "\u202e反"]
results = []


def check(what, holds, told=""):
    results.append(bool(holds))
    if not holds:
        print("FAILED:", what, str(told)[:600])


class Site(Commission):
    def __init__(self, program, folder):
        super().__init__(program, folder, ROOT)
        for unit in ("市一院", "市二院"):
            self.must("sysadmin", "unit", "add", unit, f"--unit={ROOT}")
        for login, role, unit in (("jia", "contact", "市一院"), ("yi", "contact", "市二院"), ("shen", "reviewer", ROOT), ("zhong", "reviewer", ROOT), ("ban", "office", ROOT), ("lao", "leader", ROOT)):
            self.person(login)
            self.must("secadmin", "role", "give", login, role, f"--unit={unit}")
        self.must("sysadmin", "post", "add", ROOT, "分管副主任")
        self.must("office", "ledger", "begin", "rectification", "zg", "整改", "--round=2026")

    def enter(self, title, lead, *more):
        r = json.loads(self.must("office", "enter", "--kind=finding", f"title={title}", f"lead={lead}", "class=立行立改", "imposed=2027-12-31", "--json", *more))
        return r["number"], r["id"]

    def show(self, number):
        return json.loads(self.must("office", "show", number, "--json"))

    def events(self):
        return json.loads(self.must("office", "verify", "--json"))["events"]


def logged_in(port, login):
    b = Browser(port)
    a = b.login(login, PASSWORD)
    assert a.status == 303, a.body
    return b


def who_comes(site, port):
    b = Browser(port)
    a = b.ask("GET", "/")
    check("who has not logged in is asked to", a.status == 303 and a.headers["Location"] == "/login")
    a = b.ask("GET", "/ledgers/zg?state=open")
    check("and comes back to where they wanted to go", a.headers["Location"] == "/login?next=%2Fledgers%2Fzg%3Fstate%3Dopen", a.headers["Location"])
    form = b.get(a.headers["Location"]).page.form("/login")
    a = b.post("/login", form["fields"] | {"login": "jia", "password": PASSWORD}, follow=False)
    cookie = a.headers["Set-Cookie"]
    check("there they are", a.status == 303 and a.headers["Location"] == "/ledgers/zg?state=open", a.headers)
    check("the cookie is for this site alone, and for no script", all(w in cookie for w in ("HttpOnly", "SameSite=Strict", "Path=/")), cookie)
    for next_page in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\n/x"):
        other = Browser(port)
        a = other.post("/login", {"login": "jia", "password": PASSWORD, "next": next_page}, follow=False)
        check(f"to no other site: {next_page!r}", a.headers["Location"] == "/", a.headers)
    old = dict(b.cookies)
    a = b.post("/login", {"login": "jia", "password": PASSWORD, "form": b.get("/").page.form("/logout")["fields"]["form"]}, follow=False)
    check("who logs in again has another session", b.cookies["bihuan"] != old["bihuan"])
    stale = Browser(port)
    stale.cookies = old
    check("and the one before has ended", stale.ask("GET", "/").status == 303)
    fixed = Browser(port)
    fixed.cookies["bihuan"] = "ab" * 32
    fixed.post("/login", {"login": "jia", "password": PASSWORD}, follow=False)
    check("a session that somebody brings is not taken", fixed.cookies["bihuan"] != "ab" * 32)
    form = b.get("/").page.form("/logout")
    a = b.post("/logout", form["fields"], follow=False)
    check("who leaves is gone", a.status == 303 and "bihuan" not in b.cookies)


def locked_out(site, port):
    b = Browser(port)
    told = [b.post("/login", {"login": "yi", "password": f"wrong{i}"}, follow=False).status for i in range(6)]
    check("who fails too often is locked out", told == [401] * 5 + [429] or told == [401] * 4 + [429] * 2, told)
    check("with the right password too", b.post("/login", {"login": "yi", "password": PASSWORD}, follow=False).status == 429)
    nobody = [b.post("/login", {"login": "nobody-here", "password": f"wrong{i}"}, follow=False).status for i in range(6)]
    check("a login that nobody has answers alike", nobody == told, nobody)
    site.must("secadmin", "unlock", "yi")
    check("until it is unlocked", b.post("/login", {"login": "yi", "password": PASSWORD}, follow=False).status == 303)


def changed(site, port):
    """Whoever was given a password changes it before they come in."""
    site.must("sysadmin", "person", "add", "xin", "新人")
    first = re.search(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", site.must("secadmin", "passwd", "--reset", "xin"))[0]
    b = Browser(port)
    a = b.post("/login", {"login": "xin", "password": first}, follow=False)
    check("it must be changed", a.status == 303 and a.headers["Location"] == "/password?must=1" and "bihuan" not in b.cookies, a.headers)
    change = lambda new, again=None, old=first: b.post("/password", {"login": "xin", "password": old, "new": new, "again": again or new})
    check("not to another than was meant", change(PASSWORD, PASSWORD + "x").status == 422)
    check("not to a short one", change("A1-a").status == 422)
    check("not by a wrong one", change(PASSWORD, old="wrong").status == 401)
    check("changed", "密码已更改" in change(PASSWORD).page.text)
    a = b.post("/login", {"login": "xin", "password": PASSWORD}, follow=False)
    check("and good", a.status == 303 and a.headers["Location"] == "/")


def elsewhere(port):
    """One's own sessions, listed; the others ended."""
    here, there = logged_in(port, "shen"), logged_in(port, "shen")
    page = here.get("/password").page
    check("two sessions, one of them here", len([r for r in page.rows[1:] if r]) >= 2 and sum(r[3:] == ["是"] for r in page.rows) == 1, page.rows)
    here.post("/sessions/end", page.form("/sessions/end")["fields"])
    check("the other has ended", there.ask("GET", "/").status == 303 and here.ask("GET", "/").status == 200)


def days(site):
    """What a new day brings is done by who serves: nothing is left for the command."""
    left = json.loads(site.must("office", "tick", "--json"))
    check("ticked", (left["turns"], left["lamps"]) == (0, 0) and json.loads(site.must("office", "due", "--json"))["turns"], left)


def measured(site, port):
    """Counts for who watches over the machine, and for nobody else."""
    b = Browser(port)
    b.ask("GET", "/nowhere")
    told = b.ask("GET", "/metrics")
    lines = dict(line.rsplit(" ", 1) for line in told.body.decode().splitlines() if not line.startswith("#"))
    check("counts", told.status == 200 and float(lines['bihuan_requests_total{status="4xx"}']) >= 1 and float(lines["bihuan_connections"]) >= 1, lines)
    check("not through a proxy", b.ask("GET", "/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status == 404)


def what_is_seen(site, port, own, other):
    jia = logged_in(port, "jia")
    page = jia.get("/ledgers/zg").page
    check("one's own", own[0] in page.links and page.links[own[0]] == f"/records/{own[1]}", page.links)
    check("and no other unit's", other[0] not in page.text)
    for path in (f"/records/{other[1]}", f"/records/{other[1]}/evidence/1", f"/records/{other[1]}/sign", "/records/nonsense", "/records/%00", "/ledgers/nonsense", "/ledgers/%E9", "/nowhere", "/assets/../x"):
        a = jia.ask("GET", path)
        check(f"not there: {path}", a.status == 404, a.status)
    check("no such thing to be done to it", jia.ask("POST", f"/records/{own[1]}").status in (403, 405), "")
    sys_page = logged_in(port, "sysadmin")
    check("an administrator sees no ledger", sys_page.ask("GET", "/ledgers/zg").status == 404 and "整改" not in sys_page.get("/").page.text)


def filtered(site, port):
    ban = logged_in(port, "ban")
    rows = lambda path: [r[0] for r in ban.get(path).page.rows[1:]]
    listed = lambda *args: [r["number"] for r in json.loads(site.must("office", "list", "--json", "--limit=1000", "--kind=finding", *args))["records"]]
    for query, args in (("", []), ("?state=draft", ["state=draft"]), ("?state=handed-out", ["state=handed-out"]), ("?unit=市一院", ["--unit=市一院"]), ("?sort=-due", ["--sort=-due"]),
                        ("?sort=state", ["--sort=state"]), ("?lamp=green", ["lamp=green"]), ("?f.class=at-once", ["class=at-once"]), ("?f.class=staged", ["class=staged"])):
        check(f"as the command lists: {query}", rows("/ledgers/zg" + query) == listed(*args)[:50], (rows("/ledgers/zg" + query)[:5], listed(*args)[:5]))
    for sort in ("", "due", "-due", "state", "lamp", "evidence"):
        path, all_rows = f"/ledgers/zg?sort={sort}", []
        for _ in range(9):
            page = ban.get(path).page
            all_rows += [r[0] for r in page.rows[1:]]
            if "下一页" not in page.links:
                break
            path = page.links["下一页"]
        check(f"page by page: {sort}", all_rows == listed(*([f"--sort={sort}"] if sort else [])), (len(all_rows), len(listed())))
    for query in ("?after=x", "?after=1", "?after=1.", "?after=1.iX", "?as-of=x", "?state=%ff", "?x=%zz", "?" + "&".join(f"a{i}=1" for i in range(600))):
        check(f"a wrong query: {query[:30]}", ban.ask("GET", "/ledgers/zg" + query).status == 400, "")
    check("nobody knows this unit", "没有这个单位" in ban.get("/ledgers/zg?unit=九院").page.text)


def at_a_glance(site, port):
    """Each figure is what the command counts, and leads to as many records."""
    ban = logged_in(port, "ban")
    page = ban.get("/overview/zg").page
    label = {"state": "状态", "lamp": "灯", "class": "类别", "outcome": "结果"}
    for by in label:
        counted = {r["value"] or "-": r["count"] for r in json.loads(site.must("office", "list", "--json", f"--by={by}"))["counts"]}
        name = by if by in ("state", "lamp") else f"f.{by}"
        shown = {k: int(n) for n, h in page.figures for k in [dict(q.partition("=")[::2] for q in h.partition("?")[2].split("&")).get(name)] if k and "unit=" not in h}
        check(f"by {by}", shown == counted, (shown, counted))
    for n, href in page.figures:
        there, path = 0, href
        while path:
            listed = ban.get(path).page
            there += len(listed.rows) - 1
            path = listed.links.get("下一页")
        check(f"as many as it says: {href}", there == int(n), (there, n))
    check("as of a day before anything was", "共 0 项" in ban.get("/overview/zg?as-of=2020-01-01").page.text)
    check("a wrong day", ban.ask("GET", "/overview/zg?since=x").status == 400)
    jia = logged_in(port, "jia").get("/overview/zg").page
    check("of one's own unit alone", sum(int(n) for n, h in jia.figures if "&state=" in h) == len(json.loads(site.must("jia", "list", "--json", "--limit=1000"))["records"]), jia.figures)


def searched(site, port):
    """As the command finds, for the same person; words are marked."""
    number, record = site.enter("消防通道堆放杂物，影响疏散", "市二院")
    yi, jia = logged_in(port, "yi"), logged_in(port, "jia")
    page = yi.get("/search?q=消防 通道").page
    check("found, and marked", number in page.links and "<mark>消防</mark><mark>通道</mark>" in page.html.replace("\n", "") or "<mark>" in page.html, page.html[-800:])
    check("not by who may not see it", "没有符合的事项" in jia.get("/search?q=消防通道").page.text)
    check("by its number", number in yi.get(f"/search?q={number}").page.links)
    check("nor told by its number", number not in jia.get(f"/search?q={number}").page.links)
    for words in ("第", "第 项", "病历"):
        found = json.loads(site.must("yi", "search", words, "--json"))
        listed, path = [], f"/search?q={words}"
        while path:
            page = yi.get(path).page
            listed += [t for t, h in page.links.items() if h and h.startswith("/records/")]
            path = page.links.get("下一页")
        check(f"as many as the command: {words}", len(listed) == found["count"], (len(listed), found["count"]))
    check("no words", yi.ask("GET", "/search?q=%21%3F").status == 400)
    check("nothing asked", yi.ask("GET", "/search").status == 200)


def for_programs(site, port, own, other):
    """The same records, by the same questions, as the command tells them."""
    jia = logged_in(port, "jia")
    ask = lambda path: json.loads(jia.get(path).body)
    check("ledgers", [g["code"] for g in ask("/api/v1/ledgers")["ledgers"]] == ["zg"])
    for query, args in (("", []), ("?state=draft&sort=-due", ["state=draft", "--sort=-due"]), ("?lamp=green", ["lamp=green"])):
        told, path = [], "/api/v1/ledgers/zg/records" + query
        while path:
            page = ask(path)
            told += page["records"]
            path = page["next"]
        command = json.loads(site.must("jia", "list", "--json", "--limit=1000", "--kind=finding", *args))["records"]
        check(f"as the command lists: {query}", told == command, (len(told), len(command)))
    check("one record, whole", ask(f"/api/v1/records/{own[1]}") == json.loads(site.must("jia", "show", own[0], "--json")))
    for path, status in ((f"/api/v1/records/{other[1]}", 404), ("/api/v1/ledgers/x/records", 404), ("/api/v1/nothing", 404), ("/api/v1/ledgers/zg/records?after=x", 400), ("/api/v1/ledgers/zg/records?unit=九院", 422)):
        a = jia.get(path)
        check(f"a problem: {path}", a.status == status and a.headers["Content-Type"].startswith("application/problem+json") and json.loads(a.body)["status"] == status, (a.status, a.body[:200]))
    a = Browser(port).get("/api/v1/ledgers")
    check("nobody is sent to a form", a.status == 401 and json.loads(a.body)["code"] == "E_SESSION", a.status)


def moved_on(site, port, own):
    """From handing out to closing, by the pages alone."""
    number, record = own
    ban, jia, shen, zhong = (logged_in(port, w) for w in ("ban", "jia", "shen", "zhong"))

    def step(who, event, fields, files=()):
        form = who.get(f"/records/{record}/{event}").page.form(f"/records/{record}/{event}")
        return who.post_files(form["action"], form["fields"] | fields, files)

    moves = lambda who: [h.rsplit("/", 1)[-1] for h in who.get(f"/records/{record}").page.links.values() if h.startswith(f"/records/{record}/") and "evidence" not in h]
    state = lambda: site.show(number)["state"]
    a = step(ban, "hand-out", {})
    check("not without who is in charge", a.status == 422 and state() == "draft" and "责任领导" in a.page.text, (a.status, a.page.text[-300:]))
    a = step(ban, "hand-out", {"f.in-charge": f"{ROOT}/局长"})
    check("nor with a post that is not there", a.status == 422 and "没有这个岗位" in a.page.text and a.page.form(f"/records/{record}/hand-out")["fields"]["f.in-charge"] == f"{ROOT}/局长")
    a = step(ban, "hand-out", {"f.in-charge": f"{ROOT}/分管副主任"})
    check("handed out", state() == "handed-out" and "已办理" in a.page.text, (a.status, a.page.text[-300:], state()))
    check("the desk of the unit says so", number in jia.get("/").page.text)
    a = step(jia, "sign", {})
    check("signed for", state() == "open", (a.status, state(), moves(jia)))
    stale = jia.get(f"/records/{record}/progress").page.form(f"/records/{record}/progress")
    pdf = b"%PDF-1.4\n" + bytes(range(256)) * 40
    a = step(jia, "progress", {"f.progress": "已修订制度3项，\n抽查病历120份"}, [("evidence", "整改 佐证.pdf", pdf)])
    shown = site.show(number)
    check("progress with a file", a.status == 200 and shown["evidence"] == 1 and shown["fields"]["progress"]["text"].replace("\r", "") == "已修订制度3项，\n抽查病历120份", (a.status, a.page.text[-300:]))
    check("the file is what was sent", shown["pieces"][0]["sha256"] == hashlib.sha256(pdf).hexdigest() and shown["pieces"][0]["name"] == "整改 佐证.pdf")
    a = jia.get(f"/records/{record}/evidence/1")
    check("and comes back", a.body == pdf and a.headers["Content-Type"] == "application/pdf" and "%20" in a.headers["Content-Disposition"], a.headers)
    a = jia.ask("GET", f"/records/{record}/evidence/1", headers={"Range": "bytes=5-8"})
    check("a piece of it", a.status == 206 and a.body == pdf[5:9] and a.headers["Content-Range"] == f"bytes 5-8/{len(pdf)}", (a.status, a.headers))
    a = jia.post_files(stale["action"], stale["fields"] | {"f.progress": "旧页面"})
    check("from a page of before, nothing is done", a.status == 412 and "旧页面" in a.page.form(stale["action"])["fields"]["f.progress"], a.status)
    a = step(jia, "progress", {"f.progress": "再报"}, [("evidence", "x.pdf", b"MZ not a pdf")])
    check("what is no PDF is not taken for one", a.status == 422 and site.show(number)["evidence"] == 1, a.status)
    a = step(jia, "submit", {"f.outcome": "no-such"})
    check("a value that cannot be", a.status == 422 and state() == "open", a.status)
    a = step(jia, "submit", {"f.outcome": "done", "f.progress": "已修订制度3项，全部完成"})
    check("applied for", state() == "submitted", (a.status, a.page.text[-400:]))
    check("who applied cannot review", jia.ask("GET", f"/records/{record}/accept").status in (403, 409) and "accept" not in moves(jia))
    check("and is told for whom it is", "审核通过" in jia.get(f"/records/{record}").page.text and "审核人" in jia.get(f"/records/{record}").page.text)
    a = step(shen, "return", {})
    check("sent back wants a reason", a.status == 422 and state() == "submitted", a.status)
    a = step(shen, "return", {"reason": "佐证不足，请补交"})
    check("sent back", state() == "open" and "佐证不足" in jia.get(f"/records/{record}").page.text, (a.status, state()))
    a = step(jia, "submit", {"f.progress": "已补交佐证2份"}, [("evidence", "补.txt", "补交".encode())])
    a = step(shen, "accept", {})
    check("reviewed by another", state() == "reviewed", (a.status, state(), a.page.text[-300:]))
    told = {"f.outcome": "done", "f.told": "已完成整改"}
    check("not closed by the same", shen.ask("GET", f"/records/{record}/close").status == 403, "")
    a = step(zhong, "close", told)
    check("closed by a third", state() == "closed", (a.status, state(), a.page.text[-300:]))
    check("the history holds", json.loads(site.must("office", "verify", "--views", "--json"))["holds"])


def known(site, port):
    """What every ledger knows: by who may, with what it is about, and seen on the page."""
    number, record = site.enter("病案管理不规范", "市一院", f"in-charge={ROOT}/分管副主任")
    ban, jia, shen, lao = (logged_in(port, w) for w in ("ban", "jia", "shen", "lao"))

    def step(who, event, fields, files=()):
        form = who.get(f"/records/{record}/known/{event}").page.form(f"/records/{record}/known/{event}")
        return who.post_files(form["action"], form["fields"] | fields, files)

    offered = lambda who: {h.rsplit("/", 1)[-1] for h in who.get(f"/records/{record}").page.links.values() if "/known/" in (h or "")}
    site.must("office", "hand-out", number)
    site.must("jia", "sign", number)
    check("who may what", (offered(ban), offered(jia), offered(shen), offered(lao)) == ({"evidence-added", "milestones-set", "notice-given"},
          {"evidence-added", "milestones-set"}, set(), {"instructed", "notice-given"}), (offered(ban), offered(jia), offered(shen), offered(lao)))
    a = step(jia, "milestones-set", {"milestones": "完成摸底 20 2027-01-05\r\n出台 制度 40\n\n"})
    stones = json.loads(site.must("office", "milestone", "list", number, "--json"))["milestones"]
    check("milestones", [(m["name"], m["weight"], m["due"]) for m in stones] == [("完成摸底", 20, "2027-01-05"), ("出台 制度", 40, None)], stones)
    a = step(jia, "milestones-set", {"milestones": "没有权重"})
    check("a line that is none", a.status == 422 and "没有权重" in a.page.text, a.status)
    check("they cannot accept them", jia.ask("GET", f"/records/{record}/known/milestone-accepted").status == 403)
    a = step(shen, "milestone-accepted", {"place": "1"})
    check("accepted by another", a.status == 200 and "已办理" in a.page.text, (a.status, a.page.text[-200:]))
    a = step(lao, "instructed", {"text": "请每周报一次", "until": "2027-02-01"})
    check("instructed", a.status == 200 and "请每周报一次" in jia.get(f"/records/{record}").page.text, a.status)
    a = step(lao, "instructed", {"text": "过期", "until": "2020-01-01"})
    check("not by a day gone by", a.status == 422, a.status)
    waiting = site.show(number)["instructions"]
    check("told to programs", [(i["text"], i["until"], i["answered"]) for i in waiting] == [("请每周报一次", "2027-02-01", False)], waiting)
    a = step(jia, "answered", {"answers": str(waiting[0]["number"]), "reason": ""})
    check("an answer has words", a.status == 422, a.status)
    a = step(jia, "answered", {"answers": str(waiting[0]["number"]), "reason": "已安排"})
    check("answered", a.status == 200 and site.show(number)["instructions"][0]["answered"] and "已答复" in a.page.text, a.status)
    a = step(jia, "evidence-added", {"dated": "2026-10-01"}, [("evidence", "台账.txt", "一".encode())])
    check("evidence with its own day", site.show(number)["pieces"][0]["dated"] == "2026-10-01", a.status)
    a = step(jia, "evidence-added", {})
    check("evidence without a file", a.status == 422, a.status)
    a = step(ban, "notice-given", {"step": "remind"})
    check("not before its day", a.status == 422 and "逾期" in a.page.text, (a.status, a.page.text[-200:]))
    check("what the engine alone does", ban.ask("GET", f"/records/{record}/known/lamp-moved").status in (403, 404))


def not_from_elsewhere(site, port, own):
    jia = logged_in(port, "jia")
    path = f"/records/{own[1]}/progress"
    before = site.events()
    fields = {"seen": "999", "reason": "x"}
    check("without the form's token", jia.post(path, fields).status == 403)
    check("with another's", jia.post(path, fields | {"form": "0" * 32}).status == 403)
    token = jia.get("/").page.form("/logout")["fields"]["form"]
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        check(f"from another site: {headers}", jia.post(path, fields | {"form": token}, headers).status == 403)
    check("as another type", jia.ask("POST", path, json.dumps(fields), {"Content-Type": "application/json"}).status == 415)
    check("nothing happened", site.events() == before)


def nothing_runs(site, port):
    ban = logged_in(port, "ban")
    for words in NASTY:
        number, record = site.enter(words, "市一院")
        for path in (f"/records/{record}", "/ledgers/zg?sort=-due", f"/records/{record}/hand-out", f"/ledgers/zg?unit={Browser.quote(words)}"):
            a = ban.get(path)
            check(f"as text: {words}", a.status == 200 and not re.search(r"<script>alert|<img src=x|onmouseover='alert|</textarea><b>", a.body.decode()), path)
        check(f"whole: {words}", words in ban.get(f"/records/{record}").page.text)


def raw(port, data, wait=5.0):
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as s:
        s.sendall(data)
        out = b""
        try:
            while piece := s.recv(65536):
                out += piece
        except TimeoutError:
            out += b"(open)"
    return out


def heads(port):
    good = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    end = "Connection: close\r\n\r\n"
    check("a good one", raw(port, (good + end).encode()).startswith(b"HTTP/1.1 200"))
    for what, head in (("two hosts", good + "Host: b\r\n" + end), ("no host", "GET /healthz HTTP/1.1\r\n" + end), ("two lengths", good + "Content-Length: 0\r\nContent-Length: 5\r\n" + end),
                       ("length and chunks", good + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + end + "0\r\n\r\n"), ("a length of letters", good + "Content-Length: 0x10\r\n" + end),
                       ("chunks of another coding", good.replace("GET", "POST") + "Transfer-Encoding: gzip, chunked\r\n" + end), ("not of ours", "GET http://other/ HTTP/1.1\r\nHost: b\r\n" + end)):
        told = raw(port, head.encode())
        check(f"refused: {what}", re.match(rb"HTTP/1.1 (400|501)", told), told[:80])
    for what, line in (("cookies", "Cookie: " + "a=1; " * 4000), ("headers", "\r\n".join(f"X-{i}: 1" for i in range(3000))), ("a long one", "X: " + "a" * 60000)):
        told = raw(port, f"{good}{line}\r\n{end}".encode())
        check(f"too much of a head: {what}", re.match(rb"HTTP/1.1 (4\d\d|200)", told) or told == b"", told[:80])
    told = raw(port, f"POST /login HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n{end}".encode())
    check("a body too long, before it is sent", b" 413 " in told[:20], told[:80])
    chunks = b"POST /login HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + b"8000\r\n" + b"a" * 0x8000 + b"\r\n0\r\n\r\n"
    told = raw(port, chunks, 2)
    check("and one that does not say how long it is", b" 413 " in told[:20], told[:80])


def slow_clients(port):
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(300)]
    for s in slow:
        s.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-")
    b, took = Browser(port), []
    for _ in range(20):
        t = time.time()
        check("others are served", b.ask("GET", "/healthz").status == 200)
        took.append(time.time() - t)
    check("and at once", sorted(took)[10] < 0.5, took)
    until, closed = time.time() + 20, 0
    while slow and time.time() < until:
        for s in slow[:]:
            try:
                s.setblocking(False)
                if not s.recv(1):
                    slow.remove(s)
                    closed += 1
                    s.close()
            except BlockingIOError:
                pass
            except OSError:
                slow.remove(s)
                closed += 1
        time.sleep(0.2)
    check("who does not come to an end is closed", closed == 300, closed)


def languages(port):
    b = logged_in(port, "ban")
    page = b.get("/").page
    check("in Chinese", "工作台" in page.text and page.html.startswith("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    form = page.form("/lang")
    page = b.post("/lang", form["fields"] | {"lang": "en", "next": "/ledgers/zg"}).page
    check("in English, where one was", "Filter" in page.text and "筛选" not in page.text and 'lang="en"' in page.html, page.text[:200])


def together(site, port):
    """Sixteen at once, each on a record of its own; every one that was said to be done is there."""
    made = [site.enter(f"并发{i}", "市一院") for i in range(16)]
    ban = logged_in(port, "ban")

    def hand_out(m):
        b = Browser(port)
        b.cookies = dict(ban.cookies)
        form = b.get(f"/records/{m[1]}/hand-out").page.form(f"/records/{m[1]}/hand-out")
        return b.post(f"/records/{m[1]}/hand-out", form["fields"] | {"f.in-charge": f"{ROOT}/分管副主任"}).status

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(hand_out, made))
    check("all were done", told == [200] * 16, told)
    check("and are there", all(site.show(m[0])["state"] == "handed-out" for m in made))


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Site(str(Path(sys.argv[1]).resolve()), Path(folder))
        own, other = site.enter("病历书写不规范", "市一院"), site.enter("耗材验收把关不严", "市二院")
        for i in range(70):
            site.enter(f"第{i}项", ("市一院", "市二院")[i % 2], f"imposed=2027-{i % 12 + 1:02}-05")
        with Served(site.program, folder, *sys.argv[2:]) as served:
            port = served.port
            who_comes(site, port)
            locked_out(site, port)
            changed(site, port)
            elsewhere(port)
            days(site)
            measured(site, port)
            what_is_seen(site, port, own, other)
            filtered(site, port)
            at_a_glance(site, port)
            searched(site, port)
            for_programs(site, port, own, other)
            moved_on(site, port, own)
            known(site, port)
            not_from_elsewhere(site, port, other)
            nothing_runs(site, port)
            languages(port)
            together(site, port)
            heads(port)
            slow_clients(port)
        check("it ends when it is told to", served.status == 0 and served.said == "", (served.status, served.said[-5000:]))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)


main()
