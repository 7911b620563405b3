"""What the documents say about the program is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from worlds import Shell

from assistant.commands import COMMANDS
from assistant.config import Config

ROOT = Path(__file__).parent.parent
GUIDES = ("api", "assurance", "benchmarks", "operations", "scale")
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", *(f"docs/{name}.md" for name in GUIDES)]
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)


def text(name: str) -> str:
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"{name} is not written yet")
    return path.read_text("utf-8")


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_readme_names_every_command(command: str):
    assert re.search(rf"(?:python -m assistant |^\| ?|`){command}\b", text("README.md"), re.M)


@pytest.mark.parametrize("layer", ["index", "assistant"])
def test_the_architecture_names_every_file_of_the_index_and_the_assistant(layer: str):
    said = text("ARCHITECTURE.md")
    files = [path.name for path in sorted((ROOT / layer).glob("*.py")) if path.name != "__init__.py"]
    assert [name for name in files if not re.search(rf"`(?:{layer}/)?{re.escape(name)}`", said)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_says_to_run_is_there(name: str):
    said = text(name)
    assert set(re.findall(r"python -m assistant ([a-z]+)", said)) <= set(COMMANDS)
    assert set(re.findall(r"^\s*make ([a-z]+)", said, re.M)) <= set(TARGETS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_a_document_links_to_are_there(name: str):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(name))
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_the_change_log_has_what_is_not_released_on_top():
    headings = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.M)
    assert headings[0].startswith("Unreleased")


def test_the_assurance_note_names_every_file_that_a_store_has(quay: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert quay("ask", "What was decided about the ferry pontoon?").code == 0
    assert quay("backup", tmp_path / "kept.backup").code == 0
    said = text("docs/assurance.md")
    assert [path.name for path in sorted(quay.store.iterdir()) if f"`{path.name}{'/' * path.is_dir()}`" not in said] == []


def test_the_keys_of_the_configuration_that_the_assurance_note_names_are_there():
    named = set(re.findall(r"`((?:audit|llm|embedder|reranker)\w*)(?: = \w+)?`", text("docs/assurance.md")))
    assert {"audit_days", "audit_questions", "llm_url"} <= named <= Config.model_fields.keys()


@pytest.mark.parametrize("name", ["answer_ok", "citation_ok", "false_answer", "false_abstention", "headline"])
def test_the_figures_of_the_assurance_note_are_those_of_the_baseline(name: str):
    value = json.loads((ROOT / "eval" / "baseline.json").read_text("utf-8"))[name]["value"]
    assert f"{value:.3f}" in text("docs/assurance.md")
