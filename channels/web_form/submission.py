"""What a customer fills in, and what is said where it does not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from rapidfuzz import process

from channels.text_cleaning import clean_line, clean_text

_MOST_PROBLEMS: Final = 20


def _cleaned(clean: Callable[[str], str]) -> BeforeValidator:
    """Clean what is a text; leave what is none for the check of types."""
    return BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)


# Enough of RFC 5321 to catch slips; whether mail arrives only mail can tell.
_EMAIL: Final = (
    r"^[^@\s<>()\[\]\\,;:\"]{1,64}@[^@\s<>()\[\]\\,;:\"]{1,190}\.[^@\s.<>()\[\]\\,;:\"]+$"
)

Line = Annotated[str, _cleaned(clean_line), StringConstraints(min_length=1, max_length=200)]
Email = Annotated[
    str,
    _cleaned(lambda value: clean_line(value).lower()),
    StringConstraints(min_length=1, max_length=254, pattern=_EMAIL),
]
Message = Annotated[str, _cleaned(clean_text), StringConstraints(min_length=1, max_length=20_000)]


class Submission(BaseModel):
    """A filled-in form: lines without line ends, texts without controls, email in lower case.

    Attributes:
        article: the id of the article of the help centre that was read before.
        locale: the language it was read in.
        helpful: what was said of it.
        searched: what was looked for in the help centre.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, _cleaned(clean_line), StringConstraints(min_length=1, max_length=100)]
    email: Email
    phone: Annotated[str, _cleaned(clean_line), StringConstraints(max_length=40)] | None = None
    subject: Line
    message: Message
    article: Line | None = None
    locale: Annotated[str, _cleaned(clean_line), StringConstraints(max_length=35)] | None = None
    helpful: bool | None = None
    searched: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One thing wrong with one field, in words for whoever filled it in."""

    field: str
    reason: str


class RefusedSubmissionError(Exception):
    """A form that cannot be taken."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__(f"{len(problems)} fields cannot be taken")
        self.problems = problems


def parse_submission(fields: Mapping[str, Any]) -> Submission:
    """Check what was filled in.

    Raises:
        RefusedSubmissionError: with every field that is wrong, at most 20 of them.
    """
    try:
        return Submission.model_validate(dict(fields))
    except ValidationError as error:
        problems = [
            FieldProblem(
                field=name[:100], reason=_describe(name, fault["type"], fault.get("ctx", {}))
            )
            for fault in error.errors(include_url=False, include_input=False)[:_MOST_PROBLEMS]
            for name in [_name_field(fault["loc"])]
        ]
        raise RefusedSubmissionError(tuple(problems)) from error


def _name_field(location: tuple[int | str, ...]) -> str:
    """Name the field a fault is in; a fault in a field's very name is the form's."""
    return str(location[0]) if location else "form"


def _describe(name: str, fault: str, limits: Mapping[str, Any]) -> str:
    match fault:
        case "missing" | "string_too_short" | "too_short":
            return f"Please fill in the {name}."
        case "string_too_long" | "too_long":
            return f"The {name} may have {limits['max_length']:,} characters at the most."
        case "string_pattern_mismatch":
            return "This is no email address; it should look like name@example.com."
        case "string_type" | "bool_type":
            kind = "a text" if fault == "string_type" else "true or false"
            return f"The {name} must be {kind}."
        case "extra_forbidden":
            nearest = process.extractOne(name[:100], list(Submission.model_fields), score_cutoff=60)
            return f"There is no such field{f'; did you mean {nearest[0]}?' if nearest else '.'}"
        case _:
            return f"The {name} cannot be read as text."
