"""Which settings there are, and which of them somebody may have meant."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rapidfuzz import fuzz

KeyPath = tuple[str, ...]


def find_field(model: type[BaseModel], path: KeyPath) -> FieldInfo | None:
    """Find what a setting is declared as; None where there is no such setting.

    A number in the path is an item of a list, which shares the list's declaration.
    """
    field: FieldInfo | None = None
    annotation: Any = model
    for part in path:
        if part.isdigit():
            annotation = _item_of(annotation)
        else:
            found = _model_in(annotation)
            field = found.model_fields.get(part) if found else None
            annotation = field.annotation if field else None
        if annotation is None:
            return None
    return field


def holds_many(field: FieldInfo | None) -> bool:
    """Say whether a setting is a list or a table, so that its text is to be read as TOML."""
    if field is None:
        return False
    return _item_of(field.annotation) is not None or _model_in(field.annotation) is not None


def list_known(model: type[BaseModel], below: KeyPath = ()) -> Iterator[KeyPath]:
    """List the paths of all settings; an item of a list is written as `0`."""
    for name, field in model.model_fields.items():
        path = (*below, name)
        item = _item_of(field.annotation)
        inner = _model_in(field.annotation if item is None else item)
        if inner is None:
            yield path
        else:
            yield from list_known(inner, path if item is None else (*path, "0"))


def find_nearest(model: type[BaseModel], path: KeyPath) -> KeyPath:
    """Find the setting or table most like one that does not exist."""
    here, name = path[:-1], path[-1]
    neighbours = _names_at(model, here)
    near = [(fuzz.ratio(name, other), (*here, other)) for other in neighbours]
    whole = ".".join(path)
    far = [(_likeness(name, whole, known) - 1, known) for known in list_known(model)]
    return max(near + far, key=lambda scored: scored[0])[1]


def _likeness(name: str, whole: str, known: KeyPath) -> float:
    return max(fuzz.ratio(name, known[-1]) - 10, fuzz.ratio(whole, ".".join(known)))


def _names_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    if not path:
        return list(model.model_fields)
    field = find_field(model, path)
    annotation = field.annotation if field else None
    inner = _model_in(_item_of(annotation) if path[-1].isdigit() else annotation)
    return list(inner.model_fields) if inner else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _item_of(annotation: Any) -> Any:
    for part in _parts(annotation):
        if get_origin(part) in {tuple, list}:
            return get_args(part)[0]
    return None


def _parts(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in {Union, types.UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    elif hasattr(annotation, "__metadata__"):
        yield from _parts(get_args(annotation)[0])
    else:
        yield annotation
