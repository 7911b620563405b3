"""Names and roles in the head of a meeting: who was there, who sent apologies, who chaired."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grammars import APOLOGIES_CUE, CHAIR_CUE, HEAD_CUE, PEOPLE_CUE
from index.lines import Line
from index.minutes import Person

_TITLE = r"(?:(?:Mrs?|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Rev|Cllrs?|Councillors?|Lord|Lady|Baroness|Hon|DCC|ACC|CC|DPCC|APCC|PCC|Supt|Insp)\.?\s+)*"
_WORD = r"(?:[A-Z][A-Za-z'’-]+|[A-Z]\.?|de|van|von|da|O['’][A-Z][a-z]+)"
NAME = re.compile(rf"{_TITLE}[A-Z][A-Za-z'’-]*\.?(?:\s+{_WORD}){{0,3}}")
_ROLE = re.compile(
    r"\b(?:Deputy|Chief|Police|Assistant|Director|Board|Head|Chair|Vice|Senior|Strategic|Officer|Member|Commissioner|Constable|OPCC|OCC|PCC|Finance"
    r"|Treasurer|Clerk|Secretary|Governor|Trustee|Councillor|Manager|Executive|Superintendent|Adviser|Advisor|Headteacher|Principal|Staff)\b"
)
_COLUMN = re.compile(r"(?P<name>(?:[A-Z][A-Za-z'’-]+\s+){1,4}[A-Z][A-Z'’-]+)\s*:")
_SPLIT = re.compile(r"\s+[-–—:|]\s*|\s*[:|]\s+|\s*,\s*|\s*\t\s*")
_LIST = re.compile(r"\s*(?:,|;|\band\b|&)\s+(?=[A-Z])")
_NOISE = re.compile(r"^[\W_]+|^(?:plus|and)\b.*|\(\s*(?:chair|vice[- ]chair)[^)]*\)", re.I)
_COUNT = re.compile(r"\b(?:observers?|webcasters?|note ?takers?|members? of the public|none)\b", re.I)
_CHAIR = re.compile(r"(?:\(\s*(?:in the )?chair\w*\b[^)]*\)|[-–,:]\s*chair(?:man|woman|person)?\s*$)", re.I)


def people(rows: Sequence[Line], masked: str) -> tuple[list[Person], list[Person], str | None]:
    """(present, apologies, chair) as printed in the head of a meeting."""
    present: list[Person] = []
    apologies: list[Person] = []
    chair: str | None = None
    into: list[Person] | None = None
    for row in rows:
        text = re.sub(r"^[\W_]+", "", row.text)
        if match := CHAIR_CUE.match(text):
            chair = chair or _name(text[match.end() :])
            into, text = None, ""
        elif match := APOLOGIES_CUE.match(text):
            into, text = apologies, text[match.end() :]
        elif match := PEOPLE_CUE.match(text):
            into, text = present, text[match.end() :]
        elif HEAD_CUE.match(text) and (":" in text[:40] or len(text.split()) < 4):
            into, text = None, ""
        if into is not None:
            found = _persons(text, masked[row.span.start : row.span.end])
            into += found
            if into is present and found and chair is None and _CHAIR.search(text):
                chair = found[0].name
    return present, apologies, chair


def named(sentence: str) -> list[Person]:
    """The persons listed in a sentence such as "Apologies were received from ACC Gary Cann and Dr Cath Hannon"."""
    _, _, tail = sentence.partition(" from ")
    return [p for part in _LIST.split(tail.rstrip(" .")) for p in _persons(part, part)]


def _persons(text: str, raw: str) -> list[Person]:
    text = re.sub(r"^[\s:•*|–-]+", "", text).rstrip(" .;|")
    if not text or _COUNT.search(text) or not text[0].isupper() or re.fullmatch(r"[\W\s]*", text):
        return []
    if listed := _listed(text, raw):
        return listed
    text = text.replace(" | ", " - ")
    if "\t" in raw.strip() and ":" not in text:
        cells = [" ".join(c.split()) for c in raw.split("\t") if c.strip()]
        return [_person(cells[0], " ".join(cells[1:]).lstrip(": "))] if len(cells) > 1 else _single(text)
    return _single(text)


def _listed(text: str, raw: str) -> list[Person]:
    """Several persons in one line, by commas or wide gaps outside brackets: "Cllr J Eze (JE), Cllr P Wintle (PW)"."""
    tail = raw[-len(text) - 60 :] if "\t" in raw.strip() else text
    parts = [" ".join(p.split()) for p in re.split(r"[,;\t]\s*(?![^(]*\))|\s+and\s+(?=[A-Z])(?![^(]*\))", tail) if p.strip(" .:|")]
    parts = [re.sub(r"^(?:[\w ]{4,24}:\s*)", "", p) for p in parts]
    if len(parts) < 2 or "\t" in raw.strip() and "(" not in raw or not all(_looks_like_name(p) and not _ROLE.search(_bare(p)) for p in parts):
        return []
    return [_person(_bare(p), " ".join(re.findall(r"\(([^)]*)\)", p))) for p in parts]


def _bare(text: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", text).strip()


def _single(text: str) -> list[Person]:
    columns = [(m.start("name") + _roles_before(m["name"]), m) for m in _COLUMN.finditer(text)]
    if len(columns) < 2:
        return _split(text)
    starts = [*(start for start, _ in columns), len(text)]  # two columns run together in one line
    return [p for a, b in zip(starts, starts[1:], strict=False) for p in _split(text[a:b].strip())]


def _roles_before(name: str) -> int:
    """Length of the words of a role that run into a name: "Executive " of "Executive Mark KENYON"."""
    length = 0
    for word in name.split():
        if not _ROLE.fullmatch(word):
            break
        length = name.index(word, length) + len(word) + 1
    return length


def _split(text: str) -> list[Person]:
    parts = _SPLIT.split(text, maxsplit=1)
    if len(parts) == 2 and _looks_like_name(parts[0]):
        rest = [r for r in re.split(r"\s*,\s*", parts[1]) if r]
        if "," in text and rest and all(_looks_like_name(r) and not _ROLE.search(r) for r in rest):
            return [_person(n, "") for n in [parts[0], *rest]]  # a list of names in one line
        return [_person(parts[0], parts[1])]
    if (role := _ROLE.search(text)) and role.start() > 3 and _looks_like_name(text[: role.start()]):
        return [_person(text[: role.start()], text[role.start() :])]
    return [_person(text, "")] if _looks_like_name(text) else []


def _person(name: str, role: str) -> Person:
    return Person(_NOISE.sub("", name).strip(" ,*"), role.strip(" ,*-–"))


def _looks_like_name(text: str) -> bool:
    words = re.sub(r"\([^)]*\)", "", text).split()
    return 1 < len(words) <= 6 and NAME.match(text) is not None and all(w[0].isupper() or w in ("de", "van", "von", "da", "of") for w in words)


def _name(text: str) -> str | None:
    match = NAME.match(text.strip())
    return match.group().strip() if match else None
