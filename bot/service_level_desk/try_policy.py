"""Which policy would hold for something, tried out."""

from bot.service_level_desk.desk_tools import DeskTools, read_known_names
from bot.service_level_desk.read_policies import read_policies
from bot.service_level_desk.views import Trial, TriedPolicy
from crm_store.staff import get_default_queue, list_queues
from crm_store.transaction import Transaction
from domain.conversations import Priority
from domain.service_levels import ClockKind, PolicyFacts, SlaPolicy
from domain.staff import Queue
from service_levels.known_names import parse_known
from service_levels.policy_fit import explain_misfit
from service_levels.policy_matching import find_policy, make_queue_policy


def try_policy(
    tx: Transaction, tools: DeskTools, facts: PolicyFacts, *, priority: Priority
) -> Trial:
    """Find which policy would hold; see `ServiceLevelDesk.try_policy`."""
    _check(tx, tools, facts)
    policies = [each.definition for each in read_policies(tx)]
    found = find_policy(policies, facts)
    holding = found or make_queue_policy(_find_queue(tx, facts.queue))
    targets = {kind: holding.find_target(kind, priority) for kind in ClockKind}
    return Trial(
        policy=holding,
        targets={kind: minutes for kind, minutes in targets.items() if minutes is not None},
        tried=tuple(_try(each, facts, found) for each in policies),
        sentence=f"{found.title!r} holds"
        if found is not None
        else f"no policy fits; the queue {holding.title!r} keeps its own promise",
    )


def _try(policy: SlaPolicy, facts: PolicyFacts, holding: SlaPolicy | None) -> TriedPolicy:
    reasons = explain_misfit(policy.conditions, facts)
    fits = not reasons
    if not policy.enabled:
        reasons = ("it is switched off", *reasons)
    elif fits and policy is not holding and holding is not None:
        reasons = (f"it fits as well, but {holding.title!r} comes first",)
    return TriedPolicy(
        name=policy.name,
        title=policy.title,
        enabled=policy.enabled,
        fits=fits,
        holds=policy is holding,
        reasons=reasons,
    )


def _check(tx: Transaction, tools: DeskTools, facts: PolicyFacts) -> None:
    known = read_known_names(tx, tools)
    parse_known(facts.channel, "channel", known.channels, "channel")
    if facts.queue is not None:
        parse_known(facts.queue, "queue", known.queues, "queue")


def _find_queue(tx: Transaction, name: str | None) -> Queue:
    found = next((each for each in list_queues(tx) if each.name == name), None)
    return found or get_default_queue(tx)
