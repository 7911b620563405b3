"""R-83, R-84: what is installed was tested, nothing of it has a known weakness without a reason, and our own code opens no such door."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

import pytest
from detect_secrets import SecretsCollection
from detect_secrets.plugins.base import BasePlugin
from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin
from detect_secrets.settings import default_settings, get_plugins
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from test_layers import SOURCES

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]]


@dataclass(frozen=True, slots=True)
class Advisory:
    id: str
    package: str
    affected: str
    fixed: str
    seen: date
    what: str
    also: list[str] = field(default_factory=list)

    def hits(self, version: Version) -> bool:
        return SpecifierSet(self.affected).contains(version, prereleases=True)


@dataclass(frozen=True, slots=True)
class Excepted:
    advisories: list[str]
    package: str
    since: date
    expires: date
    reason: str


_STORED = tomllib.loads((ROOT / "tests" / "advisories.toml").read_text("utf-8"))
ADVISORIES = [Advisory(**row) for row in _STORED["advisory"]]
EXCEPTIONS = [Excepted(**row) for row in _STORED["exception"]]


def pinned() -> dict[str, Version]:
    lines = [line.partition("#")[0].strip() for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()]
    return {canonicalize_name(name): Version(version) for name, _, version in (line.partition("==") for line in lines if line)}


# -- versions


def brought_in() -> dict[str, Version]:
    """All that the project's requirements bring into this environment, with what these require in turn."""
    installed = {canonicalize_name(d.name): d for d in distributions()}
    found: dict[str, Version] = {}
    waiting = [(canonicalize_name(one.name), frozenset(one.extras)) for one in WANTED]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        if name not in installed:
            continue
        found[name] = Version(Version(installed[name].version).public)
        for line in installed[name].requires or ():
            one = Requirement(line)
            needed = one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in {"", *extras})
            key = (canonicalize_name(one.name), frozenset(one.extras))
            if needed and key not in seen:
                seen.add(key)
                waiting.append(key)
    return found


def test_every_package_that_the_project_brings_in_is_pinned_at_the_version_that_is_installed():
    pins, found = pinned(), brought_in()
    assert len(found) > 100, "this has to run where the dependencies are installed"
    assert {name: version for name, version in found.items() if pins.get(name) != version} == {}
    assert {canonicalize_name(one.name) for one in WANTED} - found.keys() == set()


def test_the_extra_for_other_assistants_asks_for_no_version_but_those_that_are_pinned_anyway():
    """To install it changes no other package. All that it requires, and what that requires in turn, is pinned within its bounds."""
    installed = {canonicalize_name(d.name): d for d in distributions()}
    [extra] = [Requirement(line) for line in PROJECT["optional-dependencies"]["mcp"]]
    pins, waiting, seen, outside = pinned(), [extra], set(), []
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in pins or not one.specifier.contains(pins[name], prereleases=True):
            outside.append(str(one))
        if name in seen or name not in installed:
            continue
        seen.add(name)
        inner = (Requirement(line) for line in installed[name].requires or ())
        waiting += [need for need in inner if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in {"", *one.extras})]
    assert outside == []
    assert {"mcp", "pydantic", "starlette", "uvicorn", "anyio"} <= seen  # those that it shares with the page, or this shows nothing


def test_every_line_of_the_constraints_names_one_version():
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def findings(pins: dict[str, Version], exceptions: list[Excepted], today: date) -> list[str]:
    """What is wrong: a weakness without a reason, a reason that has run out, a reason that is not needed any more."""
    excepted = {name: row for row in exceptions for name in row.advisories}
    found = []
    for advisory in ADVISORIES:
        row, version = excepted.get(advisory.id), pins.get(canonicalize_name(advisory.package))
        hit = version is not None and advisory.hits(version)
        if hit and row is None:
            found.append(f"{advisory.id}: {advisory.package} {version} is affected; take {advisory.fixed or 'another package'}")
        if row and hit and today > row.expires:
            found.append(f"{advisory.id}: the exception has expired on {row.expires}")
        if row and not hit:
            found.append(f"{advisory.id}: {advisory.package} {version} is not affected any more; take the exception out")
    return found


def test_r83_no_pinned_package_has_a_known_weakness_without_a_reason_that_still_holds():
    assert findings(pinned(), EXCEPTIONS, date.today()) == []


def test_every_stored_advisory_is_of_a_package_that_is_pinned_and_each_exception_of_one_that_is_stored():
    assert {a.package for a in ADVISORIES} - pinned().keys() == set()
    assert {name for row in EXCEPTIONS for name in row.advisories} - {a.id for a in ADVISORIES} == set()
    assert len({a.id for a in ADVISORIES}) == len(ADVISORIES)
    assert [row for row in EXCEPTIONS if len(row.reason) < 80 or (row.expires - row.since).days > 100] == []


@pytest.mark.parametrize(
    ("pins", "today", "words"),
    [
        ({"chromadb": Version("1.5.9")}, date(2027, 3, 1), "CVE-2026-45829: the exception has expired on 2027-02-28"),
        ({"chromadb": Version("1.5.10")}, date(2026, 12, 1), "CVE-2026-45829: chromadb 1.5.10 is not affected any more"),
        ({"gradio": Version("6.5.1")}, date(2026, 12, 1), "CVE-2026-28415: gradio 6.5.1 is affected; take 6.6.0"),
        ({"transformers": Version("4.57.1")}, date(2026, 12, 1), "CVE-2026-4372"),
        ({"torch": Version("2.5.1")}, date(2026, 12, 1), "CVE-2025-32434"),
    ],
)
def test_a_weakness_without_a_reason_an_expired_one_and_a_needless_one_are_found(pins: dict[str, Version], today: date, words: str):
    assert words in "\n".join(findings(pins, EXCEPTIONS, today))


def floors() -> dict[str, Version]:
    """The lowest versions that pyproject.toml allows, which somebody who installs without the constraints may have."""
    return {
        canonicalize_name(one.name): min(Version(part.version) for part in one.specifier if part.operator in (">=", "==")) for one in WANTED
    }


def test_no_lower_bound_lets_in_a_release_with_a_known_weakness_that_a_later_one_mends():
    assert [a.id for a in ADVISORIES if a.fixed and a.package in floors() and a.hits(floors()[a.package])] == []
    assert floors()["gradio"] >= Version("6.25")  # below it the CORS rules of an app around the page are not kept
    assert floors()["sentence-transformers"] >= Version("6")  # before, a local folder could name code of its own


# -- what our code must not do

_FORBIDDEN_CALLS = {
    "eval": "runs text",
    "exec": "runs text",
    "os.system": "runs a shell",
    "os.popen": "runs a shell",
    "subprocess.getoutput": "runs a shell",
    "subprocess.getstatusoutput": "runs a shell",
    "yaml.load": "can make any object",
    "torch.load": "reads pickles",
    "pandas.read_pickle": "reads pickles",
    "chromadb.HttpClient": "waits without limit and takes proxies from the environment: see index/chroma.py",
    "chromadb.AsyncHttpClient": "waits without limit and takes proxies from the environment: see index/chroma.py",
}
_FORBIDDEN_MODULES = {
    **dict.fromkeys(("pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"), "reads pickles or code"),
    **dict.fromkeys(("chromadb.server", "chromadb.app", "chromadb.cli", "chromadb_rust_bindings"), "is the server of Chroma"),
    **dict.fromkeys(("telnetlib", "ftplib"), "speaks in clear"),
}
_FORBIDDEN_KEYS = {"shell": True, "trust_remote_code": True, "verify": False, "share": True, "allow_pickle": True}
_PLAINLY = ("shell", "trust_remote_code", "allow_pickle")  # nor may a value that is not seen here be given
_SERVERS = ("app.py", "web/server.py", "web/patience.py")  # may import uvicorn, for our own application
_LOADERS = {"SentenceTransformer", "CrossEncoder"}


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """The dotted name of what is called, with the names under which things were imported put back."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def imported(tree: ast.AST) -> dict[str, str]:
    """Each imported name and what it stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def doors(file: str, source: str) -> Iterator[str]:
    tree = ast.parse(source, file)
    names = imported(tree)
    for module in names.values():
        yield from (f"imports {module}: {why}" for bad, why in _FORBIDDEN_MODULES.items() if f"{module}.".startswith(f"{bad}."))
        if f"{module}.".startswith("uvicorn.") and file not in _SERVERS:
            yield "imports uvicorn, which has its place elsewhere"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (f"line {node.lineno}: {said}" for said in called(node, dotted(node.func, names)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\bchroma\s+run\b", node.value):
            yield f"line {node.lineno}: names the command that starts Chroma's server"


def called(node: ast.Call, name: str) -> Iterator[str]:
    if name in _FORBIDDEN_CALLS:
        yield f"calls {name}: {_FORBIDDEN_CALLS[name]}"
    keys = {key.arg: key.value for key in node.keywords if key.arg}
    for key, bad in _FORBIDDEN_KEYS.items():
        value = keys.get(key)
        if (isinstance(value, ast.Constant) and value.value is bad) or (key in _PLAINLY and value and not isinstance(value, ast.Constant)):
            yield f"{key} must be {not bad}, and plainly so"
    if "allowed_paths" in keys:
        yield "allowed_paths opens folders to the page"
    if name.rpartition(".")[2] in _LOADERS:
        if "trust_remote_code" not in keys:
            yield "loads a model without trust_remote_code=False"
        if "use_safetensors" not in ast.unparse(keys.get("model_kwargs", ast.Constant(""))):
            yield "loads a model without use_safetensors"


@pytest.mark.parametrize("file", SOURCES)
def test_r84_a_source_file_opens_no_door(file: str):
    assert list(doors(file, (ROOT / file).read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "exec(code)",
        "import pickle",
        "from pickle import loads",
        "import os as system\nsystem.system('ls')",
        "from os import popen as p\np('ls')",
        "import yaml\nyaml.load(text)",
        "import torch\ntorch.load('x')",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "import subprocess\nsubprocess.run('ls', shell=asked)",
        "import httpx\nhttpx.get(url, verify=False)",
        "page.launch(share=True)",
        "page.launch(allowed_paths=['.'])",
        "import numpy as np\nnp.load('x', allow_pickle=True)",
        "from sentence_transformers import SentenceTransformer\nSentenceTransformer('x')",
        "from sentence_transformers import CrossEncoder\nCrossEncoder('x', trust_remote_code=False)",
        "from sentence_transformers import CrossEncoder\nCrossEncoder('x', trust_remote_code=True, model_kwargs={'use_safetensors': True})",
        "import chromadb\nchromadb.HttpClient()",
        "from chromadb import HttpClient\nHttpClient()",
        "from chromadb.server.fastapi import FastAPI",
        "import chromadb.app",
        "import uvicorn",
        "subprocess.run('chroma run --path store'.split())",
    ],
)
def test_a_door_is_seen(source: str):
    assert list(doors("index/one.py", source))


@pytest.mark.parametrize(
    "source",
    [
        "import re\nre.compile('eval(')",
        "model.eval()",
        "shell(True)",
        "import subprocess\nsubprocess.run(['ls'], shell=False)",
        "x.load(file)",
    ],
)
def test_what_only_looks_like_a_door_is_none(source: str):
    assert list(doors("index/one.py", source)) == []


def test_chromas_server_is_never_started(tmp_path: Path):
    """Nor is any of it in the memory of a process that uses the vectors."""
    script = (
        "import sys, pathlib, numpy as np\nfrom index.vectors import Vectors\n"
        "vectors = Vectors.open(pathlib.Path(sys.argv[1]), 'one')\nvectors.count()\nvectors.close()\n"
        "print([m for m in sys.modules if m.startswith(('chromadb.server', 'chromadb.app', 'chromadb.cli', 'uvicorn', 'fastapi'))])"
    )
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script, tmp_path / "chroma"], cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout == "[]\n", ran.stderr


def test_bandit_finds_nothing_of_high_severity():
    layers = [name for name in ("index", "assistant", "eval", "web", "app.py") if (ROOT / name).exists()]
    ran = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", *layers, "--severity-level", "high", "-f", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found = json.loads(ran.stdout)
    assert len(found["metrics"]) > 100, "it has to read our files"
    assert [f"{row['filename']}:{row['line_number']} {row['issue_text']}" for row in found["results"] + found["errors"]] == []


# -- secrets

# What looks like one and is none, with the reason; by file and kind, so that a line may move.
NO_SECRETS = {
    ("index/weights.toml", "Hex High Entropy String"): "hashes of the model's files",
    ("assistant/reader.py", "Hex High Entropy String"): "hash of the file of weights",
    ("assistant/calibration.json", "Hex High Entropy String"): "hashes of questions and minutes",
    ("tests/test_blind_writer.py", "Hex High Entropy String"): "hash of a file of drafts",
    ("tests/test_config.py", "Basic Auth Credentials"): "an address that must be refused",
    ("tests/test_pdf.py", "Secret Keyword"): "the password of an invented PDF",
    ("tests/test_hostile_files.py", "Secret Keyword"): "the password of an invented PDF",
    ("tests/injections.py", "Secret Keyword"): "words that no answer may hold",
    ("tests/test_conversation_pages.py", "Secret Keyword"): "words that one person alone may see",
    ("tests/test_label_marking.py", "Secret Keyword"): "words that are not open to all",
    ("tests/gates.py", "Secret Keyword"): "passwords of accounts that live for one test",
    ("assistant/options.py", "Secret Keyword"): "what a command does with a password",
    ("assistant/enrol.py", "Secret Keyword"): "a command's name and what it asks for",
}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def suspect(text: str, plugins: list[BasePlugin]) -> bool:
    """Whether anything in the whole text looks like a secret: a quick look that spares most files the slow one, line by line."""
    return any(random(plugin, found) for plugin in plugins for found in plugin.analyze_string(text))


def random(plugin: BasePlugin, found: str) -> bool:
    return not isinstance(plugin, HighEntropyStringsPlugin) or plugin.calculate_shannon_entropy(found) > plugin.entropy_limit


def secrets(folder: Path, names: list[str]) -> set[tuple[str, str]]:
    """The files that hold what looks like a secret, and its kind."""
    found = SecretsCollection(root=str(folder))
    with default_settings():
        plugins = list(get_plugins())
        for name in names:
            if suspect((folder / name).read_text("utf-8", "replace"), plugins):
                found.scan_file(name)
    return {(file, secret.type) for file, secret in found}


def test_no_tracked_file_holds_a_secret():
    found = secrets(ROOT, tracked())
    assert found - NO_SECRETS.keys() == set(), "take it out of the file and of the history; if it is none, say so in NO_SECRETS"
    assert NO_SECRETS.keys() - found == set(), "take out what is not needed any more"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('KEY = "AKIA' + 'IOSFODNN7EXAMPLZ"', "AWS Access Key"),
        ('token = "ghp_' + '1a2B3c4D5e6F7g8H9i0JkLmNoPqRsTuVwXyZ"', "GitHub Token"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "Private Key"),
        ('password = "' + 'Tr0ub4dor-and-three"', "Secret Keyword"),
        ('x = "' + '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"', "Hex High Entropy String"),
    ],
)
def test_a_secret_is_seen(tmp_path: Path, line: str, kind: str):
    (tmp_path / "one.py").write_text(f"# some words\n{line}\n", "utf-8")
    assert ("one.py", kind) in secrets(tmp_path, ["one.py"])
