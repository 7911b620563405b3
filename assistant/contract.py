"""The JSON other programs rely on. Names and shapes change on purpose only, with a CHANGELOG line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Claim, Evidence
from assistant.labels import label

if TYPE_CHECKING:
    from index.lint import Defect
    from index.minutes import Acceptance, Document, Item, LeftOut, Link, Outcome, Parsed, Person
    from index.reconcile import Reconciled


def answer_json(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "status": answer.status,
        "verdict": answer.verdict,
        "answer": answer.text,
        "claims": [claim_json(c) for c in answer.claims],
        "citations": [citation_json(c) for c in answer.citations],
        "evidence": evidence_json(answer.evidence),
        "problems": [{"kind": p.kind, "detail": p.detail} for p in answer.problems],
        "notices": list(answer.notices),
        "writer": answer.writer,
        "model": answer.model,
        "ms": {"retrieve": round(answer.ms.retrieve, 1), "write": round(answer.ms.write, 1), "total": round(answer.ms.total, 1)},
    }


def claim_json(claim: Claim) -> dict[str, object]:
    return {"text": claim.text, "citations": list(claim.citations), "basis": claim.basis}


def citation_json(c: Citation) -> dict[str, object]:
    return {
        "n": c.n,
        "item_id": c.item.item_id,
        "file": c.document.file,
        "role": c.document.role,
        "status": c.document.status,
        "body": c.document.meeting.body,
        "organisation": c.document.meeting.organisation,
        "date": _iso(c.document.meeting.date),
        "number": c.item.number,
        "minute_ref": c.item.minute_ref,
        "title": c.item.title,
        "label": c.label,
        "quote": c.quote,
        "start": c.span.start,
        "end": c.span.end,
        "page": c.page,
        "confidence": None if c.confidence is None else round(c.confidence, 2),
    }


def evidence_json(evidence: Sequence[Evidence]) -> list[dict[str, object]]:
    return [
        {
            "rank": rank,
            "item_id": e.item.item_id,
            "file": e.document.file,
            "role": e.document.role,
            "number": e.item.number,
            "minute_ref": e.item.minute_ref,
            "start": e.hits[0].passage.span.start if e.hits else e.item.span.start,
            "end": e.hits[0].passage.span.end if e.hits else e.item.span.end,
            "score": round(e.score, 4),
        }
        for rank, e in enumerate(evidence, 1)
    ]


def parsed_json(parsed: Parsed) -> dict[str, object]:
    return {
        "file": parsed.file,
        "documents": [document_json(d) for d in parsed.documents],
        "warnings": [{"kind": w.kind, "start": w.start, "detail": w.detail} for w in parsed.warnings],
        "left_out": [left_out_json(out) for out in parsed.left_out],
    }


def lint_json(file: str, defects: Sequence[Defect]) -> dict[str, object]:
    return {"file": file, "defects": [defect_json(d) for d in defects]}


def defect_json(d: Defect) -> dict[str, object]:
    return {
        "file": d.file,
        "kind": d.kind,
        "severity": d.severity,
        "sentence": d.sentence,
        "line": d.line,
        "column": d.column,
        "page": d.page,
        "start": d.span.start,
        "end": d.span.end,
        "words": d.words,
        "document_id": d.document_id,
        "item_id": d.item_id,
        "item": d.item,
    }


def left_out_json(out: LeftOut) -> dict[str, object]:
    """Words of the file that no item says; start and end are null where they are not in the text that was read."""
    start, end = (out.span.start, out.span.end) if out.span else (None, None)
    return {"reason": out.reason, "text": out.text, "page": out.page, "start": start, "end": end}


def document_json(d: Document) -> dict[str, object]:
    return {
        **meeting_json(d),
        "items": [item_json(i) for i in d.items],
        "outcomes": [outcome_json(o) for o in d.outcomes],
        "links": [link_json(one) for one in d.links],
    }


def meeting_json(d: Document) -> dict[str, object]:
    return {
        "role": d.role,
        "status": d.status,
        "body": d.meeting.body,
        "organisation": d.meeting.organisation,
        "date": _iso(d.meeting.date),
        "start_time": _clock(d.start_time),
        "end_time": _clock(d.end_time),
        "venue": d.venue,
        "chair": d.chair,
        "attendees": [_person_json(p) for p in d.attendees],
        "apologies": [_person_json(p) for p in d.apologies],
    }


def item_json(i: Item) -> dict[str, object]:
    return {
        "item_id": i.item_id,
        "number": i.number,
        "minute_ref": i.minute_ref,
        "title": i.title,
        "parent": i.parent,
        "presenter": i.presenter,
        "chair": i.chair,
        "start": i.span.start,
        "end": i.span.end,
        "text": i.text,
    }


def outcome_json(o: Outcome) -> dict[str, object]:
    return {
        "kind": o.kind,
        "item_id": o.item_id,
        "reference": o.reference,
        "owner": o.owner,
        "due": o.due,
        "text": o.text,
        "start": o.span.start,
        "end": o.span.end,
    }


def link_json(link: Link) -> dict[str, object]:
    """A link of an item. One that is not ``safe`` runs or shows what stands in it, or is a file of one machine: never offer it."""
    start, end = link.span.start, link.span.end
    return {"item_id": link.item_id, "text": link.text, "target": link.target, "safe": link.safe, "start": start, "end": end}


def item_detail_json(d: Document, i: Item, became: Sequence[Reconciled] = (), left_out: Sequence[LeftOut] = ()) -> dict[str, object]:
    """``show --json``: the item with its meeting, what of it is never quoted, and for an item of an agenda what became of it."""
    return {
        **item_json(i),
        "label": label(d, i),
        "file": d.file,
        **{k: v for k, v in meeting_json(d).items() if k not in ("attendees", "apologies", "chair")},
        "chair": i.chair or d.chair,
        "left_out": [left_out_json(out) for out in left_out],
        "printed_status": d.printed,
        "superseded_by": d.superseded_by,
        "acceptances": [acceptance_json(a) for a in d.acceptances],
        "became": [became_json(row) for row in became],
    }


def acceptance_json(a: Acceptance) -> dict[str, object]:
    """What a later meeting made of the minutes that the item is in."""
    return {
        "kind": a.kind,
        "date": _iso(a.on),
        "item_id": a.item_id,
        "text": a.text,
        "amendments": [{"text": one.text, "named": one.named, "start": one.span.start, "end": one.span.end} for one in a.amendments],
    }


def became_json(row: Reconciled) -> dict[str, object]:
    return {
        "number": row.agenda.number if row.agenda else None,
        "title": row.agenda.title if row.agenda else None,
        "fate": row.fate,
        "minutes_item_id": row.minutes.item_id if row.minutes else None,
        "minutes_number": row.minutes.number if row.minutes else None,
        "mentions": [item.item_id for item in row.mentions],
    }


def _person_json(person: Person) -> dict[str, str]:
    return {"name": person.name, "role": person.role}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None
