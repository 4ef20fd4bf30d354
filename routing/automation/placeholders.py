"""What is filled in where a text for a customer says `{name}` or `{reference}`."""

import re
from collections.abc import Mapping
from typing import Final

NAME, REFERENCE, COMPANY, AGENT = "name", "reference", "company", "agent"
PLACEHOLDERS: Final = (NAME, REFERENCE, COMPANY, AGENT)
_ONE: Final = re.compile(r"\{([^{}]*)\}")
# With nothing to fill in, the blank before it goes too: "Hello {name}," becomes "Hello,".
_SPACED: Final = re.compile(r"([ \t]?)\{([^{}]*)\}")


def find_unknown_placeholder(text: str, known: tuple[str, ...] = PLACEHOLDERS) -> str | None:
    """Find the first placeholder of a text that nobody fills in."""
    return next((each for each in _ONE.findall(text) if each not in known), None)


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders of a text in; what there is no value for is left out."""

    def replace(found: re.Match[str]) -> str:
        value = values.get(found[2], "")
        return f"{found[1]}{value}" if value else ""

    return _SPACED.sub(replace, text).strip()


def may_be_empty(text: str) -> bool:
    """Say whether nothing may be left of a text: whose name it is may not be known."""
    return not fill_in(text, dict.fromkeys((REFERENCE, COMPANY), "known"))


def choose_text(texts: Mapping[str, str], language: str | None, first: str) -> str:
    """Choose the text in a language, or in the company's first one."""
    if language is not None and language in texts:
        return texts[language]
    return texts.get(first) or next(iter(texts.values()), "")
