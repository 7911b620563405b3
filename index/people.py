"""Names and roles in the head of a meeting: who was there, who sent apologies, who chaired.

Lists of people come one to a line, several in a line, in columns or in table cells, under a cue such as "Present:" or behind
a label of the house ("Residents: ..."), which counts where nothing but names stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.grammars import APOLOGIES_CUE, CHAIR_CUE, HEAD_CUE, PEOPLE_CUE
from index.lines import Line
from index.minutes import Person

# Stays with the name; the second sort does not, where a name follows.
_TITLE = re.compile(
    r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Revd?|Cllr|Councillor|Lord|Lady|Baroness|Hon|Captain|DCC|ACC|CC|DPCC|APCC|PCC|Supt|Insp)\b\.?\s+"
)
_PREFIX = re.compile(
    r"(?:(?:and|from|the|Ward|District|County|Cllrs|Councillors|Messrs)\s+)*"
    r"(?P<rank>(?:(?:Temporary|Acting|Deputy|Assistant|Chief|Detective|Constable|Superintendent|Inspector|Sergeant|Commander)\s+)*)"
)
_ROLE = re.compile(
    r"\b(?:Deputy|Chief|Police|Assistant|Director|Board|Head|Chair|Vice|Senior|Strategic|Officer|Members?|Commissioner|Constable|Constabulary|OPCC|OCC"
    r"|PCC|CFO|CEO|Finance|Treasurer|Clerk|Secretary|Governor|Trustee|Councillor|Manager|Executive|Superintendent|Advis[eo]r|Headteacher|Principal"
    r"|Staff|Operations|Policy|Inspector|Lead|Office)\b"
)
_INSTITUTION = re.compile(
    r"\b(?:University|Institute|Trust|Society|Department|Ministry|Office|Council|Association|Authority|Federation|Services?|Centre|Group|Court"
    r"|Courts|Tribunals|Company|Ltd|LLP|College|Hospital|Agency|Network|Gazette|Committee|Panel|Room|Hall|House|Street)\b"
)
_COLUMN = re.compile(r"\b(?P<name>(?:[A-Z][A-Za-z'’-]+\s+){1,4}[A-Z][A-Z'’-]+)\s*:")
_SEPARATOR = re.compile(r"\s+[-–—]\s*|\s*:\s*|\s+(?:of|from|representing)\s+")
_BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,3}")
_IN_CHAIR = re.compile(r"(?:in the )?chair(?:man|woman|person)?", re.I)
_LABEL = re.compile(r"(?P<label>[A-Z][\w’'&/ -]{1,40}?)\s*:\s*(?=[A-Z])")
_NOT_THERE = re.compile(r"apolog|absen|sorry|unable|not present|regrets", re.I)
_NO_LIST = re.compile(r"chair|minutes|notes?\b|clerk|venue|location|place|date|time|agenda", re.I)
_RECEIVED = re.compile(r"\bapologies\b.{0,80}?\bfrom\b", re.I)
_LISTED = re.compile(r"[^a-z]{0,20}apologies(?:\s+for\s+absence)?\b\W*", re.I)
_NONE_SENT = re.compile(r"\bno apologies\b", re.I)
_PARTICLES = {"de", "van", "von", "der", "da", "al"}
_LONGEST = 2_000  # characters of a line: a longer one is no list of people


def people(rows: Sequence[Line], masked: str) -> tuple[list[Person], list[Person], str | None]:
    """(present, apologies, chair) as printed in the head of a meeting."""
    lists = _Lists()
    for row in rows:
        if len(row.text) <= _LONGEST:
            lists.read(row, _cells(row))
    return lists.present, lists.apologies, lists.chair or _chairing(lists.present)


def named(sentence: str) -> list[Person]:
    """The persons in a sentence such as "Apologies were received from ACC Gary Cann and Dr Cath Hannon"; none in another."""
    match = _RECEIVED.search(sentence) or _LISTED.match(sentence)
    if match is None or len(sentence) > _LONGEST or _NONE_SENT.search(sentence):
        return []
    listed = re.split(r"\bwho\b", sentence[match.end() :].rstrip(" ."), maxsplit=1)[0]
    return [person for part in _parts(listed, r",|;|\band\b") if (person := _person(part))]


class _Lists:
    """The lists while the head is read; each column of a table may be another one."""

    def __init__(self) -> None:
        self.present: list[Person] = []
        self.apologies: list[Person] = []
        self.chair: str | None = None
        self._open: dict[int, list[Person]] = {}

    def read(self, row: Line, cells: Sequence[str]) -> None:
        if match := CHAIR_CUE.match(cells[0]):
            chair = _person(cells[0][match.end() :])
            self.chair, self._open = self.chair or (chair.name if chair else None), {}
            return
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

    def _cue(self, cell: str) -> tuple[list[Person], int] | None:
        """The list that a cell opens, and where its names begin."""
        if match := APOLOGIES_CUE.match(cell):
            return self.apologies, match.end()
        if match := PEOPLE_CUE.match(cell):
            rest = cell[match.end() :].strip()
            return (self.present, match.end()) if not rest or rest[0] in ":-–" or _persons(rest, inline=True) else None
        if (match := _LABEL.match(cell)) and not _NO_LIST.search(match["label"]):
            found = _persons(cell[match.end() :], inline=True)
            sure = len(found) > 1 or (found and self._open and (_TITLE.match(cell, match.end()) or "(" in cell))
            if sure and not _looks_like_name(match["label"].title() if _ROLE.search(match["label"]) else match["label"]):
                return (self.apologies if _NOT_THERE.search(match["label"]) else self.present), match.end()
        return None

    def _add_row(self, cells: Sequence[str]) -> None:
        columns = sorted(self._open)
        for column, after in pairwise([*columns, len(cells)]):
            self._add(column, [cell for cell in cells[column:after] if cell], inline=False)

    def _add(self, column: int, cells: Sequence[str], inline: bool) -> None:
        """The persons of these cells: a name and its role, or a person in each."""
        found = [_persons(cell, inline) for cell in cells]
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


def _ends_list(row: Line) -> bool:
    """Another cue, or a sentence of prose."""
    text = re.sub(r"^[\W_]+", "", row.text)
    prose = len(row.words) > 10 and sum(w[0].islower() for w in row.words) > len(row.words) / 2
    return prose or (HEAD_CUE.match(text) is not None and (":" in text[:40] or len(row.words) < 4))


def _heading(cells: Sequence[str]) -> bool:
    """A line in capitals, which is no name in such a list."""
    bare = _BRACKET.sub("", cells[0])
    return len(cells) == 1 and bare.isupper() and len(bare.split()) > 1 and "," not in bare and not _ROLE.search(bare.title())


def _persons(text: str, inline: bool) -> list[Person]:
    """The persons in one cell; ``inline``: it stands on the line of its cue, where a comma parts persons and not name and role."""
    text = text.strip(" :-–;.\t")
    if not text[:1].isupper():
        return []
    if len(columns := [m.start() + _role_before(m["name"]) for m in _COLUMN.finditer(text)]) > 1:
        return [person for start, end in pairwise([*columns, len(text)]) if (person := _person(text[start:end].strip()))]
    parts = _parts(text, ";") if ";" in text else _parts(text, r",|\band\b|&")
    found = [person for part in parts if (person := _person(part))]
    capital = sum(part[:1].isupper() for part in parts)
    listed = ";" in text or inline or capital > 2 or any(_TITLE.match(part) or _BRACKET.search(part) for part in parts[1:])
    if len(parts) > 1 and listed and len(found) == capital:
        return found
    first = _person(parts[0])
    whole = _person(text)
    return [whole] if whole else [Person(first.name, text[len(parts[0]) :].strip(" ,"))] if first else []


def _parts(text: str, separator: str) -> list[str]:
    """``text`` cut at its separators outside brackets, where a capital or a figure follows."""
    found, depth, start = [], 0, 0
    for match in re.finditer(rf"[()]|(?:{separator})(?=\s)", text):
        depth = max(0, depth + {"(": 1, ")": -1}.get(match.group(), 0))
        if not depth and match.group() not in "()":
            found.append(text[start : match.start()].strip())
            start = match.end()
    return [part for part in [*found, text[start:].strip()] if part]


def _role_before(name: str) -> int:
    """Length of the words of a role that run into a name where two columns share a line: "Executive " of "Executive Una FOX :"."""
    length = 0
    for word in name.split():
        if not _ROLE.fullmatch(word):
            break
        length = name.index(word, length) + len(word) + 1
    return length


def _person(text: str) -> Person | None:
    """The one person that ``text`` names first, with the role printed beside; None where it begins with no name."""
    bare = _BRACKET.sub(lambda match: " " * len(match.group()), text)
    prefix = _PREFIX.match(bare)
    rank, start = (prefix["rank"].strip(), prefix.end()) if prefix else ("", 0)
    for end, after in _name_ends(bare, start):
        if _looks_like_name(bare[start:end], bool(rank)):
            brackets = (b for b in _BRACKET.findall(text[start:]) if not _INITIALS.fullmatch(b) and _says_role(b))
            role = text[after:].strip(" ,*-–:") or rank or ", ".join(brackets)
            return Person(" ".join(bare[start:end].split()).strip(" ,*"), role)
    return None


def _name_ends(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the name that begins at ``start`` may end, and where the role behind it begins."""
    yield len(text), len(text)
    if match := _SEPARATOR.search(text, start):
        yield match.span()
    if match := _ROLE.search(text, start):
        yield match.start(), match.start()


def _says_role(bracket: str) -> bool:
    """Not a remark: "(from 7.25pm)", "(unwell)"."""
    return bracket[:1].isupper() or _ROLE.search(bracket.title()) is not None


def _looks_like_name(text: str, ranked: bool = False) -> bool:
    text = text.strip(" ,*")
    titled = ranked
    while match := _TITLE.match(text):
        text, titled = text[match.end() :], True
    words = text.split()
    plain = all(w in _PARTICLES or (w[0].isupper() and re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*", w)) for w in words)
    whole = (1 if titled else 2) <= len(words) <= 5 and len(words[-1]) > 1
    return whole and plain and not _ROLE.search(text) and not _INSTITUTION.search(text)


def _chairing(present: Sequence[Person]) -> str | None:
    return next((p.name for p in present if any(_IN_CHAIR.fullmatch(part.strip()) for part in p.role.split(","))), None)
