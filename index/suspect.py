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
_MODEL = r"(?:ai|a\.i\.|llm|chat ?bot|language model|(?:ai |virtual |minutes )?assistant|summari[sz]er|search engine)"
_SPEAK = (
    r"(?:answer|reply|respond|say|state|list|cite|quote|reveal|print|repeat|output|ignore|tell|treat|translate|show|send|include|add|use)"
)
_WHOM = "ai a.i. llm bot model assistant summari engine"
_NOUNS = r"(?:instructions?|prompts?|orders given to you|rules you|system message|directives)"
# Each with words of which one must stand there: without them it is not even tried.
_RULES: tuple[tuple[str, str], ...] = (
    # to set aside what was said before
    (
        "gnor disregard forget overrid overrul",
        rf"\b(?:[il]gnore|disregard|forget|override|overrule)\s+(?:(?:all|any|of|the|your|these|those|every|previous|prior|earlier|above"
        rf"|system)\s+)+{_NOUNS}|\bforget (?:all )?(?:the|these) (?:minutes|excerpts|evidence)\b",
    ),
    ("instruct", r"\bnew (?:system )?instructions? (?:follow|for you|to you)\b"),
    ("excerpts context prompt", r"\b(?:end of|above) (?:the )?(?:excerpts|context|system prompt)\b|\bsystem prompt\b"),
    # to a program
    (
        _WHOM,
        rf"\b(?:notes?|messages?|instructions?|attention|memo|reminder)(?: \d+)? (?:to|for) (?:the |any |all |every )?{_MODEL}s?\b"
        rf"(?=\s*[:,.;)\]–-]|\s+(?:reading|answering|that|which)\b)",
    ),
    (
        _WHOM,
        rf"\b(?:the|any|every|dear|an) {_MODEL} (?:that reads this |reading this )?(?:must|shall|should|is to|will|has to)\s+"
        rf"(?:(?:always|never|now|only|not)\s+)*{_SPEAK}\b",
    ),
    (
        _WHOM,
        rf"\b(?:order|instruct|direct|command|require|request|ask)(?:s|ed)? (?:the|every|any|all) {_MODEL}s?\s+to\s+"
        rf"(?:always\s+|never\s+)?{_SPEAK}\b",
    ),
    (_WHOM, rf"(?:^\W{{0,8}}|[.;!?]\s+){_MODEL},\s*(?:please\s+|always\s+|never\s+|now\s+)*{_SPEAK}\b"),
    (_WHOM, r"\byou are (?:now |no longer )*(?:an? |the )?(?:ai|assistant|chat ?bot|language model)\b"),
    ("unrestricted mode", r"\byou are (?:now )?(?:unrestricted|in (?:debug|developer) mode)\b|\b(?:developer mode|debug mode on)\b"),
    ("ai", r"\bas an ai(?: language)?(?: model| assistant)?,? i\b|\bi am an ai\b"),
    ("your", r"\b(?:reveal|print|repeat|show|output|display) your (?:prompt|instructions|rules|configuration)\b"),
    (
        "repeat",
        r"\brepeat (?:the |all |everything |every )*(?:texts?|words?|lines?|everything|contents?)? ?(?:printed |written )?"
        r"(?:above|before this)\b",
    ),
    # what to say in an answer
    (
        "answer reply respond say",
        r"(?:^|[.:;!?]\s+|[\"“(])(?:always |please |now |just |you must |from now on,? )*(?:answer|reply|respond|say)\s+"
        r"(?:only|exactly|always|with the|that no)\b",
    ),
    (
        "word phrase",
        r"\b(?:answer|reply|respond|say|output|print|write|begin|end)\b[^.]{0,30}\b(?:with )?the (?:word|phrase|password|code ?word)\s+"
        r"[\"“'‘]?[A-Z0-9]",
    ),
    (
        "answer repl response question",
        r"\b(?:copy|include|cite|add|repeat|use|put) (?:this|these|the following)[^.]{0,60}\b(?:in|into|for|to) "
        r"(?:every|each|all|any|your) (?:answers?|repl(?:y|ies)|responses?|questions?)\b",
    ),
    (
        "answer reply respond say",
        r"\byou (?:now |must |should |will |shall |only |always )+(?:answer|reply|respond|say)\s+"
        r"(?:only|exactly|always|with the|that no)\b",
    ),
    ("asked asks", r"\bif (?:you are|anyone|anybody|the user|someone) ask(?:ed|s)\b[^.]{0,80}\b(?:say|answer|reply|respond)\b"),
    ("user", r"\b(?:tell|inform) the user\b"),
    # marks of a conversation with a program
    ("<", r"<\|\w+\|>|<</?SYS>>|</?(?:system|context|instructions?|tool_result|function_calls?|excerpts?|im_start|im_end)>"),
    ("[inst [/inst", r"\[/?INST\]"),
    ("##", r"^[ \t]*#{2,}[ \t]*(?:system|instructions?|assistant|user|response)\b"),
    (
        "assistant human system",
        r"(?:^[ \t]*|[.;!?]\s+)(?:(?:assistant|human)\s*:|system\s*:\s*(?:you|the assistant|new|ignore|answer|override))",
    ),
    ("tool", r"\btool[ _](?:result|output|call|response)s?\b\s*[\"']?\s*[:=]"),
    ("role writer claims citations status", r"[\"'](?:role|writer|claims|citations|status)[\"']\s*:\s*[\"'\[{]"),
    # what takes a question or a password away
    ("http", r"https?://\S*[=/](?:\{+\w+|<\w+>|\[\w+\]|(?:QUESTION|CHAT|HISTORY|CONTEXT|PROMPT|ANSWER)\b)"),
    ("![", r"!\[[^\]\n]*\]\(\s*https?:[^)\n]*\?"),
    ("your", r"\byour (?:session|log-?in|password|account) (?:has |is |was )?(?:expired|locked|suspended)\b"),
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
