#!/usr/bin/env python3
"""The words that the program looks for, as a libFuzzer dictionary on standard output.

    fuzz/dictionary.py WORDLIST...
"""
import sys

MOST = 40  # of a list: the first will do
MARKS = """
一、 二、 十、 二十一、 （一） （二） (三) 1. 2. 3． 4、 １． (1) （2） 5） ① ② ⑩ 一是 二是 三要 四是要 首先 其次 最后 第一， 第二，
第一章 第二节 第三条 第四部分 。 ； ： ， 、 《 》 〈 〉 “ ” （ ） 【 】 ☆ ★ — – － ～ ％ % ‰ 万 亿 余 多 约 近 超
主要是： 主要表现在： 个方面 个问题 责任单位： 牵头单位： 完成时限： 逗号前为牵头单位，下同 上接第2版 下转第3版
〔2026〕1号 2026年 12月底前 6月30日 三季度 “十四五”时期 年底前 截至 以来 分别 以上 以下 不少于 至
机密★1年 秘密★ 内部 关于 的通知 情况的报告 各单位： 联系电话： 邮政编码： 电子邮箱：
<table> <tr><td> </td> <p> </p> <div> <script> <h1> <meta charset="gbk"> &nbsp; &#x4e00; | --- # ##
"""
BYTES = [b"\n", b"\r\n", b"\f", b"\t", b"\x1c", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe3\x80\x80", b"\xc2\xa0", b"\xa1\xa1"]


def entry(word):
    return '"%s"' % "".join(f"\\x{byte:02x}" for byte in word)


def words(path):
    with open(path, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t")[0] for line in f if line.strip() and line[0] not in "#@"]
    return rows[:: max(1, len(rows) // MOST)]


seen = BYTES + [w.encode() for path in sys.argv[1:] for w in words(path)] + [w.encode() for w in MARKS.split()]
print("\n".join(dict.fromkeys(map(entry, seen))))
