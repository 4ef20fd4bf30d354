"""A customer's name as it may stand in a reply."""

import re
import unicodedata

LONGEST_NAME = 60
# A "name" with these carries an advertisement, which our reply would deliver to a third party.
_NO_NAME = re.compile(r"://|www\.|@|[<>{}|\\]|\d{4}|\.\w{2,}/", re.IGNORECASE)


def render_name(name: str | None) -> str:
    """Return the name on one line without control characters, or "" where it is none to repeat."""
    if name is None:
        return ""
    plain = " ".join(
        "".join(
            " " if unicodedata.category(char).startswith(("C", "Z")) else char
            for char in name[: LONGEST_NAME * 4]
        ).split()
    )
    if len(plain) > LONGEST_NAME or _NO_NAME.search(plain):
        return ""
    return plain
