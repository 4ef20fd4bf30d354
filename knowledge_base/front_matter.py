"""The YAML at the head of a Markdown file, and the lines its fields stand on; pure."""

from dataclasses import dataclass

import yaml

FIRST_LINE = 2
"""The line of a file that front matter begins on, below its three dashes."""


class BrokenFrontMatterError(Exception):
    """The front matter cannot be read.

    Attributes:
        line: of the file, counted from 1.
    """

    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Fields, and by dotted path (`variants.3`) the lines of the file they stand on."""

    fields: dict[str, object]
    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    """Takes no aliases: with them a page of text can be made to mean gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line = self.line + FIRST_LINE
            raise BrokenFrontMatterError("aliases (*name) are not taken", line=line)
        return super().compose_node(parent, index)


def parse_front_matter(front: str) -> FrontMatter:
    """Read what stands between the dashes.

    Raises:
        BrokenFrontMatterError: it is no YAML, or none with fields, or has a field twice.
    """
    try:
        return _parse(front)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + FIRST_LINE if error.problem_mark else 1
        raise _break(error.problem or error.context, line) from None
    except yaml.reader.ReaderError as error:
        line = front[: error.position].count("\n") + FIRST_LINE
        raise _break(
            f"the character U+{_number(error.character):04X} is not allowed", line
        ) from None
    except RecursionError:
        raise _break("nested too deeply", 1) from None
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # The library's own, for values such as `!!int ''` and `2024-99-99`.
        raise _break(f"a value that cannot be read ({error})", 1) from None


def _parse(front: str) -> FrontMatter:
    loader = _Loader(front)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise BrokenFrontMatterError(
                "the front matter must hold id, title and variants", line=1
            )
        lines = _find_lines(node)
        fields = {str(name): value for name, value in loader.construct_document(node).items()}
    finally:
        loader.dispose()
    return FrontMatter(fields, lines)


def _find_lines(node: yaml.MappingNode) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + FIRST_LINE
        if name in lines:
            raise BrokenFrontMatterError(f"{name[:80]}: is given twice", line=line)
        lines[name] = line
        if isinstance(value, yaml.SequenceNode):
            for place, item in enumerate(value.value):
                lines[f"{name}.{place}"] = item.start_mark.line + FIRST_LINE
    return lines


def _number(character: str | int) -> int:
    return character if isinstance(character, int) else ord(character)


def _break(reason: str | None, line: int) -> BrokenFrontMatterError:
    return BrokenFrontMatterError(f"broken front matter: {reason}", line=line)
