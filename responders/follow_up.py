"""Asks after a complaint was closed whether it is right now, and says what comes of the answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Final

from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder

_LABELS: Final = {"en": ("Yes", "No"), "de": ("Ja", "Nein")}


class FollowUpResponder(TemplatedResponder):
    """Says the context's `stage`, `ask`, `right` or `wrong`, of the complaint `number`.

    The first quick reply is the yes, the second the no.
    """

    name: ClassVar[str] = "follow_up"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return the stage, the number, and whether the answer can be pressed."""
        seen = {name: request.context.get(name, "") for name in ("stage", "number")}
        timed = request.due_at is not None
        return {**seen, "buttons": bool(request.quick_replies), "timed": timed}

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return yes and no, labelled."""
        labels = _LABELS.get(words.language, _LABELS["en"])
        pairs = zip(request.quick_replies, labels, strict=False)
        return tuple(replace(each, label=label) for each, label in pairs)
