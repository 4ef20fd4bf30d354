"""A response is composed of its three parts, for the channel on which its customer writes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.complaints.response_templates_at_work import TemplateAtWork, choose_template
from bot.tools import Tools
from complaints.response_edits import ResponseEdits, edit_template, end_sentence, require_parts
from complaints.response_templates import render_response
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_responses import DOING, GESTURE, Response, ResponseTemplate
from domain.conversations import Conversation
from domain.staff import StaffMember
from responders.customer_names import render_name

# What a response is about where nobody wrote it down.
_ABOUT: Final = {"en": "your matter", "de": "Ihr Anliegen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """All of a response but its gesture, whose code is not known before it is given.

    Attributes:
        at_work: the words that it is made from.
        template: with the agent's own words in it.
        values: of all fields but the gesture.
        edits: the agent's own words.
        most: how much a message on its channel may take up; None for any.
        measure: how much a text does.
    """

    at_work: TemplateAtWork
    template: ResponseTemplate
    values: dict[str, str]
    edits: ResponseEdits
    most: int | None
    measure: Callable[[str], int]

    def render(self, gesture: str) -> Response:
        """Render it; see `complaints.response_templates.render_response`.

        Raises:
            InvalidInputError: a part is missing, or it is too long for its channel.
        """
        require_parts(self.edits)
        values = {**self.values, GESTURE: gesture}
        return render_response(self.template, values, most=self.most, measure=self.measure)


def make_composer(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    outlet: Conversation,
    *,
    agent: StaffMember,
    edits: ResponseEdits,
) -> Composer:
    """Choose the words of a response, and put into them what is known.

    Args:
        outlet: the conversation on whose thread it goes out.

    Raises:
        InvalidInputError: the agent's words are too long.
    """
    capabilities = tools.get_channel(outlet.channel, outlet.account).capabilities
    at_work = choose_template(
        tx,
        language=complaint.language,
        channel=outlet.channel,
        fallback=tools.settings.first_language,
    )
    language = at_work.template.language
    values = {
        "name": render_name(get_customer(tx, complaint.customer_id).name),
        "number": complaint.number,
        "reference": outlet.reference,
        "about": complaint.product or outlet.subject or _ABOUT.get(language, _ABOUT["en"]),
        "agent": agent.name,
        "company": tools.settings.company,
        DOING: end_sentence(edits.doing),
    }
    return Composer(
        at_work=at_work,
        template=edit_template(at_work.template, edits),
        values=values,
        edits=edits,
        most=capabilities.max_length,
        measure=capabilities.measure,
    )


def speak_its_language(complaint: Complaint, composer: Composer) -> Complaint:
    """Return a complaint in the language of its response, so that the gesture is told in it."""
    return replace(complaint, language=composer.template.language)
