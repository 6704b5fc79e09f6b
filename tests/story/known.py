"""What every ledger knows beside the moves of its definition: evidence, milestones, instructions, notices, look-backs, figures.

An act gives what it may be refused for, and, where it is not, what it does to the record.
"""
import hashlib
from copy import deepcopy

from model import MOVE, NEEDS, OK, RIGHT, ROOT, VALUE, Model

ABSENT, NOTHING, TAKEN = 3, 13, 44
WORKERS = ["lead", "support", "person"]
# event: who may; whether none of those who work on the record may, as of a review; whether only of what is not struck off
WHO = {
    "evidence-added": (WORKERS + ["office"], False, True), "milestones-set": (["lead", "office"], False, True),
    "milestone-accepted": (["office", "reviewer", "supervisor", "leader"], True, True), "instructed": (["leader", "in-charge"], False, False),
    "answered": (WORKERS + ["office"], False, False), "notice-given": (None, False, True), "notice-received": (WORKERS + ["in-charge"], False, False),
    "notice-answered": (WORKERS + ["in-charge"], False, False), "looked-back": (["office", "supervisor"], True, False),
}


class Ledger(Model):
    def __init__(self, *of):
        super().__init__(*of)
        self.instructions, self.notices, self.drawn, self.filed = [], {}, [], {}

    def know(self, day, who, event, number, as_whom=None, **given):
        shut = self.shut_out(day, who, as_whom, number)
        if shut:
            return shut, None
        r, (may, independent, open_) = deepcopy(self.records[number]), WHO[event]
        if event == "notice-given":
            step = self.kinds[r.kind].get("notices", {}).get(given["step"])
            may = step["who"] if step else []
        faults = {MOVE} if open_ and self.is_(r, "final") else set()
        faults |= set() if self.may({"who": may} | ({"level": 1} if independent else {}), r, who, as_whom or who, day) else {RIGHT}
        more, effect = getattr(self, event.replace("-", "_"))(day, r, **given)
        if faults | more:
            return faults | more, None
        effect()
        r.version += 1
        r.lamp = self.lamp_of(r, day)
        self.records[number] = r
        return set(), r

    def evidence_added(self, day, r, evidence=0, twice=False):
        return (set() if evidence else {NEEDS}) | ({VALUE} if twice else set()), lambda: setattr(r, "evidence", r.evidence + evidence)

    def milestones_set(self, day, r, stones=()):
        """(weight, due, accepted): what was accepted stands, and then those that are given."""
        faults = (set() if self.kinds[r.kind].get("milestones") else {MOVE}) | ({VALUE} if any(w < 1 for w, _ in stones) else set())
        return faults, lambda: setattr(r, "milestones", [s for s in r.milestones if s[2]] + [(w, due, None) for w, due in stones])

    def milestone_accepted(self, day, r, place):
        good = 1 <= place <= len(r.milestones) and not r.milestones[place - 1][2]
        put = lambda: r.milestones.__setitem__(place - 1, r.milestones[place - 1][:2] + (day,))
        return (set() if good else {VALUE}), put

    def instructed(self, day, r, word, text, until):
        put = lambda: self.instructions.append({"word": word, "record": r.number, "text": text, "until": until, "answered": False})
        return ({VALUE} if not text.strip() or until < day else set()), put

    def answered(self, day, r, of, text):
        waits = next((i for i in self.instructions if (i["word"], i["record"]) == (of, r.number) and not i["answered"]), None)
        return (set() if waits else {VALUE}) | (set() if text.strip() else {NEEDS}), lambda: waits.update(answered=True)

    def notice_given(self, day, r, word, step):
        rule, due = self.kinds[r.kind].get("notices", {}).get(step), self.due(r)
        if rule is None:
            return {VALUE}, None
        late = (day - due).days if due else 0

        def put():
            reply = self.calendar.clock_due({"runs": rule["reply"]}, day, []) if "reply" in rule else None
            self.notices[word] = {"number": self.next_number(rule["number"], day), "record": r.number, "step": step, "day": day, "reply": reply,
                                  "received": False, "answered": False}
        return ({NEEDS} if late < rule.get("overdue", 0) else set()), put

    def notice_received(self, day, r, of):
        n = self.notices[of]
        return ({VALUE} if n["received"] else set()), lambda: n.update(received=True)

    def notice_answered(self, day, r, of, text):
        n = self.notices[of]
        return ({VALUE} if n["answered"] else set()) | (set() if text.strip() else {NEEDS}), lambda: n.update(answered=True)

    def looked_back(self, day, r, found, text):
        waits = next((x for x in self.drawn if x["record"] == r.number and not x["found"]), None)
        return (set() if waits else {VALUE}) | (set() if text.strip() else {NEEDS}), lambda: waits.update(found=found)

    # ---- the ledger as a whole ----
    def whole(self, who, roles):
        return any(role in roles and on in (None, ROOT) for role, on in self.roles.get(who, ()))

    def draw(self, who, seed, most, identifiers):
        """Of what is struck off and not waiting to be looked at, those whose SHA-256 of "SEED RECORD" is smallest."""
        if not self.whole(who, {"office", "supervisor"}):
            return RIGHT
        waiting = {x["record"] for x in self.drawn if not x["found"]}
        struck = {m["to"] for m in self.kinds["finding"]["moves"] if m.get("level") == self.kinds["finding"]["review"] and "to" in m}
        free = [n for n, r in self.records.items() if r.kind == "finding" and r.state in struck and self.is_(r, "final") and n not in waiting]
        free.sort(key=lambda n: hashlib.sha256(f"{seed} {identifiers[n]}".encode()).digest())
        self.drawn += [{"record": n, "found": None} for n in free[:most]]
        return OK if free else NOTHING

    def figures(self):
        out = {}
        for r in self.records.values():
            for by in ("state", "lamp") + (("class", "outcome") if r.kind == "finding" else ()):
                key = (r.kind, by, getattr(r, by) if by in ("state", "lamp") else r.fields.get(by))
                out[key] = out.get(key, 0) + 1
        return out

    def file(self, who, name):
        faults = RIGHT if not self.whole(who, {"office"}) else TAKEN if name in self.filed else OK
        if faults == OK:
            self.filed[name] = self.figures()
        return faults

    def compared(self, name):
        now = self.figures()
        return {key: (self.filed[name].get(key, 0), now.get(key, 0)) for key in set(now) | set(self.filed[name])}
