"""The complaints of a conversation, beside it: what they are, and what agents say of messages."""

from typing import Any, Final

from aiohttp import web

from bot.complaints.open_by_hand import OpenOrder
from bot.complaints.policy_at_work import get_complaint_policy
from console.answers import answer_change
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.pages.complaints.words import make_words
from crm_store.complaint_questions import find_open_complaint_question
from crm_store.complaints import list_complaints_of
from crm_store.conversations import get_conversation
from crm_store.interactions import find_last_inbound
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError

_LONGEST_KEY: Final = 64


async def read_complaints(request: web.Request) -> dict[str, Any]:
    """Read what stands of complaints beside a conversation."""
    found = await get_services(request).store.read(_read, request.match_info["reference"])
    return {**make_words(), **found}


async def open_complaint(request: web.Request) -> web.Response:
    """Take the conversation down as a complaint."""
    fields = await read_form(request)
    desk, agent = get_services(request).complaints, get_signed_in(request).member
    order = OpenOrder(
        category=fields.get("category", ""),
        why=fields.get("why", "").strip(),
        interaction_id=fields.get("message", "")[:_LONGEST_KEY] or None,
        tell="tell" in fields,
        another="another" in fields,
    )
    complaint = await desk.open(request.match_info["reference"], order, agent=agent)
    return _done(request, f"Taken down as complaint {complaint.number}.")


async def answer_question(request: web.Request) -> web.Response:
    """Say whether the message that was asked about is a complaint."""
    fields = await read_form(request)
    desk, agent = get_services(request).complaints, get_signed_in(request).member
    said = fields.get("answer", "")
    if said not in {"yes", "no"}:
        raise InvalidInputError("say yes or no", field="answer")
    order = None
    if said == "yes":
        order = OpenOrder(category=fields.get("category", ""), tell="tell" in fields)
    complaint = await desk.answer_question(request.match_info["id"], order, agent=agent)
    if complaint is None:
        return _done(request, "Noted: it is no complaint.")
    return _done(request, f"It is complaint {complaint.number}.")


def _done(request: web.Request, said: str) -> web.Response:
    location = f"/console/conversations/{request.match_info['reference']}#side-complaints"
    return answer_change(request, location=location, said=said)


def _read(tx: Transaction, reference: str) -> dict[str, Any]:
    conversation = get_conversation(tx, reference)
    last = find_last_inbound(tx, conversation.id)
    listed = list_complaints_of(tx, conversation.id)
    return {
        "complaints": sorted(listed, key=lambda each: not each.open),
        "complaint_question": find_open_complaint_question(tx, conversation.id),
        "complaint_categories": get_complaint_policy(tx).categories,
        "last_message": last,
    }
