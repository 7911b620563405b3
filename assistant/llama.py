"""Our retrieval as a LlamaIndex retriever, for those who build their own engine on it."""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.assistant import Assistant
from index.nodes import node


class ItemRetriever(BaseRetriever):
    """The best passage of each item a question leads to, best item first; ids are ``item_id#ordinal``."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        _, evidence = self._assistant.retrieve(query_bundle.query_str)
        return [NodeWithScore(node=node(e.document, e.hits[0].passage), score=e.score) for e in evidence if e.hits]
