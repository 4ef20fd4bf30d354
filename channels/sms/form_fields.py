"""The form that the provider posts, as fields that may repeat."""

from urllib.parse import parse_qsl

from multidict import MultiDict

_MOST_FIELDS = 200  # Twilio sends about twenty, and three more for each of ten media


def parse_form(body: bytes) -> MultiDict[str]:
    """Read `application/x-www-form-urlencoded` bytes.

    Empty fields are kept, since the provider's signature covers them; bytes that are no UTF-8
    become U+FFFD.

    Raises:
        ValueError: there are more than 200 fields.
    """
    fields = parse_qsl(
        body.decode("utf-8", "replace"),
        keep_blank_values=True,
        errors="replace",
        max_num_fields=_MOST_FIELDS,
    )
    return MultiDict(fields)
