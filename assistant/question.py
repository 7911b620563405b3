"""What a person typed -> a question that can be searched."""

from __future__ import annotations

import re
import unicodedata

from index.errors import UsageError

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\U000e0000-\U000e007f]")
CLEANED = "Characters that are no text were taken out of the question."


def cleaned(question: str, longest: int) -> tuple[str, tuple[str, ...]]:
    """The question without control characters, and a notice where there were any.

    Raises UsageError: E_EMPTY where no word is left, E_TOO_LONG beyond ``longest`` characters.
    """
    text = _NOT_TEXT.sub(" ", question)
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(c.isalnum() for c in plain):
        raise UsageError("the question is empty", "type a question about the minutes", code="E_EMPTY")
    if len(plain) > longest:
        raise UsageError(f"the question has {len(plain):,} characters, more than {longest:,}", "ask in fewer words", code="E_TOO_LONG")
    return plain, (CLEANED,) if text != question else ()
