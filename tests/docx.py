#!/usr/bin/env python3
"""What stands in a Word file, and the lines that are read of it.

    docx.py PROGRAM

A row is the body of a document, its other parts, and the text that `bihuan extract --text` prints of it.
"""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import wordfile  # noqa: E402
from printed import prints, summed  # noqa: E402
from wordfile import paragraph  # noqa: E402


def run(text, form=""):
    return f'<w:r>{form and f"<w:rPr>{form}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs, form=""):
    return f'<w:p>{form and f"<w:pPr>{form}</w:pPr>"}{"".join(runs)}</w:p>'


def listed(text, level=0, number=1):
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(levels, lists='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', link=""):
    """levels: (format, text, more) each"""
    each = "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
                   for i, (form, text, more) in enumerate(levels))
    return {"numbering": f'{wordfile.HEAD}<w:numbering xmlns:w="{wordfile.W}"><w:abstractNum w:abstractNumId="0">{link}{each}'
            f"</w:abstractNum>{lists}</w:numbering>"}


def styles(rows):
    return {"styles": f'{wordfile.HEAD}<w:styles xmlns:w="{wordfile.W}">{rows}</w:styles>'}


def notes(kind, rows):
    return {f"{kind}s": f'{wordfile.HEAD}<w:{kind}s xmlns:w="{wordfile.W}">{rows}</w:{kind}s>'}


def field(code, result):
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    return f'{mark("begin")}<w:r><w:instrText>{code}</w:instrText></w:r>{mark("separate")}{result}{mark("end")}'


def cell(*paragraphs, form=""):
    return f'<w:tc>{form and f"<w:tcPr>{form}</w:tcPr>"}{"".join(paragraphs)}</w:tc>'


def table(*rows):
    return f'<w:tbl>{"".join(f"<w:tr>{r}</w:tr>" for r in rows)}</w:tbl>'


def one(form, n):
    """A list whose n-th number is asked for."""
    return [f"{'第1段' if n == 1 else '第末段'}"], [listed(f"{'第1段' if n == 1 else '第末段'}")], numbering(
        [(form, "%1)", '<w:suff w:val="nothing"/>')], f'<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{n}"/></w:lvlOverride></w:num>')


BOX = ('<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
       '<w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict>'
       '</mc:Fallback></mc:AlternateContent></w:r>')
HEADINGS = styles(
    '<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>'
    '<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr>'
    '<w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>')
THREE = [("chineseCounting", "%1、", ""), ("chineseCountingThousand", "（%2）", ""), ("decimal", "%3.", "")]

ROWS = [
    ("runs, blanks at the ends, a tab, a line end, a hyphen that keeps together",
     p(run("　　各科室"), run("按照分工")) + p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/>"
                                              "<w:t>丁</w:t></w:r>"), {}, "各科室按照分工\n甲 乙\n丙-丁\n"),
    ("three levels of numbers; what is below starts anew",
     listed("总体") + listed("要求", 1) + listed("逐项", 2) + listed("逐条", 2) + listed("保障", 1) + listed("再逐项", 2)
     + listed("附则") + listed("施行", 1), numbering(THREE),
     "一、总体\n（一）要求\n1. 逐项\n2. 逐条\n（二）保障\n1. 再逐项\n二、附则\n（一）施行\n"),
    ("a level that shows those above it, and one that shows them in figures",
     listed("甲") + listed("乙", 1) + listed("丙", 1) + listed("丁", 2),
     numbering([("chineseCounting", "第%1章", '<w:suff w:val="space"/>'), ("decimal", "%1.%2", ""),
                ("decimal", "%1.%2.%3", "<w:isLgl/>")]), "第一章甲\n一.1 乙\n一.2 丙\n1.2.1 丁\n"),
    ("a level that goes on under the next heading",
     listed("甲") + listed("子", 1) + listed("乙") + listed("丑", 1),
     numbering([("chineseCounting", "%1、", ""), ("decimal", "%2.", '<w:lvlRestart w:val="0"/>')]),
     "一、甲\n1. 子\n二、乙\n2. 丑\n"),
    ("two lists of one pattern: the second goes on, the third starts where it says",
     listed("甲") + listed("乙", number=2) + listed("丙", number=3) + listed("丁", number=3),
     numbering(THREE, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
                      '</w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride'
                      ' w:val="7"/></w:lvlOverride></w:num>'), "一、甲\n二、乙\n七、丙\n八、丁\n"),
    ("bullets, a list that is not there, a paragraph out of its list",
     listed("甲") + listed("乙", number=9) + listed("丙", number=0), numbering([("bullet", "\uf0b7", "")]), "甲\n乙\n丙\n"),
    ("numbers by style, the level told by what the style is based on; a paragraph without words counts",
     paragraph("总则", '<w:pStyle w:val="1"/>') + paragraph("", '<w:pStyle w:val="1"/>') + paragraph("附则", '<w:pStyle w:val="1"/>'),
     {**numbering(THREE), **HEADINGS}, "一、总则\n三、附则\n"),
    ("a style that changes the level of the one it is based on",
     paragraph("总则", '<w:pStyle w:val="1"/>') + paragraph("要求", '<w:pStyle w:val="2"/>'), {**numbering(THREE), **HEADINGS},
     "一、总则\n（一）要求\n"),
    ("a table of contents, by its field and by its style",
     p(field("TOC \\o", run("总则 1"))) + paragraph("总则 1", '<w:pStyle w:val="T1"/>') + p(run("正文。")), HEADINGS, "正文。\n"),
    ("the result of a field, not its code, one in another too",
     p(run("共"), field("REF x", run("3") + field("PAGE", run("个"))), run("问题")), {}, "共3个问题\n"),
    ("what was inserted stays, what was deleted or moved away is gone; a deleted paragraph mark joins two",
     p(run("已"), f'<w:ins w:id="1">{run("全部")}</w:ins>', '<w:del w:id="2"><w:r><w:delText>部分</w:delText></w:r></w:del>',
       f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom>', run("整改。"))
     + p(run("前半，"), form="<w:rPr><w:del w:id='4'/></w:rPr>") + p(run("后半。")), {}, "已全部整改。\n前半，后半。\n"),
    ("what the form was before a change counts nothing",
     p(run("甲"), form='<w:pPrChange w:id="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'),
     numbering(THREE), "甲\n"),
    ("hidden words", p(run("看得见"), run("看不见", "<w:vanish/>"), run("又看得见", '<w:vanish w:val="0"/>')), {}, "看得见又看得见\n"),
    ("a text box is read once, behind its paragraph; one in another",
     p(run("段落"), BOX.format(p(run("框中")) + p(run("框外"), BOX.format(p(run("框里"))))), run("完")), {},
     "段落完\n框中\n框外\n框里\n"),
    ("a table, its cells merged across and down, two paragraphs in a cell",
     table(cell(p(run("序号"))) + cell(p(run("问题")), form='<w:gridSpan w:val="2"/>'),
           cell(p(run("1")), form='<w:vMerge w:val="restart"/>') + cell(p(run("甲")), p(run("乙"))) + cell(p(run("丙"))),
           cell(p(), form="<w:vMerge/>") + cell(p(run("丁"))) + cell(p(run("戊")))), {},
     "序号\t问题\t\n1\t甲 乙\t丙\n\t丁\t戊\n"),
    ("a table with one in it lays out the page",
     table(cell(p(run("左"))) + cell(table(cell(p(run("a"))) + cell(p(run("b"))), cell(p(run("c"))) + cell(p(run("d")))), p())), {},
     "左\na\tb\nc\td\n"),
    ("footnotes behind the body, without the line above them",
     p(run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
     notes("footnote", f'<w:footnote w:type="separator" w:id="0">{p(run("线"))}</w:footnote><w:footnote w:id="2">{p(run("注文"))}'
                       "</w:footnote>"), "正文\n注文\n"),
    ("how a character is read aloud", p('<w:r><w:ruby><w:rt><w:r><w:t>zhěng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>整</w:t></w:r>'
                                        "</w:rubyBase></w:ruby></w:r>", run("改")), {}, "整改\n"),
    ("ticks of Wingdings", p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', run("是"),
                             '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', run("否")), {}, "☑是□否\n"),
    ("a page that ends inside a sentence", p(run("上半句，"), "<w:r><w:lastRenderedPageBreak/><w:t>下半句。</w:t></w:r>"), {}, "上半句，下半句。\n"),
] + [(f"number {n} as {form}", *(lambda t: (t[1][0], t[2], f"{shown}){t[0][0]}\n"))(one(form, n))) for form, n, shown in [
    ("chineseCounting", 10, "十"), ("chineseCounting", 21, "二十一"), ("chineseCountingThousand", 105, "一百零五"),
    ("chineseCountingThousand", 110, "一百一十"), ("japaneseCounting", 12, "十二"), ("chineseLegalSimplified", 12, "壹拾贰"),
    ("ideographDigital", 10, "一〇"), ("ideographTraditional", 3, "丙"), ("ideographZodiac", 12, "亥"),
    ("decimalEnclosedCircle", 21, "㉑"), ("decimalEnclosedParen", 3, "⑶"), ("decimalEnclosedFullstop", 2, "⒉"),
    ("decimalFullWidth", 12, "１２"), ("decimalZero", 7, "07"), ("lowerLetter", 28, "bb"), ("upperLetter", 2, "B"),
    ("lowerRoman", 14, "xiv"), ("upperRoman", 1999, "MCMXCIX"), ("unheardOf", 5, "5")]]


def check(program, path, row):
    what, body, parts, wanted = row
    rows = [(f"rId{i}", kind, f"{kind}.xml") for i, kind in enumerate(parts, 1)]
    wordfile.write(path, body, {f"word/{kind}.xml": text for kind, text in parts.items()}, rows)
    return prints(program, path, what, wanted)


def main():
    with tempfile.TemporaryDirectory() as folder:
        good = sum(check(sys.argv[1], Path(folder) / "test.docx", row) for row in ROWS)
    return summed(good, len(ROWS))


sys.exit(main())
