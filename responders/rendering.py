"""Templates in a sandbox: what they may not do, a mistake in them cannot do either."""

import re
from collections.abc import Mapping

from jinja2 import PackageLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from responders.phrasebook import FALLBACK

_EMPTY_LINES = re.compile(r"\n{3,}")


def _escapes(template: str | None) -> bool:
    return template is not None and template.endswith(".html.j2")


# Every name is defined or an error; HTML is escaped, plain text is not.
ENVIRONMENT = ImmutableSandboxedEnvironment(
    loader=PackageLoader("responders", "templates"),
    undefined=StrictUndefined,
    autoescape=_escapes,
    trim_blocks=True,
    lstrip_blocks=True,
    # They change with the program alone.
    auto_reload=False,
)


def render_text(responder: str, language: str, variables: Mapping[str, object]) -> str:
    """Render `<responder>/<language>/text.txt.j2`, in English where the language has none."""
    names = [f"{responder}/{tag}/text.txt.j2" for tag in (language, FALLBACK)]
    rendered = ENVIRONMENT.select_template(names).render(variables)
    return _EMPTY_LINES.sub("\n\n", rendered).strip()


def render_html(responder: str, language: str, text: str, variables: Mapping[str, object]) -> str:
    """Render `<responder>/<language>/html.html.j2`.

    A responder whose HTML says no more than its text has no such file; the text is set in
    paragraphs then, so that no sentence has to be kept twice.
    """
    try:
        template = ENVIRONMENT.get_template(f"{responder}/{language}/html.html.j2")
    except TemplateNotFound:
        template = ENVIRONMENT.get_template("paragraphs.html.j2")
    paragraphs = [part.split("\n") for part in text.split("\n\n")]
    return str(template.render(variables, paragraphs=paragraphs)).strip()


def find_subject(responder: str, language: str, variables: Mapping[str, object]) -> str | None:
    """Render `<responder>/<language>/subject.txt.j2`; None where the responder has no subject."""
    try:
        template = ENVIRONMENT.get_template(f"{responder}/{language}/subject.txt.j2")
    except TemplateNotFound:
        return None
    return " ".join(template.render(variables).split())
