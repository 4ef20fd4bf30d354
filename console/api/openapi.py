"""The OpenAPI 3.1 document, generated from the table of operations and their types."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import models_json_schema

from console.api.operation import Operation
from console.api.problem_documents import TITLES

PREFIX = "/api/v1"

_SCHEMA = "#/components/schemas/{model}"
_ABOUT = (
    "Conversations, customers, messages and articles for scripts. Every request but those for this "
    "document and the index carries a token; lists come in pages; errors are problem documents "
    "(RFC 9457). Times are RFC 3339 in UTC, ids opaque strings."
)


class ProblemEntry(BaseModel):
    """One field at fault."""

    field: str
    reason: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[ProblemEntry, ...] = ()


@cache
def describe_api(
    operations: tuple[Operation[Any, Any], ...], *, version: str, server: str
) -> dict[str, Any]:
    """Make the document.

    Args:
        version: of Frontdesk.
        server: the address the outside reaches it under.
    """
    schemas, names = _collect_schemas(operations)
    paths: dict[str, Any] = {}
    for operation in operations:
        described = _describe(operation, schemas, names)
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Frontdesk API", "version": version, "description": _ABOUT},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_Names = dict[type[BaseModel], str]


def _collect_schemas(
    operations: tuple[Operation[Any, Any], ...],
) -> tuple[dict[str, Any], _Names]:
    """Return the schemas of all models by name, and each model's name."""
    wanted: dict[tuple[type[BaseModel], Any], None] = {(Problem, "serialization"): None}
    for each in operations:
        wanted[each.response, "serialization"] = None
        wanted[each.query, "validation"] = None
        if each.body is not None:
            wanted[each.body, "validation"] = None
    references, collected = models_json_schema(list(wanted), ref_template=_SCHEMA)
    names = {
        model: ref["$ref"].rpartition("/")[2]
        for (model, _), ref in references.items()
        if issubclass(model, BaseModel)
    }
    schemas: dict[str, Any] = collected["$defs"]
    return schemas, names


def _describe(
    operation: Operation[Any, Any], schemas: dict[str, Any], names: _Names
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation, schemas, names)],
        "responses": _responses(operation, names),
    }
    if operation.public:
        described["security"] = []
    else:
        described["description"] = f"Needs the permission `{operation.permission}`."
    if operation.body is not None:
        content = _content("application/json", names[operation.body])
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameters(operation: Operation[Any, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", operation.path)
    ]


def _query_parameters(
    operation: Operation[Any, Any], schemas: dict[str, Any], names: _Names
) -> list[dict[str, Any]]:
    model = schemas[names[operation.query]]
    required = model.get("required", [])
    parameters = []
    for name, schema in model.get("properties", {}).items():
        shown = {key: value for key, value in schema.items() if key not in {"description", "title"}}
        parameter = {"name": name, "in": "query", "required": name in required, "schema": shown}
        if "description" in schema:
            parameter["description"] = schema["description"]
        parameters.append(parameter)
    return parameters


def _responses(operation: Operation[Any, Any], names: _Names) -> dict[str, Any]:
    content = _content("application/json", names[operation.response])
    responses = {str(operation.status): {"description": operation.summary, "content": content}}
    for status in operation.refusals:
        content = _content("application/problem+json", names[Problem])
        responses[str(status)] = {"description": TITLES[status], "content": content}
    return responses


def _content(media_type: str, name: str) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": _SCHEMA.format(model=name)}}}
