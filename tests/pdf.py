#!/usr/bin/env python3
"""Words with their places, as pdftotext tells them, and the lines that are read of them.

    pdf.py PROGRAM

Most rows are pages set here, as an office program sets them, and the text that `bihuan extract --text` prints: the
programs that tell of a real PDF are not needed. Where pdftotext is installed, small PDFs made here are read as well.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import pdffile  # noqa: E402
from printed import prints, summed  # noqa: E402

EM = 10.0
RUNS = re.compile(r"[\x21-\x7e]+|[^\x20-\x7e\u3000]+|[ \u3000]")


def words(left, s, em=EM, apart=0.0, made=0.2):
    """(left, right, words) of a row: Han one em wide and `apart` from each other, Latin half; a gap `made` between them."""
    out, x, before = [], left, ""
    for run in RUNS.findall(s):
        if run in (" ", "\u3000"):
            x += em * (0.5 if run == " " else 1)
            before = ""
            continue
        latin = run[0] < "\x7f"
        if before and latin != (before < "\x7f") and before not in "，。：；、）" and run[0] not in "，。：；、（":
            x += made * em
        if apart and not latin:
            for c in run:
                out.append((x, x + em, c))
                x += em * (1 + apart)
            before = run[-1]
            continue
        wide = len(run) * em * (0.5 if latin else 1)
        out.append((x, x + wide, run))
        x += wide
        before = run[-1]
    return out


def row(left, top, s, **more):
    high = more.get("em", EM) * 1.3
    return "".join(f'<word xMin="{a:.2f}" xMax="{b:.2f}" yMin="{top}" yMax="{top + high}">{t}</word>'
                   for a, b, t in words(left, s, **more))


def stack(left, top, *rows, pitch=15, **more):
    """Rows below each other; one that begins with '>' is indented by two characters."""
    em = more.get("em", EM)
    return "".join(row(left + 2 * em * s.startswith(">"), top + i * pitch, s.lstrip(">"), **more) for i, s in enumerate(rows))


def paper(*pages):
    each = "".join(f'<page width="512" height="841"><flow><block><line>{p}</line></block></flow></page>' for p in pages)
    return ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head/><body>'
            f'<doc>{each}</doc></body></html>')


FULL = "整改工作由各科室按照分工逐项落实每月汇总一次年底统一考核没有完成的说明原因并限期"  # 40 characters
HALF = FULL[:20]
LEFT = (">" + FULL[:18], FULL[18:38], FULL[:20], FULL[20:40], FULL[:20], "补齐。")
LEFT_TEXT = FULL[:38] + FULL + FULL[:20] + "补齐。"
RIGHT = ("接着的一栏从句子中间开始往下排满每一行", "直到这一段文字的最后一个字全部排完为止", "就此结束。", ">另起一段说明后续工作由谁负责到底并", "报告。")
RIGHT_TEXT = "接着的一栏从句子中间开始往下排满每一行直到这一段文字的最后一个字全部排完为止就此结束。\n另起一段说明后续工作由谁负责到底并报告。\n"
CUT = (">" + FULL[:18], FULL[18:38], FULL[:20], FULL[20:40], FULL[:20])

PARAGRAPHS = [
    ("a paragraph goes on where its row is full and the next begins at the margin",
     paper(stack(56, 100, ">" + FULL[:38], FULL, "补齐。", ">另起一段。")), f"{FULL[:38]}{FULL}补齐。\n另起一段。\n"),
    ("where paragraphs have an indent, a number or a label at the margin begins none",
     paper(stack(56, 100, ">" + FULL[:37] + "。", "（一）补齐。", ">" + FULL[:37] + "。", "责任单位：办公室。", ">完。")),
     f"{FULL[:37]}。（一）补齐。\n{FULL[:37]}。责任单位：办公室。\n完。\n"),
    ("a row that ends early because figures are not parted",
     paper(stack(56, 100, FULL, FULL[:38], "20251120日补齐。", FULL[:10])), f"{FULL}{FULL[:38]}20251120日补齐。\n{FULL[:10]}\n"),
    ("a row that had room for what follows ends its paragraph",
     paper(stack(56, 100, FULL, FULL[:36], "补齐。")), f"{FULL}{FULL[:36]}\n补齐。\n"),
    ("without indents, what other paragraphs begin with begins one, and what stands inside of them does not",
     paper(stack(56, 100, "一、组织领导", FULL[:39] + "。", "二、问题整改", FULL[:20] + "。一是学习。二是" + FULL[:11] + "。",
                 "三是抓好落实。", "三、下步打算", FULL[:39] + "。", "四、其他工作", "完。")),
     f"一、组织领导\n{FULL[:39]}。\n二、问题整改\n{FULL[:20]}。一是学习。二是{FULL[:11]}。三是抓好落实。\n三、下步打算\n{FULL[:39]}。\n"
     "四、其他工作\n完。\n"),
    ("rows in the middle of the page are one where the next word had no room",
     paper(row(60, 100, FULL[:39] + "，") + row(56, 115, FULL[:40]) + row(241, 130, "的通知")), f"{FULL[:39]}，{FULL}的通知\n"),
    ("a title of short rows stays rows", paper(stack(156, 100, "海州县文件", em=22, pitch=30) + stack(56, 160, FULL, FULL, "补齐。")),
     f"海州县文件\n{FULL}{FULL}补齐。\n"),
    ("a number hangs before the rows of its paragraph",
     paper(row(56, 100, "1.") + row(76, 100, FULL[:38]) + stack(76, 115, FULL[:38], "补齐。") + row(56, 145, "2.") + row(76, 145, "完。")),
     f"1. {FULL[:38]}{FULL[:38]}补齐。\n2. 完。\n"),
    ("the page is turned in the middle of a sentence", paper(stack(56, 100, ">" + FULL[:38], FULL), stack(56, 100, "补齐。", ">完。", ">完。")),
     f"{FULL[:38]}{FULL}补齐。\n完。\n完。\n"),
]

BLANKS = [
    ("a gap that the layout makes beside figures is none, one that was typed is a blank",
     paper(stack(56, 100, "截至2025年3月已完成10项共计20个", "截至 2025年3月已完成10项共计20个")),
     "截至2025年3月已完成10项共计20个\n截至 2025年3月已完成10项共计20个\n"),
    ("a character left free, and Latin words",
     paper(stack(56, 100, "第一条　完成word two编制", "特急")), "第一条　完成word two编制\n特急\n"),
    ("a row of few characters that is set wide apart",
     paper(stack(56, 100, FULL) + row(56, 115, HALF, apart=1.05) + stack(56, 130, "补齐。")), f"{FULL}{HALF}补齐。\n"),
]

FURNITURE = [
    ("page numbers and a running head are left out, a paragraph goes on over the page",
     paper(row(200, 40, "海州县文件") + stack(56, 100, ">" + FULL[:38], FULL) + row(290, 800, "— 1 —"),
           row(200, 40, "海州县文件") + stack(56, 100, "补齐。", ">完。", ">完。") + row(290, 800, "— 2 —")), f"{FULL[:38]}{FULL}补齐。\n完。\n完。\n"),
    ("page numbers of several forms",
     paper(stack(56, 100, "甲。") + row(250, 800, "第 1 页 共 3 页"), stack(56, 100, "乙。") + row(250, 800, "第 2 页 共 3 页"),
           stack(56, 100, "丙。") + row(250, 800, "第 3 页 共 3 页")), "甲。\n乙。\n丙。\n"),
    ("each paper of a file has the same title, and it is larger than the text",
     paper(*[row(150, 60, "整改通知书", em=22) + stack(56, 120, FULL, f"补齐{n}项。") for n in "甲乙"]),
     f"整改通知书\n{FULL}补齐甲项。\n整改通知书\n{FULL}补齐乙项。\n"),
    ("bare numbers that run on with the pages, and one that does not",
     paper(stack(56, 100, "甲。") + row(290, 800, "7"), stack(56, 100, "乙。") + row(290, 800, "8"), stack(56, 100, "丙。", "2025528")),
     "甲。\n乙。\n丙。\n2025528\n"),
    ("words that speak of a page", paper(stack(56, 100, FULL, FULL, "见第3页说明。"), stack(56, 100, HALF + HALF, "第3页已补。")),
     f"{FULL}{FULL}见第3页说明。\n{HALF}{HALF}第3页已补。\n"),
    ("a telephone at the end is no page number", paper(stack(56, 100, "电话：", "0798-5550190")), "电话：\n0798-5550190\n"),
]

COLUMNS = [
    ("columns are read one after another, though their rows do not stand beside each other",
     paper(stack(56, 100, *LEFT) + stack(300, 104, *RIGHT, pitch=17)), f"{LEFT_TEXT}\n{RIGHT_TEXT}"),
    ("a heading over both columns", paper(row(180, 60, "整改情况通报标题横跨两栏", em=18) + stack(56, 100, *LEFT) + stack(300, 100, *RIGHT)),
     f"整改情况通报标题横跨两栏\n{LEFT_TEXT}\n{RIGHT_TEXT}"),
    ("a heading over both columns in the middle of the page",
     paper(stack(56, 100, *LEFT) + stack(300, 100, *RIGHT) + row(180, 220, "又一个横跨两栏的标题", em=18) +
           stack(56, 260, *LEFT) + stack(300, 260, *RIGHT)), f"{LEFT_TEXT}\n{RIGHT_TEXT}又一个横跨两栏的标题\n{LEFT_TEXT}\n{RIGHT_TEXT}"),
    ("a short heading below columns, over what follows in the whole page",
     paper(stack(56, 100, *LEFT) + stack(300, 100, *RIGHT) + row(76, 190, "二、下步打算") + stack(56, 205, ">" + FULL[:38], FULL, "补齐。")),
     f"{LEFT_TEXT}\n{RIGHT_TEXT}二、下步打算\n{FULL[:38]}{FULL}补齐。\n"),
    ("a sentence goes on in the next column, and on the next page, which has a few rows only",
     paper(stack(56, 100, *CUT) + stack(300, 100, *RIGHT[:2], *CUT[1:]), stack(56, 100, *RIGHT[:2]) + stack(300, 100, RIGHT[2])),
     f"{FULL[:38]}{FULL}{FULL[:20]}{RIGHT[0]}{RIGHT[1]}{FULL[18:38]}{FULL}{FULL[:20]}{RIGHT[0]}{RIGHT[1]}{RIGHT[2]}\n"),
    ("a sign hangs into a narrow gutter",
     paper(stack(56, 100, LEFT[0], FULL[18:38] + "，", *LEFT[2:]) + stack(270, 100, *RIGHT)),
     f"{FULL[:38]}，{FULL}{FULL[:20]}补齐。\n{RIGHT_TEXT}"),
    ("three columns", paper(stack(56, 100, *[">" + s[1:] if s[0] == ">" else s for s in LEFT]) + stack(290, 100, *LEFT) + stack(524, 100, *RIGHT)),
     f"{LEFT_TEXT}\n{LEFT_TEXT}\n{RIGHT_TEXT}"),
]


def cells(top, *each):
    """Cells (left, row, row ...) of a row of a table, which begin beside each other."""
    return "".join(stack(left, top, *rows, pitch=15) for left, *rows in each)


HEAD = cells(100, (60, "序号"), (100, "反馈问题"), (240, "整改措施"), (420, "完成时限"))
TABLES = [
    ("cells of several lines, a row whose cells reach over others",
     paper(row(200, 60, "整改台账") + HEAD + cells(116, (60, "1"), (100, "学习不够深入联系实际较少", "研讨不多"), (240, "制定计划每季度研讨不少于两次以上", "并通报"), (420, "3月底")) +
           cells(147, (60, "2"), (100, "采购不规范"), (240, "修订制度"), (420, "已完成")) + cells(163, (60, "合计"), (240, "共2项")) +
           stack(56, 190, FULL[:38])),
     "整改台账\n序号\t反馈问题\t整改措施\t完成时限\n1\t学习不够深入联系实际较少研讨不多\t制定计划每季度研讨不少于两次以上并通报\t3月底\n"
     f"2\t采购不规范\t修订制度\t已完成\n合计\t\t共2项\t\n{FULL[:38]}\n"),
    ("cells in the middle of their rows",
     paper(HEAD + row(60, 131, "1") + stack(100, 123, "学习不够深入联系实际较少", "研讨不多") + stack(240, 116, "制定计划每季度研讨不少于两次以上", "并把成果逐项转化为各科工作举措全", "部通报") +
           row(420, 131, "3月底") + row(60, 170, "2") + row(100, 170, "采购不规范") + stack(240, 162, "修订制度每季度检查不少于一次以上", "并通报") + row(420, 170, "已完成")),
     "序号\t反馈问题\t整改措施\t完成时限\n1\t学习不够深入联系实际较少研讨不多\t制定计划每季度研讨不少于两次以上并把成果逐项转化为各科工作举措全部通报\t3月底\n"
     "2\t采购不规范\t修订制度每季度检查不少于一次以上并通报\t已完成\n"),
    ("words between rows", paper(HEAD + row(60, 116, "一、党的建设方面共两个问题已完成一个") + cells(132, (60, "1"), (100, "学习不深"), (240, "研讨"), (420, "3月底")) +
                                 cells(148, (60, "2"), (100, "采购不规范"), (240, "修订制度"), (420, "已完成"))),
     "序号\t反馈问题\t整改措施\t完成时限\n一、党的建设方面共两个问题已完成一个\n1\t学习不深\t研讨\t3月底\n2\t采购不规范\t修订制度\t已完成\n"),
    ("a row that the end of a page has cut",
     paper(HEAD + cells(116, (60, "1"), (100, "学习不深"), (240, "制定计划每季度研讨不少于两次"), (420, "3月底")),
           row(240, 100, "并通报") + cells(116, (60, "2"), (100, "采购不规范"), (240, "修订制度"), (420, "已完成")) +
           cells(132, (60, "3"), (100, "设备闲置"), (240, "调剂使用"), (420, "已完成"))),
     "序号\t反馈问题\t整改措施\t完成时限\n1\t学习不深\t制定计划每季度研讨不少于两次并通报\t3月底\n2\t采购不规范\t修订制度\t已完成\n3\t设备闲置\t调剂使用\t已完成\n"),
    ("labels and what is said of them",
     paper(cells(100, (60, "单位名称"), (160, "海州县卫生健康局")) + cells(116, (60, "负责人"), (160, "张三")) + cells(132, (60, "完成时限"), (160, "6月底"))),
     "单位名称\t海州县卫生健康局\n负责人\t张三\n完成时限\t6月底\n"),
]

def ends(program, path, what, status):
    got = subprocess.run([program, "extract", "--text", path], capture_output=True).returncode
    if got != status:
        print(f"{what}: exit status {got}, not {status}")
    return got == status


def places(program, path):
    """Pages are told, and cells of a table."""
    path.write_text(paper(stack(56, 100, "甲。"), HEAD + cells(116, (60, "1"), (100, "学习"), (240, "研讨"), (420, "3月底"))), encoding="utf-8")
    out = json.loads(subprocess.run([program, "extract", "--json", path], capture_output=True, check=True).stdout)
    got = [(p["page"], p.get("cell")) for p in out["places"] if "paragraph" not in p]
    wanted = [(1, None)] + [(2, c + r) for r in "12" for c in "ABCD"] + [(2, None)]
    if got != wanted:
        print(f"places: wanted {wanted}\n got {got}")
    return got == wanted


def main():
    program, good, n = sys.argv[1], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "test.xml"
        for what, told, wanted in PARAGRAPHS + BLANKS + FURNITURE + COLUMNS + TABLES:
            path.write_text(told, encoding="utf-8")
            good += prints(program, path, what, wanted)
            n += 1
        path.write_text(paper("", ""), encoding="utf-8")
        good += places(program, Path(folder) / "places.xml") + ends(program, path, "pages without words", 18)
        n += 2
        if shutil.which("pdftotext"):
            path = Path(folder) / "test.pdf"
            path.write_bytes(pdffile.page(b"BT /F 12 Tf 20 150 Td (Two words) Tj ET"))
            good += prints(program, path, "a PDF", "Two words\n")
            path.write_bytes(pdffile.page(b"q 300 0 0 200 0 0 cm /I Do Q", b"\xff\xff\xff\xff"))
            good += ends(program, path, "a picture without words", 18)
            path.write_bytes(pdffile.page(b"")[:60])
            good += ends(program, path, "a PDF cut off", 15)
            n += 3
    return summed(good, n)


sys.exit(main())
