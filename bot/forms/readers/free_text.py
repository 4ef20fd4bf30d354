"""An answer in the customer's own words."""

from bot.forms.reading import Reading

LONGEST_KEPT = 1000


def read_text(reading: Reading) -> str | None:
    """Read all of the message, at most `LONGEST_KEPT` characters; only where it was asked for."""
    if not reading.requested:
        return None
    text = " ".join(reading.text[: LONGEST_KEPT * 4].split())[:LONGEST_KEPT].strip()
    return text if any(char.isalnum() for char in text) else None
