"""What a response would say if it were sent now, and all that keeps it from being sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.complaints.compose_response import Composer, make_composer, speak_its_language
from bot.complaints.lock_case import parse_number
from bot.complaints.refusals import list_refusals
from bot.redress.give import GestureToTell, find_gesture_to_tell
from bot.tools import Tools
from complaints.response_edits import ResponseEdits
from crm_store.complaints import get_complaint
from crm_store.conversations import find_outlet, get_conversation_by_id
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_responses import Response
from domain.errors import InvalidInputError
from domain.staff import StaffMember

# Stands for what is being done until the agent says it.
_OPEN: Final = "…"
_DOT: Final = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePreview:
    """A response as its customer would read it; a voucher's code is dots.

    Attributes:
        channel: on which it goes out.
        language: of its words.
        template_channel: of the words, `any` where its channel has none of its own.
        template_number: of the site's version; 0 for what is shipped.
        text: empty where it cannot be filled in.
        parts: apology, assurance and gesture, as they stand in the text.
        refusals: why it cannot be sent as it is, each with what to do; none where it can.
        gesture: what it would tell of one.
        takes_up: how much of `most` it takes up, a voucher's code included.
        most: None where a message on its channel may be of any length.
    """

    complaint: Complaint
    channel: str
    language: str
    template_channel: str
    template_number: int
    text: str
    parts: tuple[str, str, str]
    refusals: tuple[str, ...]
    gesture: GestureToTell
    takes_up: int = 0
    most: int | None = None


def preview_response(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    agent: StaffMember,
    edits: ResponseEdits,
    now: datetime,
) -> ResponsePreview:
    """Compose a response without sending it; nothing is written.

    Raises:
        InvalidInputError: the agent's words are too long.
        NotFoundError: there is no such complaint.
    """
    complaint = get_complaint(tx, parse_number(number))
    conversation = get_conversation_by_id(tx, complaint.conversation_id)
    outlet = find_outlet(tx, conversation)
    said = edits if edits.doing.strip() else replace(edits, doing=_OPEN)
    composer = make_composer(tx, tools, complaint, outlet, agent=agent, edits=said)
    gesture = find_gesture_to_tell(tx, tools, speak_its_language(complaint, composer), now=now)
    refusals = [*list_refusals(tx, complaint, conversation, outlet, agent)]
    if gesture.waits:
        refusals.append(gesture.waits)
    if said is not edits:
        refusals.append("say what is being done about it")
    response, fault = _render(composer, gesture.told)
    if fault:
        refusals.append(fault)
    template = composer.at_work.template
    text = response.text if response else ""
    return ResponsePreview(
        complaint=complaint,
        channel=outlet.channel,
        language=template.language,
        template_channel=template.channel,
        template_number=composer.at_work.number,
        text=text,
        parts=response.parts if response else ("", "", ""),
        refusals=tuple(refusals),
        gesture=gesture,
        takes_up=composer.measure(text.replace(_DOT, "X")),
        most=composer.most,
    )


def _render(composer: Composer, gesture: str) -> tuple[Response | None, str]:
    """Render a response, also one that is too long, and say what is wrong with it."""
    free = replace(composer, most=None)
    try:
        response = free.render(gesture)
    except InvalidInputError as error:
        return None, error.reason
    try:
        # Dots are dearer on some channels than the letters of a code.
        composer.render(gesture.replace(_DOT, "X"))
    except InvalidInputError as error:
        return response, error.reason
    return response, ""
