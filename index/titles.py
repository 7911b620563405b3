"""The title and the presenter of an item, told apart from the text that runs on behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grammars import CLOCK, HEADING_RUN_ON, NUMBER
from index.heal import heal
from index.lines import Line

_CUT = re.compile(
    r"\s+(?:LINK\b|(?:To be |Report |This report was )?[Pp]resented (?:by|and)\b|Verbal(?: [Uu]pdate)?$|Written [Rr]eport$"
    r"|For [Nn]oting$|ACTION$)|\s+\(?a[.)]\s+(?=[A-Z].*\s\(?b[.)]\s)|(?<=:)\s+a[.)]\s"
)
_LOWER = set("and of the for in on to from with a an by at into not or our their its as up is it &".split())
_STARTERS = set("The There This A An No It All Members In Following None Apologies Cllr Chair".split())
_PRESENTED = re.compile(
    r"(?:[Pp]resented(?: and summarised)? by:?\s+(?:the\s+)?(?P<by>[A-Z][^.,;•]{2,90}?)"
    r"(?=\s+(?:in the absence|and the following|Written|Verbal|For [Nn]oting)|[.,;•]|$)"
    r"|(?P<who>(?:[A-Z][\w'’-]+\.?\s+){1,4}(?:[A-Z][\w'’-]+))\s+presented\s+(?:the|this|a)\s+(?:paper|report|item))"
)
MAX = 160


def title(masked: str, rows: Sequence[Line], row: int, start: int, end: int) -> str:
    """The title that begins at ``start``: the rest of its line, or the next line where the label stands alone."""
    first = masked[start : min(rows[row].span.end, end)]
    text = heal(run_on.group() if (run_on := HEADING_RUN_ON.match(first)) else first)
    following = row + 1
    while not text.strip(" |-–—:.*") and following < len(rows) and rows[following].span.start < end:
        row_text = rows[following].raw
        text = "" if rows[following].bullet else heal(row_text[m.end() :] if (m := NUMBER.match(row_text)) else row_text)
        following += 1
    text = CLOCK.sub("", text, count=1) if CLOCK.match(text) else text
    if len(text) > 60 and not _sentence(text) and following < len(rows) and rows[following].span.start < end:
        text += f" {rows[following].text}" if rows[following].text[0].islower() else ""
    return _trimmed(_CUT.split(text, maxsplit=1)[0])


def _content(word: str) -> bool:
    return word.isalpha() and word.islower() and word not in _LOWER


def _sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "?", ";"))


def _trimmed(text: str) -> str:
    """Words of a heading before the sentence that runs on behind them: "Conflicts of Interest There were no ..."."""
    text = text.strip(" |-–—:*#\t")
    words = text.split()
    lower = next((i for i, word in enumerate(words) if _content(word)), None)
    if lower and (len(text) > 60 or text.endswith(".")) and words[0][0].isupper():
        starter = next((i for i in range(1, len(words)) if words[i] in _STARTERS and (i < lower or _content(words[i - 1]))), None)
        text = text if starter is None else " ".join(words[:starter])
    if text.endswith(".") and ": " in text:
        text = text.split(": ")[0]
    if len(text) > MAX:
        text = re.split(r"(?<=[.?!:])\s+", text)[0]
    if len(text) > MAX:
        text = text[:MAX].rsplit(" ", 1)[0]
    return text.strip(" |-–—:*")


def presenter(text: str) -> str | None:
    """Who presented the item, as printed in its masked text; a name does not run over a line end."""
    match = _PRESENTED.search(re.sub(r"[ \t]*\n[ \t]*", ". ", text[:1500].strip()))
    return " ".join((match["by"] or match["who"]).split()) if match else None
