"""Asks whether a chat shall be joined with a customer's record, and says what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Final

from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder

_LABELS: Final = {"en": ("Yes, join them", "No"), "de": ("Ja, verbinden", "Nein")}


class LinkingResponder(TemplatedResponder):
    """Says the context's `stage`: `ask` (with `initials`), `joined`, `declined` or why not.

    Why not: `already`, `expired`, `used` or `wrong`.
    """

    name: ClassVar[str] = "linking"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return the stage, and the initials of whom the chat would belong to."""
        return {name: request.context.get(name, "") for name in ("stage", "initials")}

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return the choices, every one with a label."""
        yes, no = _LABELS.get(words.language, _LABELS["en"])
        return tuple(
            replace(each, label=each.label or (no if each.value == "none" else yes))
            for each in request.quick_replies
        )
