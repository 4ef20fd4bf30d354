"""Where a page goes on in what was said; pure."""

from domain.errors import InvalidInputError


def parse_before(words: str) -> int | None:
    """Read the position to go on from.

    Raises:
        InvalidInputError: it is no position.
    """
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) < 19):
        raise InvalidInputError("follow the link on the page to what came earlier", field="before")
    return int(words)
