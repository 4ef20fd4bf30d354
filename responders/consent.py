"""Confirms STOP, START and HELP (CTIA Messaging Principles and Best Practices, 5.1)."""

from collections.abc import Mapping
from typing import ClassVar

from domain.errors import InvalidInputError
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder

KEYWORDS = ("stop", "start", "help")


class ConsentResponder(TemplatedResponder):
    """Answers the context's `keyword`, in one SMS segment for company names of a usual length.

    With `commands` it speaks of commands, and welcomes who starts unless it is `again`.
    """

    name: ClassVar[str] = "consent"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return the keyword, whether the channel has commands, and whether a stop is lifted.

        Raises:
            InvalidInputError: it is none of `stop`, `start`, `help`.
        """
        keyword = request.context.get("keyword", "")
        if keyword not in KEYWORDS:
            raise InvalidInputError(
                f"{keyword!r} is no keyword; use stop, start or help", field="context.keyword"
            )
        commands, again = (request.context.get(name, "") for name in ("commands", "again"))
        return {"keyword": keyword, "commands": commands, "again": again}
