"""Greeting, thanks, goodbye, and a message without words."""

from collections.abc import Mapping
from typing import ClassVar

from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.templated import TemplatedResponder


class SmallTalkResponder(TemplatedResponder):
    """Answers the context's `kind`: `greeting`, `thanks`, `goodbye` or `empty`."""

    name: ClassVar[str] = "small_talk"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return the kind; what is not known is taken for a greeting."""
        return {"kind": request.context.get("kind", "greeting")}
