"""Values as given, layer over layer, and where each of them came from."""

from collections.abc import Iterator
from typing import Any

from domain.errors import InvalidInputError

KeyPath = tuple[str, ...]


class ValueTree:
    """Nested tables and lists in which a later layer replaces what an earlier one said.

    Attributes:
        root: the values, ready to be validated.
    """

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._origins: dict[KeyPath, str] = {}

    def put(self, path: KeyPath, value: Any, origin: str) -> None:
        """Put a value in its place; whatever was there, and below it, is gone.

        Raises:
            InvalidInputError: there can be no such place; the text says why.
        """
        container: Any = self.root
        for depth, part in enumerate(path[:-1], start=1):
            child = _find_child(container, part)
            if child is None:
                child = [] if path[depth].isdigit() else {}
                _set_child(container, part, child, path[:depth])
            if not isinstance(child, dict | list):
                raise InvalidInputError(
                    f"{'.'.join(path[:depth])} is a single value and holds no others"
                )
            container = child
        _set_child(container, path[-1], value, path)
        self._forget_below(path)
        self.note_origin(path, origin)

    def note_origin(self, path: KeyPath, origin: str) -> None:
        """Remember where a value or a table came from."""
        self._origins[path] = origin

    def find_origin(self, path: KeyPath) -> str | None:
        """Tell where a value came from: it itself, what holds it, or else what it holds."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._origins:
                return self._origins[path[:length]]
        below = [text for key, text in self._origins.items() if key[: len(path)] == path]
        return "; ".join(dict.fromkeys(below)) or None

    def leaves(self) -> Iterator[tuple[KeyPath, Any]]:
        """List all single values, in the order given."""
        yield from _list_leaves((), self.root)

    def _forget_below(self, path: KeyPath) -> None:
        for key in [key for key in self._origins if key[: len(path)] == path]:
            del self._origins[key]


def _list_leaves(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in items:
            yield from _list_leaves((*path, str(key)), child)
    else:
        yield path, value


def _find_child(container: Any, part: str) -> Any:
    if isinstance(container, dict):
        return container.get(part)
    return container[int(part)] if part.isdigit() and int(part) < len(container) else None


def _set_child(container: Any, part: str, value: Any, path: KeyPath) -> None:
    if isinstance(container, dict):
        container[part] = value
    elif not part.isdigit():
        raise InvalidInputError(
            f"{'.'.join(path[:-1])} is a list; say which of its items, from 0 on"
        )
    elif int(part) < len(container):
        container[int(part)] = value
    elif int(part) == len(container):
        container.append(value)
    else:
        before = ".".join((*path[:-1], str(len(container))))
        raise InvalidInputError(f"there is no {before} before it")
