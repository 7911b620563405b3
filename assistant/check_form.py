"""What a sentence of a language model may look like at all: plain words, plain markers, quotation marks around words of the source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ODD = re.compile(
    r"[\[【〔(（{<^]\s*(?:\^|n\s*=?\s*|no\.?\s*|source\s*|ref\s*)?\d*(?:\s*[,;&–-]\s*\d+)*\s*[\]】〕}>]"
    r"|\[[^\]]*(?:\]|$)|\][\s(]|[(（]\s*\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*\s*[)）]|【|】|†|‡",
    re.I,
)
_MARKUP = re.compile(r"<[^>]*>?|&(?:#\w+|[a-z]+);|!?\[[^\]]*\]\([^)]*\)|`|~~|\||\*|__|^\s*[#>]+|\\|\$\$|-->|={3,}|-{3,}", re.I)
_LINK = re.compile(r"https?:|www\.|mailto:|\b[\w-]+\.(?:com|org|net|gov|uk|io|info|co)\b|\S@\S", re.I)
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(?<!\w)[‘'`]([^‘’'`]+(?:[’'](?=\w)[^‘’'`]*)*)[’'](?!\w)")
_DOUBLE = re.compile(r"[\"“”„«»]")
_PLAIN_MARKER = re.compile(r"\[\d{1,2}\]")
_BULLET = re.compile(r"^\s*(?:[-–•*]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)([^*_]+?)(?<=\S)\1")
_DASHES = {ord(c): plain for plain, marks in (("-", "‐‑‒–—−"), ("'", "‘’ʼ‛"), ('"', "“”„‟«»"), (" ", "\xa0\u202f\u2009")) for c in marks}
_LATIN = re.compile(r"[\x20-\x7e£€½¼¾°éèêëáàâäãåçíìîïñóòôöõúùûüýÿæœøßÉÈÊÁÀÂÄÅÇÍÎÑÓÔÖÚÛÜÆŒØ…\n\t]")


def tidied(sentence: str) -> str:
    """The sentence without a bullet, a list number and emphasis: marks that change no meaning."""
    return _EMPHASIS.sub(r"\2", _BULLET.sub("", sentence)).strip()


def same_marks(text: str) -> str:
    """One kind of dash, quotation mark and space."""
    return text.translate(_DASHES)


def fault(sentence: str, texts: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the looks of a tidied sentence with its markers, as kind and detail; None where nothing is."""
    if hidden := _strange(sentence, texts):
        return "characters", f"it holds {hidden}"
    bare = _PLAIN_MARKER.sub(" ", sentence)
    if _MARKUP.search(bare) or _LINK.search(bare):
        return "markup", "it holds a link or marks of a page"
    if _ODD.search(bare):
        return "marker", "its marker is not of the form [1]"
    if "?" in bare:
        return "question", "it asks instead of answering"
    return _misquoted(bare, texts)


def _strange(sentence: str, texts: Sequence[str]) -> str | None:
    """The name of a character that no source prints and that plain English has no use for."""
    printed = set("".join(texts))
    for c in same_marks(sentence):
        if not _LATIN.match(c) and (c not in printed or unicodedata.category(c)[0] == "C"):
            return unicodedata.name(c, f"U+{ord(c):04X}").lower()
    return None


def _misquoted(sentence: str, texts: Sequence[str]) -> tuple[str, str] | None:
    if len(_DOUBLE.findall(sentence)) % 2:
        return "quotation", "a quotation mark has no partner"
    quoted = [words for match in _QUOTED.finditer(sentence) if (words := _words(match[1] or match[2] or "")).strip()]
    said = [_words(text) for text in texts]
    if any(not any(words in text for text in said) for words in quoted):
        return "quotation", "the words in quotation marks are not those of its source"
    if len(quoted) > 1 and not any((places := [text.find(words) for words in quoted]) == sorted(places) for text in said):
        return "quotation", "quotations have changed places"
    return None


def _words(text: str) -> str:
    words = re.findall(r"[^\W_]+", same_marks(text).lower())
    return f" {' '.join(words)} "
