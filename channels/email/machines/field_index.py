"""The header fields of a mail by name, so that many rules can ask without reading all each time."""

import re
from typing import Final

from channels.email.mail import Headers

# No program writes as many or as long; what lies behind them costs time and says nothing.
MAX_FIELDS: Final = 2000
MAX_VALUE: Final = 2000
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_PARAMETER = re.compile(r";\s*([a-z0-9_-]{1,40})\s*=\s*\"?([^\";]{0,200})", re.IGNORECASE)


class FieldIndex:
    """Looks header fields up by their names, the topmost first."""

    def __init__(self, headers: Headers) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in headers.fields[:MAX_FIELDS]:
            self._values.setdefault(name, []).append(value[:MAX_VALUE].strip())

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def first(self, name: str) -> str:
        """Return the topmost value, or an empty text."""
        return self._values.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Return every value, from the top."""
        return self._values.get(name, [])

    def word(self, name: str) -> str:
        """Return the topmost value in lower case, without comments and parameters (RFC 2045)."""
        return _COMMENT.sub(" ", self.first(name)).partition(";")[0].strip().lower()

    @property
    def media_type(self) -> str:
        """The media type of the whole message, in lower case."""
        return self.word("content-type")

    def parameter(self, name: str, parameter: str) -> str:
        """Return a parameter of a field, in lower case, or an empty text."""
        found: dict[str, str] = {
            key.lower(): value for key, value in _PARAMETER.findall(self.first(name))
        }
        return found.get(parameter, "").strip().lower()
