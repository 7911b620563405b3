"""What a language model makes of the answers: how many of its sentences stood, and its headline beside that of the words quoted.

The model is asked once a question; its replies can be kept in a file, so that another verifier judges the very same words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from assistant.answer import ANYWHERE, Answer, Turn
from assistant.assistant import Assistant
from assistant.check_form import tidied
from assistant.compose import SILENT, Speaking
from assistant.sentences import sentences, without_markers
from eval.summary import Summary
from index.errors import CannotCreate, LanguageModelError, UsageError
from index.minutes import Scope

METRICS = ("headline", "answer_ok", "citation_ok", "false_answer", "false_abstention")


@dataclass(slots=True)
class Recorder:
    """A language model that remembers what it said, in ``file`` beyond this run; what is remembered is not asked again."""

    voice: Speaking
    file: Path | None = None
    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # hash of a prompt -> its reply, and how that failed
    last: str | None = None  # the reply to the latest question; None where the model was not asked

    def __post_init__(self) -> None:
        if self.file and self.file.exists():
            rows = [json.loads(line) for line in self.file.read_text("utf-8").splitlines()]
            self.known = {row["prompt"]: (row["reply"], row["error"]) for row in rows}

    @property
    def name(self) -> str:
        return self.voice.name

    def speak(self, prompt: str) -> Iterator[str]:
        key = sha256(prompt.encode()).hexdigest()[:16]
        if key not in self.known:
            self._keep(key, *self._heard(prompt))
        reply, error = self.known[key]
        self.last = reply
        yield reply
        if error:
            raise LanguageModelError(error)

    def _heard(self, prompt: str) -> tuple[str, str | None]:
        pieces: list[str] = []
        try:
            pieces.extend(self.voice.speak(prompt))
        except LanguageModelError as error:
            return "".join(pieces), error.message
        return "".join(pieces), None

    def _keep(self, key: str, reply: str, error: str | None) -> None:
        self.known[key] = reply, error
        if self.file:
            with self.file.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps({"prompt": key, "reply": reply, "error": error}, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the reply to one question."""

    question: str
    wrote: tuple[str, ...]  # its sentences
    shown: tuple[tuple[str, tuple[str, ...]], ...]  # those that stood, with the words they cite
    out: tuple[tuple[str, str], ...]  # kind and detail of what did not
    fell_back: bool  # the minutes were quoted instead


@dataclass(slots=True)
class Watched:
    """An assistant whose language model is listened to."""

    assistant: Assistant
    recorder: Recorder
    told: list[Told] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Answer:
        self.recorder.last = None
        answer = self.assistant.ask(question, history, within)
        if self.recorder.last is not None:
            self.told.append(_told(answer, self.recorder.last))
        return answer


def watched(assistant: Assistant, file: Path | None) -> Watched:
    """The assistant with its language model recorded. Raises UsageError where none is configured, CannotCreate for the file."""
    if assistant.composer is None:
        raise UsageError("no language model is configured", "Set MINUTES_LLM_URL and MINUTES_LLM_MODEL, or llm_url and llm_model.")
    try:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
    except OSError as error:
        raise CannotCreate(f"cannot keep replies in {file}: {error.strerror}", "Name another file with --replies.") from error
    recorder = Recorder(assistant.composer.voice, file)
    return Watched(replace(assistant, composer=replace(assistant.composer, voice=recorder)), recorder)


def as_text(told: Sequence[Told], quoted: Summary, composed: Summary) -> str:
    wrote, shown = sum(len(t.wrote) for t in told), sum(len(t.shown) for t in told)
    counts = [
        f"questions put to the language model: {len(told)} of {composed.overall.n}",
        f"sentences it wrote: {wrote}; shown: {shown}; taken out: {wrote - shown}",
        f"wrote no sentence: {sum(not t.wrote for t in told)}; answers quoted instead: {sum(t.fell_back for t in told)}",
    ]
    kinds = Counter(kind for t in told for kind, _ in t.out)
    rows = [f"{'':18}quoted  composed", *(_row(metric, quoted, composed) for metric in METRICS)]
    return "\n".join([*counts, *(f"  {n:3} {kind}" for kind, n in kinds.most_common()), "", *rows])


def as_markdown(told: Sequence[Told]) -> str:
    """Every sentence shown beside the words it cites, for a person to read, and what was taken out."""
    return "\n".join(line for one in told for line in _lines(one)) + "\n"


def write_told(told: Sequence[Told], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "composed.md").write_text(as_markdown(told), encoding="utf-8")


def _told(answer: Answer, reply: str) -> Told:
    wrote = tuple(s for s in sentences(reply) if s.strip(" .").upper() != SILENT)
    composed = answer.writer == "composed"
    said = {without_markers(tidied(sentence)) for sentence in wrote}
    quotes = {citation.n: citation.quote for citation in answer.citations}
    shown = tuple((c.text, tuple(quotes[n] for n in c.citations)) for c in answer.claims if composed and c.text in said)
    out = tuple((p.kind, f"{p.claim.text}: {p.detail}" if p.claim else p.detail) for p in answer.problems)
    return Told(answer.question, wrote, shown, out, not composed)


def _lines(one: Told) -> Iterator[str]:
    yield f"\n## {one.question}\n"
    for sentence, quotes in one.shown:
        yield f"- SHOWN: {sentence}"
        yield from (f"    > {quote}" for quote in quotes)
    yield from (f"- OUT ({kind}): {detail}" for kind, detail in one.out)
    if not one.wrote:
        yield "- wrote no sentence"


def _row(metric: str, quoted: Summary, composed: Summary) -> str:
    values = [summary.overall[metric].value for summary in (quoted, composed)]
    return f"{metric:18}" + "  ".join(f"{'-' if value is None else format(value, '.3f'):>6}" for value in values)
