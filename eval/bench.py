"""An assistant that has read a folder of minutes, in a store that nobody else uses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import calibrated_elsewhere, open_assistant
from assistant.config import Config
from eval.grounding import minutes_files
from eval.provenance import Provenance, hash_code, hash_files
from index.ingest import Pipeline, ingest
from index.parse import PARSER_VERSION


@dataclass(frozen=True, slots=True)
class Bench:
    assistant: Assistant
    config: str
    embedder: str
    notices: tuple[str, ...]

    def described(self, made: Provenance) -> Provenance:
        code = hash_code("index", "assistant", "prompts")
        return replace(made, code=code, parser=PARSER_VERSION, config=self.config, embedder=self.embedder, notices=self.notices)


@contextmanager
def reading(config: Config, minutes: Path, cache: Path | None = None, pipeline: Pipeline | None = None) -> Iterator[Bench]:
    """A Bench over exactly these minutes. Without ``cache`` its store is deleted afterwards.

    A kept store is named by the minutes, where they lie and the code that cuts them, so that no run answers from another corpus.
    ``pipeline``: another way of cutting it than ours.
    """
    with tempfile.TemporaryDirectory(prefix="eval-") as scratch:
        place = sha256(str(minutes.resolve()).encode()).hexdigest()[:8]
        name = f"{hash_files(minutes_files(minutes))}-{place}-{hash_code('index')}{f'-{pipeline.version}' if pipeline else ''}"
        private = config.model_copy(update={"store": (cache or Path(scratch)) / name, "audit": False})
        with open_assistant(private, create=True) as assistant:
            whole = assistant.store.whole
            report = ingest(whole, minutes_files(minutes), pipeline=pipeline)
            notices = tuple(f"not read: {e.file}: {e.code} {e.message}" for e in report.entries if e.outcome in ("failed", "held"))
            notices += calibrated_elsewhere(private, whole.fingerprint)
            yield Bench(assistant, config.model_dump_json(exclude={"store"}), whole.fingerprint, notices)
