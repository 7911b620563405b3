"""Damage to the text: wrong characters, hidden ones, words apart, sentences and paragraphs twice, residue of a conversion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.concealed import counted, too_many
from index.grammars import MONTH
from index.minutes import Source, Span
from index.pages import Paged
from index.remark import Remark, Sheet, few, quoted, span_of
from index.unseen import hiding, parting

# UTF-8 read as cp1252: quotation marks and dashes, accented letters, signs such as £, a byte order mark, the first half of an emoji.
_MOJIBAKE = re.compile(r"â€[\u0080-\u00ff\u2018-\u2122œžŸ˜]?|Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŽŸ]|Â[£§©®°±·»«½¼¾\u00a0´]|ï»¿|ðŸ")
_REPLACED = re.compile("\ufffd+|(?:ï¿½|ÔøΩ)+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_SPACED = re.compile(r"(?<![\w])(?:[A-Za-z] ){4,}[A-Za-z](?![\w])")
_PARTED = re.compile(r"(?P<first>[A-Za-z]*[a-z]{2,})-[ \t]*\n[ \t]*(?P<second>[a-z]{2,})")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_TAGS = re.compile(r"</?(?:p|i|b|u|ul|ol|li|br|div|span|td|tr|table|strong|em|font|h[1-6]|sup|sub)\b[^<>]{0,200}>", re.I)
_ENTITIES = re.compile(r"&(?:amp|nbsp|lt|gt|quot|rsquo|lsquo|ndash|pound|#\d{2,5});")
_LATEX = re.compile(r"\^\{[^{}\n]{1,12}\}|\$\\[a-z]+|\\(?:textbf|textit|section|item)\b")
_STARS = re.compile(r"\*\*[^*\n]{1,200}\*\*")
_ORDINAL = re.compile(rf"\b\d{{1,2}} (?:st|nd|rd|th)\b(?=\s+(?:of\s+)?(?:{MONTH})\b)", re.I)
_DOUBLED = re.compile(r"(?<=\w)(?:\.\.(?![.\w/])|(?<=[a-z]{4})\.,(?=\s+[A-Z])|,,|,\.(?=\s|$))")
_PIPE = re.compile(r"^[ \t]*(?:item )?\d[\d./]*[ \t]*(?P<pipe>\|)[ \t]*(?=[A-Z])[^|\n]*$", re.M | re.I)
_TWICE = re.compile(r"\b(?P<word>the|a|an|of|and|to|for|with|by|from|be|is|was|were|are)[ \t]+(?P=word)\b(?![-'’])", re.I)
_BOLD_SAID = re.compile(r"\b(?:highlighted|shown|marked|printed|recorded)\b.{0,20}\bin bold\b", re.I)


def characters(source: Source) -> Iterator[Remark]:
    """Letters of a wrong encoding, characters that were lost, control and invisible ones."""
    for pattern, kind, said in (
        (_MOJIBAKE, "damaged_text", "{} was read in the wrong encoding"),
        (_REPLACED, "damaged_text", "a character was lost here and stands as {}"),
        (_CONTROL, "damaged_text", "a control character stands in the text"),
    ):
        yield from few(_sentence(kind, m, said) for m in _one_a_line(source.text, pattern.finditer(source.text)))
    yield from _hidden(source)


def _hidden(source: Source) -> Iterator[Remark]:
    """Signs that nobody sees; zero-width ones only where ingest sets the file aside for them, since a few come from copying."""
    signs = counted(source)
    if isinstance(source, Paged):  # its reader left them out, so they have no place
        if too_many(signs):
            yield Remark("hidden_text", Span(0, 0), f"Invisible characters were left out of the text ({signs.words}).")
        return
    found = [*hiding(source.text), *(parting(source.text) if too_many(signs) else ())]
    said = "invisible characters stand here: what is shown may not be what is stored"
    yield from few(_sentence("hidden_text", m, said) for m in _one_a_line(source.text, sorted(found, key=lambda m: m.start())))


def _one_a_line(text: str, matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    told = -1
    for match in matches:
        end = text.find("\n", match.start())
        if match.start() > told:
            told = len(text) if end < 0 else end
            yield match


def _sentence(kind: str, match: re.Match[str], said: str) -> Remark:
    meant = _repaired(match[0]) if kind == "damaged_text" else ""
    words = said.format(f"“{match[0]}”") + (f": “{meant}” was probably meant" if meant else "")
    return Remark(kind, span_of(match), words[0].upper() + words[1:] + ".")


def _repaired(damaged: str) -> str:
    try:
        return damaged.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def words_apart(source: Source) -> Iterator[Remark]:
    """Letters spaced apart, and words that a hyphen and a line end part. A reader of PDF has put these together."""
    spaced = (m for m in _SPACED.finditer(source.text) if _is_word(m[0].replace(" ", "")))
    yield from few(
        Remark("spaced_letters", span_of(m), f"Letters stand apart: “{m[0].replace(' ', '')}” cannot be found by searching.")
        for m in spaced
    )
    whole = set(_WORD.findall(source.text.lower()))
    yield from few(_parted(m) for m in _PARTED.finditer(source.text) if _one_word(m, whole))


def _is_word(letters: str) -> bool:
    return (
        bool(re.search(r"[aeiouy]", letters, re.I))
        and letters.lower() not in "abcdefghijklmnopqrstuvwxyz"
        and len(set(letters.lower())) > 2
    )


def _one_word(match: re.Match[str], whole: set[str]) -> bool:
    """True where the word is written in one elsewhere and never with a hyphen."""
    first, second = match["first"].lower(), match["second"]
    return first + second in whole and f"{first}-{second}" not in whole


def _parted(match: re.Match[str]) -> Remark:
    return Remark("parted_word", span_of(match), f"A line end parts the word “{match['first']}{match['second']}”.")


def residue(source: Source) -> Iterator[Remark]:
    """Tags, entities, stars and braces that a conversion left in plain text; one remark for each sort."""
    sorts = [(_LATEX, "piece of LaTeX", "pieces of LaTeX")]
    if source.format in ("txt", "pdf", "docx"):
        sorts += [
            (_TAGS, "HTML tag", "HTML tags"),
            (_ENTITIES, "HTML entity", "HTML entities"),
            (_STARS, "piece of Markdown", "pieces of Markdown"),
        ]
    for pattern, one, many in sorts:
        found = list(pattern.finditer(source.text))
        if found:
            count = f"{len(found)} {many} are" if len(found) > 1 else f"1 {one} is"
            yield Remark("markup", span_of(found[0]), f"{count} left in the text, such as “{found[0][0][:40]}”.")


def slips(sheet: Sheet) -> Iterator[Remark]:
    """A word twice, a full stop twice, an ordinal apart from its number."""
    for pattern, kind, said in (
        (_TWICE, "repeated_word", "{} stands twice."),
        (_DOUBLED, "doubled_mark", "{}: one mark too many."),
        (_ORDINAL, "split_ordinal", "{} is printed with a space inside."),
    ):
        yield from few(Remark(kind, span_of(m), said.format(quoted(m.groupdict().get("word") or m[0]))) for m in sheet.find(pattern))


def pipes(sheet: Sheet) -> Iterator[Remark]:
    """A stroke that a table left between a number and its title, in text that has no tables."""
    if sheet.source.format == "txt":
        found = list(sheet.find(_PIPE))
        if sum("|" in row.raw for row in sheet.rows) <= len(found) + 1:
            yield from few(Remark("stray_mark", span_of(m, "pipe"), "A stroke is left between a number and its title.") for m in found)


def bold(sheet: Sheet) -> Iterator[Remark]:
    """The text speaks of bold print and the file has none."""
    match = next(sheet.find(_BOLD_SAID), None)
    if match and sheet.source.format == "txt" and not any(m.kind == "bold" for m in sheet.source.marks):
        yield Remark("bold_lost", span_of(match), f"{quoted(match[0])}, and nothing in this file is bold.")
