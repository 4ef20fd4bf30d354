"""What all responders share: their words stand in templates."""

from collections.abc import Mapping
from typing import ClassVar

from domain.messages import QuickReply
from domain.replies import Reply, ReplyRequest
from responders.customer_names import render_name
from responders.due_times import render_due, render_usual
from responders.phrasebook import Phrasebook, find_phrasebook
from responders.rendering import find_subject, render_html, render_text


class TemplatedResponder:
    """A responder that renders `templates/<name>/<language>/`.

    Templates see `company`, `name` ("" where there is none to repeat), `reference` ("" where
    there is none), `due` ("by 17:30 today"), `usual` (", usually in 10 minutes", "" where
    that is not known or later than `due`), and what `variables` adds.
    """

    name: ClassVar[str]

    def respond(self, request: ReplyRequest) -> Reply:
        """Phrase the reply, in English where its language has no templates.

        Raises:
            InvalidInputError: the request lacks what this responder needs.
        """
        words = find_phrasebook(request.language)
        seen = {**_shared(request, words), **self.variables(request, words)}
        text = render_text(self.name, words.language, seen)
        return Reply(
            text=text,
            html=render_html(self.name, words.language, text, seen),
            subject=find_subject(self.name, words.language, seen),
            quick_replies=self.choices(request, words),
        )

    def variables(self, request: ReplyRequest, words: Phrasebook) -> Mapping[str, object]:  # noqa: ARG002 - for those that need them
        """Return what the templates of this responder need beside what all of them get."""
        return {}

    def choices(self, request: ReplyRequest, words: Phrasebook) -> tuple[QuickReply, ...]:  # noqa: ARG002 - as above
        """Return the quick replies to offer."""
        return request.quick_replies


def _shared(request: ReplyRequest, words: Phrasebook) -> dict[str, object]:
    return {
        "company": request.company,
        "name": render_name(request.customer_name),
        "reference": request.reference or "",
        "due": render_due(request.due_at, request.now, request.time_zone, words),
        "usual": render_usual(request.usual_wait, request.due_at, request.now, words),
    }
