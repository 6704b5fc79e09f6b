"""Who is there, what was found, and what each does on which day: data of a fictional commission.

ROWS(calendar) is the whole half-year, one row an act: (day, who, event, record, what it brings). Records go by words of the
story (F07, M03, T02); `record` of a maker is what it will be called. Nobody knows here what will be refused: the model tells.
Rows that an author wrote down say with `meant` what they are there for.
"""
import random
from datetime import date, timedelta

FIRST, LAST = date(2026, 3, 2), date(2026, 8, 31)
DAY = timedelta(1)
COMMISSION = "岚州市卫生健康委员会"

# key: name, and whether it is a division
UNITS = {
    "bgs": ("办公室", True), "yzc": ("医政处", True), "jkc": ("疾控处", True), "jcc": ("基层处", True), "cwc": ("财务处", True), "rsc": ("人事处", True),
    "yy1": ("岚州市第一人民医院", False), "yy2": ("岚州市中医院", False), "fby": ("岚州市妇幼保健院", False), "cdc": ("岚州市疾控中心", False),
    "jjz": ("岚州市急救中心", False), "xz": ("岚州市中心血站", False), "jds": ("岚州市卫生监督所", False), "jks": ("岚州市健康教育所", False),
    "jwz": ("岚州市精神卫生中心", False),
}
# login: name, [(role, unit or None: of all)], posts
PEOPLE = {
    "qin": ("秦书言", [("office", "root")], []),
    "shen1": ("沈知微", [("reviewer", "root")], []),
    "shen2": ("申屠岳", [("reviewer", "root")], []),
    "zhuren": ("贺兰舟", [("leader", "root")], [("root", "主任")]),
    "fu1": ("陆惟安", [("leader", "bgs")], [("root", "副主任甲")]),
    "fu2": ("韩予川", [("leader", "bgs"), ("division", "bgs")], [("root", "副主任乙")]),
    "fu3": ("乔若谷", [("leader", "root")], [("root", "副主任丙")]),
    "jiandu": ("梅守一", [("supervisor", "root")], []),
    "kan": ("路人杰", [("viewer", None)], []),
    "c-bgs": ("白露生", [("division", "bgs")], []), "c-yzc": ("严成蹊", [("division", "yzc")], []), "c-jkc": ("贾克己", [("division", "jkc")], []),
    "c-jcc": ("姜春池", [("division", "jcc")], []), "c-cwc": ("蔡文澄", [("division", "cwc")], []), "c-rsc": ("任三川", [("division", "rsc")], []),
    "c-yy1": ("伊一凡", [("contact", "yy1")], []), "c-yy2": ("尹二木", [("contact", "yy2")], []), "c-fby": ("冯宝怡", [("contact", "fby")], []),
    "c-cdc": ("岑大川", [("contact", "cdc")], []), "c-jjz": ("纪敬之", [("contact", "jjz")], []), "c-xz": ("许舟", [("contact", "xz")], []),
    "c-jds": ("金德顺", [("contact", "jds")], []), "c-jks": ("简克山", [("contact", "jks")], []), "c-jwz": ("蒋维中", [("contact", "jwz")], []),
    "zeren": ("曾仁杰", [], []),      # holds no role: sees what he answers for
    "xin": ("辛继任", [], []),        # comes when another leaves
}
PORTFOLIOS = {"root/副主任甲": ["yzc", "yy1", "yy2", "jjz"], "root/副主任乙": ["jkc", "cdc", "jwz"]}
IN_CHARGE = {"yzc": "甲", "yy1": "甲", "yy2": "甲", "jjz": "甲", "jkc": "乙", "cdc": "乙", "jks": "乙", "jwz": "乙"}

TITLES = [
    "夜间急诊无二线值班", "院感督查台账缺页", "耗材出入库账实不符", "乡镇药房断货无预案", "培训签到代签", "设备闲置逾年", "宣教栏内容陈旧", "献血车检修超期",
    "监督文书送达迟缓", "心理热线接通率低", "采购询价资料散失", "公务车派单不全", "疫苗冷链记录中断", "产房转运流程不清", "中药煎煮留样不足", "急救站点空白两处",
    "合同归档滞后", "基层轮训走过场", "编外用工底数不清", "处方点评未闭合", "病案首页填报错漏", "消毒供应追溯断链", "往来账款久未核对", "信访回函超过约定",
    "会议纪要无人跟办", "职称评审材料遗失", "健康讲座覆盖不均", "精神障碍随访空档", "血液报废率偏高", "投诉渠道公示不清", "学科建设缺少计划", "信息系统口令外泄",
    "印章外借无登记", "预算执行前松后紧",
]


class Row:
    def __init__(self, day, who, event, record=None, brings=None, kind="finding", proof=0, why="", seen=None, whom=None, meant=None, at=0, twice=False):
        self.day, self.who, self.event, self.record, self.brings, self.kind = day, who, event, record, brings or {}, kind
        self.proof, self.why, self.seen, self.whom, self.meant, self.at, self.twice = proof, why, seen, whom, meant, at, twice

    def __repr__(self):
        return f"{self.day} {self.who} {self.event} {self.record} {self.brings}"


def worker(unit):
    return f"c-{unit}"


def d(text):
    return date.fromisoformat(f"2026-{text}")


class Life:
    """What becomes of one finding, if all goes well; what does not is part of the story."""

    def __init__(self, rng, calendar, i):
        self.rng, self.calendar, self.i, self.key, self.rows = rng, calendar, i, f"F{i + 1:02}", []
        self.lead = list(UNITS)[i % len(UNITS)] if i < 30 else rng.choice(list(UNITS))
        self.worker, self.hard = worker(self.lead), i % 2 == 0 or i == 33
        self.kind = "at-once" if i % 10 in (1, 4, 7) else "lasting" if i % 4 == 3 else "staged"
        self.support = rng.sample([u for u in UNITS if u != self.lead], rng.choice([0, 0, 1, 2]))
        self.charge = f"root/副主任{IN_CHARGE.get(self.lead, '丙')}"
        self.day = FIRST

    def on(self, n, first=None):
        """That many workdays on from where the story stands; it stands there afterwards."""
        self.day = self.calendar.later(first or self.day, n)
        return self.day

    def add(self, who, event, brings=None, **more):
        self.rows.append(Row(self.day, who, event, more.pop("record", self.key), brings, **more))

    def begin(self):
        brings = {"title": TITLES[self.i], "aspect": ["业务", "党建", "财务"][self.i % 3]}
        if self.i % 3:
            brings |= {"class": self.kind, "lead": self.lead, "hard": self.hard}
        self.add("office" if self.i % 4 else "qin", "enter", brings)
        self.on(1)
        if not self.i % 3:
            self.add("qin", "mend", {"hard": self.hard, "aspect": "综合"})
        out = {"class": self.kind, "lead": self.lead, "in-charge": self.charge, "support": self.support or None}
        if self.i % 5 == 0:
            out["person"] = self.rng.choice(["zeren", self.worker])
        if self.kind != "lasting":
            if self.i % 6 == 1:
                self.add("qin", "hand-out", dict(out))      # no day was imposed
            days = 45 if self.kind == "at-once" else self.rng.choice([75, 100, 130, 160])
            out["imposed"] = FIRST + self.rng.randrange(days - 15, days + 1) * DAY
        self.on(self.rng.choice([1, 1, 2]))
        self.add(self.rng.choice(["office", "qin"]), "hand-out", out)

    def sign(self):
        late = self.i % 7 == 2
        self.on(5 if late else self.rng.choice([0, 1, 2]))
        if self.i % 8 == 5:
            self.refuse()
            return
        promised = {"promised": self.day + 40 * DAY} if self.i % 3 == 0 else {}
        self.add(self.worker, "sign", promised)

    def refuse(self):
        self.add(self.worker, "refuse")                     # without a word
        self.add(self.worker, "refuse", why="不在我单位职责之内")
        self.on(2)
        if self.i % 16 == 5:
            self.add("zhuren", "rule", why="仍由原单位牵头")
            return
        other = "bgs" if self.lead != "bgs" else "cwc"
        self.add("qin", "hand-out", {"lead": other})
        self.add(self.worker, "sign")                       # it is another's now
        self.lead, self.worker = other, worker(other)
        self.on(1)
        self.add(self.worker, "sign", {"promised": d("07-31")})

    def measures(self):
        """One or two measures to every other finding, tasks below the first of some."""
        self.links = []
        for n in range(self.rng.choice([1, 2]) if self.i % 2 == 0 else 0):
            m = f"M{self.i + 1:02}{'ab'[n]}"
            by = self.worker if n == 0 else "qin"
            unit = self.lead
            brings = {"title": f"{TITLES[self.i]}之举措{n + 1}", "lead": unit, "imposed": self.day + (60 + 10 * n) * DAY, "target": ["不少于30项", "≥90%", None][n - self.i % 2]}
            self.add(by, "enter", {k: v for k, v in brings.items() if v}, record=m, kind="measure")
            self.links.append(m)
            if self.i % 8 == 0 and n == 0:
                self.tasks(m)
        if self.links:
            self.on(1)
            self.add(self.worker, "progress", {"progress": "已列出举措", "measures": list(self.links)})

    def tasks(self, m):
        names = []
        for n, unit in enumerate(self.rng.sample(list(UNITS), 2)):
            t = f"T{self.i + 1:02}{'ab'[n]}"
            self.add("qin", "enter", {"title": f"{TITLES[self.i]}任务{n + 1}", "lead": unit, "imposed": self.day + 35 * DAY}, record=t, kind="task")
            names.append((t, worker(unit)))
        self.add("qin", "mend", {"tasks": [t for t, _ in names]}, record=m, kind="measure", why="分解到人")
        start = self.day
        for t, by in names:
            self.on(self.rng.randrange(8, 16), start)
            self.add(by, "progress", {"progress": "办理过半", "reached": "15项"}, record=t, kind="task")
            self.add(by, "submit", record=t, kind="task")           # nothing to show yet
            self.on(5)
            self.add(by, "submit", {"progress": "已办结"}, record=t, kind="task", proof=1)
            self.add(by, "accept", record=t, kind="task")           # by oneself
            self.on(1)
            self.add("qin", "accept", record=t, kind="task")
        self.day = start

    def carry_out(self, until):
        """The measures, step by step, done before the finding is."""
        start = self.day
        for n, m in enumerate(self.links):
            self.on(self.rng.randrange(20, 26), start)
            self.add(self.worker, "progress", {"progress": "逐项落实", "reached": "20项"}, record=m, kind="measure")
            self.on(self.rng.randrange(4, 9))
            self.add(self.worker, "submit", {"progress": "全部落实"}, record=m, kind="measure", proof=1 + n)
            self.on(1)
            if self.rng.random() < 0.3:
                self.add("shen2", "return", record=m, kind="measure", why="缺少现场照片")
                self.add(self.worker, "submit", {"progress": "已补照片"}, record=m, kind="measure", proof=1)
                self.on(1)
            self.add(self.rng.choice(["shen1", "office"]), "accept", record=m, kind="measure")
        self.day = start

    def plan(self):
        self.on(2)
        leader = {"甲": "fu1", "乙": "fu2", "丙": "fu3"}[self.charge[-1]]
        if self.i % 4 == 0:
            self.add(leader, "take", {"hard": True})
        self.on(self.rng.randrange(2, 6))
        self.add(self.worker, "plan")                               # what plan?
        self.add(self.worker, "plan", {"plan": "方案.txt"})

    def report(self, until):
        """Turn by turn until it is to be done; the slow leave turns out."""
        slow, turn, day = self.i % 9 == 4, 5 if self.hard else 21, self.day
        said = 0
        if not self.hard and self.i % 4 == 1:       # one of them for the month before, while that still waits
            self.rows += [Row(first, self.worker, "progress", self.key, {"progress": f"{first.month - 1}月盘点"})
                          for first in (self.calendar.later(d(f"{month:02}-01") - DAY, 1 + self.i % 2) for month in range(4, 9)) if first < until]
        while (day := self.calendar.later(day, turn)) < until:
            said += 1
            if slow and said % 3:
                continue
            who = self.rng.choice([self.worker] * 4 + [worker(u) for u in self.support])
            row = Row(day, who, "progress", self.key, {"progress": f"第{said}次：推进{said * 7 % 90 + 5}%"})
            row.whom = None
            self.rows.append(row)

    def finish(self):
        proof = self.rng.choice([1, 2])
        outcome = {"lasting": "long-term", "at-once": "done"}.get(self.kind, self.rng.choice(["done", "stage-done"]))
        if self.i % 4 == 1:
            self.add(self.worker, "submit", {"progress": "已完成"})             # neither outcome nor evidence
        self.add(self.worker, "submit", {"progress": "已完成", "outcome": outcome}, proof=proof)
        if self.i % 11 == 3:
            self.add(self.worker, "withdraw")
            self.on(1)
            self.add(self.worker, "submit", {"progress": "已完成，补正后再报"}, proof=1)
        self.add(self.worker, "accept")                                         # by who reported
        self.on(self.rng.randrange(1, 7))
        first, second = self.rng.choice([("shen1", "zhuren"), ("shen2", "shen1"), ("office", "shen2"), ("shen1", "fu3")])
        if self.i % 5 == 2:
            self.add("shen1", "return", why="成效没有数据支撑")
            self.on(4)
            self.add(self.worker, "submit", {"progress": "已补数据", "outcome": outcome}, proof=1)
            self.on(1)
        self.add(first, "accept")
        self.on(1)
        if self.i % 3 == 0:
            self.add(first, "close", {"told": "已整改"})                          # a second person must
        if self.i % 6 == 4:
            self.add("zhuren", "return", why="请补充长效机制")
            self.on(5)
            self.add(self.worker, "submit", {"progress": "机制已立"})
            self.on(1)
            self.add(first, "accept")
        if self.i % 5 == 1:
            self.add(second, "close")                                           # without words for the public
        self.add(second, "close", {"told": f"{TITLES[self.i]}已整改到位"})

    def live(self):
        self.begin()
        self.sign()
        if self.hard:
            self.plan()
        self.measures()
        days = {"at-once": 30, "staged": self.rng.choice([60, 70, 85, 95, 110]), "lasting": self.rng.choice([110, 140])}[self.kind]
        until = self.calendar.later(FIRST, days)
        self.carry_out(until)
        self.report(until)
        self.day = until
        if until < LAST - 14 * DAY:
            self.finish()
        return self.rows


def incidents():
    """What an author wants to see; `meant` is the exit status that the model must come to as well."""
    R = Row
    return [
        # who may not
        R(d("03-02"), "kan", "enter", "X01", {"title": "旁观者录入"}, meant="RIGHT"),
        R(d("03-02"), "c-yy1", "enter", "X02", {"title": "医院自己录入", "lead": "yy1"}, meant="RIGHT"),
        R(d("03-10"), "c-xz", "progress", "F07", {"progress": "不是我的事"}, meant="RECORD"),
        R(d("03-11"), "sysadmin", "progress", "F07", {"progress": "管理员不办业务"}, meant="RECORD"),
        R(d("03-12"), "kan", "progress", "F07", {"progress": "只看不办"}, meant="RIGHT"),
        R(d("03-13"), "jiandu", "return", "F07", why="监督人不审核", meant="MOVE"),
        # what cannot be
        R(d("03-16"), "qin", "hand-out", "F01", {"class": "staged"}, meant="MOVE"),
        R(d("03-16"), "zhuren", "change-date", "F06", {"imposed": "2026-02-30"}, why="日子不对", meant="VALUE"),
        R(d("03-17"), "zhuren", "change-date", "F11", {"imposed": d("07-15")}, meant="NEEDS"),
        R(d("03-17"), "c-yy1", "progress", "F07", {"progress": "想改时限", "imposed": d("12-31")}, meant="VALUE"),
        R(d("03-17"), "zhuren", "dance", "F07", meant="MOVE"),
        R(d("03-17"), "zhuren", "accept", "F07", meant="MOVE"),
        # somebody else was quicker
        R(d("03-20"), "c-yy1", "progress", "F07", {"progress": "先看后办"}, seen=-1, meant="OK"),
        R(d("03-20"), "c-yy1", "progress", "F07", {"progress": "照旧版办"}, seen=-2, meant="STALE"),
        R(d("04-21"), "zhuren", "change-date", "F09", {"imposed": d("09-10")}, why="设备招标延后", seen=-3, meant="STALE"),
        # more time
        R(d("04-22"), "zhuren", "change-date", "F09", {"imposed": d("08-20")}, why="设备招标延后", meant="OK"),
        R(d("04-23"), "fu2", "change-date", "F10", {"imposed": d("08-31")}, why="分管领导批准", meant="OK"),
        R(d("04-23"), "fu2", "change-date", "F09", {"imposed": d("09-30")}, why="不是分管", meant="RECORD"),
        R(d("04-24"), "c-cdc", "change-date", "F10", {"imposed": d("09-30")}, why="自己延期", meant="RIGHT"),
        # it stands, and goes on
        R(d("03-18"), "zhuren", "pause", "F05", why="等待机构改革", meant="OK"),
        R(d("03-25"), "c-cwc", "progress", "F05", {"progress": "暂缓中仍报"}, meant="MOVE"),
        R(d("05-06"), "qin", "go-on", "F05", meant="OK"),
        R(d("03-19"), "zhuren", "pause", "F08", why="场地施工", meant="OK"),
        R(d("03-19"), "qin", "go-on", "F08", meant="OK"),
        R(d("03-12"), "zhuren", "pause", "F12", why="等待批复", meant="OK"), R(d("03-16"), "qin", "go-on", "F12", meant="OK"),
        R(d("03-11"), "fu2", "pause", "F25", why="等待批复", meant="OK"), R(d("03-20"), "qin", "go-on", "F25", meant="OK"),
        R(d("04-03"), "zhuren", "pause", "F21", why="等待验收", meant="OK"),
        R(d("04-07"), "zhuren", "change-date", "F21", {"imposed": d("08-14")}, why="暂缓中改期", meant="OK"),
        R(d("04-10"), "zhuren", "go-on", "F21", meant="OK"),
        # a later day is asked for, by who has it; and granted, by who may
        R(d("04-20"), "c-jcc", "ask-date", "F04", {"asked": d("12-01")}, meant="NEEDS"),
        R(d("04-20"), "c-fby", "ask-date", "F09", {"asked": d("03-05")}, why="设备招标延后", meant="NEEDS"),
        R(d("04-20"), "c-fby", "ask-date", "F09", {"asked": d("08-20")}, why="设备招标延后", meant="OK"),
        R(d("04-20"), "qin", "ask-date", "F09", {"asked": d("08-20")}, why="经办代申请", meant="RIGHT"),
        # taken back, and handed out again: its clock begins anew
        R(d("03-03"), "qin", "enter", "X06", {"title": "值班表张贴不及时", "class": "staged", "lead": "xz", "recurs": ["F08", "X03"]}, meant="OK"),
        R(d("03-03"), "qin", "hand-out", "X06", {"in-charge": "root/副主任丙", "imposed": d("06-12")}, meant="OK"),
        R(d("03-04"), "c-xz", "take-back", "X06", why="自行收回", meant="RIGHT"),
        R(d("03-05"), "qin", "take-back", "X06", why="牵头单位有误", meant="OK"),
        R(d("03-09"), "qin", "hand-out", "X06", {"lead": "jks"}, meant="OK"),
        R(d("03-10"), "c-xz", "sign", "X06", meant="RECORD"),
        R(d("03-16"), "c-jks", "sign", "X06", meant="OK"),
        # entered by mistake
        R(d("03-03"), "qin", "enter", "X03", {"title": "重复录入的问题"}, meant="OK"),
        R(d("03-03"), "qin", "void", "X03", meant="NEEDS"),
        R(d("03-03"), "qin", "void", "X03", why="与另一问题重复", meant="OK"),
        R(d("03-04"), "qin", "mend", "X03", {"title": "已作废的"}, meant="MOVE"),
        # at once, refused, and handed out again as lasting: no day is left of the clock that ran
        R(d("03-05"), "qin", "enter", "X04", {"title": "窗口无老花镜", "class": "at-once", "lead": "jjz"}, meant="OK"),
        R(d("03-05"), "qin", "hand-out", "X04", {"in-charge": "root/副主任甲", "imposed": d("04-02")}, meant="OK"),
        R(d("03-06"), "c-jjz", "refuse", "X04", why="属长期工作", meant="OK"),
        R(d("03-09"), "qin", "hand-out", "X04", {"class": "lasting", "imposed": None}, meant="OK"),
        R(d("03-10"), "c-jjz", "sign", "X04", meant="OK"),
        # around midnight: the local day counts
        R(d("03-26"), "c-jjz", "progress", "X04", {"progress": "午夜之前"}, at=-1, meant="OK"),
        R(d("03-27"), "c-jjz", "progress", "X04", {"progress": "午夜之后"}, at=1, meant="OK"),
        # one acts for another, and is bound by what the other is bound by
        R(d("04-15"), "c-rsc", "progress", "F05", {"progress": "无人委托"}, whom="c-cwc", meant="RIGHT"),
        R(d("05-12"), "c-rsc", "progress", "F05", {"progress": "代为填报"}, whom="c-cwc", meant="OK"),
        R(d("05-13"), "shen2", "submit", "F20", {"progress": "代报完成", "outcome": "done"}, whom="c-cwc", proof=1),
        R(d("05-14"), "shen2", "accept", "F20"),
        R(d("05-26"), "c-rsc", "progress", "F05", {"progress": "委托已过期"}, whom="c-cwc", meant="RIGHT"),
        # who may be asked to act for somebody is bound by what binds that somebody, asked or not
        R(d("05-06"), "qin", "enter", "X07", {"title": "报销附件不全", "class": "lasting", "lead": "cwc"}, meant="OK"),
        R(d("05-06"), "qin", "hand-out", "X07", {"in-charge": "root/副主任丙", "person": "shen2"}, meant="OK"),
        R(d("05-07"), "c-cwc", "sign", "X07", meant="OK"),
        R(d("05-13"), "c-cwc", "submit", "X07", {"progress": "附件补齐", "outcome": "done"}, proof=1, meant="OK"),
        R(d("05-14"), "shen2", "accept", "X07", meant="RIGHT"),
        R(d("05-14"), "shen2", "return", "X07", why="附件仍缺", meant="RIGHT"),
        R(d("05-18"), "shen2", "return", "X07", why="附件仍缺", meant="OK"),
        # reported in the name of a reviewer, who answers for it: neither of the two reviews it
        R(d("05-26"), "c-jks", "submit", "X07", {"progress": "代责任人报"}, whom="shen2", meant="OK"),
        R(d("05-27"), "shen2", "accept", "X07", meant="RIGHT"),
        R(d("05-27"), "shen1", "accept", "X07", meant="OK"),
        R(d("05-28"), "shen1", "close", "X07", {"told": "附件补齐"}, meant="RIGHT"),
        R(d("05-28"), "shen2", "close", "X07", {"told": "附件补齐"}, meant="RIGHT"),
        R(d("05-28"), "zhuren", "close", "X07", {"told": "附件补齐"}, meant="OK"),
        # a leader whose own division leads does not put off its day, nor does who acts for that leader
        R(d("05-06"), "qin", "enter", "X08", {"title": "值班电话无人接听", "class": "staged", "lead": "bgs"}, meant="OK"),
        R(d("05-06"), "qin", "hand-out", "X08", {"in-charge": "root/副主任丙", "imposed": d("06-30")}, meant="OK"),
        R(d("05-07"), "c-bgs", "sign", "X08", meant="OK"),
        R(d("05-08"), "fu2", "change-date", "X08", {"imposed": d("07-31")}, why="自行延期", meant="RIGHT"),
        R(d("05-20"), "fu3", "change-date", "X08", {"imposed": d("07-31")}, why="代为延期", whom="fu2", meant="RIGHT"),
        R(d("05-20"), "fu3", "change-date", "X08", {"imposed": d("07-31")}, why="备岗期间", meant="RIGHT"),
        R(d("05-21"), "zhuren", "change-date", "X08", {"imposed": d("07-31")}, why="主任批准", meant="OK"),
        R(d("05-22"), "fu3", "change-date", "X08", {"imposed": d("08-14")}, why="备岗期满", meant="OK"),
        # looked at again
        R(d("08-10"), "jiandu", "reopen", "F02", {"imposed": d("09-18")}, why="回头看发现反弹"),
        R(d("08-10"), "jiandu", "reopen", "F05"),
        R(d("08-11"), "shen1", "reopen", "F08", why="审核人不重开"),
        R(d("08-11"), "zhuren", "reopen", "F08", why="群众反映仍有"),
        R(d("08-12"), "c-yzc", "progress", "F02", {"progress": "重新整改"}),
        R(d("08-20"), "c-yzc", "submit", "F02", {"progress": "再次完成", "outcome": "done"}),
        R(d("08-21"), "shen2", "accept", "F02"),
        R(d("08-24"), "zhuren", "close", "F02", {"told": "反弹已纠正"}),
        # a measure changes hands: who had it, and who has it, look at the months before
        R(d("06-02"), "qin", "change-date", "M01a", {"lead": "jwz"}, why="改由精卫中心承担"),
        # words of leaders
        R(d("03-23"), "fu1", "instructed", "F07", {"word": "IA", "text": "一周内报方案", "until": d("03-22")}, meant="VALUE"),
        R(d("03-23"), "fu1", "instructed", "F07", {"word": "IA", "text": " ", "until": d("03-30")}, meant="VALUE"),
        R(d("03-23"), "fu1", "instructed", "F07", {"word": "IA", "text": "一周内报方案", "until": d("03-30")}, meant="OK"),
        R(d("03-24"), "fu2", "instructed", "F07", {"word": "IB", "text": "不归我管", "until": d("03-30")}, meant="RECORD"),
        R(d("03-24"), "qin", "instructed", "F07", {"word": "IB", "text": "经办人批示", "until": d("03-30")}, meant="RIGHT"),
        R(d("03-25"), "c-yy1", "answered", "F07", {"of": "IA", "text": ""}, meant="NEEDS"),
        R(d("03-25"), "c-yy1", "answered", "F07", {"of": "IZ", "text": "答非所问"}, meant="VALUE"),
        R(d("03-26"), "c-yy1", "answered", "F07", {"of": "IA", "text": "方案随后报"}, meant="OK"),
        R(d("03-27"), "qin", "notice-given", "F07", {"word": "NA", "step": "remind"}, meant="NEEDS"),
        R(d("03-27"), "qin", "notice-given", "F07", {"word": "NA", "step": "shout"}, meant="VALUE"),
        R(d("03-27"), "qin", "milestones-set", "F09", {"stones": [(0, d("05-01"))]}, meant="VALUE"),
        R(d("03-27"), "c-jcc", "evidence-added", "F04", {}, proof=1, twice=True, meant="VALUE"),
        R(d("03-27"), "kan", "evidence-added", "F09", {}, proof=1, meant="RIGHT"),
        # looked at without having been drawn
        R(d("08-03"), "jiandu", "looked-back", "F02", {"found": "holds", "text": "未抽中"}, meant="VALUE"),
        # what stands below a unit of a portfolio is not in it
        R(d("06-17"), "fu2", "change-date", "X06", {"imposed": d("07-31")}, why="下属单位", meant="RECORD"),
        R(d("06-17"), "fu2", "change-date", "F13", {"imposed": d("08-31")}, why="下属单位"),
        R(d("06-17"), "fu2", "change-date", "F28", {"imposed": d("08-31")}, why="下属单位"),
        # of another unit once it moved, and of a successor
        R(d("06-16"), "c-cdc", "progress", "F14", {"progress": "隶属后由中心填报"}),
        R(d("06-16"), "xin", "progress", "F07", {"progress": "接手后首报"}),
        R(d("06-16"), "c-yy1", "progress", "F07", {"progress": "已离任"}, meant="SESSION"),
    ]


# Changes of the directory: day, who, the command, and what of the model it is: a function and its arguments.
STAFF = [
    (d("03-24"), "secadmin", ["portfolio", "set", "{root}/副主任甲", "{yzc}", "{yy1}", "{yy2}", "{jjz}", "{bgs}"], ("portfolio", "root/副主任甲", ["yzc", "yy1", "yy2", "jjz", "bgs"])),
    (d("05-11"), "c-cwc", ["delegate", "give", "c-cwc", "c-rsc", "--from=2026-05-12", "--to=2026-05-22", "--reason=出差"], ("delegate", "c-cwc", "c-rsc", d("05-12"), d("05-22"))),
    (d("05-11"), "secadmin", ["delegate", "give", "c-cwc", "shen2", "--from=2026-05-12", "--to=2026-05-15", "--reason=互为备岗"], ("delegate", "c-cwc", "shen2", d("05-12"), d("05-15"))),
    (d("05-19"), "fu2", ["delegate", "give", "fu2", "fu3", "--from=2026-05-19", "--to=2026-05-21", "--reason=外出"], ("delegate", "fu2", "fu3", d("05-19"), d("05-21"))),
    (d("05-25"), "secadmin", ["delegate", "give", "shen2", "c-jks", "--from=2026-05-25", "--to=2026-05-26", "--reason=培训"], ("delegate", "shen2", "c-jks", d("05-25"), d("05-26"))),
    (d("06-01"), "sysadmin", ["unit", "rename", "{jks}", "岚州市健康促进中心"], ("rename", "jks", "岚州市健康促进中心")),
    (d("06-15"), "sysadmin", ["unit", "move", "{jks}", "{cdc}"], ("move", "jks", "cdc")),
    (d("06-15"), "sysadmin", ["person", "leave", "c-yy1", "xin"], ("leave", "c-yy1", "xin")),
    (d("06-15"), "secadmin", ["role", "give", "xin", "contact", "--unit={yy1}"], ("role", "xin", "contact", "yy1")),
    (d("07-01"), "sysadmin", ["person", "leave", "fu1", "fu3"], ("leave", "fu1", "fu3")),
    (d("07-20"), "sysadmin", ["post", "leave", "{root}/副主任丙"], ("vacate", "root/副主任丙")),
    (d("07-21"), "sysadmin", ["post", "hold", "{root}/副主任丙", "xin"], ("hold", "root/副主任丙", "xin")),
]


# What is done with the ledger as a whole: day, and what.
WHOLE = [
    (d("05-29"), "draw", "jiandu", "岚州-一", 3), (d("05-29"), "draw", "fu1", "岚州-二", 3), (d("06-30"), "file", "office", "半年报"), (d("06-30"), "file", "qin", "半年报"),
    (d("06-30"), "file", "jiandu", "监督自报"), (d("08-05"), "draw", "qin", "岚州-三", 6), (d("08-06"), "draw", "jiandu", "岚州-四", 4), (d("08-26"), "file", "qin", "八月报"),
]

EVENTS = {
    "finding": "mend hand-out sign refuse take-back ask-date rule take plan progress change-date pause go-on submit withdraw accept return close reopen void".split(),
    "measure": "mend change-date progress submit accept return reopen drop".split(),
    "task": "progress submit accept return drop".split(),
}


def stray(rng, day, n, known):
    """What somebody tries who was not asked to. known: words of records, each with its kind."""
    record, kind = rng.choice(known)
    who = rng.choice(["office", *PEOPLE])
    if n % 12 == 0:
        return Row(day, who, "enter", f"S{n:03}", {"title": f"自行录入{n}", "lead": rng.choice(list(UNITS)), "imposed": day + 50 * DAY}, kind=rng.choice(list(EVENTS)))
    event = rng.choice(EVENTS[kind] + ["progress", "progress", "submit", "accept"])
    pool = {"progress": f"顺手记一笔{n}", "imposed": day + rng.randrange(90) * DAY, "outcome": rng.choice(["done", "not-done", "perfect"]), "title": f"改名{n}",
            "told": "对外说明", "asked": day + 60 * DAY, "hard": rng.random() < 0.5, "person": rng.choice(["zeren", "xin"]), "lead": rng.choice(list(UNITS)), "promised": day, "plan": "方案.txt"}
    usual = {"progress": ["progress"], "submit": ["progress", "outcome"], "change-date": ["imposed"], "ask-date": ["asked"], "close": ["told"], "plan": ["plan"], "mend": ["title"]}.get(event, [])
    brings = {k: pool[k] for k in usual + rng.sample(list(pool), rng.choice([0, 0, 0, 1])) if k in FIELDS[kind]}
    return Row(day, who, event, record, brings, proof=rng.choice([0, 0, 1]), why=rng.choice(["", "另有原因"]), seen=rng.choice([None, None, None, -1, -2]),
               whom=rng.choice([None] * 9 + ["c-cwc"]))


FIELDS = {
    "finding": {"progress", "asked", "imposed", "outcome", "title", "told", "hard", "person", "lead", "promised", "plan"},
    "measure": {"progress", "imposed", "title", "person", "lead"},
    "task": {"progress", "imposed", "title", "person", "lead"},
}


def known(rng, calendar, i):
    """Milestones of key findings, instructions of leaders, evidence brought later: what every ledger knows."""
    out, key, lead = [], f"F{i + 1:02}", list(UNITS)[i % len(UNITS)]
    if i % 4 == 0:
        first = calendar.later(FIRST, 12 + i % 5)
        stones = [(30, first + 20 * DAY), (30, first + 45 * DAY), (40, first + 70 * DAY)]
        out.append(Row(first, worker(lead) if i % 8 else "qin", "milestones-set", key, {"stones": stones}))
        if i % 12 == 0:                                     # set anew after the first was accepted
            out.append(Row(first + 30 * DAY, "qin", "milestones-set", key, {"stones": [(20, first + 50 * DAY), (50, first + 75 * DAY)]}))
        for place, day in enumerate((17, 40 + rng.randrange(20), 66), 1):
            by = "qin" if place < 3 else "jiandu"
            out.append(Row(calendar.later(first, 0) + day * DAY, worker(lead), "milestone-accepted", key, {"place": place}))     # by who works on it
            out.append(Row(first + (day + 1) * DAY, by, "milestone-accepted", key, {"place": place}))
    if i % 5 == 3:
        day = calendar.later(FIRST, 15 + i)
        out.append(Row(day, "zhuren", "instructed", key, {"word": f"I{i}", "text": f"请加快，{i}日内见效", "until": day + 10 * DAY}))
        out.append(Row(day + DAY, "kan", "answered", key, {"of": f"I{i}", "text": "旁人代答"}))
        out.append(Row(day + 7 * DAY, worker(lead), "answered", key, {"of": f"I{i}", "text": "已部署，月底完成"}))
        out.append(Row(day + 8 * DAY, "qin", "answered", key, {"of": f"I{i}", "text": "再答一次"}))
    if i % 6 == 2:
        out.append(Row(calendar.later(FIRST, 20 + i), worker(lead), "evidence-added", key, {}, proof=i % 12 // 2))
    return out


def chase(rng, day, n, late):
    """Who is late gets the next notice of the ladder; it is received, and answered. late: words of records, days, units that lead."""
    out = []
    for record, days, lead in late:
        step, who = [s for s in (("remind", "qin"), ("urge", "office"), ("admonish", "zhuren"), ("talk", "zhuren")) if days >= {"remind": 0, "urge": 9, "admonish": 20, "talk": 31}[s[0]]][-1]
        word = f"N{n}-{record}"
        out.append(Row(day, who if rng.random() < 0.85 else "qin", "notice-given", record, {"word": word, "step": step}))
        if rng.random() < 0.8:
            out.append(Row(day + DAY, worker(lead), "notice-received", record, {"of": word}))
            out.append(Row(day + (2 + rng.randrange(3)) * DAY, worker(lead), "notice-answered", record, {"of": word, "text": rng.choice(["已制定追赶计划", "说明见附件", ""])}))
    return out


def rows(calendar, seed):
    out = incidents()
    for i in range(len(TITLES)):
        out += Life(random.Random(seed * 1000 + i), calendar, i).live()
        out += known(random.Random(seed * 2000 + i), calendar, i)
    out = [(n, r) for n, r in enumerate(out) if FIRST <= r.day <= LAST]
    return [r for _, r in sorted(out, key=lambda x: (x[1].day, x[1].at, x[0]))]
