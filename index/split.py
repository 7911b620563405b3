"""Item -> Passages: lossless, in order, never across items, each within what the embedder reads.

A passage is one statement (a bullet or a sentence); a very short one stays with the one before it. Joined, the passages of
an item give its own text again, white space, bullets, running heads and feet apart. Its heading carries what the statement
does not say itself: whose meeting, when, which item, and the question that it answers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from index.dates import spoken
from index.heal import heal, mask
from index.lines import BULLETS, statements_of
from index.minutes import Document, Item, Passage, Source, Span
from index.parse import own_spans

MIN_WORDS = 8  # a shorter statement says too little on its own
MAX_PIECES = 180  # of the 256 word pieces that MiniLM reads; the heading takes the rest
MAX_JOINED = 500  # characters of short statements joined: a passage that need not be cut again
MAX_TITLE = 12  # words of a subheading
MAX_HEAD = 600  # characters of an item in which its title is looked for
MAX_CONTEXT = 180  # characters of the question or lead-in above a statement

_ASKS = re.compile(r"\?\s*(?:\([^()]{0,60}\))?$")  # "... going? (asked by A. Member)"
_RULES = " -–—_=*|." + BULLETS  # signs that say nothing by themselves
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NUMBERING = "0123456789/.() –-"
_WORD = re.compile(r"\S+")
_POINT = re.compile(r"\s*(?:\([a-z]\)|\([ivx]{1,4}\)|\(\d{1,2}\)|[a-z][.)])\s+(?=[A-Z])")  # "(b) Vehicle charging."
_BULLET = re.compile(rf"(?:[{BULLETS}]|[-–*o·]\s)\s*$")


def split(document: Document, source: Source, count_tokens: Callable[[str], int]) -> list[Passage]:
    """The passages of all citable items of ``document``, cut from the file's own text."""
    masked = mask(source.text, source.format)
    own = own_spans(document.items)
    skipped = sorted((out.span for out in document.left_out if out.span), key=lambda span: span.start)
    return [
        passage
        for item in document.items
        if item.citable
        for passage in _passages(item, heading(document, item), _stretches(own[item.item_id], skipped), masked, count_tokens)
    ]


def _stretches(own: Sequence[Span], skipped: Sequence[Span]) -> list[Span]:
    """What an item says itself, without the running heads and feet in it; ``skipped`` in order and apart."""
    found: list[Span] = []
    for span in own:
        first = bisect_right(skipped, span.start, key=lambda one: one.end)
        last = bisect_left(skipped, span.end, key=lambda one: one.start)
        found += span.without(skipped[first:last])
    return found


def heading(document: Document, item: Item) -> str:
    """What is embedded above the passages of an item: whose meeting, when, and which item."""
    meeting = document.meeting
    owner = meeting.organisation if meeting.organisation != meeting.body else None
    label = " ".join(filter(None, [item.minute_ref, f"item {item.number}" if item.number else None, item.title]))
    return " | ".join(filter(None, [owner, meeting.body, f"{document.role} {spoken(meeting.date)}", label]))


def _passages(item: Item, top: str, stretches: Sequence[Span], masked: str, count_tokens: Callable[[str], int]) -> Iterator[Passage]:
    context: list[str] = []
    answered = False
    titled = _title_end(item, masked)
    for ordinal, span in _numbered(stretches, titled, masked, count_tokens):
        text = heal(masked[span.start : span.end])
        opens = item.kind != "head" and span.end != titled and _opens(masked, span)
        if opens and answered:
            context, answered = [], False
        above = " ".join(context)[-MAX_CONTEXT:]
        yield Passage(item.item_id, ordinal, span, f"{top}\n{above}" if above else top, text)
        if opens:
            context.append(text)
        answered = answered or not opens


def _numbered(stretches: Sequence[Span], titled: int, masked: str, count_tokens: Callable[[str], int]) -> Iterator[tuple[int, Span]]:
    """The passages with their ordinals: one is left free between two that do not stand next to each other."""
    ordinal = -1
    for stretch in stretches:
        worded = [span for span in statements_of(masked, stretch) if heal(masked[span.start : span.end]).strip(_RULES)]
        ordinal += ordinal >= 0 and bool(worded)
        for span in _pieces(worded, titled, masked, count_tokens):
            ordinal += 1
            yield ordinal, span


def _pieces(spans: Sequence[Span], titled: int, masked: str, count_tokens: Callable[[str], int]) -> Iterator[Span]:
    """The statements as passages; the title is one of its own, apart from the text that runs on behind it."""
    for whole in _joined(_parted(spans, titled, masked), titled, masked):
        yield from _fitted(whole, masked, count_tokens)


def _title_end(item: Item, masked: str) -> int:
    """Where the title ends in the file; the start of the item where it has no title apart from its text."""
    words = item.title.rstrip(".").split()
    printed = re.compile(r"\s+".join(map(re.escape, words)) + r"(?![^\s.:–-])")  # and no half of a word
    found = printed.search(masked, item.span.start, min(item.span.end, item.span.start + MAX_HEAD))
    if not words or found is None or item.kind == "head":
        return item.span.start
    alone = masked[found.end() : item.span.end].strip(" .\n\t")
    return found.end() if alone else item.span.start


def _parted(spans: Sequence[Span], titled: int, masked: str) -> Iterator[Span]:
    for span in spans:
        if not span.start < titled < span.end:
            yield span
            continue
        rest = titled + len(masked[titled : span.end]) - len(masked[titled : span.end].lstrip(" .:–-\n\t"))
        if rest == span.end:
            yield span
        else:
            yield Span(span.start, titled)
            yield Span(rest, span.end)


def _opens(masked: str, span: Span) -> bool:
    """True for a question, a lead-in or a subheading: words that say what the statements behind them are about."""
    text = masked[span.start : span.end].rstrip()
    if _ASKS.search(text) or (text.endswith(":") and len(text) < 100):
        return True
    bulleted = _BULLET.search(masked[max(0, span.start - 6) : span.start]) is not None
    ended = text[-1:].isalnum() or text.endswith(")")
    return not bulleted and ended and len(text.split()) <= MAX_TITLE and text.lstrip(_NUMBERING)[:1].isupper()


def _joined(spans: Iterable[Span], titled: int, masked: str) -> Iterator[Span]:
    """The statements: a label with what it labels, a very short one with the one before it; what opens others stands alone."""
    held: Span | None = None
    for span in spans:
        if held is not None and _belongs(held, span, titled, masked):
            held = Span(held.start, span.end)
        else:
            if held is not None:
                yield held
            held = span
    if held is not None:
        yield held


def _belongs(held: Span, span: Span, titled: int, masked: str) -> bool:
    if held.end - held.start > MAX_JOINED:
        return False
    if not _LETTERS.search(masked, held.start, held.end):  # a bare label
        return True
    if _POINT.match(masked, span.start, span.end):  # belongs to what follows it
        return False
    short = len(masked[span.start : span.end].split()) < MIN_WORDS
    if _POINT.match(masked, held.start, held.end) and len(masked[held.start : held.end].split()) < MIN_WORDS:
        return not _opens(masked, held) and not _opens(masked, span)
    alone = held.end == titled or _opens(masked, span) or _opens(masked, held) or not _LETTERS.search(masked, span.start, span.end)
    return short and not alone


def _fitted(span: Span, masked: str, count_tokens: Callable[[str], int]) -> Iterator[Span]:
    """The statement, halved between two words until the embedder reads all of it."""
    if span.end - span.start < MAX_PIECES or count_tokens(heal(masked[span.start : span.end])) <= MAX_PIECES:
        yield span
        return
    words = [Span(span.start + m.start(), span.start + m.end()) for m in _WORD.finditer(masked[span.start : span.end])]
    if len(words) == 1:  # one word without a break: the embedder reads its beginning
        yield span
        return
    second = min(range(1, len(words)), key=lambda n: abs(words[n].start + words[n - 1].end - span.start - span.end))
    yield from _fitted(Span(span.start, words[second - 1].end), masked, count_tokens)
    yield from _fitted(Span(words[second].start, span.end), masked, count_tokens)
