"""Headings and stems that lend their sense to the lines below them: "Actions arising:", "RESOLVED -", "Matters arising"."""

from __future__ import annotations

import re
from typing import Literal

from index.rule import MARKED
from index.who import NOBODY

Lead = Literal["action", "decision", "agreement", "old", "skip", ""]

_ACTIONS = re.compile(
    r"\W*(?:(?:new|summary of|agreed)\s+)?actions?(?:\s+(?:arising|agreed|points?|items?|required|list|summary))?\W*"
    r"|\W*next\s+steps\W*",
    re.I,
)
OLD = re.compile(
    r"\bactions?\s+(?:(?!to\b)\w+\s+){0,3}(?:from|of)\b[^.]{0,40}\b(?:meeting|last|previous|minutes)\b|\b(?:review"
    r"|update)\s+(?:of|on)\s+(?:\w+\s+)?actions?\b|\bsaid\s+we['’]d\s+do\b|\bactions?\s+from\b"
    r"|\bbrought\s+forward\b",
    re.I,
)
OLD_TITLE = re.compile(
    r"\bmatters\s+(?:arising|outstanding)\b|\boutstanding\s+(?:business|matters|items|work)\b|\baction\s+(?:log|tracker|sheet|register|update|list)\b|\b(?:outstanding|open"
    r"|previous|review)\b.{0,20}\bactions?\b|\bactions?\b.{0,30}\b(?:last|previous|brought\s+forward|update)\b"
    r"|\bupdate\s+on\s+actions\b",
    re.I,
)
_UPDATE = re.compile(r"\W*update\s*:", re.I)
SKIPPED = re.compile(
    r"\W*(?:\d[\d.]*\s+)?(?:(?:officer\s+)?recommendations?|options?\s+(?:considered|appraisal)|decisions\s+notified)\W*(?:$"
    r"|:)",
    re.I,
)
_STEM = re.compile(
    r"\b(?P<verb>resolved|agreed|decided|approved|chosen|recommended|determined)\b(?:\s+(?:to|that|as\s+follows"
    r"|the\s+following|unanimously|for\s+\w+|by\s+[\w ]{2,30}))*\s*[:–—-]*(?:\s*that)?\s*[:–—-]*\s*$",
    re.I,
)
_BARE = re.compile(r"\W*(?:it was )?resolved(?:\s+(?:no\.?\s*)?[\w/-]*\d)?\W*", re.I)
_THAT = re.compile(r"\W*That\b[^.;:]{2,80}:")  # That the Council: (a) adopt the plan
_AGREED_FOR = re.compile(r"\bagreed\s+for\b", re.I)
ENTRY = re.compile(r"\W*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*[.):]?|(?:[a-z]|[ivx]{1,4})[.):])\s+\S|(?:and\s+)?(?:That|that|To|to|Not\s+to)\b)")
LABEL = re.compile(r"\W*(?:[a-z]|[ivx]{1,4}|\d{1,3}(?:\.\d{1,3})*)[.):]\s+\S", re.I)
CARRIED = re.compile(r"[\W\d]*(?:\(?[a-z][.)]\s*)?(?:That|To|Not\s+to)\b")  # an entry that is cut as an item
BULLET = re.compile(r"(?:^|\n)[^\S\n]*(?:[•●▪◦\uf0b7\uf0a7‣⁃➢*·–-]|o(?=\s))\s*$")
AGENDA_ITEM = re.compile(r"\W*(?:agenda\s+)?item\s+\d", re.I)
HEADING = re.compile(r"\W*(?:\d[\d.]*\s+)?[A-Z][^.;:?!]{2,70}")


def lead_of(text: str) -> Lead | None:
    """What a heading or stem lends to the lines below it; None for an ordinary statement."""
    if _ACTIONS.fullmatch(text):
        return "action"
    if _UPDATE.match(text):
        return "" if len(text.split()) < 3 else None
    if SKIPPED.match(text):
        return "skip"
    if (
        len(text.split()) < 16
        and OLD.search(text)
        and not MARKED.fits(text, NOBODY)
        and (text.rstrip().endswith((":", ".", "–")) or HEADING.fullmatch(text))
    ):
        return "old"
    if _THAT.fullmatch(text.strip()):
        return "decision"
    stem = _STEM.search(text.rstrip()) if text.rstrip().endswith((":", "-", "–", "—", " that", " That")) or _BARE.fullmatch(text) else None
    if stem is None:
        return "decision" if _BARE.fullmatch(text) else None
    return "agreement" if stem["verb"].lower() == "agreed" and not _AGREED_FOR.search(text) else "decision"
