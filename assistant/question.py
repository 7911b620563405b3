"""What a person typed -> a question that can be searched."""

from __future__ import annotations

import re
import unicodedata

from index.errors import UsageError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")  # stand inside words
CLEANED = "Characters that are no text were taken out of the question."


def cleaned(question: str, longest: int) -> tuple[str, tuple[str, ...]]:
    """The question without control characters, and a notice where there were any.

    Raises UsageError: E_EMPTY where no word is left, E_TOO_LONG beyond ``longest`` characters.
    """
    plain = plain_text(question)
    if not any(c.isalnum() for c in plain):
        raise UsageError("the question is empty", "type a question about the minutes", code="E_EMPTY")
    if len(plain) > longest:
        raise UsageError(f"the question has {len(plain):,} characters, more than {longest:,}", "ask in fewer words", code="E_TOO_LONG")
    return plain, (CLEANED,) if _CONTROL.search(question) or _INVISIBLE.search(question) else ()


def plain_text(typed: str) -> str:
    """``typed`` on one line, without characters that are no text or cannot be seen."""
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", _INVISIBLE.sub("", typed))).split())
