"""Says that a complaint is taken down, under which number, and by when a person answers it."""

from collections.abc import Mapping
from typing import ClassVar

from domain.replies import ReplyRequest
from responders.phrasebook import Phrasebook
from responders.several_answers import AnswersResponder
from responders.templated import TemplatedResponder


class ComplaintResponder(TemplatedResponder):
    """Acknowledges a complaint, in one breath with what the customer may expect.

    The context has its `number` (empty where it may be another customer's), `again` where it was
    taken down before, `ask` for the one question (`who`, `what`, `language`), `lawyer` where no
    word may be taken for an admission, and `letter` where nobody sits and waits.
    """

    name: ClassVar[str] = "complaint"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - the base class's signature
        """Return what is said of the complaint."""
        return _describe(request)


class ComplaintKnownResponder(AnswersResponder):
    """The same, with answers that may help until then."""

    name: ClassVar[str] = "complaint_known"

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:
        """Return what is said of the complaint, and the answers.

        Raises:
            InvalidInputError: there are none.
        """
        return {**super().variables(request, words), **_describe(request)}


def _describe(request: ReplyRequest) -> Mapping[str, object]:
    names = ("number", "again", "ask", "lawyer", "letter")
    return {name: request.context.get(name, "") for name in names}
