"""The LlamaIndex adapters: the same passages and items, in the classes others build on."""

from __future__ import annotations

import pytest
from llama_index.core import Document as LlamaDocument
from llama_index.core.schema import MetadataMode

from assistant.build import assemble
from assistant.config import Config
from assistant.llama import ItemRetriever
from index.ingest import ingest
from index.nodes import ItemNodeParser

pytestmark = pytest.mark.usefixtures("vectors_at")
MINUTES = """Lowmoor Parish Council

Minutes of the meeting held on Monday 6 March 2023

Present: Cllr A Bright, Cllr T Moss

1. Apologies

None were received for this meeting of the council.

2. Footbridge

The surveyor reported that two beams of the footbridge are rotten. It was agreed to close the bridge until the repair.
"""


def test_the_node_parser_cuts_at_items_and_keeps_the_place_in_the_file():
    nodes = ItemNodeParser().get_nodes_from_documents([LlamaDocument(text=MINUTES, metadata={"file_name": "lowmoor.txt"})])
    bridge = [n for n in nodes if "rotten" in n.get_content(MetadataMode.NONE)]
    assert len(bridge) == 1
    assert bridge[0].metadata["item_id"] == "lowmoor-parish-council/2023-03-06/minutes/02"
    assert MINUTES[bridge[0].start_char_idx : bridge[0].end_char_idx].startswith("The surveyor reported")


def test_only_the_heading_is_embedded_with_the_words_and_nothing_is_told_to_a_model():
    nodes = ItemNodeParser().get_nodes_from_documents([LlamaDocument(text=MINUTES, metadata={"file_name": "lowmoor.txt"})])
    bridge = next(n for n in nodes if "rotten" in n.get_content(MetadataMode.NONE))
    assert "Footbridge" in bridge.get_content(MetadataMode.EMBED)
    assert "lowmoor.txt" not in bridge.get_content(MetadataMode.EMBED)
    assert bridge.get_content(MetadataMode.LLM) == bridge.get_content(MetadataMode.NONE)


def test_the_retriever_gives_one_node_an_item_best_first(store, tmp_path):
    file = tmp_path / "lowmoor.txt"
    file.write_text(MINUTES, "utf-8")
    ingest(store, [file])
    found = ItemRetriever(assemble(store, Config())).retrieve("footbridge beams rotten")
    assert found[0].node.node_id.startswith("lowmoor-parish-council/2023-03-06/minutes/02#")
    assert [n.score for n in found] == sorted((n.score for n in found), reverse=True)
    assert len({n.node.metadata["item_id"] for n in found}) == len(found)
