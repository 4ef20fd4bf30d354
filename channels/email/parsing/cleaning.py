"""What is done to every text of a mail before anybody reads it."""

from channels.text_cleaning import clean_line, clean_text


def clean_body(text: str, *, max_length: int) -> str:
    """Bring a text of several lines into the form that is stored."""
    return clean_text(text[: 2 * max_length], max_length=max_length)


def clean_field(text: str, *, max_length: int | None = None) -> str:
    """Bring a header value or a name into one line."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:max_length]
    return clean_line(text, max_length=max_length)
