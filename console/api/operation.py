"""What one operation of the API is, and what its handler is given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPMethod
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from console.api.cursors import Cursors
from console.services import Services
from domain.staff import Permission, StaffMember


class Query(BaseModel):
    """The query parameters of an operation that takes none; the others derive from it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(BaseModel):
    """What all request bodies share: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


QueryT = TypeVar("QueryT", bound=Query)
BodyT = TypeVar("BodyT", bound=BaseModel | None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[QueryT, BodyT]):
    """One request, checked: who asks for what.

    Attributes:
        operations: the whole table, for the operations that describe it.
        agent: the token's holder as the desk knows them; for public operations nobody's name.
        path: the parts of the path that vary, such as `reference`.
        address: of the network that asks, or empty.
    """

    operation: "Operation[QueryT, BodyT]"
    operations: tuple["Operation[Any, Any]", ...]
    services: Services
    cursors: Cursors
    agent: StaffMember
    now: datetime
    path: Mapping[str, str]
    query: QueryT
    body: BodyT
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[QueryT, BodyT]):
    """One line of the table: everything there is to know about an operation.

    Attributes:
        name: unique; the `operationId` in the OpenAPI document.
        path: below `/api/v1`; what varies is written `{name}`.
        status: of a successful answer.
        errors: the statuses it may be refused with beside those that its parts imply.
    """

    name: str
    method: HTTPMethod
    path: str
    permission: Permission
    summary: str
    response: type[BaseModel]
    handler: Callable[[Call[QueryT, BodyT]], Awaitable[BaseModel]]
    query: type[QueryT]
    body: type[BodyT] | None = None
    status: int = 200
    errors: tuple[int, ...] = ()

    @property
    def public(self) -> bool:
        """Whether it is open to anybody, without a token."""
        return self.permission is Permission.PUBLIC

    @property
    def refusals(self) -> tuple[int, ...]:
        """Every status it may be refused with, in order."""
        implied = {422, 500}
        if not self.public:
            implied |= {401, 403, 429}
        if self.body is not None:
            implied |= {400, 413, 415}
        if "{" in self.path:
            implied.add(404)
        return tuple(sorted(implied | set(self.errors)))
