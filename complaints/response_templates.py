"""Whether a template has all three parts of a response, and what is missing; pure."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Final

from jinja2 import TemplateError, nodes

from complaints.template_reading import find_blocks, list_names, read_template, render_template
from domain.complaint_responses import (
    DOING,
    FIELDS,
    GESTURE,
    Response,
    ResponsePart,
    ResponseTemplate,
    TemplateFault,
)
from domain.errors import InvalidInputError

ANY_CHANNEL: Final = "any"

# What each part says in so many words, in the languages that are known here.
_WORDS: Final[Mapping[tuple[str, ResponsePart], str]] = MappingProxyType(
    {
        ("en", ResponsePart.APOLOGY): r"\b(?:sorry|apolog\w+|regret)\b",
        ("de", ResponsePart.APOLOGY): r"entschuldig|verzeihung|bedauer|\bleid\b",
        ("en", ResponsePart.ASSURANCE): r"\bserious(?:ly)?\b",
        ("de", ResponsePart.ASSURANCE): r"\bernst\b|ernstgenommen|ernstnehmen",
    }
)
_SHOULD_SAY: Final = MappingProxyType(
    {
        ResponsePart.APOLOGY: "say that you are sorry",
        ResponsePart.ASSURANCE: "say that it is taken seriously",
    }
)
_LEAST_WORDS: Final = 3
_SAMPLE: Final = MappingProxyType(
    {
        "name": "Alexandra Featherstone",
        "number": "C-2026-000123",
        "reference": "FD-7K3M9QXD",
        "about": "your flight AU 1204",
        "agent": "Maximilian",
        "company": "Example Airways",
        # Words of no language, so that they are told from what the template says itself.
        DOING: "xqdoing xqdoing xqdoing xqdoing xqdoing",
        GESTURE: "xqgesture K7QM-0R2X-9WBJ-30KC-ZF48-5KX1",
    }
)


def check_template(
    template: ResponseTemplate,
    *,
    most: int | None = None,
    measure: Callable[[str], int] = len,
    sample: Mapping[str, str] = _SAMPLE,
) -> tuple[TemplateFault, ...]:
    """Check that a template has an apology, an assurance and the gesture; nothing where it has.

    Args:
        most: how much a message on its channel may take up, as `Capabilities.max_length`.
        measure: how much a text does, as `Capabilities.measure`.
        sample: long values of all fields, by which the length is measured.
    """
    tree = read_template(template.text)
    if isinstance(tree, TemplateFault):
        return (tree,)
    faults = [*_check_names(tree), *(f for part in ResponsePart for f in _check_block(tree, part))]
    if not faults:
        faults = [
            *_check_rendered(template, sample),
            *_check_length(template, most, measure, sample),
        ]
    return tuple(faults)


def render_response(
    template: ResponseTemplate,
    values: Mapping[str, str],
    *,
    most: int | None = None,
    measure: Callable[[str], int] = len,
) -> Response:
    """Render a response; nothing is sent without its three parts.

    Args:
        values: of every field that it names; an empty gesture where the policy gives nothing.
        most: how much a message on its channel may take up; it would be cut there.
        measure: how much a text does.

    Raises:
        InvalidInputError: a part is missing, or what it has to say, or it is too long.
    """
    faults = check_template(template)
    if faults:
        raise InvalidInputError("; ".join(each.words for each in faults), field="template")
    if not values.get(DOING, "").strip():
        raise InvalidInputError("say what is being done about it", field=DOING)
    gesture = values.get(GESTURE, "").strip()
    try:
        text, blocks = render_template(template.text, {**values, GESTURE: gesture})
    except TemplateError as error:
        raise InvalidInputError(f"{error.message}; give it a value", field="values") from error
    # A template may say one thing to the sample and another to this customer.
    faults = (
        *_check_said(template.language, blocks),
        *_check_told(blocks, {**values, GESTURE: gesture}),
    )
    if faults:
        raise InvalidInputError("; ".join(each.words for each in faults), field="template")
    if most is not None and measure(text) > most:
        raise InvalidInputError(
            f"it takes up {measure(text)} of {most} on {template.channel}; say less", field=DOING
        )
    apology, assurance, given = (blocks[part.value] for part in ResponsePart)
    return Response(text=text, parts=(apology, assurance, given if gesture else ""))


def find_template(
    templates: Sequence[ResponseTemplate], language: str, channel: str, *, fallback: str = "en"
) -> ResponseTemplate | None:
    """Find the words for a language and channel: its own, the language's, then the fallback's."""
    by_key = {(each.language, each.channel): each for each in templates}
    wanted = product(dict.fromkeys((language, fallback)), (channel, ANY_CHANNEL))
    return next((by_key[key] for key in wanted if key in by_key), None)


def list_missing(
    templates: Sequence[ResponseTemplate], languages: Collection[str], channels: Collection[str]
) -> list[tuple[str, str]]:
    """List the languages and channels for which there are no words in that language."""
    known = {(each.language, each.channel) for each in templates}
    return [
        (language, channel)
        for language, channel in product(languages, channels)
        if not {(language, channel), (language, ANY_CHANNEL)} & known
    ]


def _check_names(tree: nodes.Template) -> Iterator[TemplateFault]:
    for name in sorted(list_names(tree) - set(FIELDS)):
        known = ", ".join(FIELDS)
        yield TemplateFault(part=None, words=f"nothing is called {name!r}; known are {known}")


def _check_block(tree: nodes.Template, part: ResponsePart) -> Iterator[TemplateFault]:
    found = find_blocks(tree, part)
    if not found:
        block = f"{{% block {part.value} %}}…{{% endblock %}}"
        yield TemplateFault(part=part, words=f"the {part.value} is missing; write it in {block}")
        return
    if not any(found[0] is each for each in tree.body):
        words = f"the {part.value} stands within something else; it has to stand by itself"
        yield TemplateFault(part=part, words=words)
    needed = {ResponsePart.ASSURANCE: DOING, ResponsePart.GESTURE: GESTURE}.get(part)
    if needed is not None and needed not in list_names(found[0]):
        words = f"the {part.value} does not tell {{{{ {needed} }}}}; put it in there"
        yield TemplateFault(part=part, words=words)


def _check_rendered(
    template: ResponseTemplate, sample: Mapping[str, str]
) -> Iterator[TemplateFault]:
    """Look at what comes out, both with a gesture and where the policy gives none.

    What stands in a condition that does not hold would otherwise pass for said.
    """
    for gesture in (sample[GESTURE], ""):
        values = {**sample, GESTURE: gesture}
        try:
            _, blocks = render_template(template.text, values)
        except SyntaxError:
            # Python nests no deeper than a hundred levels.
            yield TemplateFault(part=None, words="it is nested too deep")
            return
        except (TemplateError, TypeError) as error:
            yield TemplateFault(part=None, words=f"it cannot be filled in: {type(error).__name__}")
            return
        faults = [*_check_said(template.language, blocks), *_check_told(blocks, values)]
        if faults:
            yield from faults
            return


def _check_said(language: str, blocks: Mapping[str, str]) -> Iterator[TemplateFault]:
    for part, should in _SHOULD_SAY.items():
        text = blocks[part.value]
        words = _WORDS.get((language, part))
        said = (
            len(text.split()) >= _LEAST_WORDS
            if words is None
            else re.search(words, text, re.IGNORECASE)
        )
        if not said:
            yield TemplateFault(part=part, words=f"the {part.value} says none; {should}")


def _check_told(blocks: Mapping[str, str], values: Mapping[str, str]) -> Iterator[TemplateFault]:
    for part, field in ((ResponsePart.ASSURANCE, DOING), (ResponsePart.GESTURE, GESTURE)):
        if values[field].casefold() not in blocks[part.value].casefold():
            words = f"the {part.value} does not tell {{{{ {field} }}}} in every case"
            yield TemplateFault(part=part, words=words)


def _check_length(
    template: ResponseTemplate,
    most: int | None,
    measure: Callable[[str], int],
    sample: Mapping[str, str],
) -> Iterator[TemplateFault]:
    if most is None:
        return
    try:
        text, _ = render_template(template.text, sample)
    except (TemplateError, TypeError):
        return
    length = measure(text)
    if length > most:
        words = f"filled in it takes up {length} of {most} on {template.channel}; shorten it"
        yield TemplateFault(part=None, words=words)
