"""What an answer puts before its reader beside facts and places: its length, the items it cites, the verdict it gives."""

from __future__ import annotations

from collections.abc import Set

from eval.cases import Case
from eval.facts import without_markers
from eval.reply import Reply
from eval.score import Mark, Shown, not_eligible, verdict


def shown(case: Case, reply: Reply, cited: Set[str], answer_chars: int) -> Shown:
    """``cited``: the items, each once. A list may be as long as it has to be."""
    return Shown(
        length=len(without_markers(reply.answer)),
        beyond=case.type != "list" and len(reply.answer) > answer_chars,
        cited=len(cited),
        fitting=len(cited & (case.gold | case.citable)),
        verdict=reply.verdict is not None,
    )


def verdict_mark(case: Case, reply: Reply) -> Mark:
    """1 when what became of the matter is said as it became; silence is wrong where a verdict is due."""
    if not case.verdicts:
        return not_eligible("verdict_right", "asks for no decision")
    reason = f"says {reply.verdict or 'no verdict'}, due: {' or '.join(case.verdicts)}"
    return verdict("verdict_right", reply.verdict in case.verdicts, reason)
