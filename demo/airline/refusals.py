"""What the airline will not do."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is an answer
    """A refusal as a problem document (RFC 9457) with a code for programs and what belongs to it.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, code: str, detail: str, *, status: int = 409, **facts: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.facts = facts

    @property
    def problem(self) -> dict[str, Any]:
        """The document."""
        return {
            "type": "about:blank",
            "title": self.code.replace("_", " ").capitalize(),
            "status": self.status,
            "detail": str(self),
            "code": self.code,
            "facts": self.facts,
        }


def not_found(what: str) -> Refusal:
    """Refuse to speak of what there is not."""
    return Refusal("not_found", f"there is no such {what}", status=404)
