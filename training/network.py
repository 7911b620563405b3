"""The reader's network (index/spans.py) as transformers makes it, which knows the way back."""

from __future__ import annotations

import os
from typing import Any

import torch
from safetensors.torch import load_file

from index.bert import mean
from index.embed import DEFAULT, model_folder
from index.spans import KINDS
from index.weights import WEIGHTS


def network() -> torch.nn.ModuleDict:
    """The body with the bundled weights under untrained heads. Raises ModelError."""
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ.setdefault(variable, "1")
    from transformers import BertConfig, BertModel
    from transformers.initialization import no_init_weights

    folder = model_folder(DEFAULT)
    config = BertConfig.from_json_file(folder / "config.json")
    config._attn_implementation = "eager"  # whose way back takes a third of the time of the fused one on a processor
    with no_init_weights():  # the bundled ones come at once
        body = BertModel(config, add_pooling_layer=False)
    body.load_state_dict(load_file(folder / WEIGHTS), strict=False)
    return over(body)


def over(body: Any) -> torch.nn.ModuleDict:
    """``body`` with the two untrained heads."""
    size = body.config.hidden_size
    kind = torch.nn.Sequential(torch.nn.Linear(2 * size, size), torch.nn.Tanh(), torch.nn.Dropout(0.1), torch.nn.Linear(size, len(KINDS)))
    return torch.nn.ModuleDict({"body": body, "span": torch.nn.Linear(size, 2), "kind": kind})


def outputs(model: torch.nn.ModuleDict, ids: torch.Tensor, held: torch.Tensor, parts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of the kinds, shape (n, 3), and of starts and ends, shape (n, tokens, 2)."""
    hidden = model["body"](input_ids=ids, attention_mask=held, token_type_ids=parts).last_hidden_state
    return model["kind"](torch.cat([hidden[:, 0], mean(hidden, held)], dim=1)), model["span"](hidden)
