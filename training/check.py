"""``python -m training.check``: whether the documents and questions of every hand hold together; prints what does not, then counts.

The words of an answer stand in its document, and so do those that stand beside what a near miss asks for; no question is asked twice
of one document; every kind has its fields. Exit code 1 where something is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.heal import heal
from index.spans import KINDS

DATA = Path(__file__).with_name("data")
LACKS = (
    "detail", "number", "name", "date", "owner", "vote", "reason", "outcome",
    "other meeting", "other body", "other matter", "premise", "agenda only",
)  # fmt: skip
FIELDS = {"doc", "question", "kind", "answer", "beside", "near", "missing"}


def hands(folder: Path = DATA) -> list[Path]:
    """The folders of those who wrote, by name."""
    return sorted(path for path in folder.iterdir() if path.is_dir())


def faults(hand: Path) -> Iterator[str]:
    """What is wrong with the questions of one hand, a sentence each."""
    held = {path.name: plain(path.read_text("utf-8")) for path in (hand / "docs").iterdir()}
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate((hand / "questions.jsonl").read_text("utf-8").splitlines(), 1):
        row = json.loads(line)
        asked = row["doc"], " ".join(re.findall(r"\w+", row["question"].lower()))
        for fault in _faults(row, held.get(row["doc"], "")):
            yield f"{hand.name}, line {number}: {fault}"
        if asked in seen:
            yield f"{hand.name}, line {number}: asked before"
        seen.add(asked)


def _faults(row: dict[str, object], text: str) -> Iterator[str]:
    if strange := row.keys() - FIELDS:
        yield f"unknown fields {sorted(strange)}"
    if not text:
        yield f"no document {row['doc']}"
    if row["kind"] not in KINDS:
        yield f"unknown kind {row['kind']}"
    said = row.get("beside") if row["kind"] == "near" else row.get("answer")
    for words in said if isinstance(said, list) else [said]:
        if not isinstance(words, str) or not plain(words):
            yield "no words"
        elif plain(words) not in text:
            yield f"not in the document: {words[:60]!r}"
    if row["kind"] == "near" and row.get("near") not in LACKS:
        yield f"unknown lack {row.get('near')!r}"
    if row["kind"] == "partly" and not row.get("missing"):
        yield "what is missing is not said"


def plain(text: str) -> str:
    """As a person reads it: without tags and marks, character references resolved, on one line."""
    return heal(text.replace("**", ""))


def main() -> int:
    found = [fault for hand in hands() for fault in faults(hand)]
    print("\n".join(found), end="\n" if found else "")
    rows = [json.loads(line) for hand in hands() for line in (hand / "questions.jsonl").read_text("utf-8").splitlines()]
    documents = sum(len(list((hand / "docs").iterdir())) for hand in hands())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(row["kind"] for row in rows).items()))
    print(f"{documents} documents, {len(rows)} questions: {kinds}; {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
