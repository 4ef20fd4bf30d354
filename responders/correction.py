"""Says that an answer takes longer than the customer was told, and by when they have it."""

from collections.abc import Mapping
from typing import ClassVar

from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder


class CorrectionResponder(TemplatedResponder):
    """An apology, the new time and the reference; no excuses.

    The context says by `timed` whether there is a new time, and by `letter` whether it is to be
    worded as one; both are empty where not.
    """

    name: ClassVar[str] = "correction"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return what the context says."""
        return {name: request.context.get(name, "") for name in ("timed", "letter")}
