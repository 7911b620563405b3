"""Answers, items and tables as plain text for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Evidence
from assistant.labels import STATUS_WORDS, label

if TYPE_CHECKING:
    from index.backup import Backup
    from index.expunge import Expunged
    from index.lint import Defect
    from index.minutes import Document, Item, LeftOut, Parsed
    from index.rebuild import Rebuilt
    from index.relabel import Relabelled
    from index.report import IngestReport

WIDTH = 60  # characters of a title
# Escape sequences of a terminal begin with one of the first; the others turn the direction of writing or are not seen at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def printable(text: str) -> str:
    """``text``, as long as before, without control characters: minutes must not move a terminal's cursor or set its title."""
    return _CONTROL.sub("\ufffd", text)


def printable_json(value: object) -> str:
    """``value`` on one line of JSON that says all of it and still moves no cursor."""
    return _CONTROL.sub(lambda match: json.dumps(match.group())[1:-1], json.dumps(value, ensure_ascii=False))


def answer_text(answer: Answer) -> str:
    """The answer, its sources with the words they say, and notices."""
    head = [STATUS_WORDS[answer.status] + (f": {answer.verdict}" if answer.verdict else ""), "", answer.text]
    sources = [f"[{c.n}] {c.label} ({c.document.file}, {c.item.item_id})\n    “{c.quote}”" for c in answer.citations]
    return "\n".join([*head, *(["", *sources] if sources else []), *(f"Note: {notice}" for notice in answer.notices)])


def evidence_text(evidence: Sequence[Evidence]) -> str:
    return "\n".join(f"{n:2}. {e.score:.3f}  {label(e.document, e.item)}  {e.item.title}" for n, e in enumerate(evidence, 1))


def item_text(document: Document, item: Item, text: str, told: Sequence[str] = (), left_out: Sequence[LeftOut] = ()) -> str:
    """The item with its label, its lines as the minutes lay them out, what other papers tell of it, and what is never quoted."""
    from index.heal import mask
    from index.lines import lines

    body = "\n".join(("  " if row.bullet else "") + row.text for row in lines(mask(text, "md")))
    aside = ["", "Left out of quotations:", *map(left_out_text, left_out)] if left_out else []
    return "\n".join([f"{label(document, item)} ({document.status})\n{item.item_id}\n\n{body}", *(["", *told] if told else []), *aside])


def left_out_text(out: LeftOut) -> str:
    place = f" at {out.span.start}" if out.span else f" on page {out.page}" if out.page else ""
    return f"  {out.reason}{place}: {shortened(out.text)}"


def parsed_text(parsed: Parsed) -> str:
    found = [parsed.file]
    for d in parsed.documents:
        found.append(f"  {d.document_id}: {d.meeting.body}, {d.meeting.date}, {d.role} ({d.status})")
        found += [f"    {i.number or '':8}{i.minute_ref or '':12}{i.title[:WIDTH]}" for i in d.items if i.kind != "head"]
    found += [f"  {w.kind} at {w.start}: {w.detail}" for w in parsed.warnings]
    return "\n".join([*found, *(["  left out:"] if parsed.left_out else []), *(f"  {left_out_text(out)}" for out in parsed.left_out)])


def lint_text(defects: Sequence[Defect]) -> str:
    """A line for each defect, as a compiler prints it, and the item and page it stands on."""
    return "\n".join(f"{d.file}:{d.line}:{d.column}: {d.severity} {d.kind}: {d.sentence}{_where(d)}" for d in defects)


def _where(defect: Defect) -> str:
    told = [defect.item or "", f"page {defect.page}" if defect.page else ""]
    return f" ({', '.join(filter(None, told))})" if any(told) else ""


def report_json(report: IngestReport) -> dict[str, object]:
    return {
        "files": [
            {
                "file": e.file,
                "outcome": e.outcome,
                "code": e.code or None,
                "message": e.message or None,
                "hint": e.hint or None,
                "documents": e.documents,
                "items": e.items,
                "warnings": e.warnings,
            }
            for e in report.entries
        ]
    }


def report_text(report: IngestReport) -> str:
    """A line for each file, failures with their reason, then what it comes to."""
    rows = [
        f"{e.outcome:10}{e.file}" + (f"  documents: {e.documents}, items: {e.items}" if e.items else "") + _why(e.code, e.message)
        for e in report.entries
    ]
    counts = {kind: sum(e.outcome == kind for e in report.entries) for kind in dict.fromkeys(e.outcome for e in report.entries)}
    return "\n".join([*rows, ", ".join(f"{n} {kind}" for kind, n in counts.items()) or "nothing to take in"])


def _why(code: str, message: str) -> str:
    return f"  [{code}] {message}" if code else ""


def rebuilt_text(done: Rebuilt) -> str:
    aside = f"; set aside: {', '.join(done.set_aside)}" if done.set_aside else ""
    again = f"; ingest these again, with their labels: {', '.join(done.missing)}" if done.missing else ""
    again += f"; held, since nobody approved their hidden words (ingest --approve): {', '.join(done.held)}" if done.held else ""
    if not done.saved:
        again = again or "; ingest the files again"
    why = f"\nThe catalogue {done.why}: {done.saved} files were read anew from it{again}." if done.why else ""
    return f"Rebuilt the vectors of {done.passages} passages{aside}.{why}"


def expunged_text(done: Expunged) -> str:
    """What was removed, and what the proof is worth."""
    rows, beyond = [f"removed   {file}" for file in done.removed], [done.beyond] if done.beyond else []
    if not done.searched:
        cleared = "What earlier removals left is cleared away. Nothing was searched for: its words are not known any more."
        return "\n".join([*rows, cleared, *beyond])
    proof = "No file of the store holds any of it" if not done.left else "Some files of the store still hold it"
    return "\n".join([*rows, f"{proof} ({done.searched} stretches searched for). Backups made before do.", *beyond])


def relabelled_text(done: Relabelled) -> str:
    """What was decided, and how the items of the file stand now."""
    return f"{done.subject}: {done.label} from now on. Items of its file: {', '.join(f'{n} {label}' for label, n in done.items.items())}."


def backup_text(done: Backup) -> str:
    return f"{done.documents} documents, {done.passages} passages ({done.file}, digest {done.digest[:16]})."


def shortened(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
