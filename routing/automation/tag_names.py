"""How tags are written: small letters and digits of any language, `-`, `_` and `.` in between."""

import re
from typing import Final

from domain.definition_fields import parse_line, refuse, show_value

LONGEST_TAG: Final = 40
_TAG: Final = re.compile(r"[^\W_][\w.-]*")


def parse_tag(value: object, field: str = "tag") -> str:
    """Parse a tag; blanks in it become `-`, and the case does not matter.

    Raises:
        InvalidInputError: it is none, or too long.
    """
    tag = "-".join(parse_line(value, field, most=200).casefold().split())
    if len(tag) > LONGEST_TAG or not _TAG.fullmatch(tag):
        refuse(
            field,
            f"{show_value(tag)} is no tag; write up to {LONGEST_TAG} letters, digits, '-', '_' "
            "and '.', beginning with a letter or a digit",
        )
    return tag
