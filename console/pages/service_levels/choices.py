"""What a policy may name, to choose from: everything that there is, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiohttp import web

from console.keys import get_services
from console.pages.service_levels.policy_words import AUDIENCES, name_account, tell_action
from console.wording import name_channel
from crm_store.customers import list_tiers
from crm_store.staff import list_queues, list_staff
from domain.conversations import Priority
from domain.service_levels import StepAction
from service_levels.known_names import KnownNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is, by the value that stands for it.

    Attributes:
        conditions: by kind of condition; tiers and topics may be others as well.
        actions: what a step may do, in groups; the values are as `notify supervisors`.
    """

    conditions: Mapping[str, Mapping[str, str]]
    calendars: Mapping[str, str]
    actions: Mapping[str, Mapping[str, str]]


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
        actions=_list_actions(known, titles, staff),
    )


def _list_actions(
    known: KnownNames, queues: Mapping[str, str], staff: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """List what a step may do, each in words, in groups."""
    above = [each.value for each in Priority if each is not Priority.LOW]
    groups: tuple[tuple[str, StepAction, Iterable[str]], ...] = (
        ("Tell people", StepAction.NOTIFY, AUDIENCES),
        ("Make it more urgent", StepAction.RAISE_PRIORITY, above),
        ("Have others see it", StepAction.WIDEN_QUEUE, queues),
        ("Hand it on", StepAction.REASSIGN, ("queue", *sorted(known.agents))),
        ("Tell another program", StepAction.WEBHOOK, sorted(known.webhooks)),
    )
    return {
        title: {f"{do.value} {to}": tell_action(do, to, queues, staff) for to in receivers}
        for title, do, receivers in groups
    }


def _name_alike(names: Iterable[str]) -> dict[str, str]:
    return {each: each for each in sorted(names)}
