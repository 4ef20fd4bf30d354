"""One conversation: everything said, why, by when, with whom; and the place to answer."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from aiohttp import web

from bot.clocks.read_explained import read_explained_clocks
from bot.describe_run import describe_runs
from console.answers import answer_long_page, answer_staff_page
from console.decision_words import describe_decision
from console.judged_answers import find_judged
from console.keys import PAGES, get_services, get_signed_in
from console.mail_facts import MailFacts, describe_mail
from console.offered_macros import list_offered_macros
from console.pages.conversation_complaints import read_complaints
from console.pages.suggestions import read_prefilled
from console.positions import parse_before
from console.routing_tables import lay_open_line, list_explanations
from console.snooze_choices import list_snooze_choices, write_earliest
from console.undoable_moves import find_undoable, is_merge_undoable
from crm_store.conversation_tags import count_tags, list_tags
from crm_store.conversation_view import (
    MOST_INTERACTIONS,
    ConversationView,
    read_conversation_view,
)
from crm_store.conversations import get_conversation
from crm_store.routing_names import read_routing_names
from crm_store.routings import list_routings
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.channels import Capabilities
from domain.conversations import Conversation, Interaction, Role
from domain.errors import NotFoundError
from domain.routing_names import RoutingNames
from domain.routings import Routing
from domain.staff import Permission, has_permission

# The parts of the page that look again by themselves.
PARTS: Final = {
    "head": "conversation/head.html",
    "timeline": "conversation/timeline.html",
    "side": "conversation/side.html",
    "copies": "conversation/copies.html",
    "outlet": "conversation/outlet.html",
}
# Of what the customer did by themselves, so much is beside a conversation.
MOST_RUNS: Final = 5
# Of how it came to whom it came.
MOST_ROUTINGS: Final = 30


async def show_conversation(request: web.Request) -> web.Response:
    """Show the whole page."""
    context = await _read(request) | await _read_routings(request)
    prefilled = await read_prefilled(request, context["it"])
    macros = await list_offered_macros(request)
    return await answer_staff_page(
        request, "conversation.html", prefilled=prefilled, macros=macros, **context
    )


async def show_part(request: web.Request) -> web.Response:
    """Show one part of the page, for a page that looks again."""
    part = request.match_info["part"]
    if part not in PARTS:
        raise NotFoundError(f"the page has no such part; there are {', '.join(PARTS)}")
    # The others show nothing of what was said.
    limit = MOST_INTERACTIONS if part == "timeline" else 0
    context = await _read(request, limit=limit)
    if part == "side":
        context |= await _read_routings(request)
    return await answer_long_page(request, PARTS[part], **context)


async def _read(request: web.Request, *, limit: int = MOST_INTERACTIONS) -> dict[str, Any]:
    store, member = get_services(request).store, get_signed_in(request).member
    before = parse_before(request.query.get("before", ""))
    view = await store.read(
        read_conversation_view, request.match_info["reference"], before=before, limit=limit
    )
    queues, staff = await store.read(list_queues), await store.read(list_staff)
    titles = {queue.name: queue.title for queue in queues}
    services, zone = get_services(request), get_services(request).time_zone
    now = services.clock.now()
    services = get_services(request)
    clocks = await store.read(
        read_explained_clocks,
        services.tools,
        view.conversation.id,
        now=services.clock.now(),
    )
    return {
        "it": view.conversation,
        "clocks": clocks,
        "snooze_choices": list_snooze_choices(now, zone),
        "snooze_earliest": write_earliest(now, zone),
        "seen": view,
        "before": before,
        "days": _group_by_day(request, view.interactions),
        "why": _explain(view, titles),
        "queues": queues,
        "queue_titles": titles,
        "colleagues": [
            each for each in staff if each.active and has_permission(each.role, Permission.WORK)
        ],
        "staff_names": {each.id: each.name for each in staff},
        "mine": view.conversation.assignee == member.id,
        "mail": _describe_mails(view),
        "runs": (await describe_runs(view.runs[-MOST_RUNS:]))[::-1],
        "judged": find_judged(view.interactions, view.decisions, view.feedback),
        "can": _find_capabilities(request, view.outlet),
        "undoable": find_undoable(view.joined),
        "can_undo": is_merge_undoable(view.joined),
        "copied": [each for each in view.participants if each.role is Role.COPIED],
        "others": [each for each in view.participants if each.role is not Role.REQUESTER],
    }


async def _read_routings(request: web.Request) -> dict[str, Any]:
    """Read how the conversation came to whom it came, the latest first."""
    found, names = await get_services(request).store.read(
        _list_latest_routings, request.match_info["reference"]
    )
    lines = [lay_open_line(each, names) for each in found[:MOST_ROUTINGS]]
    tags, known = await get_services(request).store.read(
        _read_tags, request.match_info["reference"]
    )
    return {
        **await read_complaints(request),
        "routings": lines,
        "more_routings": len(found) > MOST_ROUTINGS,
        "tags": tags,
        "known_tags": known,
    }


def _read_tags(tx: Transaction, reference: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the tags of a conversation, and those that others have."""
    conversation = get_conversation(tx, reference)
    return list_tags(tx, conversation.id), tuple(sorted(count_tags(tx)))


def _list_latest_routings(
    tx: Transaction, reference: str
) -> tuple[tuple[Routing, ...], RoutingNames]:
    conversation = get_conversation(tx, reference)
    latest = list_routings(tx, conversation.id)[::-1][: MOST_ROUTINGS + 1]
    return latest, read_routing_names(tx, list_explanations(latest))


def _describe_mails(view: ConversationView) -> dict[str, MailFacts]:
    found = {
        said.id: describe_mail(said, view.participants, view.whole_bodies)
        for said in view.interactions
    }
    return {said_id: facts for said_id, facts in found.items() if facts is not None}


def _find_capabilities(request: web.Request, conversation: Conversation) -> Capabilities:
    """Find what a reply can carry; nothing beside its words where the account is gone."""
    channels = get_services(request).channels
    account = (conversation.channel, conversation.account)
    found = (each for each in channels if (each.kind, each.account) == account)
    channel = next(found, None)
    return Capabilities() if channel is None else channel.capabilities


def _group_by_day(
    request: web.Request, said: Sequence[Interaction]
) -> list[tuple[Any, list[Interaction]]]:
    pages = request.app[PAGES]
    return [
        (day, list(group)) for day, group in groupby(said, lambda one: pages.group_by_day(one.at))
    ]


def _explain(view: ConversationView, titles: dict[str, str]) -> dict[str, Any]:
    """Put what the bot decided beside the message that it was about."""
    return {
        record.interaction_id: {"record": record, "sentence": describe_decision(record, titles)}
        for record in view.decisions
    }
