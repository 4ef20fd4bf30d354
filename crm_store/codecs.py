"""Domain values as JSON columns hold them, and back."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

# Building an adapter takes a thousand times as long as using one.
_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: Any, kind: Any | None = None) -> Any:
    """Give a dataclass (or a tuple of them, with `kind`) as plain JSON values."""
    return _adapter(kind if kind is not None else type(value)).dump_python(value, mode="json")


def from_json(kind: type[T], value: Any) -> T:
    """Read back what `to_json` gave.

    Raises:
        pydantic.ValidationError: the column holds something else.
    """
    result: T = _adapter(kind).validate_python(value)
    return result
