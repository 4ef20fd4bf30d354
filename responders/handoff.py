"""Says that a person takes over, and by when they will answer."""

from collections.abc import Mapping
from typing import ClassVar, Final

from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder

# With these the customer has just been told that a person goes on, and why; once is enough.
_TOLD_BEFORE: Final = frozenset({"approval", "complaint", "not_verified", "refused", "unclear"})


class HandoffResponder(TemplatedResponder):
    """Tells what to expect; how it begins depends on the context's `reason`.

    The reasons are those of `Escalate`: `asked_for_person`, `unknown`, `none_of_these`,
    `not_helped` and `attachment`; any other one gets words that fit them all, or none where what
    a self-service action says before tells it.
    """

    name: ClassVar[str] = "handoff"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return the reason."""
        return {"reason": request.context.get("reason", ""), "told_before": _TOLD_BEFORE}
