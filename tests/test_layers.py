"""Imports go one way, heavy libraries and printing have their place, nothing grows too long, no path of one machine stays behind."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# layer -> what it may import of ours
MAY_IMPORT = {
    "index": {"index"},
    "assistant": {"assistant", "index"},
    "eval": {"eval", "assistant", "index"},
    "web": {"web", "assistant", "index"},
    "app": {"web", "assistant", "index"},
    "training": {"training", "benchmarks", "assistant", "index"},
    "benchmarks": {"benchmarks", "eval", "assistant", "index"},
}
# library -> the files, or folders, that may import it
HOME = {
    "gradio": ("app.py", "web/"),
    "chromadb": ("index/chroma.py", "benchmarks/bare.py", "benchmarks/llama.py"),
    "mcp": ("assistant/mcp.py",),
    "mcp_types": ("assistant/mcp.py",),
    "docx": ("assistant/briefing_file.py",),
    "reportlab": ("assistant/briefing_file.py",),
    "sentence_transformers": ("index/embed.py", "index/rerank.py", "benchmarks/bare.py"),
    "torch": ("index/embed.py", "index/bert.py", "index/rerank.py", "index/spans.py", "training/"),
    "llama_index.core.llms": ("assistant/llm.py",),
    "llama_index.core.base.llms": ("assistant/llm.py",),
    "llama_index.llms": ("assistant/llm.py",),
}
MAY_PRINT = (
    "assistant/cli.py",
    "assistant/commands.py",
    "assistant/console.py",
    "assistant/files.py",
    "eval/__main__.py",
    "app.py",
    "web/server.py",
    "training/check.py",
    "benchmarks/__main__.py",
    "training/score.py",
    "training/train.py",
)
LINES_OF_FILE, LINES_OF_FUNCTION = 300, 60

SOURCES = sorted(
    p.relative_to(ROOT).as_posix() for layer in MAY_IMPORT for p in [*(ROOT / layer).rglob("*.py"), ROOT / f"{layer}.py"] if p.is_file()
)


def imports(tree: ast.AST, file: str) -> Iterator[str]:
    """Dotted names of all that a file imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = list(Path(file).parent.parts)
            base = package[: len(package) - node.level + 1] if node.level else []
            yield from (".".join(filter(None, [*base, node.module, alias.name])) for alias in node.names)


def within(name: str, library: str) -> bool:
    return name == library or name.startswith(f"{library}.")


def against_direction(file: str, name: str) -> bool:
    layer, top = Path(file).parts[0].removesuffix(".py"), name.split(".")[0]
    return top in {*MAY_IMPORT, "tests"} - MAY_IMPORT[layer]


def out_of_place(file: str, name: str) -> bool:
    return any(within(name, library) and not file.startswith(homes) for library, homes in HOME.items())


def findings(file: str, source: str) -> list[str]:
    """What a source file does that it may not, in words."""
    tree = ast.parse(source, file)
    names = list(imports(tree, file))
    found = [f"imports {n}, against the direction app, eval -> assistant -> index" for n in names if against_direction(file, n)]
    found += [f"imports {n}, which has its place elsewhere" for n in names if out_of_place(file, n)]
    found += ["import eval hides the builtin: write from eval.x import ..."] if "eval" in names else []
    if len(source.splitlines()) > LINES_OF_FILE:
        found.append(f"has more than {LINES_OF_FILE} lines")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= LINES_OF_FUNCTION:
            found.append(f"line {node.lineno}: {node.name} has more than {LINES_OF_FUNCTION} lines")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print" and file not in MAY_PRINT:
            found.append(f"line {node.lineno}: prints")
    return found


@pytest.mark.parametrize("file", SOURCES)
def test_a_source_file_keeps_to_its_layer(file: str):
    assert findings(file, (ROOT / file).read_text(encoding="utf-8")) == []


def test_there_are_source_files_to_look_at():
    assert {"index", "assistant"} <= {Path(file).parts[0] for file in SOURCES}


@pytest.mark.parametrize(
    ("file", "source", "words"),
    [
        ("index/parse.py", "from assistant.answer import Answer", "against the direction"),
        ("index/parse.py", "def f():\n    import eval.cases", "against the direction"),
        ("assistant/build.py", "from eval.metrics import recall", "against the direction"),
        ("assistant/build.py", "import app", "against the direction"),
        ("assistant/build.py", "from web.chat import chat", "against the direction"),
        ("eval/run.py", "import app", "against the direction"),
        ("index/read.py", "from tests.conftest import fake", "against the direction"),
        ("index/read.py", "from .. import assistant", "against the direction"),
        ("eval/run.py", "import gradio as gr", "place elsewhere"),
        ("index/ingest.py", "from chromadb.config import Settings", "place elsewhere"),
        ("index/tokens.py", "from sentence_transformers import SentenceTransformer", "place elsewhere"),
        ("index/split.py", "import torch.nn", "place elsewhere"),
        ("assistant/write.py", "from llama_index.core.llms import LLM", "place elsewhere"),
        ("assistant/write.py", "from llama_index.core import llms", "place elsewhere"),
        ("assistant/write.py", "from llama_index.llms.openai_like import OpenAILike", "place elsewhere"),
        ("app.py", "import eval", "hides the builtin"),
        ("index/parse.py", "def f(x):\n    print(x)", "line 2: prints"),
        ("eval/report.py", "print()", "line 1: prints"),
        ("web/chat.py", "print()", "line 1: prints"),
        ("index/parse.py", "x = 1\n" * 301, "more than 300 lines"),
        ("index/parse.py", "def f():\n" + "    x = 1\n" * 60, "f has more than 60 lines"),
        ("index/parse.py", "class C:\n    async def g(self):\n" + "        x = 1\n" * 60, "g has more than 60 lines"),
    ],
)
def test_a_file_that_breaks_a_rule_is_found(file: str, source: str, words: str):
    assert words in " ".join(findings(file, source))


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("index/ingest.py", "from index.vectors import Vectors\nfrom . import catalog"),
        ("assistant/retrieve.py", "from llama_index.core.retrievers import BaseRetriever\nfrom index.minutes import Hit"),
        ("eval/run.py", "from assistant.answer import Answer\nimport torchmetrics"),
        ("app.py", "import gradio\nfrom web.chat import chat\nprint()"),
        ("index/parse.py", "x = 1\n" * 300),
        ("index/parse.py", "def f():\n" + "    x = 1\n" * 59),
    ],
)
def test_a_file_within_the_rules_is_left_alone(file: str, source: str):
    assert findings(file, source) == []


def test_asking_for_help_reads_no_part_of_the_parser():
    script = (
        "import sys, contextlib, io\n"
        "from assistant.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        "assert 'usage' in said.getvalue(), said.getvalue()\n"
        "heavy = ('index.parse', 'index.split', 'index.outcomes', 'index.lint', 'sqlalchemy', 'numpy', 'llama_index')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


# A folder of one machine at the start of a path; not in the middle of one, as in an address on the web.
MACHINE = re.compile(r"(?<![\w.~/-])/(?:work|root|home|Users)/")
WRITTEN_BY_US = {".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".sh", ".yml", ".yaml", ".css", ".js", ""}


def ours() -> list[Path]:
    """The files that a commit of everything would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file() and path.suffix in WRITTEN_BY_US]


def test_no_file_names_a_folder_of_one_machine():
    here = Path(__file__).resolve()
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in ours() if path != here}
    assert [path.relative_to(ROOT).as_posix() for path, text in texts.items() if MACHINE.search(text)] == []


def test_a_folder_of_one_machine_is_recognised_and_an_address_is_not():
    assert MACHINE.search('open("/home/ann/minutes")')
    assert MACHINE.search("see /root/store")
    assert not MACHINE.search("https://example.org/home/minutes and ../work/minutes")
