"""Names of persons as minutes print them, with the role beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.minutes import Person

# Stays with the name; the prefix does not, where a name follows.
TITLE = re.compile(
    r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Revd?|Cllr|Councillor|Lord|Lady|Baroness|Hon|Captain|DCC|ACC|CC|DPCC|APCC|PCC|Supt|Insp)\b\.?\s+"
)
_PREFIX = re.compile(
    r"(?:(?:and|from|the|Ward|District|County|Cllrs|Councillors|Messrs)\s+)*"
    r"(?P<rank>(?:(?:Temporary|Acting|Deputy|Assistant|Chief|Detective|Constable|Superintendent|Inspector|Sergeant|Commander)\s+)*)"
)
ROLE = re.compile(
    r"\b(?:Deputy|Chief|Police|Assistant|Director|Board|Head|Chair|Vice|Senior|Strategic|Officer|Members?|Commissioner|Constable|Constabulary|OPCC|OCC"
    r"|PCC|CFO|CEO|Finance|Treasurer|Clerk|Secretary|Governor|Trustee|Councillor|Manager|Executive|Superintendent|Advis[eo]r|Headteacher|Principal"
    r"|Staff|Operations|Policy|Inspector|Lead|Office|Mayor|Attorney|President|Person|Nurse|Master)\b"
)
_INSTITUTION = re.compile(
    r"\b(?:University|Institute|Trust|Society|Department|Ministry|Office|Council|Association|Authority|Federation|Services?|Centre|Group|Court"
    r"|Courts|Tribunals|Company|Ltd|LLP|College|Hospital|Agency|Network|Gazette|Committee|Panel|Room|Hall|House|Street)\b"
)
_COLUMN = re.compile(r"\b(?P<name>(?:[A-Z][A-Za-z'’-]+\s+){1,4}[A-Z][A-Z'’-]+)\s*:")
_SEPARATOR = re.compile(r"\s+[-–—]\s*|\s*:\s*|\s+(?:of|from|representing)\s+")
BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,3}")
_REMARK = re.compile(r"\s+(?:for|from|until|to|arrived|joined|left|came|via|by|items?|minutes?|remotely|online)\b")
_CLAUSE = re.compile(r",\s*who\b[^,;.]*")
_NO_STOP = "".join(rf"(?<!\b{title})" for title in "Mr Dr Ms St Mrs Rev Hon Insp Prof Cllr Supt Revd Capt Sgt [A-Z]".split())
SENTENCE = re.compile(rf"{_NO_STOP}\.\s+(?=[A-Z])")
_PARTICLES = {"de", "van", "von", "der", "da", "al"}


def persons_in(text: str, inline: bool) -> list[Person]:
    """The persons in one cell; ``inline``: it stands on the line of its cue, where a comma parts persons and not name and role."""
    text = _CLAUSE.sub("", SENTENCE.split(text.strip(" :-–;.\t"), maxsplit=1)[0])
    if not text[:1].isupper():
        return []
    if len(columns := [m.start() + _role_before(m["name"]) for m in _COLUMN.finditer(text)]) > 1:
        return [person for start, end in pairwise([*columns, len(text)]) if (person := person_in(text[start:end].strip()))]
    parts = split_names(text, ";") if ";" in text else split_names(text, r",|\band\b|&")
    found = [person for part in parts if (person := person_in(part))]
    capital = sum(part[:1].isupper() for part in parts)
    listed = ";" in text or inline or capital > 2 or any(TITLE.match(part) or BRACKET.search(part) for part in parts[1:])
    if len(parts) > 1 and listed and len(found) == capital:
        return found
    first = person_in(parts[0])
    whole = person_in(text)
    return [whole] if whole else [Person(first.name, text[len(parts[0]) :].strip(" ,"))] if first else []


def split_names(text: str, separator: str) -> list[str]:
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
        if not ROLE.fullmatch(word):
            break
        length = name.index(word, length) + len(word) + 1
    return length


def person_in(text: str) -> Person | None:
    """The one person that ``text`` names first, with the role printed beside; None where it begins with no name."""
    bare = BRACKET.sub(lambda match: " " * len(match.group()), text)
    prefix = _PREFIX.match(bare)
    rank, start = (prefix["rank"].strip(), prefix.end()) if prefix else ("", 0)
    for end, after in _name_ends(bare, start):
        if looks_like_name(bare[start:end], bool(rank)):
            brackets = (b for b in BRACKET.findall(text[start:]) if not _INITIALS.fullmatch(b) and _says_role(b))
            role = text[after:].strip(" ,*-–:") or rank or ", ".join(brackets)
            return Person(" ".join(bare[start:end].split()).strip(" ,*"), role)
    return _role_first(bare[start:])


def _role_first(text: str) -> Person | None:
    """ "Public Works Director Joe Tanaka": words that end with a role, then a name of two or three words."""
    words = text.replace(":", " ").split()
    last = max((i for i, word in enumerate(words) if ROLE.fullmatch(word)), default=-1)
    name = " ".join(words[last + 1 :])
    if last < 0 or not all(word[0].isupper() for word in words) or not 2 <= len(words) - last - 1 <= 4 or not looks_like_name(name):
        return None
    return Person(name, " ".join(words[: last + 1]))


def _name_ends(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the name that begins at ``start`` may end, and where the role behind it begins."""
    yield len(text), len(text)
    if match := _SEPARATOR.search(text, start):
        yield match.span()
    if match := ROLE.search(text, start):
        yield match.start(), match.start()
    if match := _REMARK.search(text, start):
        yield match.start(), len(text)


def _says_role(bracket: str) -> bool:
    """Not a remark: "(from 7.25pm)", "(unwell)"."""
    return bracket[:1].isupper() or ROLE.search(bracket.title()) is not None


def looks_like_name(text: str, ranked: bool = False) -> bool:
    text = text.strip(" ,*")
    titled = ranked
    while match := TITLE.match(text):
        text, titled = text[match.end() :], True
    words = text.split()
    plain = all(w in _PARTICLES or (w[0].isupper() and re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*", w)) for w in words)
    whole = (1 if titled else 2) <= len(words) <= 5 and len(words[-1]) > 1
    return whole and plain and not ROLE.search(text) and not _INSTITUTION.search(text)
