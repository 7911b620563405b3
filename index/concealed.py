"""Why a person should look at a file before it is taken in: it says something else to a program than to its readers.

None of what is hidden is indexed either way. A file is held back only for what ordinary programs do not make by themselves:

- words under a box or a mark of redaction, always: whoever drew it meant them to be gone, and they are not;
- tag characters, always (but in flags): no keyboard and no program writes them into minutes;
- more than 20 signs of writing direction (but pairs round a name), or zero-width signs within words: so many do not come from copying;
- eight words in a row that are set in the colour of the page, in letters too small to read, off the page, or as hidden text of
  Word: someone wrote a sentence that nobody is to see.

Not for soft hyphens, a few zero-width spaces, a byte order mark in the middle, tracked deletions and comments of a working draft, or
what a web page hides until it is clicked (``display: none``): good files are full of them. Those are left out of the index, and
counted among the findings and what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.minutes import Finding, LeftOut, Parsed, Source
from index.pages import Paged
from index.unseen import Unseen, unseen

MANY = 20  # signs of direction, and zero-width signs within words
SENTENCE = 8  # words in a row


def doubts(source: Source, parsed: Parsed) -> tuple[Finding, ...]:
    """Each reason with a count and no word of the text, the gravest first; none for most files."""
    kept_from = ("hidden", "unreadable") if isinstance(source, Paged) else ("unreadable",)
    hidden = [out for out in parsed.left_out if out.reason in kept_from]
    return (*_redacted(parsed.left_out), *_hidden(hidden), *_signs(counted(source)))


def cleaned(source: Source) -> tuple[Finding, ...]:
    """That signs nobody sees were left out, where there were some."""
    words = counted(source).words
    return (Finding("W_CLEANED", 0, f"left out, as nobody sees them: {words}"),) if words else ()


def counted(source: Source) -> Unseen:
    """The signs that its reader left out, or that stand in its text."""
    return source.unseen if isinstance(source, Paged) else unseen(source.text)


def _redacted(left_out: tuple[LeftOut, ...]) -> Iterator[Finding]:
    if count := _words(out for out in left_out if out.reason == "covered"):
        yield Finding("W_REDACTION", 0, f"{count} words stand under a box or a mark of redaction")


def _hidden(left_out: Sequence[LeftOut]) -> Iterator[Finding]:
    longest = max((len(out.text.split()) for out in left_out), default=0)
    if longest >= SENTENCE:
        yield Finding("W_HIDDEN", 0, f"{_words(left_out)} words are hidden from the reader")


def _words(left_out: Iterable[LeftOut]) -> int:
    return sum(len(out.text.split()) for out in left_out)


def too_many(found: Unseen) -> bool:
    """True where no ordinary program leaves so many behind: the file is held until a person has looked."""
    return bool(found.tags) or found.bidi + found.parting > MANY


def _signs(found: Unseen) -> Iterator[Finding]:
    if too_many(found):
        yield Finding("W_HIDDEN", 0, f"hidden in the text: {found.words}")
