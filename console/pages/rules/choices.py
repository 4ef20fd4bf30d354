"""What a rule, macro or trigger may name, by what it is called on pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from console.keys import get_services
from console.locale_names import name_locale
from console.pages.service_levels.policy_words import name_account
from console.wording import name_channel, name_term
from crm_store.staff import list_queues, list_staff
from domain.automations import AutomationKind, ConditionField
from routing.automation.condition_fields import find_field, list_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is, each by the value that stands for it.

    Attributes:
        values: by field of a condition; what is not there may be any words.
        queues: with their titles, as `policies` and `agents` with theirs.
        languages: in which customers are answered, the company's own first.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)

    def name(self, field: str, value: str) -> str:
        """Name a value of a field as pages do."""
        return self.values.get(field, {}).get(value, value)

    def find_value(self, field: str, words: str) -> str:
        """Find the value that words on a page stand for; the words where it is none."""
        known = self.values.get(field, {})
        folded = words.casefold()
        by_words = {each.casefold(): value for value, each in known.items()}
        by_value = {value.casefold(): value for value in known}
        return by_value.get(folded) or by_words.get(folded, words)


async def list_choices(request: web.Request, kind: AutomationKind) -> Choices:
    """List what there is."""
    services = get_services(request)
    known = await services.rules.list_known_names()
    policies = (await services.service_levels.list_policies()).policies
    queues = {each.name: each.title for each in await services.store.read(list_queues)}
    staff = {each.email: each.name for each in await services.store.read(list_staff)}
    agents = {each: staff.get(each, each) for each in sorted(known.agents)}
    values: dict[str, Mapping[str, str]] = {
        str(name): {each: name_term(each) for each in kind_of.choices}
        for name in list_fields(kind)
        if (kind_of := find_field(name)) is not None and kind_of.choices
    }
    values |= {
        ConditionField.CHANNEL: {each: name_channel(each) for each in sorted(known.channels)},
        ConditionField.ACCOUNT: {each: name_account(each) for each in sorted(known.accounts)},
        ConditionField.TOPIC: _name_alike(known.topics),
        ConditionField.TIER: _name_alike(known.tiers),
        ConditionField.TAG: _name_alike(known.tags),
        ConditionField.LANGUAGE: {each: name_locale(each) for each in known.languages},
        ConditionField.QUEUE: queues,
        ConditionField.ASSIGNEE: agents,
    }
    return Choices(
        values=values,
        queues=queues,
        policies={each.policy.name: each.policy.title for each in policies},
        agents=agents,
        tags=tuple(sorted(known.tags)),
        languages=known.languages,
    )


def _name_alike(names: Iterable[str]) -> dict[str, str]:
    return {each: each for each in sorted(names)}
