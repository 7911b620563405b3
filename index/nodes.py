"""The splitter as a LlamaIndex NodeParser, for those who build their own pipeline on it. Our own path does not need it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, TextNode

from index.minutes import Document, Passage, Source
from index.parse import parse
from index.split import split

PIECES_A_CHARACTER = 0.3  # of English text in MiniLM's word pieces, on the safe side


def node(document: Document, passage: Passage) -> TextNode:
    """A passage as a node: its words are the text, what is told of it is metadata that is neither embedded nor shown to a model."""
    told: dict[str, object] = {
        "item_id": passage.item_id,
        "heading": passage.heading,
        "body": document.meeting.body,
        "date": document.meeting.date.isoformat() if document.meeting.date else "",
        "role": document.role,
        "file": document.file,
    }
    return TextNode(
        id_=f"{passage.item_id}#{passage.ordinal}",
        text=passage.text,
        metadata=told,
        excluded_embed_metadata_keys=[key for key in told if key != "heading"],
        excluded_llm_metadata_keys=list(told),
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
    )


class ItemNodeParser(NodeParser):
    """Documents whose text is a file of minutes -> a node for each passage, never across items."""

    include_metadata: bool = False  # a file name says nothing of what a passage means

    @classmethod
    def class_name(cls) -> str:
        return "ItemNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        return [passage for given in nodes for passage in self._passages(given)]

    def _passages(self, given: BaseNode) -> list[BaseNode]:
        text = given.get_content()
        name = str(given.metadata.get("file_name", given.node_id))
        source = Source(name, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), text, _format(name), "utf-8")
        found: list[BaseNode] = []
        for document in parse(source).documents:
            for passage in split(document, source, lambda words: int(len(words) * PIECES_A_CHARACTER)):
                made = node(document, passage)
                made.relationships[NodeRelationship.SOURCE] = given.as_related_node_info()
                found.append(made)
        return found


def _format(name: str) -> Any:
    return {"md": "md", "html": "html", "htm": "html"}.get(name.rpartition(".")[2].lower(), "txt")
