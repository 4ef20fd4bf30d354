"""What a policy may name, to choose from: everything that there is, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from console.keys import get_services
from console.pages.service_levels.policy_words import AUDIENCES, name_account
from console.wording import name_channel
from crm_store.customers import list_tiers
from crm_store.staff import list_queues, list_staff
from domain.conversations import Priority
from domain.service_levels import StepAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is, by the value that stands for it.

    Attributes:
        conditions: by kind of condition; tiers and topics may be others as well.
        actions: what a step may do, in groups; the values are as `notify supervisors`.
    """

    conditions: Mapping[str, Mapping[str, str]]
    calendars: Mapping[str, str]
    actions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


async def list_choices(request: web.Request) -> Choices:
    """List what there is."""
    services = get_services(request)
    known = await services.service_levels.list_known_names()
    calendars = await services.service_levels.list_calendars()
    policies = [each.policy for each in (await services.service_levels.list_policies()).policies]
    queues = await services.store.read(list_queues)
    staff = {each.email: each.name for each in await services.store.read(list_staff)}
    titles = {each.name: each.title for each in queues}
    tiers = {each for policy in policies for each in policy.conditions.tiers}
    topics = {each for policy in policies for each in policy.conditions.topics}
    topics |= {each.lower() for queue in queues for each in queue.topics}
    return Choices(
        conditions={
            "tiers": _name_alike(tiers | await services.store.read(list_tiers)),
            "queues": titles,
            "topics": _name_alike(topics),
            "channels": {each: name_channel(each) for each in sorted(known.channels)},
            "accounts": {each: name_account(each) for each in sorted(known.accounts)},
        },
        calendars={each.calendar.name: each.calendar.title for each in calendars},
        actions={
            "Notify": _act(StepAction.NOTIFY, AUDIENCES),
            "Raise the priority to": _act(
                StepAction.RAISE_PRIORITY,
                {each.value: each.value for each in Priority if each is not Priority.LOW},
            ),
            "Show it as well in": _act(StepAction.WIDEN_QUEUE, titles),
            "Give it": _act(
                StepAction.REASSIGN,
                {"queue": "back to its queue"}
                | {each: f"to {staff.get(each, each)}" for each in sorted(known.agents)},
            ),
            "Call the webhook": _act(
                StepAction.WEBHOOK, {each: each for each in sorted(known.webhooks)}
            ),
        },
    )


def _name_alike(names: Iterable[str]) -> dict[str, str]:
    return {each: each for each in sorted(names)}


def _act(action: StepAction, receivers: Mapping[str, str]) -> dict[str, str]:
    return {f"{action.value} {to}": words for to, words in receivers.items()}
