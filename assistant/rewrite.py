"""A follow-up and the turns before it -> a question that stands alone, without a language model.

"And who raised that?" carries the topic of the question before it; what it names itself (another body, another year)
goes before what it inherits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Turn
from index.tokens import terms

_OPENING = re.compile(
    r"^\W*(?:and|but|or|so|also|what about|how about|what of|why|when|who|where|how much|how many|how long|no,?|ok|is that|was that)\b",
    re.I,
)
_POINTING = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|he|she|his|her"
    r"|(?<!are )(?<!is )(?<!was )(?<!were )there|the same|one|ones|then|else"
    r"|the (?:first|second|last|next|other))\b",
    re.I,
)
_CHANGED = re.compile(r"^\W*(?:and|what about|how about|no,? i meant|i meant|no)\b", re.I)
FEW = 3  # a question with fewer telling words, or that points back, leans on the one before


def rewrite(question: str, history: Sequence[Turn] = ()) -> str:
    """``question`` itself, or with the questions it leans on behind it in brackets."""
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked or not leans(question):
        return question
    carried = asked[-1]
    if leans(carried) and len(asked) > 1:
        carried = f"{asked[-2]} {carried}"
    return f"{question} ({carried})"


def leans(question: str) -> bool:
    """True for a question that cannot be understood without the one before it."""
    telling = len(terms(question))
    points = _POINTING.search(question) is not None
    opens = _OPENING.match(question) is not None
    return telling < FEW or _CHANGED.match(question) is not None or (points and (opens or telling < 2 * FEW))
