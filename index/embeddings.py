"""Vectors from an OpenAI-compatible endpoint (``/v1/embeddings``), for those who have one; the passages and the questions are sent there.

Nothing tells what weights answer behind a name: the fingerprint is the name and the dimension.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import openai
from numpy.typing import NDArray

from index.embed import NO_VECTOR, of_length_one
from index.embedding import MinutesEmbedding
from index.endpoint import Bounded, guarded_client
from index.errors import AssistantError, EmbedError, ModelError, ServerAway
from index.replies import alike, reason

if TYPE_CHECKING:
    from openai.types import CreateEmbeddingResponse

BATCH = 64  # texts in one request
SECONDS, BYTES, KEPT = 60.0, 20_000_000, 4  # for one reply, of one reply; connections that stay open
MAX_TOKENS = 256  # those of the model that is shipped, so that passages are cut alike; every such endpoint takes more
AGAIN = "Nothing was stored of what was at hand. Give the same command again when it is there: what is in stays in."
MEND = "Mend the keys embeddings_url and embeddings_model, or MINUTES_EMBEDDINGS_KEY."
_PIECES = re.compile(r"[a-zA-Z]+|\S")
_OURS = (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError)  # what we asked with is wrong


def reach(url: str, model: str, key: str = "", seconds: float = SECONDS) -> MinutesEmbedding:
    """The embedder ``model`` at ``url``. It is asked for one vector now, whose size is that of all. Raises ServerAway, ModelError."""
    encoder = _Endpoint(url, model, key, seconds)
    [first] = encoder.encode(["minutes"])
    encoder.dimension = len(first)
    return MinutesEmbedding(encoder, model_name=model, weights="endpoint", dimension=len(first), max_tokens=MAX_TOKENS)


def estimated(text: str) -> int:
    """Word pieces that ``text`` may have, rather too many: four letters a piece, every digit and sign one of its own.

    An endpoint does not give its tokenizer. What is told too many cuts a long passage once more; too few would lose its end.
    """
    return sum(-(-len(piece) // 4) for piece in _PIECES.findall(text))


class _Endpoint:
    def __init__(self, url: str, model: str, key: str, seconds: float) -> None:
        guarded = guarded_client(Bounded(seconds, BYTES, KEPT))
        self._client = openai.OpenAI(api_key=key or "none", base_url=url, max_retries=0, timeout=seconds, http_client=guarded)
        self._model = model
        self.dimension: int | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        made = [self._asked(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return np.concatenate(made) if made else np.zeros((0, self.dimension or 0), np.float32)

    def count(self, text: str) -> int:
        return estimated(text)

    def _asked(self, texts: Sequence[str]) -> NDArray[np.float32]:
        try:
            reply = self._client.embeddings.create(model=self._model, input=list(texts), encoding_format="float")
            return self._read(reply, len(texts))
        except AssistantError:
            raise
        except _OURS as error:
            raise ModelError(f"The embeddings endpoint {reason(error)}.", MEND) from None
        except openai.BadRequestError as error:  # of these texts: others may fare better
            raise EmbedError(f"The embeddings endpoint {reason(error)}.", "Nothing was stored of this file.") from None
        except Exception as error:  # the border: what a server can make a library raise has no end, and may hold a key or a passage
            raise ServerAway(f"The embeddings endpoint {reason(error)}.", AGAIN) from None

    def _read(self, reply: CreateEmbeddingResponse, count: int) -> NDArray[np.float32]:
        """One vector of length one a text, in the order of the texts."""
        if isinstance(reply.model, str) and reply.model and not alike(reply.model, self._model):
            raise ModelError("The embeddings endpoint answers with another model than the one that was asked for.", MEND)
        by_place = {one.index: one.embedding for one in reply.data}
        if len(reply.data) != count or by_place.keys() != set(range(count)):
            raise _no_vectors(f"{len(reply.data)} vectors for {count} texts")
        sizes = {len(vector) for vector in by_place.values()}
        if sizes != {self.dimension or max(sizes)} or not max(sizes):
            raise _no_vectors(f"vectors of size {max(sizes)}" + (f" in place of {self.dimension}" if self.dimension else ""))
        unit = of_length_one(np.array([by_place[place] for place in range(count)], dtype=np.float32))
        if unit is None:
            raise _no_vectors(NO_VECTOR)
        return unit


def _no_vectors(what: str) -> EmbedError:
    return EmbedError(f"The embeddings endpoint gave {what}.", "Nothing was stored of this file.")
