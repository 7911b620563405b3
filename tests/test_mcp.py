"""The server for other assistants: its tools over standard input and output, and that what minutes say stays data."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from injections import CASES, canary, question
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, Tool
from test_handover import Running
from worlds import Shell, words_only

from assistant import mcp
from assistant.config import Config
from assistant.mcp import QUOTED, Reach, server_of
from index.lock import is_held

TESTS = Path(__file__).parent
FERRY = "What was decided about the ferry pontoon?"
LAMPS = "quayside-and-locks-board/2019-03-06/minutes/03"
SCRIPT = "import sys; from worlds import words_only; from assistant.cli import main; sys.exit(main(sys.argv[1:], words_only))"


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "ms": None}


def told(result: CallToolResult) -> Any:
    """The object of a result: the same as a program gets it and as a model reads it, behind the sentence that it is quoted."""
    assert not result.is_error, result.content
    quoted, text = (block.text for block in result.content)  # type: ignore[union-attr]
    assert quoted == QUOTED
    assert json.loads(text) == result.structured_content
    return result.structured_content


@pytest.fixture
def reach(quay: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reach]:
    monkeypatch.chdir(quay.store.parent)
    one = Reach(Config(store=quay.store), words_only)
    yield one
    one.let_go()


Asking = Callable[[Client], Coroutine[Any, Any, Any]]


def asked(reach: Reach, ask: Asking) -> Any:
    async def run() -> Any:
        async with Client(server_of(reach.done)) as client:
            return await ask(client)

    return asyncio.run(run())


def call(reach: Reach, tool: str, **arguments: object) -> CallToolResult:
    async def ask(client: Client) -> CallToolResult:
        return await client.call_tool(tool, arguments)

    found: CallToolResult = asked(reach, ask)
    return found


def test_each_tool_answers_over_standard_input_and_output_as_its_command_does(quay: Shell, tmp_path: Path):
    alone = {
        "ask": quay("ask", FERRY, "--json").json,
        "search_items": quay("retrieve", "lift bridges", "-k", 3, "--json").json,
        "list_decisions": quay("list", "decisions", "--since", "2019-03", "--json").json,
        "list_actions": quay("list", "actions", "--words", "lock", "--json").json,
    }
    item_id = alone["search_items"]["evidence"][0]["item_id"]
    alone["get_item"] = quay("show", item_id, "--json").json
    environment = {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
    command = StdioServerParameters(
        command=sys.executable, args=["-W", "ignore", "-c", SCRIPT, "mcp", "--store", str(quay.store)], env=environment, cwd=tmp_path
    )

    async def run() -> tuple[list[Tool], dict[str, Any]]:
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            found = {
                "ask": await client.call_tool("ask", {"question": FERRY}),
                "search_items": await client.call_tool("search_items", {"query": "lift bridges", "limit": 3}),
                "get_item": await client.call_tool("get_item", {"item_id": item_id}),
                "list_decisions": await client.call_tool("list_decisions", {"since": "2019-03"}),
                "list_actions": await client.call_tool("list_actions", {"words": "lock"}),
            }
            return tools, {name: told(result) for name, result in found.items()}

    tools, found = asyncio.run(run())
    assert [tool.name for tool in tools] == ["ask", "search_items", "get_item", "list_decisions", "list_actions"]
    assert untimed(found["ask"]) == untimed(alone["ask"])
    assert found["search_items"] == alone["search_items"]
    assert found["get_item"] == alone["get_item"]
    assert found["list_decisions"] == {"rows": alone["list_decisions"], "note": ""}
    assert found["list_actions"] == {"rows": alone["list_actions"], "note": ""}
    assert len(alone["list_decisions"]) > 1
    assert not is_held(quay.store)


def test_the_tools_say_how_to_cite_and_change_nothing(reach: Reach):
    async def ask(client: Client) -> tuple[str, list[Tool]]:
        return client.instructions or "", (await client.list_tools()).tools

    instructions, tools = asked(reach, ask)
    assert "Cite the `label`" in instructions
    assert QUOTED in instructions
    how = {"ask": "the citation with that n", "search_items": "get_item before you say", "get_item": "Cite its `label`"}
    for tool in tools:
        assert how.get(tool.name, "Cite body, date and number") in (tool.description or ""), tool.name
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)


def test_what_does_not_fit_is_told_with_its_code_and_what_to_do(reach: Reach):
    for tool, arguments, code in (
        ("get_item", {"item_id": "none/2019-01-01/minutes/01"}, "E_NOTFOUND"),
        ("list_decisions", {"body": "nowhere"}, "E_NOTFOUND"),
        ("list_actions", {"since": "yesterday"}, "E_USAGE"),
        ("ask", {"question": "?!"}, "E_EMPTY"),
    ):
        result = call(reach, tool, **arguments)
        assert result.is_error
        error = result.structured_content["error"]
        assert error["code"] == code
        assert error["message"]
        assert error["hint"]
    for tool, arguments in (("search_items", {"query": "x", "limit": 21}), ("ask", {}), ("list_actions", {"state": "any"})):
        assert call(reach, tool, **arguments).is_error


@pytest.mark.parametrize("typed", ["--help", "--store=/etc", "-k 20", "--config x"])
def test_what_is_asked_is_never_an_option(reach: Reach, typed: str):
    assert told(call(reach, "ask", question=f"{typed} lift bridges"))["question"] == f"{typed} lift bridges"
    assert told(call(reach, "search_items", query=f"{typed} lift"))["question"] == f"{typed} lift"
    assert call(reach, "get_item", item_id=typed).structured_content["error"]["code"] == "E_NOTFOUND"
    assert told(call(reach, "list_decisions", words=f"{typed} zebra"))["rows"] == []


def test_an_order_in_the_minutes_comes_behind_the_sentence_that_it_is_data(shell: Shell, tmp_path: Path):
    path = tmp_path / "hostile.txt"
    path.write_text(str(CASES[0].files["case-01.txt"]), "utf-8")
    assert shell("ingest", path).code == 0
    one = Reach(Config(store=shell.store), words_only)
    try:
        answer = told(call(one, "ask", question=question(1)))
    finally:
        one.let_go()
    assert canary(1) in answer["answer"]  # quoted, as printed
    assert any("reads like an order to a program" in notice for notice in answer["notices"])


def test_the_running_application_answers_where_it_owns_the_store(quay: Shell, reach: Reach):
    alone = quay("ask", FERRY, "--json").json
    running = Running(quay.store)
    try:
        assert untimed(told(call(reach, "ask", question=FERRY))) == untimed(alone)
        assert reach._assistant is None  # nothing was opened here
    finally:
        running.stop()
    assert untimed(told(call(reach, "ask", question=FERRY))) == untimed(alone)
    assert reach._assistant is not None


def test_the_store_is_let_go_of_when_nothing_is_asked_for_a_while(quay: Shell, reach: Reach, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mcp, "IDLE", 0.3)
    told(call(reach, "ask", question=FERRY))
    until = time.monotonic() + 10
    while is_held(quay.store) and time.monotonic() < until:
        time.sleep(0.05)
    assert quay("list", "items").code == 0
    assert told(call(reach, "ask", question=FERRY))["question"] == FERRY


def test_without_the_package_the_command_that_installs_it_is_named(quay: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delitem(sys.modules, "assistant.mcp")
    ran = quay("mcp")
    assert ran.code == 78
    assert "error[E_USAGE]" in ran.err
    assert '-m pip install -c constraints.txt "mcp>=2.3"' in ran.err
