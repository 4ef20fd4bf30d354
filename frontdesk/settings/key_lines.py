"""On which line of a TOML file each key stands; the standard library's reader does not tell."""

import re

KeyPath = tuple[str, ...]

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def find_key_lines(text: str) -> dict[KeyPath, int]:
    """Map the path of every key and table to its line, counted from 1.

    Only good enough to point at: what looks like a key inside a multi-line string counts too, and
    keys of inline tables are not looked for.
    """
    lines: dict[KeyPath, int] = {}
    items: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _place(_split(header[2]), items, is_item=header[1] == "[[")
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_split(key[1])), number)
    return lines


def _place(path: KeyPath, items: dict[KeyPath, int], *, is_item: bool) -> KeyPath:
    """Number the items of arrays of tables, also within the path of a table below one."""
    placed: KeyPath = ()
    for part in path:
        placed = (*placed, part)
        if is_item and len(placed) - _numbers(placed) == len(path):
            items[placed] = items.get(placed, -1) + 1
        if placed in items:
            placed = (*placed, str(items[placed]))
    return placed


def _numbers(path: KeyPath) -> int:
    return sum(part.isdigit() for part in path)


def _split(dotted: str) -> KeyPath:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
