"""Asks back with the articles that may be meant."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder


class DidYouMeanResponder(TemplatedResponder):
    """Offers `request.quick_replies`, and puts the empty label of `none` into words."""

    name: ClassVar[str] = "did_you_mean"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the template has the words
        """Say whether one article alone is offered, which is no "one of these"."""
        return {"single": sum(bool(choice.label) for choice in request.quick_replies) == 1}

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return the choices, every one with a label."""
        return tuple(
            choice if choice.label else replace(choice, label=words.none_of_these)
            for choice in request.quick_replies
        )
