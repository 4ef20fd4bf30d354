"""The words of responses as they are shipped, for whoever writes none of their own."""

from importlib import resources
from typing import Final

from complaints.response_templates import ANY_CHANNEL
from domain.complaint_responses import ResponseTemplate

_KEYS: Final = tuple(
    (language, channel) for language in ("en", "de") for channel in (ANY_CHANNEL, "sms")
)


def _read(language: str, channel: str) -> ResponseTemplate:
    source = resources.files("complaints").joinpath("templates", f"{language}.{channel}.txt")
    text = source.read_text(encoding="utf-8").rstrip("\n")
    return ResponseTemplate(language=language, channel=channel, text=text)


# A new language is two files in `templates/`, and its tag above.
SHIPPED_TEMPLATES: Final = tuple(_read(*key) for key in _KEYS)
