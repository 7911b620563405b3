"""Whether what an answer shows is really there: quotations, places and markers, checked against the files themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from eval.reply import Cited, Reply
from eval.score import Mark, not_eligible, verdict
from eval.structure import Structure, inside_one_document
from index.errors import AssistantError
from index.read import FORMATS, read

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARKERS = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")


def read_texts(folder: Path) -> dict[str, str]:
    """File name -> decoded text, for every file of the folder that can be read."""
    texts: dict[str, str] = {}
    for path in minutes_files(folder):
        try:
            texts[path.name] = read(path).text
        except AssistantError:  # refused by the product as well; a quotation from it is reported as unscored
            continue
    return texts


def minutes_files(folder: Path) -> tuple[Path, ...]:
    """What an ingest of the folder would read."""
    return tuple(sorted(path for path in folder.rglob("*") if path.suffix.lower() in FORMATS and path.is_file()))


def quotations(reply: Reply, texts: Mapping[str, str]) -> Mark:
    """1 when every quotation is its stretch of the file, tags and white space apart."""
    metric = "quotations_verbatim"
    if not reply.citations:
        return not_eligible(metric, "nothing is cited")
    unread = [c.shown for c in reply.citations if c.file not in texts]
    if unread:
        return Mark(metric, None, f"no text to compare with: {'; '.join(unread)}")
    wrong = [c.shown for c in reply.citations if not _is_verbatim(c, texts[c.file])]
    return verdict(metric, not wrong, f"not in the file as quoted: {'; '.join(wrong)}" if wrong else "all verbatim")


def places(reply: Reply, structure: Structure, texts: Mapping[str, str]) -> Mark:
    """1 when every citation lies inside one document of its file and markers and citations name each other."""
    metric = "citations_resolving"
    marked = {int(n) for group in _MARKERS.findall(reply.answer) for n in group.split(",")}
    listed = [c.n for c in reply.citations]
    if not marked and not listed:
        return not_eligible(metric, "nothing is cited")
    unread = [c.shown for c in reply.citations if c.file not in texts]
    if unread:
        return Mark(metric, None, f"no text to look in: {'; '.join(unread)}")
    wrong = [f"outside its document: {c.shown}" for c in reply.citations if not _is_inside(c, structure, texts[c.file])]
    wrong += [f"marker [{n}] names no citation" for n in sorted(marked - set(listed))]
    wrong += [f"citation [{n}] is nowhere in the answer" for n in sorted(set(listed) - marked)]
    wrong += [f"citation [{n}] is listed twice" for n in sorted({n for n in listed if listed.count(n) > 1})]
    return verdict(metric, not wrong, "; ".join(wrong) or "all resolve")


def _is_verbatim(citation: Cited, text: str) -> bool:
    if not _is_stretch(citation, text):
        return False
    return bool(citation.quote.strip()) and _healed(text[citation.start : citation.end]) == _single_spaced(citation.quote)


def _is_inside(citation: Cited, structure: Structure, text: str) -> bool:
    if not _is_stretch(citation, text):
        return False
    start, end = citation.start or 0, citation.end or 0
    stretch = text[start:end]
    if not stretch.strip():
        return False
    start += len(stretch) - len(stretch.lstrip())
    end -= len(stretch) - len(stretch.rstrip())
    return inside_one_document(structure, citation.file, start, end)


def _is_stretch(citation: Cited, text: str) -> bool:
    return citation.start is not None and citation.end is not None and 0 <= citation.start < citation.end <= len(text)


def _healed(text: str) -> str:
    return _single_spaced(html.unescape(_TAG.sub(" ", text)))


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
