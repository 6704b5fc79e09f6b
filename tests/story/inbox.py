"""What waits for somebody: each thing that this person, of all, is to do next. From what src/ledger/inbox.h says it is."""
from days import words
from known import WORKERS


def of_move(r, kind, events=None):
    """The moves that are possible from where a record stands."""
    return [m for m in kind["moves"] if r.state in words(m.get("from")) and (events is None or m["event"] in events)]


def whose_to_end(moves):
    """Of the moves that end a clock, those that count: who decides ends a review; else who works on the record; else anybody who may."""
    deciding = [m for m in moves if "level" in m]
    working = [m for m in moves if set(words(m["who"])) & set(WORKERS)]
    return deciding or working or moves


def waiting(m, who, day):
    out = []
    for r in m.records.values():
        if m.sees(who, r):
            out += of_record(m, who, r, day)
    return sorted(out, key=str)


def of_record(m, who, r, day):
    kind, out, parties = m.kinds[r.kind], [], m.parties(who, r)
    may = lambda moves: any(m.may(x, r, who, who, day) for x in moves)
    for name, (_, due) in r.clocks.items():
        ends = words(kind["clocks"][name].get("ends"))
        if ends and may(whose_to_end(of_move(r, kind, ends))):
            out.append(("clock", r.number, due, name))
    if not out and may([x for x in of_move(r, kind) if "level" in x]):
        out.append(("review", r.number, None, None))
    for t in m.turns.list:
        rule = kind.get("cadence", {}).get(t["cadence"], {})
        if not t["closed"] and t["asked"].get(r.number) is False and r.state in words(rule["during"]) and parties & set(words(rule["who"])):
            out.append(("report", r.number, t["due"], t["cadence"]))
    works, answers = parties & set(WORKERS), parties & set(WORKERS + ["in-charge"])
    out += [("instruction", r.number, i["until"], i["text"]) for i in m.instructions if i["record"] == r.number and not i["answered"] and works]
    given = [n for n in m.notices.values() if n["record"] == r.number]
    for n in given:
        if not n["answered"] and answers and (not n["received"] or n["reply"]):
            out.append(("reply" if n["received"] else "receipt", r.number, n["reply"], n["number"]))
    due = m.due(r)
    if due and due < day and not m.is_(r, "final") and not m.is_(r, "pause"):
        out += [("overdue", r.number, due, None)] if works else []
        out += of_ladder(kind, parties, r, (day - due).days, due, given)
    return out


def of_ladder(kind, parties, r, late, due, given):
    """The highest step that is due, unless it was given since the day was over."""
    steps = [(name, s) for name, s in kind.get("notices", {}).items() if s.get("overdue") and late >= s["overdue"]]
    if not steps or not parties & set(words(steps[-1][1]["who"])) or any(n["step"] == steps[-1][0] and n["day"] > due for n in given):
        return []
    return [("notice", r.number, due, steps[-1][0])]
