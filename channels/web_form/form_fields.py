"""What a browser posts."""

from urllib.parse import parse_qsl

_MOST_FIELDS = 50


def parse_fields(body: bytes) -> dict[str, str]:
    """Read `application/x-www-form-urlencoded` bytes; of a repeated field the last counts.

    Raises:
        ValueError: there are more than 50 fields.
    """
    text = body.decode("utf-8", "replace")
    fields = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    return dict(fields)
