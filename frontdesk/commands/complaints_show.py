"""`frontdesk complaints show`: a complaint with its sum, its course and all that happened to it."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.clocks.agreements import Agreements
from bot.complaints.read_case import CaseView, read_case
from complaints.gestures import tell_gesture
from domain.complaint_cases import CaseEvent, ComplaintEventKind
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, write_time
from frontdesk.commands.printable import show
from frontdesk.opened_store import opened_store
from frontdesk.system import SystemClock

_WIDTH = 14


@dataclass(frozen=True, slots=True)
class _Calendars:
    agreements: Agreements = field(default_factory=Agreements)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="of the complaint, as C-7K2M9Q")


def _run(call: Invocation) -> int:
    for line in _render(asyncio.run(_read(call, SystemClock().now()))):
        say(show(line))
    return 0


async def _read(call: Invocation, now: datetime) -> CaseView:
    async with opened_store(call.settings) as store:
        return await store.read(read_case, _Calendars(), call.arguments.number, now=now)


def _render(view: CaseView) -> Iterator[str]:
    complaint = view.complaint
    about = f", {complaint.product}" if complaint.product else ""
    yield f"{complaint.number}  {complaint.category}{about}"
    for name, words in _list_facts(view):
        yield f"  {name.ljust(_WIDTH)}{words}"
    yield "  happened"
    for event in view.events:
        yield f"    {write_time(event.at)}  {_tell_event(event)}"


def _list_facts(view: CaseView) -> Iterator[tuple[str, str]]:
    complaint = view.complaint
    yield "customer", "unknown" if complaint.anonymous else view.customer_name or "unknown"
    gone = ", who cannot see to it any more" if view.owner_gone else ""
    yield "owner", f"{view.owner_name or 'nobody'}{gone}"
    for each in view.conversations:
        why = f": {each.link.why}" if each.link and each.link.why else ""
        place = f"{each.conversation.reference} ({each.conversation.channel})"
        yield ("answered in", place) if each.main else ("linked", f"{place}{why}")
    yield "opened", complaint.opened_why
    yield "severity", view.sum
    yield "course", view.course
    if view.late:
        yield "late", f"since {write_time(complaint.stage_due_at)}"
    for name, found in (
        ("root cause", complaint.root_cause),
        ("lessons", complaint.lessons),
        ("special", ", ".join(each.value.replace("_", " ") for each in complaint.special)),
        ("recovery", complaint.recovery.value if complaint.recovery else None),
    ):
        if found:
            yield name, " ".join(found.split())
    for case in view.gestures:
        reason = f": {case.reason}" if case.reason else ""
        yield "gesture", f"{tell_gesture(case.gesture)}, {case.state.value}{reason}"


def _tell_event(event: CaseEvent) -> str:
    kind, to = event.kind, event.to.replace("_", " ")
    match kind:
        case ComplaintEventKind.ASSIGNED:
            what = f"assigned to {event.facts.get('name') or 'nobody'}"
        case ComplaintEventKind.FILED:
            what = f"{to}: {event.facts.get('after') or 'taken away'}"
        case ComplaintEventKind.MOVED:
            outcome = f", {event.outcome.value.replace('_', ' ')}" if event.outcome else ""
            what = f"{to}{outcome}"
        case ComplaintEventKind.LATE:
            what = f"late: still {to}"
        case ComplaintEventKind.GESTURE:
            what = f"{event.facts.get('words', 'a gesture')} {to}"
        case _:
            what = f"{kind.value.replace('_', ' ')} {to}".strip()
    why = f": {' '.join(event.why.split())}" if event.why.strip() else ""
    return f"{what}, by {event.by}{why}"


COMPLAINTS_SHOW = Command(
    name="complaints show",
    summary="show a complaint",
    description="Show a complaint: whose it is, who sees to it, its severity with the sum, its "
    "stages with their limits in a sentence, what was found out and given, and all that happened "
    "to it. Times of what happened are in UTC.",
    run=_run,
    add_arguments=_add_arguments,
)
