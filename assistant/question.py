"""What a person typed -> a question that can be searched."""

from __future__ import annotations

import re
import unicodedata

from index.errors import UsageError
from index.unseen import without_unseen

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
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
    return plain, (CLEANED,) if _CONTROL.search(question) or without_unseen(question) != question else ()


def plain_text(typed: str) -> str:
    """``typed`` on one line, without characters that are no text or cannot be seen."""
    spaced = " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", typed)).split())  # a joiner is judged by what stands before it
    return " ".join(unicodedata.normalize("NFC", without_unseen(spaced)).split())
