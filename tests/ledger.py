#!/usr/bin/env python3
"""Ledgers as clerks keep them, and the records that are read of them.

    ledger.py PROGRAM SAMPLES

One ledger of 34 rows, our own, is written in every habit below; each must give the same records, which stand here as
data. Further rows tell what is not understood, and by which words a head is known. The lists that the program
writes must come back unchanged.
"""
import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import wordfile  # noqa: E402
import xlsx  # noqa: E402
from printed import summed  # noqa: E402

DONE, OPEN, PLANNED, STANDING = "done", "ongoing", "planned", "standing"

# aspect, finding, leader, unit, support, person, [(measure, time limit as written, as a day, progress, state as written, state)]
DAYS = [("2026年3月31日", "2026-03-31"), ("2026.4.30", "2026-04-30"), ("2026年5月底前", "2026-05"), ("2026-06-15", "2026-06-15"),
        ("2026/7/31", "2026-07-31"), ("长期坚持", None)]
STATES = [("已完成", DONE), ("正在推进", OPEN), ("未启动", PLANNED), ("长期坚持", STANDING), ("√", DONE), ("整改中", OPEN)]
TOPICS = [
    ("党建方面", "理论学习重形式轻效果，学用脱节", ["修订学习制度", "每季度开展一次交流", "年底组织测评"]),
    ("党建方面", "支部活动记录不全，有的会议没有签到", ["补齐会议记录", "由专人保管台账"]),
    ("党建方面", "谈心谈话流于形式", ["制定谈话提纲"]),
    ("采购方面", "耗材采购验收把关不严，三批货物无双人签字", ["制定验收流程", "清查库存耗材", "开展供货方评价"]),
    ("采购方面", "询价资料保存不齐", ["归档询价资料", "每半年抽查一次"]),
    ("采购方面", "合同用章登记缺页", ["重建用章登记"]),
    ("财务方面", "差旅报销附件不全", ["退回并补齐附件", "重申报销规定"]),
    ("财务方面", "往来款长期挂账未清理", ["逐笔核对挂账", "约谈欠款单位", "按程序核销坏账"]),
    ("财务方面", "固定资产账实不符", ["全面盘点资产"]),
    ("业务方面", "村医培训走过场", ["编制年度培训计划", "按季度考核", "公布考核结果"]),
    ("业务方面", "慢病随访率偏低", ["按村分解随访任务", "每月通报进度"]),
    ("业务方面", "院感检查频次不足", ["增加检查频次", "聘请第三方评估"]),
    ("业务方面", "信访事项回复超期", ["实行限时办结"]),
    ("作风方面", "窗口服务态度生硬", ["开展礼仪培训", "设置评价器"]),
    ("作风方面", "会议多、文件长的问题未根治", ["精简会议文件", "实行计划管理"]),
    ("作风方面", "外出报备执行不严", ["重申报备纪律", "每月公示报备情况"]),
    ("作风方面", "调研成果转化少", ["建立转化清单", "跟踪办理结果"]),
]
UNITS = [("办公室", ""), ("规划科、财务科", "审计科"), ("基层卫生科", ""), ("医政医管科", "各乡镇卫生院、县疾控中心")]
LEADERS = ["周岚", "陈启明", "何 静", "孙立"]
PEOPLE = ["吴敏", "郑海", "林晓东"]


def records():
    out, k = [], 0
    for i, (aspect, finding, measures) in enumerate(TOPICS):
        rows = []
        for m in measures:
            (limit, day), (told, state) = DAYS[k % len(DAYS)], STATES[k % 4 if k % 5 else 4 + k % 2]
            rows.append((m, limit, day, f"已印发《{m}方案》，完成{k + 2}次。" if state == DONE else f"正在办理，已办{k + 3}件。", told, state))
            k += 1
        out.append((aspect, finding, LEADERS[i % 4], *UNITS[i % 4], PEOPLE[i % 3], rows))
    assert k == 34
    return out


def wanted():
    """finding: (leaders, units, support, people, [(measure, day, state, progress)])"""
    return [(finding, leader.replace(" ", ""), unit, support, person, [(m, day, state, said) for m, _, day, said, _, state in rows])
            for _, finding, leader, unit, support, person, rows in records()]


# ---- what the program reads ----

def read(program, path, *options):
    x = json.loads(subprocess.run([program, "extract", "--json", *options, path], capture_output=True, check=True).stdout)
    return x


def one(of, kind, **more):
    return [f for f in of if f["type"] == kind and all(f.get(k) == v for k, v in more.items())]


def understood(x):
    out = []
    for a in x["articles"]:
        facts, fields = {}, {}
        for f in a["facts"]:
            facts.setdefault(f["node"], []).append(f)
        for f in a.get("fields", []):
            fields.setdefault(f["node"], {}).setdefault(f["field"], []).append(f["text"])
        for n in a["nodes"]:
            mine = fields.get(n["id"], {})
            if n["role"] == "finding":
                duties = {f["text"]: f for f in one(facts.get(n["id"], []), "duty")}
                names = ["、".join(name for text in mine.get(kind, []) for name in duties[text]["lead"] + duties[text]["support"])
                         for kind in ("leader", "unit", "support", "person")]
                out.append((n["text"], *names, []))
            elif n["role"] == "measure":
                days = one(facts.get(n["id"], []), "date", role="deadline")
                out[-1][-1].append((n["text"], days[0]["value"] if days else None, n["status"], "".join(mine.get("progress", []))))
    return out


# ---- habits ----

FLAT = ["序号", "类别", "存在问题", "整改措施", "责任领导", "责任部门", "配合部门", "责任人", "整改时限", "进展情况", "完成状态"]


def letters(c):
    return chr(ord("A") + c)


def cells(rows, first=1):
    return {f"{letters(c)}{first + r}": xlsx.inline(str(v)) for r, row in enumerate(rows) for c, v in enumerate(row) if v != ""}


def rows_flat(these, repeat=True):
    n, out = 0, []
    for aspect, finding, leader, unit, support, person, measures in these:
        n += 1
        for i, (m, limit, _, said, told, _) in enumerate(measures):
            head = [n, aspect, finding] if repeat or i == 0 else ["", "", ""]
            who = [leader, unit, support, person] if repeat or i == 0 else ["", "", "", ""]
            out.append(head + [m] + who + [limit, said, told])
    return out


def merges(these, columns, first):
    out, r = [], first
    for *_, measures in these:
        if len(measures) > 1:
            out += [f"{letters(c)}{r}:{letters(c)}{r + len(measures) - 1}" for c in columns]
        r += len(measures)
    return out


def flat(path):
    """Every row says all; the aspect stands beside."""
    head = [h if h != "类别" else "问题类别" for h in FLAT]
    xlsx.write(path, xlsx.one(cells([head] + rows_flat(records()))))


def merged(path):
    """A title, findings merged over their measures, a line of words before each aspect."""
    at, put, merge, begun = 3, {"A1": xlsx.inline("某县卫生健康局巡察整改问题台账")}, ["A1:J1"], None
    head = [h for h in FLAT if h != "类别"]
    put |= cells([head], 2)
    n = 0
    for record in records():
        if record[0] != begun:
            begun = record[0]
            put[f"A{at}"] = xlsx.inline(f"{'一二三四五六'[n]}、{begun}")
            merge.append(f"A{at}:J{at}")
            at, n = at + 1, n + 1
        rows = [[r[0]] + r[2:] for r in rows_flat([record], repeat=False)]
        put |= cells(rows, at)
        merge += merges([record], [0, 1, 3, 4, 5, 6], at)
        at += len(rows)
    xlsx.write(path, xlsx.one(put, merge))


def deep(path):
    """A head three rows deep: 整改责任 over leaders, units and people, of which the units are two."""
    rows = [["序号", "问题清单", "", "整改落实", "", "", "", "", "", "", ""],
            ["", "问题类型", "具体问题", "整改措施", "整改责任", "", "", "", "完成时限", "落实情况", ""],
            ["", "", "", "", "责任领导", "牵头科室", "协办单位", "责任人", "", "进展情况", "是否完成"]]
    merge = ["A1:A3", "B1:C1", "D1:K1", "B2:B3", "C2:C3", "D2:D3", "E2:H2", "I2:I3", "J2:K2"]
    body = rows_flat(records(), repeat=False)
    xlsx.write(path, xlsx.one(cells(rows + body), merge + merges(records(), [0, 1, 2, 4, 5, 6, 7], 4)))


def sheets(path):
    """A sheet an aspect, each with its own head; empty cells below the first row of a finding."""
    out = []
    for aspect in dict.fromkeys(r[0] for r in records()):
        these = [r for r in records() if r[0] == aspect]
        head = ["编号", "检查发现的突出问题", "整改举措", "分管领导", "责任科室", "配合科室", "具体责任人", "办结时限", "目前进展", "状态"]
        out.append((aspect, cells([head] + [[r[0]] + r[2:] for r in rows_flat(these, repeat=False)]), (), ""))
    xlsx.write(path, out)


def word(path):
    """A table of a Word file, its cells merged downwards."""
    head = [h for h in FLAT if h != "类别"]
    rows = [[(h, "") for h in head]]
    for record in records():
        for i, row in enumerate(rows_flat([record], repeat=False)):
            row = [row[0]] + row[2:]
            rows.append([(str(v), ("restart" if i == 0 else "continue") if c in (0, 1, 3, 4, 5, 6) and len(record[-1]) > 1 else "")
                         for c, v in enumerate(row)])
    table = "".join("<w:tr>" + "".join(
        f'<w:tc><w:tcPr>{f"<w:vMerge w:val={chr(34)}{down}{chr(34)}/>" if down else ""}</w:tcPr>{wordfile.paragraph(v)}</w:tc>' for v, down in row) +
        "</w:tr>" for row in rows)
    wordfile.write(path, wordfile.paragraph("某县卫生健康局问题整改台账") + f"<w:tbl>{table}</w:tbl>")


def page(path):
    """A table of a web page, its cells merged downwards."""
    rows = ["<tr>" + "".join(f"<th>{h}</th>" for h in FLAT if h != "类别") + "</tr>"]
    for record in records():
        n = len(record[-1])
        for i, row in enumerate(rows_flat([record], repeat=False)):
            row = [row[0]] + row[2:]
            rows.append("<tr>" + "".join(f"<td{f' rowspan={n}' if c in (0, 1, 3, 4, 5, 6) and n > 1 else ''}>{html.escape(str(v))}</td>"
                                         for c, v in enumerate(row) if i == 0 or c not in (0, 1, 3, 4, 5, 6)) + "</tr>")
    path.write_text(f"<html><head><meta charset=utf-8><title>台账</title></head><body><h1>某县卫生健康局问题整改台账</h1>"
                    f"<table>{''.join(rows)}</table></body></html>", encoding="utf-8")


def comma(path):
    """The same as text parted by commas."""
    rows = [["序号", "问题类别"] + FLAT[2:]] + rows_flat(records())
    path.write_text("".join(",".join(f'"{v}"' for v in row) + "\n" for row in rows), encoding="utf-8")


def tabs(path):
    """Pasted into a text, cells parted by TABs."""
    rows = [["序号", "问题类别"] + FLAT[2:]] + rows_flat(records())
    path.write_text("某县卫生健康局问题整改台账\n\n" + "".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")


def bars(path):
    """As a table of Markdown."""
    rows = [["序号", "问题类别"] + FLAT[2:]] + rows_flat(records())
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    path.write_text("\n".join(["# 某县卫生健康局问题整改台账", "", lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]) + "\n", encoding="utf-8")


HABITS = [(tabs, "txt"), (bars, "md"), (flat, "xlsx"), (merged, "xlsx"), (deep, "xlsx"), (sheets, "xlsx"), (word, "docx"), (page, "html"), (comma, "csv")]


def habits(program, folder):
    good = 0
    for habit, ending in HABITS:
        path = Path(folder) / f"{habit.__name__}.{ending}"
        habit(path)
        got = understood(read(program, path))
        if got == wanted():
            good += 1
            continue
        print(f"{habit.__name__}: other records", file=sys.stderr)
        for a, b in zip(got, wanted()):
            if a != b:
                print(f"  read   {a}\n  wanted {b}", file=sys.stderr)
        print(f"  {len(got)} of {len(wanted())}", file=sys.stderr)
    return good, len(HABITS)


# ---- heads ----

# A head and two rows under it, as CSV; the fields that its columns are read as, None where it is no ledger.
HEADS = [
    ("序号,问题,措施,时限", "place finding measure deadline"),
    ("序号,反馈的主要问题,拟采取的整改措施,第一责任人,责任科室(单位),整改完成时间", "place finding measure leader unit deadline"),
    ("编 号,存在问题 ：,整改措施（含长效机制）,完成时限*,备 注", "number finding measure deadline remark"),
    ("序号,重点任务,具体举措,牵头处室,配合处室,时间节点", "place task measure unit support deadline"),
    ("序号,问题,整改措施,整改时限,完成时间,佐证材料", "place finding measure deadline done-on evidence"),
    ("序号,问题,整改措施,完成时间,联系电话", "place finding measure deadline none"),
    ("序号,反馈问题,具体问题,整改措施,责任人,原因分析", "place aspect finding measure person cause"),
    ("序号,诉求内容,承办单位,办结时限,办理结果", "place task unit deadline progress"),
    ("序号,问题,整改措施,下一步整改措施,整改目标,问题来源", "place finding measure next target source"),
    ("单位,发现问题,已完成,整改率", None),
    ("姓名,性别,年龄,职务", None),
    ("序号,文件,份数,日期", None),
]


def heads(program, folder):
    good, path = 0, Path(folder) / "head.csv"
    for head, fields in HEADS:
        row = ",".join("1" if h == "序号" else "检查记录不全" if any(w in h for w in ("问题", "任务", "诉求")) else "" for h in head.split(","))
        path.write_text(f"{head}\n{row}\n{row}\n" if fields else f"{head}\n{','.join('7' for _ in head.split(','))}\n", encoding="utf-8")
        got = [" ".join(c["field"] for c in t["columns"]) for a in read(program, path)["articles"] for t in a.get("ledgers", [])]
        if got == ([fields] if fields else []):
            good += 1
        else:
            print(f"{head}: {got}", file=sys.stderr)
    return good, len(HEADS)


# ---- what is told ----

HEAD = "序号,问题,整改措施,责任人,整改时限,状态\n"
# A CSV file, the map given with it, what is noted beside how the head was read, and the findings and measures read.
TOLD = [
    ("a time limit that is no day", HEAD + "1,公章外带无登记,建登记本,周岚,待定,\n", "", [("ledger-cell", "待定")], "公章外带无登记 建登记本"),
    ("a state that is none", HEAD + "1,公章外带无登记,建登记本,周岚,,待定\n2,值班漏岗,排班上墙,周岚,,已完成8项\n", "", [("ledger-cell", "状态“待定”")],
     "公章外带无登记 建登记本 值班漏岗 排班上墙"),
    ("a head once more, and rows before it", HEAD + "一、管理\n1,公章外带无登记,建登记本,,,\n" + HEAD + "2,值班漏岗,排班上墙,,,\n", "", [],
     "管理 公章外带无登记 建登记本 值班漏岗 排班上墙"),
    ("a day of no year", HEAD + "1,公章外带无登记,建登记本,周岚,5月底前,\n", "", [("ledger-cell", "全文没有写明年份")], "公章外带无登记 建登记本"),
    ("one that says that it lasts", HEAD + "1,公章外带无登记,建登记本,周岚,长期坚持,\n", "", [], "公章外带无登记 建登记本"),
    ("a row of nobody", HEAD + ",,,周岚,2026年5月,\n1,公章外带无登记,建登记本,,,\n", "", [("ledger-row", "没有写明是哪个问题、哪项任务")],
     "公章外带无登记 建登记本"),
    ("nothing is said by a dash, a stroke, 无", HEAD + "1,公章外带无登记,—,/,无,-\n", "", [], "公章外带无登记"),
    ("items in one cell", HEAD + "1,公章外带无登记,1.建登记本；2.定期核对；3.追查去向。,周岚,,\n", "", [], "公章外带无登记 建登记本； 定期核对； 追查去向。"),
    ("sums are no rows", HEAD + "1,公章外带无登记,建登记本,,,\n合计,1,1,,,\n", "", [], "公章外带无登记 建登记本"),
    ("a head once more, as on a second page", HEAD + "1,公章外带无登记,建登记本,,,\n" + HEAD + "2,值班漏岗,排班上墙,,,\n", "", [],
     "公章外带无登记 建登记本 值班漏岗 排班上墙"),
    ("words for a section in the column of numbers", HEAD + "综合管理,,,,,\n1,公章外带无登记,建登记本,,,\n", "", [], "综合管理 公章外带无登记 建登记本"),
    ("groups over heads, none of them merged", "序号,问题,整改措施,责任落实,,,时限\n,,,领导,科室,责任人,\n1,公章外带无登记,建登记本,周岚,办公室,吴敏,\n", "", [],
     "公章外带无登记 建登记本"),
    ("who filled it in and when, over the head", "填报单位：某局,,,,填报时间：2026年3月,\n" + HEAD + "1,公章外带无登记,建登记本,,5月底前,\n", "", [],
     "公章外带无登记 建登记本"),
    ("heads that a person maps", "号码,毛病,咋办,找谁\n1,公章外带无登记,建登记本,周岚\n", "号码\tplace\n毛病\tfinding\n# 其余\n咋办\tmeasure\n找谁\tperson\n", [],
     "公章外带无登记 建登记本"),
    ("heads that a person maps otherwise", "序号,问题,整改措施,备注\n1,甲项,公章外带无登记,建登记本\n", "问题\tsource\n整改措施\tfinding\n备注\tmeasure\n", [],
     "公章外带无登记 建登记本"),
]


def told(program, folder):
    good, path, given, saved = 0, Path(folder) / "told.csv", Path(folder) / "heads.txt", Path(folder) / "saved.txt"
    for what, text, maps, notes, words in TOLD:
        path.write_text(text, encoding="utf-8")
        given.write_text(maps or "#\n", encoding="utf-8")
        x = read(program, path, "--map", given, "--save-map", saved)
        again = read(program, path, "--map", saved)
        got = [n for n in x["notes"] if n["code"] in ("ledger-cell", "ledger-row")]
        read_words = " ".join(n["text"] for a in x["articles"] for n in a["nodes"])
        if (read_words == words and again["articles"] == x["articles"] and len(got) == len(notes) and
                all(n["code"] == code and end in n["text"] for n, (code, end) in zip(got, notes))):
            good += 1
        else:
            print(f"{what}: read {read_words!r}, told {got}", file=sys.stderr)
    return good, len(TOLD)


# ---- where words stand ----

def places(program, folder):
    """Cells under the addresses that the workbook gives them, paragraphs of a Word file by their number."""
    book, paper = Path(folder) / "merged.xlsx", Path(folder) / "paper.docx"
    merged(book)
    wordfile.write(paper, "".join(wordfile.paragraph(p) for p in ("报告", "", "一、第一段。", "二、第二段。")))
    good = 0
    for path, wanted in ((book, [("B4", "理论学习重形式轻效果，学用脱节"), ("C5", "每季度开展一次交流"), ("A2", "序号")]),
                         (paper, [(1, "报告"), (2, "一、第一段。"), (3, "二、第二段。")])):
        text = subprocess.run([program, "extract", "--text", path], capture_output=True, check=True).stdout
        stand = [(p.get("cell", p.get("paragraph")), text[p["span"][1]:p["span"][2]].decode()) for p in read(program, path)["places"]]
        if all(w in stand for w in wanted):
            good += 1
        else:
            print(f"{path.name}: {stand[:9]}", file=sys.stderr)
    return good, 2


def targets(program, folder):
    """What was done is no target, whatever the state; what stands under 目标 is one."""
    path, rows = Path(folder) / "targets.csv", "1,公章外带无登记,建登记本,办结20件,已办5件,未启动\n"
    path.write_text("序号,问题,整改措施,目标,进展,状态\n" + rows, encoding="utf-8")
    task = lists_of(program, path, Path(folder) / "targets.json")["tasks"][0]
    got = [(f["value"], f["target"]) for f in task["figures"]]
    if got != [(20, True), (5, False)] or (task["target"], task["progress"]) != ("办结20件", "已办5件"):
        print(f"targets: {task}", file=sys.stderr)
        return 0, 1
    return 1, 1


# ---- the lists that the program writes ----

def cells_of(lists):
    """What stands in the rows, by ID; what is told of where they came from is another thing."""
    return {kind: {row["id"]: {k: v for k, v in row.items() if k not in ("spans", "figures")} for row in lists[kind]}
            for kind in ("findings", "tasks", "duties")}


def lists_of(program, path, out):
    subprocess.run([program, "lists", path, "-o", out], capture_output=True, check=True)
    return json.loads(out.read_text(encoding="utf-8"))


def come_back(program, folder):
    good, samples = 0, sorted(Path(sys.argv[2]).iterdir())
    for sample in samples:
        book = Path(folder) / "lists.xlsx"
        subprocess.run([program, "lists", sample, "-o", book], capture_output=True, check=True)
        want, got = lists_of(program, sample, Path(folder) / "a.json"), lists_of(program, book, Path(folder) / "b.json")
        if cells_of(want) == cells_of(got) and want["absent"] == got["absent"]:
            good += 1
        else:
            print(f"{sample.name}: its lists come back otherwise", file=sys.stderr)
    return good, len(samples)


def main():
    program, good, all_ = sys.argv[1], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for part in (habits, heads, told, places, targets, come_back):
            a, b = part(program, folder)
            good, all_ = good + a, all_ + b
    return summed(good, all_)


if __name__ == "__main__":
    sys.exit(main())
