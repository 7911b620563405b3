"""``python -m training.train``: from the documents and questions to the weights of the reader, seeded, with a log as JSON lines.

A fixed number of steps decides what comes out, not the clock. A run that was ended goes on from its last checkpoint when it is started
again with the same arguments; with fewer steps it comes to its end sooner. See training/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from index.spans import FROZEN, KINDS, load_tokenizer, pairs
from training.check import DATA, hands
from training.examples import Example, Lesson, document_windows, held_out, lesson, questions, squad
from training.network import network, outputs

STRETCH = 32  # batches within which examples are sorted by length, so that little is padding
NOTED = 25  # steps


@dataclass(frozen=True, slots=True)
class Settings:
    """``share`` of the training documents is used; ``squad`` names the file of SQuAD 2.0, or is None for none of it."""

    squad: Path | None = None
    squad_rows: int = 6000  # read in the first epoch
    share: float = 1.0
    steps: int = 3400
    batch: int = 16
    rate: float = 1.5e-4
    warm_up: float = 0.06
    span_weight: float = 0.5
    seed: int = 7
    half: bool = True  # computed in bfloat16, where the processor has it; the weights that are stepped are float32
    threads: int = 1
    kept: int = 100  # steps between two checkpoints


def lessons(folder: Path, share: float = 1.0) -> list[Lesson]:
    """Those of the documents that are trained on."""
    rows: list[Lesson] = []
    for hand in hands(folder):
        documents = [path for path in sorted((hand / "docs").iterdir()) if not held_out(path.name)]
        used = {path.name: document_windows(path) for path in documents[: round(share * len(documents))]}
        rows += [row for asked in questions(hand) if asked.document in used and (row := lesson(asked, used[asked.document]))]
    return rows


def train(settings: Settings, folder: Path, log: Path, checkpoint: Path) -> dict[str, torch.Tensor]:
    """The trained weights, in float32. Raises ValueError where the checkpoint is that of another training."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    model, tokenizer = network(), load_tokenizer()
    _without_dropout_of_attention(model)
    weights, asked_for = Masters(model, settings), _identity(settings, folder)
    done = _restored(weights, checkpoint, asked_for)
    with log.open("a", encoding="utf-8") as out:
        _note(out, {"from": done, **{key: str(value) for key, value in asdict(settings).items()}})
        batches = _batches(lessons(folder, settings.share), settings)
        _note(out, {"training": "begins", "at": round(time.monotonic())})
        model.train()
        _steps(tokenizer, weights, batches, settings, done, out, lambda step: _keep(weights, step, checkpoint, asked_for))
    return weights.held


def _identity(settings: Settings, folder: Path) -> str:
    """What a training that goes on must share with the one that was ended: all but how many steps there are, and how they are made."""
    chosen = {name: value for name, value in asdict(settings).items() if name not in ("squad", "steps", "threads", "kept")}
    files = [hand / "questions.jsonl" for hand in hands(folder)] + ([settings.squad] if settings.squad else [])
    return hashlib.sha256(repr(chosen).encode() + b"".join(path.read_bytes() for path in files)).hexdigest()


class Masters:
    """The weights that are trained, in float32, of a network that computes in bfloat16 (Micikevicius et al. 2018)."""

    def __init__(self, model: torch.nn.ModuleDict, settings: Settings) -> None:
        self.model = model
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(name not in FROZEN)
        self.held = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
        self.optimizer = torch.optim.AdamW(list(self.held.values()), lr=settings.rate, weight_decay=0.01, fused=True)
        if settings.half:
            model.to(torch.bfloat16)

    def step(self, loss: torch.Tensor, rate: float) -> None:
        """One step of the optimizer against the gradient of ``loss``, no longer than 1."""
        self.model.zero_grad()
        loss.backward()
        for name, parameter in self.model.named_parameters():
            if parameter.requires_grad:
                self.held[name].grad = None if parameter.grad is None else parameter.grad.to(torch.float32)
        torch.nn.utils.clip_grad_norm_(self.held.values(), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        self.lent()

    def lent(self) -> None:
        """The network computes with what is held."""
        self.model.load_state_dict(self.held, strict=False)


def _without_dropout_of_attention(model: torch.nn.ModuleDict) -> None:
    """Drawing its numbers takes a quarter of the time; the dropout of what the layers give stays."""
    for module in model.get_submodule("body").modules():
        if hasattr(module, "attention_head_size"):
            module.dropout.p = 0.0


def _steps(
    tokenizer: Tokenizer,
    weights: Masters,
    batches: Iterator[list[Example]],
    settings: Settings,
    done: int,
    out: TextIO,
    keep: Callable[[int], None],
) -> None:
    losses: list[float] = []
    for step, batch in zip(range(1, settings.steps + 1), batches, strict=False):
        if step <= done:
            continue
        loss = _loss(weights.model, tokenizer, batch, settings)
        weights.step(loss, settings.rate * _rate(step, settings))
        losses.append(loss.item())
        if step % NOTED == 0:
            _note(out, {"step": step, "of": settings.steps, "loss": round(float(np.mean(losses)), 4), "cpu_s": round(time.process_time())})
            losses.clear()
        if step % settings.kept == 0:
            keep(step)


def _rate(step: int, settings: Settings) -> float:
    """Linear up, linear down."""
    first = max(1, round(settings.warm_up * settings.steps))
    return step / first if step < first else max(0.0, (settings.steps - step) / max(1, settings.steps - first))


def _batches(rows: Sequence[Lesson], settings: Settings) -> Iterator[list[Example]]:
    """Without end, epoch after epoch; SQuAD stands among the minutes of the first."""
    chance = random.Random(settings.seed)
    more = squad(settings.squad, settings.squad_rows, settings.seed) if settings.squad else []
    while True:
        order = [*more, *(example for row in rows for example in row.drawn(chance))]
        more = []
        chance.shuffle(order)
        found = []
        for start in range(0, len(order), STRETCH * settings.batch):
            stretch = sorted(order[start : start + STRETCH * settings.batch], key=lambda row: len(row.text) + len(row.question))
            found += [stretch[n : n + settings.batch] for n in range(0, len(stretch), settings.batch)]
        chance.shuffle(found)
        yield from found


def _loss(model: Any, tokenizer: Any, batch: Sequence[Example], settings: Settings) -> torch.Tensor:
    encoded = pairs(tokenizer, [row.question for row in batch], [row.text for row in batch])
    ids, held, parts = (torch.tensor([getattr(one, name) for one in encoded]) for name in ("ids", "attention_mask", "type_ids"))
    kinds, spans = outputs(model, ids, held, parts)
    kinds, spans = kinds.float(), spans.float()
    loss = torch.nn.functional.cross_entropy(kinds, torch.tensor([KINDS.index(row.kind) for row in batch]))
    places = torch.tensor([_tokens(*both) for both in zip(encoded, batch, strict=True)])
    spans = spans.masked_fill((held == 0).unsqueeze(-1), -1e4)
    for side in (0, 1):
        if (places[:, side] >= 0).any():
            wrong = torch.nn.functional.cross_entropy(spans[:, :, side], places[:, side], ignore_index=-1)
            loss = loss + settings.span_weight / 2 * wrong
    return loss


def _tokens(encoded: Any, row: Example) -> tuple[int, int]:
    """The first and last token of the answer; that of the class where there is none (Devlin et al. 2019), -1 where it was cut off."""
    if row.span is None:
        return 0, 0
    first, last = encoded.char_to_token(row.span.start, 1), encoded.char_to_token(row.span.end - 1, 1)
    return (first, last) if first is not None and last is not None else (-1, -1)


def _keep(weights: Masters, step: int, checkpoint: Path, asked_for: str) -> None:
    """Written beside and put in its place whole: a kill leaves the last one. Tensors alone, never a pickle."""
    held = {f"model/{name}": tensor for name, tensor in weights.held.items()}
    for number, moments in weights.optimizer.state_dict()["state"].items():
        held |= {f"optimizer/{number}/{name}": tensor for name, tensor in moments.items()}
    beside = checkpoint.with_suffix(".part")
    save_file({**held, "chance": torch.get_rng_state(), "step": torch.tensor(step)}, beside, {"of": asked_for})
    os.replace(beside, checkpoint)


def _restored(weights: Masters, checkpoint: Path, asked_for: str) -> int:
    """The steps made before; the weights and the optimizer are as they were then."""
    if not checkpoint.exists():
        return 0
    with safe_open(checkpoint, "pt") as kept:
        if (kept.metadata() or {}).get("of") != asked_for:
            raise ValueError(f"{checkpoint} is of another training: other settings or other data. Delete it, or name another --out.")
    held = load_file(checkpoint)
    for name, tensor in weights.held.items():
        tensor.copy_(held[f"model/{name}"])
    weights.lent()
    moments: dict[int, dict[str, torch.Tensor]] = {}
    for name in held:
        if name.startswith("optimizer/"):
            _, number, moment = name.split("/")
            moments.setdefault(int(number), {})[moment] = held[name]
    weights.optimizer.load_state_dict({**weights.optimizer.state_dict(), "state": moments})
    torch.set_rng_state(held["chance"])
    return int(held["step"])


def _note(out: Any, row: dict[str, object]) -> None:
    print(json.dumps(row), file=out, flush=True)


def save(weights: Mapping[str, torch.Tensor], out: Path) -> str:
    """The sha256 of the file of these weights, in float16."""
    save_file({name: tensor.to(torch.float16).contiguous() for name, tensor in weights.items()}, out)
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> None:
    usual = Settings()
    parser = argparse.ArgumentParser(prog="python -m training.train", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--squad", type=Path, help="SQuAD 2.0 in its own JSON; none: trained without it")
    parser.add_argument("--squad-rows", type=int, default=usual.squad_rows)
    parser.add_argument("--share", type=float, default=1.0, help="of the training documents")
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--threads", type=int, default=usual.threads)
    parser.add_argument("--full", action="store_true", help="products in float32")
    parser.add_argument("--hands", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    settings = Settings(
        given.squad, given.squad_rows, share=given.share, steps=given.steps, seed=given.seed, half=not given.full, threads=given.threads
    )
    weights = train(settings, given.hands, given.out.with_suffix(".jsonl"), given.out.with_suffix(".checkpoint"))
    print(save(weights, given.out))


if __name__ == "__main__":
    main()
