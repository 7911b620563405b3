"""What became of an uploaded file, in the words of somebody who keeps minutes and no programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.filters import KINDS
from assistant.labels import meeting_label
from index.minutes import Document
from index.pages import PARTIAL
from web.held import number_of
from web.jobs import ASIDE, Piece, Stage

if TYPE_CHECKING:
    from index.catalog import Catalog

Tone = Literal["", "ok", "part", "bad", "which"]

STAGES: dict[Stage, str] = {
    "waiting": "Waiting for its turn",
    "reading": "Being read",
    "cutting": "Being cut into items",
    "filing": "Being filed",
    "done": "Done",
}
_SHARE: dict[Stage, int] = {"waiting": 0, "reading": 1, "cutting": 3, "filing": 4, "done": 5}
STEPS = _SHARE["done"]  # that the bar counts for each file

# code of index/errors.py -> what is wrong, and what to do about it
REFUSED: dict[str, tuple[str, str]] = {
    "E_TYPE": (
        "It is not a kind of file that can be read, or is not what its name says.",
        "Save it as PDF, Word (.docx), plain text (.txt) or a web page (.html), and upload that.",
    ),
    "E_NO_TEXT": (
        "No minutes were found in it: it is empty, or holds pictures of pages without text.",
        "Open it and look. If it is a scan, have its text recognised by the scanner's program, and upload the result.",
    ),
    "E_ENCODING": ("Its letters cannot be made out.", "Open it, save it anew as PDF, Word or UTF-8 text, and upload that."),
    "E_TOO_LARGE": ("It is larger than a file may be here.", "Upload the minutes of each meeting as a file of its own."),
    "E_STRUCTURE": (
        "It is damaged, or built in a way that cannot be read.",
        "Open it in the program that made it, save it anew, and upload that.",
    ),
    "E_ENCRYPTED": ("It is protected by a password.", "Save a copy without the password, and upload that."),
    "E_BOMB": (
        "It would unpack to far more than any minutes hold, and was not opened.",
        "If you know where it comes from, save it anew as PDF and upload that; else delete it.",
    ),
    "E_PARSE_LIMIT": (
        "Reading it took too long, or ended the program that reads; it was set aside.",
        "Upload each meeting as a file of its own, or save it anew as PDF. Trying again helps only where the machine was busy.",
    ),
    "W_HIDDEN": (
        "It holds words that its readers do not see; it was set aside until somebody has looked.",
        "Look at the file. If all is well with it, take it in without the hidden words; else leave it out.",
    ),
    "W_REDACTION": (
        "Words stand under a black box: they are still in the file, and whoever has it can copy them. It was set aside.",
        "Do not publish this file. Black the words out again with a program that removes them, or take it in without them.",
    ),
    "E_LABEL": (
        "Who may see it does not agree with what was said of these minutes before; nothing was changed.",
        "Upload it with the same choice as before. To change who may see minutes: python -m assistant label.",
    ),
    "E_NOSPACE": ("The disk has no room for it.", "Tell whoever runs this page to make room, then upload it again."),
    "E_LOCKED": ("The application was stopped before it was taken in.", "Upload it again."),
    "E_MODEL": ("A part that is needed for filing is not there (the embedding model).", "Tell whoever runs this page."),
    "E_EMBED": ("A part that is needed for filing did not do its work (the embedding model).", "Tell whoever runs this page."),
    "E_AWAY": ("A server that is needed for filing is not there.", "Upload it again later; if it stays so, tell whoever runs this page."),
    "E_CORRUPT": ("The archive itself is damaged; nothing was filed.", "Tell whoever runs this page: python -m assistant verify."),
}
_FAULT = ("It could not be taken in: our own program stumbled over it.", "Tell whoever runs this page; other files are not affected.")

_NOTES = {
    "W_SUSPECT": "Some of its words look as if written for a program. They are shown in quotation marks, and nothing they say is done.",
    PARTIAL: "Some of its pages hold no text. If they are scans, have their text recognised and upload the file again.",
    "W_UNCLEAR": "Its items could not be told apart, so it is searched by its paragraphs.",
    "I_LABELLED": "Not all of its items are open to everyone.",
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A meeting that a file was found to be of."""

    document_id: str
    label: str
    counts: str


@dataclass(frozen=True, slots=True)
class Told:
    """``tone`` is that of the badge; ``documents`` are those that whoever asks may see."""

    file: str
    badge: str
    tone: Tone
    sentence: str = ""
    todo: str = ""
    notes: tuple[str, ...] = ()
    documents: tuple[Recognised, ...] = ()
    approve: bool = False  # whether somebody may let it in, or have it read again
    retry: bool = False


def share(piece: Piece) -> int:
    """How far a file is, of STEPS."""
    return _SHARE[piece.stage]


def told(piece: Piece, catalog: Catalog) -> Told:
    """What became of the file; ``catalog`` is that of whoever asks."""
    entry, name = piece.entry, piece.file.name
    if entry is None:
        return Told(name, STAGES[piece.stage], "which")
    held = tuple(recognised(d, catalog) for d in catalog.documents() if piece.file.sha256 and d.sha256 == piece.file.sha256)
    if entry.outcome in ("added", "replaced"):
        return _taken_in(piece, held)
    if entry.outcome == "unchanged":
        return Told(name, "Held already", "", "This very file is held already. Nothing was changed.", documents=held)
    if entry.outcome == "duplicate":
        twin = f", as {piece.twin}" if held and piece.twin else ""
        gone = (f"What {piece.former} said before is no longer held: it is the same file now.",) if piece.former else ()
        return Told(name, "Duplicate", "", f"The same file is held already{twin}. It was not taken in twice.", notes=gone, documents=held)
    sentence, todo = REFUSED.get(entry.code, _FAULT)
    if entry.code not in ASIDE:
        return Told(name, "Not taken in", "bad", sentence, todo)
    reason = (reason_of(entry.message, entry.file),) if entry.code.startswith("W_") else ()
    limit = entry.code == "E_PARSE_LIMIT"
    return Told(name, "Set aside", "part", sentence, todo, reason, approve=piece.aside and not limit, retry=piece.aside and limit)


def _taken_in(piece: Piece, held: tuple[Recognised, ...]) -> Told:
    assert piece.entry
    entry, name = piece.entry, piece.file.name
    notes = [_NOTES[entry.code]] if entry.code in _NOTES else []
    if entry.file not in (name, piece.former):
        notes.append(f"A file {name} of another meeting is held already, so this one is listed as {entry.file}.")
    if not held:
        notes.append("Its label keeps it from you: it is taken in, and you are not shown it.")
    if entry.outcome == "replaced":
        return Told(name, "New version", "ok", f"It takes the place of {piece.former}, which was held before.", "", tuple(notes), held)
    return Told(name, "Taken in", "ok", "", "", tuple(notes), held)


def reason_of(message: str, file: str) -> str:
    """Why a file was set aside, as a sentence: a count, and no word of the file."""
    words = message.removeprefix(f"{file}: ").split(" (set aside since")[0]
    return f"{words[:1].upper()}{words[1:]}.".replace("..", ".")


def recognised(document: Document, catalog: Catalog) -> Recognised:
    """A document by its meeting, and how much was found in it."""
    found = catalog.outcomes(document_id=document.document_id)
    items = number_of(catalog.items(document.document_id))
    decisions, actions = (sum(one.kind in KINDS[kind] for one in found) for kind in ("decisions", "actions"))
    said = ", ".join((counted(items, "item"), counted(decisions, "decision"), counted(actions, "action")))
    return Recognised(document.document_id, meeting_label(document), said)


def counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
