"""The OpenAPI document: valid, complete, and true of what is answered."""

import re
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from console.api.operations import OPERATIONS
from tests.console.api.bench import API, Bench, begin_conversation


@pytest.fixture
async def document(bench: Bench) -> Any:
    response = await bench.client.get(f"{API}/openapi.json")
    return await response.json()


async def test_it_is_valid(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


async def test_it_names_every_route_that_is_served(bench: Bench, document: Any) -> None:
    served = {
        (route.method, route.resource.canonical)
        for route in bench.client.app.router.routes()
        if route.resource.canonical.startswith(API) and route.method != "HEAD"
    }
    described = {
        (method.upper(), path) for path, item in document["paths"].items() for method in item
    }
    assert described == served
    assert {(each.method, API + each.path) for each in OPERATIONS} == served


async def test_every_operation_says_how_it_is_asked_and_refused(document: Any) -> None:
    for operation in OPERATIONS:
        described = document["paths"][API + operation.path][operation.method.lower()]
        assert described["operationId"] == operation.name
        assert str(operation.status) in described["responses"]
        assert ("requestBody" in described) is (operation.body is not None)
        assert (described.get("security") == []) is operation.public
        named = {each["name"] for each in described["parameters"] if each["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", operation.path))
        for status in operation.refusals:
            content = described["responses"][str(status)]["content"]
            assert list(content) == ["application/problem+json"]


async def test_the_names_are_those_of_the_wire(document: Any) -> None:
    schema = document["components"]["schemas"]["NewMessage"]
    assert set(schema["required"]) == {"from", "text", "external_id"}
    assert schema["additionalProperties"] is False
    listed = document["paths"][f"{API}/conversations"]["get"]["parameters"]
    assert {each["name"] for each in listed} == {
        "cursor", "limit", "status", "queue", "assignee", "q", "complaint", "tag",
    }  # fmt: skip


async def test_what_is_answered_fits_what_is_described(bench: Bench, document: Any) -> None:
    await begin_conversation(bench, 1)
    await bench.post("/conversations/FD-00000001/replies", {"text": "Hello Astrid"})
    for path, template in (
        ("", ""),
        ("/conversations", "/conversations"),
        ("/conversations/FD-00000001", "/conversations/{reference}"),
        ("/customers?identity=astrid.lindqvist@example.com", "/customers"),
        ("/customers/c-1", "/customers/{id}"),
        ("/customers/c-1/timeline", "/customers/{id}/timeline"),
        ("/articles", "/articles"),
    ):
        described = document["paths"][API + template]["get"]["responses"]["200"]
        schema = described["content"]["application/json"]["schema"]
        whole = {**schema, "components": document["components"]}
        OAS31Validator(whole).validate(await bench.get(path))
    problem = await bench.refused(422, "GET", "/customers")
    whole = {
        "$ref": "#/components/schemas/Problem",
        "components": document["components"],
    }
    OAS31Validator(whole).validate(problem)


async def test_the_index_leads_to_everything(bench: Bench) -> None:
    response = await bench.client.get(API)
    index = await response.json()
    assert index["openapi"] == "http://127.0.0.1:8080/api/v1/openapi.json"
    assert len(index["operations"]) == len(OPERATIONS)
    assert {each["path"] for each in index["operations"]} >= {f"{API}/messages", API}
    assert all(each["permission"] for each in index["operations"])
