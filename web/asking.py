"""An assistant asked of what a visitor chose: it keeps the last answer whole, of which a conversation keeps only a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import ANYWHERE, Answer, Claim, Turn
from assistant.viewer import Viewer
from index.minutes import Scope
from web.chat import Answering, Store
from web.narrow import Choice


class Asking:
    """In place of ``assistant``, for one question; ``within`` is what was chosen, once it is known that it can be."""

    def __init__(self, assistant: Answering, choice: Choice) -> None:
        self.assistant, self.choice = assistant, choice
        self.within: Scope = ANYWHERE
        self.answer: Answer | None = None

    @property
    def store(self) -> Store:
        return self.assistant.store

    def stream(self, question: str, history: Sequence[Turn] = (), within: Scope = ANYWHERE) -> Iterator[Claim | Answer]:
        """As the assistant's. Raises as ``Choice.within`` does; ``within`` is not looked at: what was chosen counts."""
        self.within = self.choice.within(self.assistant.store.catalog)
        for part in self.assistant.stream(question, history, self.within):
            if isinstance(part, Answer):
                self.answer = part
            yield part

    def opened(self, item_id: str) -> None:
        self.assistant.opened(item_id)

    def seen_by(self, viewer: Viewer) -> Answering:
        return Asking(self.assistant.seen_by(viewer), self.choice)
