"""Reads a response's template in a sandbox, and what its blocks hold; pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.complaint_responses import ResponsePart, TemplateFault

MOST_CHARACTERS: Final = 10_000
# Where a condition leaves nothing, its empty lines stay.
_EMPTY_LINES: Final = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_LOOSE_ENDS: Final = re.compile(r"[ \t]+(?=\n)")
FILTERS: Final = ("capitalize", "lower", "title", "trim", "upper")

# Plain text, no loader, and below nothing that loops, calls or includes: a template ends.
_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True
)
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Block, nodes.If),
    *(nodes.Const, nodes.Filter, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)


def read_template(text: str) -> nodes.Template | TemplateFault:
    """Parse a template, or say why it cannot be used."""
    if len(text) > MOST_CHARACTERS:
        return TemplateFault(part=None, words=f"it is longer than {MOST_CHARACTERS} characters")
    try:
        tree = _ENVIRONMENT.parse(text)
        refused = next(_list_refused(tree), None)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}: " if line else ""
        return TemplateFault(part=None, words=f"{where}{error.message or 'it cannot be read'}")
    except RecursionError:
        return TemplateFault(part=None, words="it is nested too deep")
    except ValueError:
        return TemplateFault(part=None, words="a number in it is too long")
    return tree if refused is None else TemplateFault(part=None, words=refused)


def find_blocks(tree: nodes.Template, part: ResponsePart) -> list[nodes.Block]:
    """Find the blocks of a part, wherever they stand."""
    return [each for each in tree.find_all(nodes.Block) if each.name == part.value]


def list_names(node: nodes.Node) -> set[str]:
    """List the names that a template or block uses."""
    own = {node.name} if isinstance(node, nodes.Name) else set()
    return own | {each.name for each in node.find_all(nodes.Name)}


def render_template(text: str, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Render a template that was read, and each of its blocks by itself.

    Raises:
        jinja2.TemplateError: it names what has no value.
    """
    template = _ENVIRONMENT.from_string(text)
    context = template.new_context(dict(values))
    blocks = {name: _tidy("".join(block(context))) for name, block in template.blocks.items()}
    return _tidy(template.render(dict(values))), blocks


def _tidy(text: str) -> str:
    """Leave out spaces at the ends of lines, and all but one of several empty lines."""
    return _LOOSE_ENDS.sub("", _EMPTY_LINES.sub("\n\n", text)).strip()


def _list_refused(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Node):
        line = f"line {node.lineno}: " if node.lineno else ""
        if not isinstance(node, _ALLOWED):
            word = type(node).__name__.lower()
            yield f"{line}{word!r} has no place in it; use blocks, names and conditions alone"
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"{line}the filter {node.name!r} is not known; known are {', '.join(FILTERS)}"
