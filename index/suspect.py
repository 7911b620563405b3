"""Words that give orders to a program that reads minutes, and record nothing: found, shown as quoted, told to staff.

What is found here is never a defence: nothing in minutes is ever obeyed, whether it is found or not (``assistant/compose.py``). It is
a courtesy to the reader, who should know that somebody wrote this for a machine, and to the clerk, who should look where it came from.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.minutes import Finding, LeftOut

SUSPECT = "suspect"
_MODEL = r"(?:ai|a\.i\.|llm|chat ?bot|language model|(?:ai|virtual|minutes) assistant|summari[sz]er|search engine)"
_READER = rf"(?:{_MODEL}|assistant)"  # an assistant is also somebody's post: what is said to one must be more than "will send"
_SPEAK = r"(?:answer|reply|respond|say|state|cite|quote|reveal|repeat|output|ignore|tell|treat|do not|you)"
_TELL = r"(?:answer|reply|respond|say)"
_BEGUN = r"(?:^\W{0,4}|[.:;!?]\s+|[\"“(])"  # of a sentence: there a verb is an order, elsewhere it may be a report
_THIS = r"(?:(?:only|exactly|always)\s+)*(?:with the (?:word|phrase)|that no|(?-i:[A-Z]{4,}\b|[A-Z]+-?\d))"  # the very words to say
_ONLY = (
    r"(?:(?:only|exactly|always)(?!\s+(?:if|by|to|when|where|in|on|at|what|those|after|before|from|the (?:question|letter)s?)\b)"
    r"|with the (?:word|phrase|text|sentence|following|code)|that no)"
)
_WHOM = "ai a.i. llm bot model assistant summari engine"
_NOUNS = r"(?:instructions?|prompts?|orders given to you|rules you|system message|directives)"
_DROP = r"(?:[il]gnore|disregard|forget|override|overrule)"
_WHICH = r"(?:all|any|of|the|your|these|those|every|previous|prior|earlier|above|system)"
# How a turn of a conversation with a program begins, behind the name of who speaks.
_TURN = (
    rf"(?:(?:please |now |always |never )*(?:{_DROP}|reveal|pretend|repeat|you (?:are|must|will|shall|now)|{_TELL}\s+(?:{_ONLY}|{_THIS}))\b"
    rf"|new (?:rules?|instructions?|orders?)\b|the assistant (?:must|shall|will)\b|(?:i have|the|my)\b[^.\n]{{0,60}}\banswer is\b)"
)
# Each with words of which one must stand there: without them it is not even tried.
_RULES: tuple[tuple[str, str], ...] = (
    # to set aside what was said before
    (
        "gnor disregard forget overrid overrul",
        rf"\b{_DROP}\s+(?:{_WHICH}\s+)*?(?:previous|prior|earlier|above|system|your)\s+(?:{_WHICH}\s+)*{_NOUNS}"
        rf"|{_BEGUN}(?:please |now |you must )*{_DROP}\s+(?:{_WHICH}\s+)+{_NOUNS}"
        rf"|{_BEGUN}(?:please |now )*forget (?:all )?(?:the|these) (?:minutes|excerpts|evidence)\b",
    ),
    ("instruct", r"\bnew (?:system )?instructions? (?:follow\s*[:.]|(?:for|to) you\b)"),
    (
        "excerpts context prompt",
        rf"^\W*end of (?:the )?(?:excerpts|context|system prompt)\b|\byour system prompt\b"
        rf"|{_BEGUN}(?:please |now )*(?:reveal|print|repeat|show|output|display) (?:me |us )?(?:the )?system prompt\b",
    ),
    # to a program
    (_WHOM, rf"\b{_READER}s? (?:(?:that|which) reads?|reading) (?:this|these)\b"),
    (
        _WHOM,
        rf"\b(?:notes?|messages?|instructions?|attention|memo|reminder)(?: \d+)? (?:to|for) (?:the |any |all |every )?"
        rf"(?:{_MODEL}s?\s*[:,.;)\]–-]+\s*(?:please\s+|always\s+|never\s+|now\s+|only\s+)*{_SPEAK}\b"
        rf"|assistants?\s*[:,.;)\]–-]+\s*(?:please\s+|always\s+|now\s+)*{_TELL}\s+(?:that\b|{_THIS}))",
    ),
    (
        _WHOM,
        rf"\b(?:the|any|every|dear|an) {_READER} (?:must|shall|should|is to|will|has to)\s+(?:[^.\n]{{0,80}}\s)?{_TELL}\s+{_THIS}",
    ),
    (_WHOM, rf"\b(?:order|instruct|direct|command)(?:s|ed)? (?:the|every|any|all) {_READER}s?\s+to\s+(?:always\s+)?{_TELL}\s+{_THIS}"),
    (
        _WHOM,
        rf"(?:^\W{{0,8}}|[.;!?]\s+){_MODEL},\s*(?:please\s+|always\s+|never\s+|now\s+)*(?:{_TELL}|reveal|ignore|repeat|output|tell)\b",
    ),
    (
        _WHOM,
        r"(?<!if )\byou are (?:now |no longer )*(?:an? |the )?(?:(?:ai|chat ?bot|language model)\b|"
        r"assistant(?=\s*(?:[.,;:!]|$|(?:that|who|and|for|with|called|named)\b)))",
    ),
    (
        "unrestricted mode",
        rf"\byou are (?:now )?(?:unrestricted|in (?:debug|developer) mode)\b|{_BEGUN}(?:developer|debug) mode (?:is )?on\b",
    ),
    ("ai", r"\bas an ai(?: language)?(?: model| assistant)?,? i\b|\bi am an ai (?:language )?model\b"),
    ("your", r"\b(?:reveal|print|repeat|show|output|display) your (?:prompt|instructions|rules|configuration)\b"),
    (
        "repeat",
        rf"{_BEGUN}(?:please |now )*repeat (?:the |all |every )*(?:texts?|words?|lines?|everything|contents?) ?(?:printed |written )?"
        r"(?:above|before this)\b",
    ),
    # what to say in an answer
    ("answer reply respond say", rf"{_BEGUN}(?:always |please |now |just |you must |from now on,? )*{_TELL}\s+{_ONLY}\b"),
    (
        "word phrase",
        rf"\b(?:{_TELL}|output)\b[^.]{{0,30}}\b(?:with )?the (?:word|phrase|password|code ?word)\s+(?:[\"“'‘]|(?-i:[A-Z0-9]))",
    ),
    (
        "answer repl response question",
        rf"{_BEGUN}(?:please |now |always )*(?:copy|include|cite|add|repeat|use|put) (?:this|these|the following)[^.]{{0,60}}"
        r"\b(?:in|into|for|to) (?:(?:every|each|all|any) answers?|your (?:answers?|repl(?:y|ies)|responses?))\b",
    ),
    ("answer reply respond say", rf"\byou (?:now |must |should |will |shall |only |always )+{_TELL}\s+{_ONLY}\b"),
    (
        "asked asks",
        rf"\bif (?:you are|anyone|anybody|the user|someone) ask(?:ed|s)\b[^.,]{{0,80}},\s*"
        rf"(?:please |always )*{_TELL}\s+(?:only|that (?:no|nothing))\b",
    ),
    # marks of a conversation with a program
    ("<", r"<\|\w+\|>|<</?SYS>>|</?(?:system|context|instructions?|tool_result|function_calls?|excerpts?|im_start|im_end)>"),
    ("[inst [/inst", r"\[/?INST\]"),
    ("##", rf"^[ \t]*#{{2,}}[ \t]*(?:(?:system|assistant|user)[ \t]*:?[ \t]*(?:$|{_TURN})|(?:instructions?|response)[ \t]*:[ \t]*{_TURN})"),
    ("assistant human", rf"(?:^[ \t]*|[.;!?]\s+)(?:assistant|human)[ \t]*:[ \t]*(?:$|{_TURN})"),
    ("system", rf"(?:^[ \t]*|[.;!?]\s+)system[ \t]*:[ \t]*{_TURN}"),
    ("tool", r"\btool(?:_(?:result|output|call|response)s?\b[\"']?\s*[:=]|[ ](?:result|output|call|response)s?\s*[:=]\s*[\[{<\"'])"),
    ("role writer claims citations status", r"[\"'](?:role|writer|claims|citations|status)[\"']\s*:\s*[\"'\[{]"),
    # what takes a question or a password away
    ("http", r"https?://\S*(?:=(?:\{+\w+|<\w+>|\[\w+\])|[=/](?-i:QUESTION|CHAT|HISTORY|CONTEXT|PROMPT|ANSWER)\b)"),
    ("your", r"\byour (?:session|log-?in|password|account) (?:has |is |was )?(?:expired|locked|suspended)\b[^\n]{0,120}https?://"),
    # the first of these in other languages
    ("nwybydd", r"\banwybydd\w*\b[^.]{0,40}\b(?:cyfarwyddiadau|gorchmynion)"),
    ("ignoruj pomi zapomnij", r"\b(?:zignoruj\w*|pomi[nń]\w*|zapomnij\w*)\b[^.]{0,40}\b(?:instrukcj|polece)"),
    ("نظر", r"(?:ہدایات|احکامات).{0,40}نظر\s?انداز|نظر\s?انداز.{0,40}(?:ہدایات|احکامات)"),
    ("ignore", r"\bignore[rz]?\b[^.]{0,30}\binstructions\b[^.]{0,20}\b(?:précédentes|antérieures|ci-dessus)"),
    ("ignor", r"\bignorier\w*\b[^.]{0,40}\b(?:anweisungen|instruktionen)|\bignora\w*\b[^.]{0,40}\b(?:instrucciones|istruzioni)"),
)
_TRIED = tuple((tuple(cues.split()), re.compile(pattern, re.I | re.M)) for cues, pattern in _RULES)
_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?![ \t]*\n))*")
_BACKWARDS = re.compile(r"snoitcurtsni|tpmorp|erongi|ylper", re.I)
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_DIGITS = str.maketrans("013@$5", "oleass")  # as character recognition, or somebody who hides, writes letters
_MIXED = re.compile(r"[^\W\d_][013@$5]|[013@$5][^\W\d_]")
_ALIKE = str.maketrans(dict(zip("АВЕКМНОРСТХаеорсухіјѕԁɡһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν", "ABEKMHOPCTXaeopcyxijsdghABEZHIKMNOPTYXoav", strict=True)))
_WINDOW, _SHARED = 4000, 300  # characters looked at together, and how many of them again with the next


@lru_cache(maxsize=2048)
def suspect(text: str) -> bool:
    """True where ``text`` reads like an order to a program, also where it is hidden in another writing."""
    windows = (text[start : start + _WINDOW] for start in range(0, max(1, len(text) - _SHARED), _WINDOW - _SHARED))
    return any(_orders(reading) for window in windows for reading in _readings(window))


def _orders(reading: str) -> bool:
    low = reading.lower()
    return any(pattern.search(reading) for cues, pattern in _TRIED if any(cue in low for cue in cues))


def suspects(text: str, aside: Sequence[LeftOut] = (), name: str = "") -> Iterator[Finding]:
    """A finding for each paragraph of a file, for each part that a reader left out, and for its name, that staff should look at."""
    if suspect(name):
        yield Finding(SUSPECT, 0, "the name of the file reads like an order to a program")
    for match in _PARAGRAPH.finditer(text):
        if suspect(match.group()):
            yield Finding(SUSPECT, match.start(), "words stand here that read like an order to a program and not like a record")
    for out in aside:
        if out.span is None and suspect(out.text):
            yield Finding(SUSPECT, 0, f"words that are {out.reason} read like an order to a program and not like a record")


def _readings(text: str) -> Iterator[str]:
    """The text, and what it says once its disguise is taken off."""
    yield text
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf") if not text.isascii() else text
    plain = unicodedata.normalize("NFKC", seen).translate(_ALIKE) if not text.isascii() else text
    if plain != text:
        yield plain
    if tagged := "".join(chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) <= 0xE007E):
        yield tagged
    if _MIXED.search(plain):
        yield plain.translate(_DIGITS)
    if _BACKWARDS.search(plain):
        yield plain[::-1]
    for run in _ENCODED.findall(plain):
        yield _decoded(run)


def _decoded(run: str) -> str:
    """What base64 says, "" where it is none."""
    try:
        return base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
