"""Lists in pages: what is asked with, what is answered with, how the next page is found."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from console.api.operation import Call, Query

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")
PageQueryT = TypeVar("PageQueryT", bound="PageQuery")

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class PageQuery(Query):
    """What every list takes."""

    cursor: Annotated[
        str | None,
        Field(max_length=4000, description="`next` of the page before; absent for the first page."),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=MAX_LIMIT, description="How many items a page holds at the most.")
    ] = DEFAULT_LIMIT


class Page(BaseModel, Generic[ItemT]):
    """One page of a list."""

    model_config = ConfigDict(frozen=True)

    items: tuple[ItemT, ...]
    next: Annotated[
        str | None, Field(description="The cursor of the next page; null on the last one.")
    ] = None


def resume_list(call: Call[PageQueryT, Any]) -> tuple[PageQueryT, str | int | None]:
    """Return the filters to list by and the position to go on after.

    Raises:
        InvalidInputError: the cursor does not fit the list.
    """
    query = call.query
    if query.cursor is None:
        return query, None
    kept, position = call.cursors.read(query.cursor, _source(call), _filters(query))
    return type(query)(**{**kept, "limit": query.limit}), position


def cut_page(
    call: Call[PageQueryT, Any],
    wanted: PageQueryT,
    rows: Sequence[RowT],
    position: Callable[[RowT], str | int],
) -> tuple[Sequence[RowT], str | None]:
    """Cut what was read with one row too many to a page, and make the cursor that follows it.

    Args:
        rows: up to `wanted.limit + 1`; the last of those says that there is more.
        position: of a row, for the cursor.
    """
    if len(rows) <= wanted.limit:
        return rows, None
    page = rows[: wanted.limit]
    return page, call.cursors.make(_source(call), _filters(wanted), position(page[-1]))


def _source(call: Call[Any, Any]) -> str:
    return call.operation.path.format(**call.path)


def _filters(query: PageQuery) -> dict[str, Any]:
    return query.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)
