"""What the API says of itself: its index and its OpenAPI document."""

from typing import Annotated, Any

from pydantic import Field, RootModel

from console.api.interaction_models import Answer
from console.api.openapi import PREFIX, describe_api
from console.api.operation import Call, Query
from domain.staff import Permission


class IndexEntry(Answer):
    """One operation."""

    name: str
    method: str
    path: str
    permission: Permission
    summary: str


class Index(Answer):
    """What there is."""

    company: str
    version: Annotated[str, Field(description="Of Frontdesk.")]
    openapi: Annotated[str, Field(description="Where the OpenAPI document is.")]
    operations: tuple[IndexEntry, ...]


class OpenApiDocument(RootModel[dict[str, Any]]):
    """An OpenAPI 3.1 document."""


async def show_index(call: Call[Query, None]) -> Index:
    """Answer the list of operations."""
    entries = tuple(
        IndexEntry(
            name=each.name,
            method=each.method,
            path=PREFIX + each.path,
            permission=each.permission,
            summary=each.summary,
        )
        for each in call.operations
    )
    services = call.services
    return Index(
        company=services.company,
        version=services.version,
        openapi=f"{services.public_url}{PREFIX}/openapi.json",
        operations=entries,
    )


async def show_openapi(call: Call[Query, None]) -> OpenApiDocument:
    """Answer the OpenAPI document."""
    services = call.services
    return OpenApiDocument(
        describe_api(call.operations, version=services.version, server=services.public_url)
    )
