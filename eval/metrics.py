"""One case and one reply -> one Score; every mark says why.

- Answer right: all (or enough) key facts, nothing it must not say, and, where the minutes lack something, that is said.
- Citation right: at least half of the items cited belong and one gold item is cited (all of them for the types that need the
  whole); where nothing answers, only near misses may be cited.
- Headline: answer and citation right, over what is answerable. False answer: an answer where the minutes record none;
  false abstention: a refusal where they do, and the answer is not right all the same. Never one without the other.
- Right item: the best item cited, or, where nothing is cited, the best item found, is gold; by the place of the words.
- Verdict right: of a question about one decision, what became of it; no verdict is a wrong one.
- Evidence is judged by rank, quotations and places by the files themselves, numbers, dates and names by the quotations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eval.cases import Case, Fact
from eval.cited import Pointed, cited_items, cited_places, keys, retrieved_items
from eval.facts import has_any, negates, says_missing, stands_in, without_markers
from eval.grounding import places, quotations
from eval.ranking import METRICS as RANKED
from eval.ranking import ranking
from eval.reply import Reply
from eval.score import Mark, Score, not_eligible, verdict
from eval.shown import shown, verdict_mark
from eval.specifics import specifics_mark
from eval.structure import Structure

ANSWER_CHARS = 600  # a reader who must search a page for the fact has not been answered; lists are exempt
WHOLE_TYPES = frozenset({"multi_meeting", "compare", "conflict"})  # these must cite every item they rest on
UNCONDITIONAL = ("quotations_verbatim", "citations_resolving", "specifics_cited")  # hold whatever the right answer is
OPEN = "what is right is not known yet"
ALL_METRICS = (
    *("headline", "answer_ok", "citation_ok", "false_answer", "false_abstention", "citation_precision", "citation_recall"),
    "right_item",
    *RANKED,
    *UNCONDITIONAL,
    "verdict_right",
)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What replies are held against."""

    structure: Structure
    texts: Mapping[str, str]  # file name -> decoded text
    answer_chars: int = ANSWER_CHARS


def score(case: Case, reply: Reply, yardstick: Yardstick) -> Score:
    if reply.error:
        return _unscored(case, f"{reply.error.code}: {reply.error.message}", yardstick.structure)
    text = _counted(case, reply.answer, yardstick.answer_chars)
    cited = cited_items(reply, yardstick.structure)
    found = retrieved_items(reply, yardstick.structure)
    refuses = abstained(case, reply, text)
    answer = answer_mark(case, text, refuses)
    citation = citation_mark(case, cited)
    marks = (
        _headline(case, answer, citation),
        answer,
        citation,
        _false_answer(case, reply, refuses),
        _false_abstention(case, answer, refuses),
        *_precision_recall(case, cited),
        _right_item(case, cited_places(reply, yardstick.structure), found),
        *ranking(case.gold, found),
        quotations(reply, yardstick.texts),
        places(reply, yardstick.structure, yardstick.texts),
        specifics_mark(reply),
        verdict_mark(case, reply),
    )
    if case.open:
        marks = tuple(mark if mark.metric in UNCONDITIONAL else not_eligible(mark.metric, OPEN) for mark in marks)
    said = shown(case, reply, {one.key for one in cited}, yardstick.answer_chars)
    return replace(_bare(case, yardstick.structure), outcome=reply.status or "unstated", marks=marks, shown=said)


def _bare(case: Case, structure: Structure) -> Score:
    """A Score of the case before anything is judged."""
    files = case.files or tuple(sorted({item.file for item in (*case.items, *case.related_items) if item.file}))
    return Score(case.id, case.type, case.abstain, "error", (), files, structure.bodies(files, case.gold), open=case.open)


def _counted(case: Case, answer: str, answer_chars: int) -> str:
    """The part of an answer that counts, as shown with its markers, then without them."""
    return without_markers(answer if case.type == "list" else answer[:answer_chars])


def abstained(case: Case, reply: Reply, text: str) -> bool:
    """Whether the answer says that the minutes do not record it. The status decides.

    A corrected premise has the status "partial" when the correction has evidence: there the text must deny the premise.
    A program that states no status is asked by its words.
    """
    if reply.status == "not_recorded":
        return True
    if reply.status == "partial":
        return case.abstain == "partial" or (case.abstain == "full" and case.type == "false_premise" and negates(text))
    return reply.status is None and (says_missing(text) or (case.type == "false_premise" and negates(text)))


def answer_mark(case: Case, text: str, refuses: bool) -> Mark:
    if case.abstain == "none" and case.clarify_ok and "?" in text and "which" in text.lower():
        return verdict("answer_ok", True, "asks which meeting is meant")
    faults = [f"must not say: {words}" for words in case.must_not if stands_in(text, words)]
    lacking = [fact for fact in case.key_facts if not has_any(text, _choices(fact))]
    needed = len(case.key_facts) if case.min_key_facts is None else case.min_key_facts
    if len(case.key_facts) - len(lacking) < needed:
        faults.append(f"missing fact: {'; '.join(' or '.join(_choices(fact)) for fact in lacking)}")
    if case.abstain != "none" and not refuses:
        faults.append("does not say that the minutes lack it")
    return verdict("answer_ok", not faults, "; ".join(faults) or "all that was asked for")


def _choices(fact: Fact) -> tuple[str, ...]:
    return (fact,) if isinstance(fact, str) else fact


def citation_mark(case: Case, cited: Sequence[Pointed]) -> Mark:
    """At least half of what is cited belongs, and gold is cited: one item, or all where the type needs the whole."""
    named, gold = set(keys(cited)), case.gold
    if not case.answerable:
        stray = sorted(named - case.citable)
        return verdict("citation_ok", not stray, f"cited {_shown(cited, stray)}" if stray else "cites nothing that misleads")
    fits = len(named & (gold | case.citable))
    needed = len(gold) if case.type in WHOLE_TYPES else min(1, len(gold))
    right = bool(named) and 2 * fits >= len(named) and len(named & gold) >= needed
    reason = f"cited {_shown(cited, sorted(named)) or 'nothing'}, gold {', '.join(sorted(gold)) or 'none'}"
    return verdict("citation_ok", right, reason)


def _shown(cited: Sequence[Pointed], wanted: Sequence[str]) -> str:
    """Items by id; what names none or several by its labels and its trouble."""
    shown = {p.key: p.item or f"{p.shown} ({p.trouble})" for p in cited}
    return ", ".join(shown[key] for key in wanted)


def _headline(case: Case, answer: Mark, citation: Mark) -> Mark:
    if not case.answerable:
        return not_eligible("headline", "nothing answers it")
    wrong = [mark.reason for mark in (answer, citation) if not mark.value]
    return verdict("headline", not wrong, "; ".join(wrong) or "answer and citation right")


def _false_answer(case: Case, reply: Reply, refuses: bool) -> Mark:
    if case.answerable:
        return not_eligible("false_answer", "something answers it")
    if reply.status == "clarify":
        return verdict("false_answer", False, "asks back")
    return verdict("false_answer", not refuses, "says that the minutes lack it" if refuses else "answers what the minutes do not record")


def _false_abstention(case: Case, answer: Mark, refuses: bool) -> Mark:
    if case.abstain != "none":
        return not_eligible("false_abstention", "the minutes lack something here")
    refused = refuses and not answer.value
    return verdict("false_abstention", refused, "says that the minutes lack what they hold" if refused else "does not refuse")


def _right_item(case: Case, cited: Sequence[str], found: Sequence[str]) -> Mark:
    if not case.gold:
        return not_eligible("right_item", "rests on no item")
    best = [item for item in found if item in cited or not cited]
    first = next(iter([*best, *cited]), "nothing")
    return verdict("right_item", first in case.gold, f"{first} first, gold {', '.join(sorted(case.gold))}")


def _precision_recall(case: Case, cited: Sequence[Pointed]) -> tuple[Mark, Mark]:
    if not case.answerable:
        return not_eligible("citation_precision", "nothing answers it"), not_eligible("citation_recall", "nothing answers it")
    named = set(keys(cited))
    precision = len(named & (case.gold | case.citable)) / len(named) if named else 0.0
    recall = len(named & case.gold) / len(case.gold) if case.gold else 1.0
    reason = f"cited {_shown(cited, sorted(named)) or 'nothing'}, gold {', '.join(sorted(case.gold)) or 'none'}"
    return Mark("citation_precision", precision, reason), Mark("citation_recall", recall, reason)


def _unscored(case: Case, reason: str, structure: Structure) -> Score:
    """An error row: whatever the case is eligible for could not be scored."""
    eligible = _eligible(case)
    marks = tuple(Mark(name, None, reason, eligible=name in eligible) for name in ALL_METRICS)
    return replace(_bare(case, structure), marks=marks)


def _eligible(case: Case) -> frozenset[str]:
    if case.open:
        return frozenset()
    names = {"answer_ok", "citation_ok"}  # an answer that never came quotes nothing
    names |= {"headline", "citation_precision", "citation_recall"} if case.answerable else {"false_answer"}
    names |= {"false_abstention"} if case.abstain == "none" else set()
    names |= {"right_item", *RANKED} if case.gold else set()
    names |= {"verdict_right"} if case.verdicts else set()
    return frozenset(names)
