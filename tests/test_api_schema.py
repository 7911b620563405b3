"""R-42: whatever a program sends, what comes back is what the OpenAPI document says, and never a fault of ours. ``SOAK=1`` sends more."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from pages import visited
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import JsonSchemaError
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from web.api.document import document
from web.gate import Gate
from web.limit import Limit

EACH = 80 if os.environ.get("SOAK") else 12  # 26 times: 13 operations, with what fits and with what does not
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PLAIN = "/api/v1/openapi.json"  # takes nothing, so there is nothing that does not fit
OPERATIONS = [(method, path) for path, methods in document()["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with visited(
        tmp_path_factory.mktemp("schema"), gate=Gate(hosts=("testserver", "localhost", "127.0.0.1"), uploads=Limit(1_000_000, 60))
    ) as client:
        yield client.app


def operation_of(app: FastAPI, method: str, path: str) -> APIOperation:
    operation: APIOperation = schemathesis.openapi.from_asgi(PLAIN, app)[path][method]
    return operation


@pytest.mark.slow
@pytest.mark.parametrize("fits", [True, False], ids=["fitting", "unfitting"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(one) for one in OPERATIONS])
def test_r42_no_request_gets_a_fault_or_an_answer_of_another_shape(app: FastAPI, method: str, path: str, fits: bool):
    seen: list[int] = []
    mode = GenerationMode.POSITIVE if fits or path == PLAIN else GenerationMode.NEGATIVE

    @given(case=operation_of(app, method, path).as_strategy(generation_mode=mode))
    @settings(
        max_examples=EACH, deadline=None, database=None, derandomize=not os.environ.get("SOAK"), suppress_health_check=list(HealthCheck)
    )
    def probe(case: Case) -> None:
        response = case.call()
        seen.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    probe()
    assert seen


@pytest.mark.slow
def test_r42_an_answer_of_another_shape_would_be_seen(app: FastAPI, monkeypatch: pytest.MonkeyPatch):
    from web.api import reading

    monkeypatch.setattr(reading, "row_json", lambda row: {"item_id": 7})
    case = operation_of(app, "get", "/api/v1/decisions").Case()
    with pytest.raises(FailureGroup) as found:
        case.call_and_validate(checks=CHECKS)
    assert all(isinstance(one, JsonSchemaError) for one in found.value.exceptions)


def test_r42_every_answer_has_a_schema_that_leaves_nothing_open():
    schemas = document()["components"]["schemas"]
    for method, path in OPERATIONS:
        for status, response in document()["paths"][path][method]["responses"].items():
            [(kind, answered)] = response["content"].items()
            schema = answered["schema"]
            told = (
                schema.get("anyOf", [schema])
                if kind == "application/json"
                else [e["properties"]["data"]["contentSchema"] for e in schema["oneOf"]]
            )
            assert all(one["$ref"].rpartition("/")[2] in schemas for one in told), (path, status)
    loose = [name for name, schema in schemas.items() if schema.get("additionalProperties") is not False]
    assert loose == ["Paper"]  # the document itself
