"""Files of one kind under the name of another, for hostile.py."""
import kinds
from attack import DAMAGED, EMPTY, FORMAT, GARBLED, LOCKED, READ, SCANNED

ENDINGS = "docx", "xlsx", "pdf", "txt", "csv", "html", "md", "doc"
# What comes of each, and how many names it is tried under: in turns, where the name has no say.
WANTED = [(kinds.IMAGES, {SCANNED}, 3), (kinds.FOREIGN, {FORMAT}, 3), (kinds.LOCKED, {LOCKED}, 8), (kinds.TEXTS, {READ}, 8),
          (kinds.NOTHING, {EMPTY}, 8), (kinds.GARBLED, {GARBLED}, 8), (kinds.BROKEN, {DAMAGED}, 8)]


def endings(i, n):
    return [ENDINGS[(i * n + k) % len(ENDINGS)] for k in range(n)]


ROWS = [(ending, name, lambda data=data: data, wanted) for group, wanted, n in WANTED
        for i, (name, data) in enumerate(group.items()) for ending in endings(i, n)]
