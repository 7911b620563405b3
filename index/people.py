"""Names and roles in the head of a meeting: who was there, who sent apologies, who chaired.

Lists of people come one to a line, several in a line, in columns or in table cells, under a cue such as "Present:" or behind
a label of the house ("Residents: ..."), which counts where nothing but names stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.grammars import APOLOGIES_CUE, CHAIR_CUE, HEAD_CUE, PEOPLE_CUE
from index.lines import Line
from index.minutes import Person
from index.person import BRACKET, ROLE, SENTENCE, TITLE, looks_like_name, person_in, persons_in, split_names

_IN_CHAIR = re.compile(r"(?:in the )?chair(?:man|woman|person)?", re.I)
_LABEL = re.compile(r"(?P<label>[A-Z][\w’'&/ -]{1,40}?)\s*:\s*(?=[A-Z])")
_NOT_THERE = re.compile(r"apolog|absen|excused|sorry|unable|not present|regrets", re.I)
_THERE = re.compile(r"present|attend|observers|guests|officers|staff|visitors|who came", re.I)
_FROM = re.compile(r"(?:from|for|by|of|on behalf of)\s+", re.I)
_TOOK_CHAIR = re.compile(r"\bwho (?:took|was in|occupied) the chair\b|\bwho presided\b", re.I)
_NAME_COLUMN = re.compile(r"(?:full )?names?|governors?|trustees?|members?|directors?|councillors?|persons?|who", re.I)
_MARK_COLUMN = re.compile(r"(?:in )?attend(?:ed|ance|ing)?|present\??", re.I)
_WAS_THERE = re.compile(r"(?:y(?:es)?|p(?:resent)?|in person|online|remote(?:ly)?|virtual(?:ly)?|x|✓|✔|√|/)\b\W*|[✓✔√/]", re.I)
_WAS_NOT = re.compile(r"(?:not\b.*|did not.*|excused|leave|apolog(?:y|ies)|absent|no|n|a|ap|-|–|✗)\b\W*|[-–✗]", re.I)
_ANNOUNCED = re.compile(r"an apolog|apologies (?:were|was)", re.I)
_NO_LIST = re.compile(r"distribut|circulat|copi|copy|signed|next|chair|minutes|notes?\b|clerk|venue|location|place|date|time|agenda", re.I)
_RECEIVED = re.compile(r"\bapolog(?:y|ies)\b.{0,80}?\b(?:from|on behalf of|submitted by)\b", re.I)
_LISTED = re.compile(r"[^a-z]{0,20}apologies(?:\s+for\s+absence)?\b\W*", re.I)
_NONE_SENT = re.compile(r"\bno apologies\b", re.I)
_GAP = re.compile(r"(?<=[^\s:]) {3,}(?=\S)")
_LONGEST = 2_000  # characters of a line: a longer one is no list of people


def people(rows: Sequence[Line], text: str) -> tuple[list[Person], list[Person], str | None]:
    """(present, apologies, chair) as printed in the head of a meeting; the spans of ``rows`` count in ``text``."""
    lists = _Lists()
    for row in _joined([_in_columns(row, text) for row in rows if len(row.text) <= _LONGEST]):
        lists.read(row, _cells(row))
    return lists.present, lists.apologies, lists.chair or _chairing(lists.present)


def _in_columns(row: Line, text: str) -> Line:
    """The line with a tab for each wide gap that is printed so; what stood there before masking is no gap."""
    printed = text[row.span.start : row.span.end]
    wide = (gap for gap in _GAP.finditer(row.raw) if printed[gap.start() : gap.end()].isspace())
    raw, end = "", 0
    for gap in wide:
        raw, end = f"{raw}{row.raw[end : gap.start()]}\t", gap.end()
    return replace(row, raw=raw + row.raw[end:])


def _joined(rows: Sequence[Line]) -> list[Line]:
    """The lines with what a line break parted: behind a comma, inside brackets or a word, before "and"."""
    found: list[Line] = []
    for row in rows:
        if found and not row.gap and not row.bullet and "|" not in row.raw and _broken(found[-1].text, row.text):
            found[-1] = _join(found[-1], row)
        else:
            found.append(row)
    return found


def _broken(above: str, text: str) -> bool:
    torn = above[-1] == "-" and above[-2:-1].islower() and text[0].islower()
    return torn or above[-1] in ",;" or above.count("(") > above.count(")") or re.match(r"and\s", text) is not None


def _join(above: Line, row: Line) -> Line:
    torn = above.raw.endswith("-") and row.text[0].islower()
    raw, text = (above.raw[:-1], above.text[:-1]) if torn else (above.raw + " ", above.text + " ")
    return replace(above, raw=raw + row.raw, text=text + row.text)


def named(sentence: str) -> list[Person]:
    """The persons in a sentence such as "Apologies were received from ACC Gary Cann and Dr Cath Hannon"; none in another."""
    match = _RECEIVED.search(sentence) or _LISTED.match(sentence)
    if match is None or len(sentence) > _LONGEST or _NONE_SENT.search(sentence):
        return []
    listed = re.split(r"\bwho\b", sentence[match.end() :].rstrip(" ."), maxsplit=1)[0]
    return [person for part in split_names(listed, r",|;|\band\b") if (person := person_in(part))]


class _Lists:
    """The lists while the head is read; each column of a table may be another one."""

    def __init__(self) -> None:
        self.present: list[Person] = []
        self.apologies: list[Person] = []
        self.chair: str | None = None
        self._open: dict[int, list[Person]] = {}
        self._marks: int | None = None  # the column that says who was there

    def read(self, row: Line, cells: Sequence[str]) -> None:
        if match := CHAIR_CUE.match(cells[0]):
            chair = person_in(" ".join([cells[0][match.end() :], *cells[1:]]))
            self.chair, self._open = self.chair or (chair.name if chair else None), {}
            return
        if self._marked(cells):
            return
        if _ANNOUNCED.search(row.text):
            self.apologies += [person for sentence in SENTENCE.split(row.text) for person in named(sentence)]
        if _TOOK_CHAIR.search(row.text) and not self.chair:
            before = split_names(row.text[: _TOOK_CHAIR.search(row.text).start()].rstrip(" ,"), ",")  # type: ignore[union-attr]
            found = person_in(re.sub(r"^.*\bpresent\W*", "", before[-1])) if before else None
            self.chair = found.name if found else None
        cues = {column: cue for column, cell in enumerate(cells) if (cue := self._cue(cell))}
        if not cues and (_ends_list(row) or _heading(cells)):
            self._open = {}
        elif 0 in cues and not cells[0][cues[0][1] :].strip(" :") and len(cues) == 1:
            self._open = {0: cues[0][0]}
            self._add(0, cells[1:], inline=True)
        elif cues:
            self._open = {**self._open, **{column: cue[0] for column, cue in cues.items()}}
            for column, (_, end) in cues.items():
                self._add(column, [cells[column][end:]], inline=True)
        else:
            self._add_row(cells)

    def _marked(self, cells: Sequence[str]) -> bool:
        """True for a row of a table with a column that says of each person whether they were there."""
        if len(cells) < 2:
            self._marks = None
            return False
        if _NAME_COLUMN.fullmatch(cells[0]):
            self._marks = next((n for n, cell in enumerate(cells) if n and _MARK_COLUMN.fullmatch(cell)), None)
            self._open = {0: self.present} if self._marks is None else {}
            return True
        if self._marks is None or self._marks >= len(cells) or (person := person_in(cells[0])) is None:
            return self._marks is not None
        role = ", ".join(cell for n, cell in enumerate(cells) if n and n != self._marks and cell)
        mark = cells[self._marks]
        if _WAS_NOT.match(mark):
            self.apologies.append(Person(person.name, person.role or role))
        elif _WAS_THERE.match(mark):
            self.present.append(Person(person.name, person.role or role))
        return True

    def _cue(self, cell: str) -> tuple[list[Person], int] | None:
        """The list that a cell opens, and where its names begin."""
        if match := APOLOGIES_CUE.match(cell):
            return self.apologies, match.end()
        if match := PEOPLE_CUE.match(cell):
            rest = cell[match.end() :].strip()
            return (self.present, match.end()) if not rest or rest[0] in ":-–" or persons_in(rest, inline=True) else None
        if (match := _LABEL.match(cell)) and not _NO_LIST.search(match["label"]):
            found = persons_in(cell[match.end() :], inline=True)
            known = _NOT_THERE.search(match["label"]) or _THERE.search(match["label"])
            sure = len(found) > 1 or (found and (known or (self._open and (TITLE.match(cell, match.end()) or "(" in cell))))
            name = not known and not _FROM.match(match["label"]) and looks_like_name(_untitled(match["label"]))
            if sure and not name:
                return (self.apologies if _NOT_THERE.search(match["label"]) else self.present), match.end()
        return None

    def _add_row(self, cells: Sequence[str]) -> None:
        columns = sorted(self._open)
        for column, after in pairwise([*columns, len(cells)]):
            self._add(column, [cell for cell in cells[column:after] if cell], inline=False)

    def _add(self, column: int, cells: Sequence[str], inline: bool) -> None:
        """The persons of these cells: a name and its role, or a person in each."""
        found = [persons_in(cell, inline) for cell in cells]
        found[1:] = [[p for p in persons if " " in p.name] for persons in found[1:]]  # "Chief Nurse" beside a name is a role
        if len(cells) > 1 and found[0] and not all(found):
            name = found[0][0]
            self._open[column].append(Person(name.name, ", ".join(filter(None, [name.role, *(c.strip(" :") for c in cells[1:])]))))
        else:
            self._open[column] += [person for persons in found for person in persons]


def _cells(row: Line) -> list[str]:
    text = re.sub(r"^[\s•*–-]+", "", row.raw).strip(" ") if "|" in row.raw or "\t" in row.raw.strip() else row.text
    if "|" in text:
        parts = text.removeprefix("|").removesuffix("|").split("|")
    else:
        parts = [part for part in re.split(r"\t+", text) if part.strip(" :")]
    return [re.sub(r"^[\s•*–-]+", "", " ".join(part.split())).rstrip(" .;") for part in parts] or [""]


def _untitled(label: str) -> str:
    return label.title() if ROLE.search(label) else label


def _ends_list(row: Line) -> bool:
    """Another cue, or a sentence of prose."""
    text = re.sub(r"^[\W_]+", "", row.text)
    prose = len(row.words) > 10 and sum(w[0].islower() for w in row.words) > len(row.words) / 2
    return prose or (HEAD_CUE.match(text) is not None and (":" in text[:40] or len(row.words) < 4))


def _heading(cells: Sequence[str]) -> bool:
    """A line in capitals, which is no name in such a list."""
    bare = BRACKET.sub("", cells[0])
    return len(cells) == 1 and bare.isupper() and len(bare.split()) > 1 and "," not in bare and not ROLE.search(bare.title())


def _chairing(present: Sequence[Person]) -> str | None:
    return next((p.name for p in present if any(_IN_CHAIR.fullmatch(part.strip()) for part in p.role.split(","))), None)
