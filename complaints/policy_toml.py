"""A policy as a TOML file that can be taken in again; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def render_toml(definition: Mapping[str, Any]) -> str:
    """Render what `policy_definition.render_policy` gives.

    Plain values come first, then each part as a table of its own; lines of a table of gestures
    are one below the other.
    """
    return "\n".join(_render_table(definition, ())) + "\n"


def _render_table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    if path:
        yield ""
        yield f"[{'.'.join(map(_render_key, path))}]"
    inner = {key: each for key, each in table.items() if not path and isinstance(each, Mapping)}
    for key, value in table.items():
        if key not in inner:
            yield f"{_render_key(key)} = {_render_value(value)}"
    for key, value in inner.items():
        yield from _render_table(value, (*path, key))


def _render_value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = [f"{_render_key(key)} = {_render_value(each)}" for key, each in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, list):
        return _render_list(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


def _render_list(values: Sequence[Any]) -> str:
    rendered = [_render_value(each) for each in values]
    if any(isinstance(each, Mapping) for each in values):
        return "[\n" + "".join(f"  {each},\n" for each in rendered) + "]"
    return f"[{', '.join(rendered)}]"


def _render_key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if plain else json.dumps(key, ensure_ascii=False)
