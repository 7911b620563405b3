"""Answers, items and tables as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Evidence
from assistant.labels import label
from index.heal import mask
from index.lines import lines
from index.minutes import Document, Item, Parsed
from index.rebuild import Rebuilt
from index.report import IngestReport

STATUS = {
    "answered": "Answered",
    "partial": "Partly in the minutes",
    "not_recorded": "Not recorded in the minutes",
    "clarify": "Which one do you mean?",
}
WIDTH = 60  # characters of a cell


def answer_text(answer: Answer) -> str:
    """The answer, its sources with the words they say, and notices."""
    head = [STATUS[answer.status] + (f": {answer.verdict}" if answer.verdict else ""), "", answer.text]
    sources = [f"[{c.n}] {c.label} ({c.document.file}, {c.item.item_id})\n    “{c.quote}”" for c in answer.citations]
    return "\n".join([*head, *(["", *sources] if sources else []), *(f"Note: {notice}" for notice in answer.notices)])


def evidence_text(evidence: Sequence[Evidence]) -> str:
    return "\n".join(f"{n:2}. {e.score:.3f}  {label(e.document, e.item)}  {e.item.title}" for n, e in enumerate(evidence, 1))


def item_text(document: Document, item: Item, text: str) -> str:
    """The item with its label, its lines as the minutes lay them out."""
    body = "\n".join(("  " if row.bullet else "") + row.text for row in lines(mask(text, "md")))
    return f"{label(document, item)} ({document.status})\n{item.item_id}\n\n{body}"


def parsed_text(parsed: Parsed) -> str:
    found = [parsed.file]
    for d in parsed.documents:
        found.append(f"  {d.document_id}: {d.meeting.body}, {d.meeting.date}, {d.role} ({d.status})")
        found += [f"    {i.number or '':8}{i.minute_ref or '':12}{i.title[:WIDTH]}" for i in d.items if i.kind != "head"]
    return "\n".join([*found, *(f"  {w.kind} at {w.start}: {w.detail}" for w in parsed.warnings)])


def report_json(report: IngestReport) -> dict[str, object]:
    return {
        "files": [
            {
                "file": e.file,
                "outcome": e.outcome,
                "code": e.code or None,
                "message": e.message or None,
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
    lost = "\nThe catalogue could not be read: ingest the files again." if done.lost else ""
    return f"Rebuilt the vectors of {done.passages} passages{aside}.{lost}"


def holds(row: dict[str, object], words: str | None) -> bool:
    """True where the row holds all ``words``."""
    text = " ".join(str(value) for value in row.values()).lower()
    return all(word in text for word in (words or "").lower().split())


def one_per_meeting(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Documents as meetings: one row for a body and a day, with the roles held."""
    found: dict[tuple[object, object], dict[str, object]] = {}
    for row in rows:
        key = (row["body_id"], row["date"])
        kept = found.setdefault(key, {k: row[k] for k in ("body_id", "body", "organisation", "date")} | {"roles": []})
        kept["roles"] = [*kept["roles"], row["role"]]  # type: ignore[misc]  # made a list in the line above
    return list(found.values())


def table(rows: Sequence[dict[str, object]]) -> str:
    """Rows in columns as wide as they need, at most ``WIDTH`` characters each."""
    if not rows:
        return "nothing held that fits"
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(names)]
    return "\n".join("  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in [names, *cells])


def _cell(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
