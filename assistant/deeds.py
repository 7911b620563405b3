"""Who did it: the deeds a question asks the doer of, and whether a statement near it names one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.nearby import Near, following
from index.grammars import MONTH
from index.tokens import STOPWORDS, tokens

THE_PERSON = "who it was"
THE_NAMES = "the names asked for"
THE_NAME = "the name asked for"
FAR = 0.5  # below the best score: of another matter
SPEAKS = 0.3  # of the topic's words, in a statement that may name who did it
ABOUT = 0.35  # of the topic's words, in a statement that tells what is to be done
_WHO = r"^\W*(?:(?:and|so|but|ok|or)\s+)*(?:who(?:'s|se|m)?|which (?:\w+ ){1,3}?)\s*(?:\w+\s+){0,2}?"
_CLAUSE = re.compile(r"(?<=[.;])\s+(?=[A-Z0-9•-])")
_NAME = re.compile(
    rf"\b(?:Mrs?|Ms|Dr|Cllrs?|Councillors?|Sir|Lady)\.? [A-Z][\w'’-]+|(?<![.!?] )(?<!^)\b(?!(?:{MONTH})\b|(?:Mon|Tues|Wednes|Thurs"
    rf"|Fri|Satur|Sun)day)"
    r"(?:[A-Z][a-z'’]+-?[\w'’-]*|[A-Z]{2,4}\b)|^[A-Z][a-z]+ [A-Z][a-z]+|^[A-Z]{2,4}\b(?=\s+[a-z])"
)
_BEGINS = re.compile(r"(?:^|(?<=[.;:!?•])\s)\W*(?P<first>[A-Z][a-z'’]+)(?P<behind>\s+(?:and|&)\s+[A-Z]|\s+(?P<verb>[a-z]+)\b)")
_ACTS = re.compile(  # a verb that a name stands before
    r"will|would|won|has|had|is|was|are|were|to|took|takes|replaces|undertook|shall|should|(?!need|provid|relat|us|includ|bas|associat)\w{2,}ed"
)
_NO_NAMES = frozenset(  # words that begin a sentence and are no names
    tokens(
        "he she they we who which what one two three four five six seven eight nine ten some many most others work funding money nobody "
        "nothing none each every everyone all both no further another either neither more less payment approval permission report update "
        "progress discussion"
    )
)
_PLAIN = frozenset(
    tokens(
        "the vote votes resolved agreed prop sec action decision council board panel committee cabinet trust trustees force constabulary "
        "police commissioner chief constable chair chairman clerk treasurer officer member members item appendix vice deputy"
    )
)
_DOER = re.compile(
    r"\b(?:PCC|DPCC|ACC|DCC|CC|CEx|CFO|RFO|Chair\w*|Clerk|Treasurer|Secretary|Commissioner|Director|Chief|Head|Manager|Officers?|Governors?"
    r"|Inspector|Superintendent|Constable|Constabulary|Force|Council|Board|Panel|Committee|Members?|Trustees|team|Cabinet|Master"
    r"|Leader|Mayor)\b"
)
_PASSIVE = re.compile(r"\b(?:to|will|should|shall|must) be \w+(?:ed|en|nt|ne|ught|de|wn)\b(?!.{0,80}\bby\b)", re.I)
_TASK = re.compile(
    _WHO + r"(?:is|was|were|will|has|have|should|must|'s)?\s*(?:to\b|told to|asked to|has to|going to|leading|leads|responsible for"
    r"|supposed to|doing|carrying out)",
    re.I,
)
_SEVERAL = re.compile(
    r"^\W*(?:which|who are the|name the|what are the names of the)\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)?\s*"
    r"(?P<of>people|persons|councillors|members|officers|trustees|governors|sites|schools|towns|places|firms|companies"
    r"|streets|roads|wards|suppliers|villages)\b",
    re.I,
)
_FIRMS = (
    r"firms?|compan(?:y|ies)|manufacturers?|operators?|resellers?|suppliers?|dealers?|vendors?|banks?|charit(?:y|ies)|schools?|colleges?"
    r"|universit(?:y|ies)|business(?:es)?|agenc(?:y|ies)|providers?|consultanc(?:y|ies)|organi[sz]ations?|societ(?:y|ies)|clubs?|newspapers?"
    r"|publishers?|hospitals?|church(?:es)?|insurers?"
)
_CALLINGS = (
    r"contractors?|consultants?|architects?|solicitors?|auditors?|builders?|surveyors?|developers?|brokers?|tenants?|bidders?|tenderers?"
)
_NAMED_ONE = re.compile(
    rf"^\W*(?:(?:and|so|but|ok|or)\s+)*(?:which|what)\s+(?:(?!of\b)\w+\s+){{0,2}}?(?:(?P<firm>{_FIRMS})|{_CALLINGS})\b"
    r"(?=\s+(?:is|are|was|were|has|had|have|did|does|do|will|would|should|that|who|in|from|for|to|\w+ed|won|got|made|built|took|gave"
    r"|ran|runs|bid|put|came|sent|got|ma[dk]es?)\b|\W*$)"
    rf"|\bnames? of (?:the|that|this|those)\s+(?:\w+\s+){{0,2}}?(?:(?P<called>{_FIRMS})|{_CALLINGS})\b"
    r"|^\W*(?:(?:and|so|but|ok|or)\s+)*who\s+(?:offered|quoted|bid|tendered|charged)\b",
    re.I,
)
_PERSON = r"\.?\s+(?:[A-Z]\.?\s+)*[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
_TITLED = re.compile(rf"\b(?:Mrs?|Ms|Miss|Dr|Cllrs?|Councillors?|Sir|Lady|Rev){_PERSON}")  # no firm
_COUNCILLOR = re.compile(rf"\b(?:Cllrs?|Councillors?){_PERSON}")  # nor a contractor


@dataclass(frozen=True, slots=True)
class Deed:
    """``asked`` tells it in a question; ``said`` in a clause, where a name must stand beside it."""

    asked: re.Pattern[str]
    said: re.Pattern[str]


def _deed(asked: str, said: str) -> Deed:
    return Deed(re.compile(_WHO + rf"(?:{asked})\b", re.I), re.compile(rf"\b(?:{said})", re.I))


DEEDS = (
    _deed(r"vot(?:e|ed|es)", r"vot(?:e|ed|es|ing)\b|against\b|in favour\b|abstain"),
    _deed(r"second(?:ed|s)?", r"second(?:ed|er|s)?\b|sec\b"),
    _deed(r"proposed|moved (?:it|the (?:motion|amendment|resolution))", r"propos\w+|prop\b|moved\b|motion\b"),
    _deed(
        r"replaces?|replaced|succeeds?|succeeded|took over|tak(?:es|ing) over",
        r"replac\w+|succe\w+|t(?:ook|ake|aken|aking) (?:over|the place)|new\b|appointed\b(?!.{0,30}\b(?:vice|deputy)\b)",
    ),
    _deed(
        r"(?:won|wins|got|gets|was (?:awarded|given|appointed)) (?:the|a)\b.{0,40}\b(?:contract|tender|job|post|bid|work)",
        r"won\b|award\w*|contract (?:\w+ ){0,3}(?:with|to)\b|appointed\b|accept\w*|went to\b|with\b|\bnew\b|chosen\b|selected\b|engaged\b",
    ),
    _deed(r"sign(?:ed|s) (?:it )?off|authori[sz]ed", r"sign(?:ed|s)?\b|authori[sz]\w+|approved\b"),
)


def doer_missing(question: str, near: Sequence[Near], whole: str = "") -> str | None:
    """What the question asks for and no statement near it names; None where one does, or nobody is asked for.

    ``whole``: the question with what a follow-up carries, whose names are no answer.
    """
    plain = question.replace("’", "'")
    asked = set(tokens(f"{plain} {whole}"))
    close = [n for n in near if n.below < FAR]
    deed = next((deed for deed in DEEDS if deed.asked.search(plain)), None)
    speaking = [n for n in (*close, *following(near)) if n.covered >= SPEAKS or n in (*close[:1], *following(near))]
    if deed:
        return None if any(_names_doer(deed, n.text, asked) for n in speaking) else THE_PERSON
    if _SEVERAL.search(plain):
        found = {word for n in close[:1] for word in _names(n.text, asked)}
        return THE_NAMES if len(found) < 2 else None
    if one := _NAMED_ONE.search(plain):
        titled = _TITLED if one["firm"] or one["called"] else _COUNCILLOR
        own = [titled.sub("", n.text) for n in speaking]
        return None if any(_names(text, asked) for text in own) else THE_NAME
    return THE_PERSON if _TASK.search(plain) and _nobodys(close, asked) else None


def _names_doer(deed: Deed, text: str, asked: Collection[str]) -> bool:
    return any(deed.said.search(clause) and _names(clause, asked) for clause in _CLAUSE.split(text))


def _names(text: str, asked: Collection[str]) -> set[str]:
    """The names in a text that the question does not hold."""
    found = {token for m in _NAME.finditer(text) for token in tokens(m.group())} | {t for name in _first(text) for t in tokens(name)}
    return {token for token in found if token not in asked and token not in _PLAIN and len(token) > 1}


def _acting(text: str, asked: Collection[str]) -> bool:
    return any(not {*tokens(name)} & {*asked, *_PLAIN} for name in _first(text))


def _first(text: str) -> Iterator[str]:
    """Names of one word that begin a sentence: nothing but what follows tells them ("Finn will mend", "Oakes and Sons won")."""
    for m in _BEGINS.finditer(text):
        plain = tokens(m["first"])[0] in _NO_NAMES or m["first"].lower() in STOPWORDS or m["first"].endswith("s")
        if m["verb"] is None or (_ACTS.fullmatch(m["verb"]) and not plain):
            yield m["first"]


def _nobodys(close: Sequence[Near], asked: Collection[str]) -> bool:
    """True where what is to be done is said without anybody to do it."""
    about = max(close, key=lambda n: n.covered, default=None)
    if about is None or about.covered < ABOUT:
        return False
    nobodys = [
        n for n in close if n.covered >= ABOUT and _PASSIVE.search(n.text) and not _DOER.search(n.text) and not _names(n.text, asked)
    ]
    others = [n for n in close if n.covered >= ABOUT and n not in nobodys and (_DOER.search(n.text) or _acting(n.text, asked))]
    return bool(nobodys) and not others
