"""What each sign of a good item counts for: one frozen noun, so that a configuration of the retriever is data.

``python -m eval fit`` finds these numbers on the invented questions, ``python -m eval steps`` shows what each of them brings.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an item besides its passages; each lies between 0 and 1."""

    item: float = 0.0  # BM25 of the item as a whole, as a share of the best
    phrase: float = 0.0  # share of the question's neighbouring words that stand together in it
    named: float = 0.0  # the question names its number or reference
    spelt: float = 0.0  # it spells out the acronym asked for
    head: float = 0.0  # the head of a meeting, for a question about attendance, chair, place or time
    office: float = 0.0  # such a head that lists the holder of an office asked for: "who is the treasurer?"
    bare: float = 0.0  # the head of a meeting, for any other question, the more of its words it holds: a roll answers little
    ending: float = 0.0  # an item about the next meeting or the end, for a question about that
    agenda: float = 0.0  # an agenda, where none is asked for: it announces, minutes record
    announced: float = 0.0  # an agenda, where one is asked for
    hinted: float = 0.0  # of a meeting at which the question hints ("recently")


@dataclass(frozen=True, slots=True)
class Weights:
    """Of passages: dense is the cosine, passage and added are shares of the best BM25. The others belong to the Signs."""

    dense: float = 1.0
    passage: float = 0.3
    added: float = 0.25  # words of the glossary, other forms of numbers, acronyms
    item: float = 0.3
    phrase: float = 0.15
    named: float = 2.0  # more than any words can bring
    spelt: float = 0.5
    head: float = 0.2
    office: float = 0.3
    bare: float = -0.3
    ending: float = 0.2
    agenda: float = -0.1
    announced: float = 0.05
    hinted: float = 0.1
    reranked: float = 1.0  # what a cross-encoder says, where one is configured
    read: float = 0.2  # what the reader says of its best window

    def of(self, signs: Signs) -> float:
        """The weighted sum of what speaks for an item."""
        return float(sum(getattr(self, name) * getattr(signs, name) for name in SIGNS))


@dataclass(frozen=True, slots=True)
class StatementSigns:
    """What speaks for a statement of an item as the answer; ``near`` and ``item`` are 0 or less, the others up to 1."""

    near: float = 0.0  # its score, less that of the best statement found
    item: float = 0.0  # the score of its item, less that of the best item
    words: float = 0.0  # share, by rarity, of the question's words that it says or means
    around: float = 0.0  # the same, with the statement before, the question or lead-in above, and the title
    before: float = 0.0  # share in the statement before: what follows often answers
    wanted: float = 0.0  # it holds the sort of thing asked for (an amount, a date, a cause), the more of the topic is around it
    opens: float = 0.0  # a question, or by half a title or a lead-in: it looks like our question, and answers nothing
    titled: float = 0.0  # it ends in the title of its item; -1 where an item is named by its number, for then that tells what it is
    roll: float = 0.0  # it stands in the head of a meeting, for a question about something else
    leans: float = 0.0  # such a share, where it begins by pointing back: "This is because ..."
    spelt: float = 0.0  # it spells out the acronym asked for
    pointed: float = 0.0  # the reader points at it, by how likely it thinks the window an answer


@dataclass(frozen=True, slots=True)
class StatementWeights:
    near: float = 0.45
    item: float = 0.95
    words: float = 0.15
    around: float = 0.3
    before: float = 0.1
    wanted: float = 0.35
    opens: float = -0.15
    titled: float = -0.15
    roll: float = -0.15
    leans: float = 0.05
    spelt: float = 1.0
    pointed: float = 0.2

    def of(self, signs: StatementSigns) -> float:
        """The weighted sum of what speaks for a statement."""
        return float(sum(getattr(self, name) * getattr(signs, name) for name in STATEMENT_SIGNS))


SIGNS = tuple(field.name for field in fields(Signs))
STATEMENT_SIGNS = tuple(field.name for field in fields(StatementSigns))
WEIGHTS = Weights()  # what ships
STATEMENT_WEIGHTS = StatementWeights()  # what ships
