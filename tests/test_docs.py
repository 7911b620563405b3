"""What the documents say about the program is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.cli import COMMANDS

ROOT = Path(__file__).parent.parent
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/operations.md"]
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
