"""Citations and evidence of an answer -> items of the gold structure, with what went wrong in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.reply import Cited, Found, Reply
from eval.structure import Structure, resolve, resolve_span


@dataclass(frozen=True, slots=True)
class Pointed:
    """``item`` is an id of the gold structure; where there is none, ``shown`` and ``trouble`` say why."""

    shown: str
    item: str | None
    trouble: str = ""

    @property
    def key(self) -> str:
        """Never equal to an item where nothing or too much was named: such a citation is wrong, not absent."""
        return self.item or f"?{self.shown}"


def cited_items(reply: Reply, structure: Structure) -> tuple[Pointed, ...]:
    return tuple(_pointed(citation, structure) for citation in reply.citations)


def cited_places(reply: Reply, structure: Structure) -> tuple[str, ...]:
    """The items in which the cited words stand, in order, whatever labels name them."""
    return tuple(_at(citation, structure) or f"?{citation.shown}" for citation in reply.citations)


def keys(pointed: Sequence[Pointed]) -> tuple[str, ...]:
    """What was cited, each once, in order."""
    return tuple(dict.fromkeys(p.key for p in pointed))


def retrieved_items(reply: Reply, structure: Structure) -> tuple[str, ...]:
    """The items found, best first. What repeats an item or hits none keeps its rank under a name of its own."""
    ranked: list[str] = []
    for rank, found in enumerate(reply.evidence, start=1):
        item = _held(found, structure)
        ranked.append(item if item and item not in ranked else f"?rank {rank}")
    return tuple(ranked)


def _pointed(citation: Cited, structure: Structure) -> Pointed:
    labelled = bool(citation.number or citation.minute_ref)
    if not labelled and (item := _unlabelled_at(citation, structure)):
        return Pointed(citation.named, item)
    found = resolve(structure, citation.file, citation.role, citation.number, citation.minute_ref)
    if len(found) == 1:
        return Pointed(citation.named, found[0])
    if structure.print_alike(found) and (item := _at(citation, structure)) in found:
        return Pointed(citation.named, item)  # labels are complete and printed twice: the place is all that is left
    trouble = f"is ambiguous ({', '.join(found)})" if found else "names no item"
    return Pointed(citation.named, None, trouble)


def _unlabelled_at(citation: Cited, structure: Structure) -> str | None:
    """The item in which a citation without labels stands, if it prints none: what prints a label must be cited by it."""
    item = _at(citation, structure)
    entry = structure.entry(item) if item else None
    return entry.item_id if entry and not entry.prints_label else None


def _at(said: Cited | Found, structure: Structure) -> str | None:
    if said.start is None or said.end is None:
        return None
    return resolve_span(structure, said.file, said.start, said.end)


def _held(found: Found, structure: Structure) -> str | None:
    if found.start is not None and found.end is not None:
        return _at(found, structure)
    items = resolve(structure, found.file, found.role, found.number, found.minute_ref)
    return items[0] if len(items) == 1 else None
