"""What an OpenAI-compatible server does wrong, in words; shared by the language model and the embeddings endpoint."""

from __future__ import annotations

import openai

from index import endpoint

_REASONS: tuple[tuple[type[Exception], str], ...] = (  # the first that fits
    (openai.APITimeoutError, "did not answer in time"),
    (openai.APIConnectionError, "cannot be reached"),
    (openai.AuthenticationError, "refused our key"),
    (openai.PermissionDeniedError, "refused our key"),
    (openai.NotFoundError, "is not known at the configured address"),
    (openai.RateLimitError, "has too much to do"),
    (openai.BadRequestError, "refused the request, perhaps as too long"),
    (openai.APIError, "failed"),
)


def reason(error: Exception) -> str:
    """The words for ``error``; they go on from the name of the model."""
    return endpoint.reason(error, _REASONS)


def alike(one: str, other: str) -> bool:
    """Whether two names are of one model: "gpt-4o-2024-08-06" answers for "gpt-4o", "models/qwen.gguf" for "qwen"."""
    a, b = one.lower().rsplit("/", 1)[-1], other.lower().rsplit("/", 1)[-1]
    return a in b or b in a
