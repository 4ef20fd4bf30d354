"""A response's template with an agent's own words in place of its own; pure.

What comes out is a template again, so that it is checked as each is: a part that an agent emptied
is missing, and is told to be.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from complaints.response_templates import ANY_CHANNEL
from domain.complaint_responses import DOING, ResponsePart, ResponseTemplate
from domain.errors import InvalidInputError

_BLOCK: Final = r"(\{{%-?\s*block\s+{name}\b[^%]*%\}})(.*?)(\{{%-?\s*endblock\b[^%]*%\}})"
_MOST: Final = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEdits:
    """What an agent writes into a response.

    Attributes:
        doing: what is being done about it.
        apology: in place of the template's, or None; an empty one is refused later on.
        assurance: in place of the template's, or None; it has to say what is in `doing`.
        more: further words, before the gesture, or empty.
    """

    doing: str
    apology: str | None = None
    assurance: str | None = None
    more: str = ""


def edit_template(template: ResponseTemplate, edits: ResponseEdits) -> ResponseTemplate:
    """Put an agent's words into a template.

    Raises:
        InvalidInputError: some of it is too long.
    """
    text = template.text
    for part, words in (
        (ResponsePart.APOLOGY, edits.apology),
        (ResponsePart.ASSURANCE, edits.assurance),
    ):
        if words is not None:
            _require_short(words, part.value)
            text = _replace_block(text, part, _write_words(words, edits.doing))
    if edits.more.strip():
        _require_short(edits.more, "more")
        text = _put_before_gesture(template, text, _escape(edits.more.strip()))
    return replace(template, text=text)


def require_parts(edits: ResponseEdits) -> None:
    """Check what an agent wrote in place of a template's own words.

    Raises:
        InvalidInputError: naming the part that is missing, and what it has to say.
    """
    if not edits.doing.strip():
        raise InvalidInputError("say what is being done about it", field=DOING)
    if edits.apology is not None and not edits.apology.strip():
        raise InvalidInputError("the apology is missing; say that you are sorry", field="apology")
    if edits.assurance is not None and edits.doing.strip().rstrip(".") not in edits.assurance:
        words = "the assurance has to tell what is being done, in the same words"
        missing = "the assurance is missing; say that it is taken seriously and what is being done"
        empty = not edits.assurance.strip()
        raise InvalidInputError(missing if empty else words, field="assurance")


def end_sentence(words: str) -> str:
    """Give words a full stop where they end without any mark."""
    words = words.strip()
    return words if not words or words[-1] in '.!?…)”"' else f"{words}."


def _replace_block(text: str, part: ResponsePart, words: str) -> str:
    pattern = re.compile(_BLOCK.format(name=part.value), re.DOTALL)
    return pattern.sub(lambda found: f"{found[1]}{words}{found[3]}", text, count=1)


def _put_before_gesture(template: ResponseTemplate, text: str, words: str) -> str:
    apart = "\n\n" if template.channel == ANY_CHANNEL else " "
    pattern = re.compile(_BLOCK.format(name=ResponsePart.GESTURE.value), re.DOTALL)
    return pattern.sub(lambda found: f"{words}{apart}{found[0]}", text, count=1)


def _write_words(words: str, doing: str) -> str:
    """Write words as a template does; where they say what is being done, that stays its place."""
    said = doing.strip().rstrip(".")
    before, found, after = words.strip().partition(said) if said else (words.strip(), "", "")
    if not found:
        return _escape(before)
    return f"{_escape(before)}{{{{ {DOING} }}}}{_escape(after.removeprefix('.'))}"


def _escape(words: str) -> str:
    """Have braces be braces, and nothing that a template does."""
    return words.replace("{", "{{ '{' }}")


def _require_short(words: str, field: str) -> None:
    if len(words) > _MOST:
        raise InvalidInputError(f"say it in {_MOST} characters", field=field)
