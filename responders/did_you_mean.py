"""Asks back with the articles that may be meant."""

from dataclasses import replace
from typing import ClassVar

from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder


class DidYouMeanResponder(TemplatedResponder):
    """Offers `request.quick_replies`, and puts the empty label of `none` into words."""

    name: ClassVar[str] = "did_you_mean"

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:
        """Return the choices, every one with a label."""
        return tuple(
            choice if choice.label else replace(choice, label=words.none_of_these)
            for choice in request.quick_replies
        )
