"""What a form offers to ask about and to do, in words; pure."""

from collections.abc import Mapping
from typing import Final

from console.pages.rules.choices import Choices
from console.pages.rules.words import name_field
from console.pages.service_levels.policy_words import AUDIENCES
from domain.automations import ActionKind, AutomationKind, Comparison, ConditionField
from domain.conversations import Priority
from routing.automation.action_definition import ACTIONS_OF, ME, NOBODY
from routing.automation.condition_fields import ATTRIBUTE_PREFIX, get_field, list_fields

COMPARISONS: Final[Mapping[str, str]] = {
    Comparison.IS.value: "is",
    Comparison.IS_NOT.value: "is not",
    Comparison.CONTAINS.value: "has the words",
    Comparison.CONTAINS_NOT.value: "has none of the words",
    Comparison.AT_LEAST.value: "is at least",
    Comparison.AT_MOST.value: "is at most",
    Comparison.BETWEEN.value: "is between",
    Comparison.KNOWN.value: "is known",
    Comparison.UNKNOWN.value: "is not known",
}
_STATUSES: Final = {
    "open": "Take it up again",
    "pending": "Wait for the customer",
    "resolved": "Resolve it",
}
_MOST_NAMED: Final = 12


def name_fields(kind: AutomationKind) -> dict[str, str]:
    """Name all that a condition may ask about."""
    named = {name: name_field(name) for name in list_fields(kind) if name != "attribute"}
    return named | {ConditionField.ATTRIBUTE.value: "Something else known of the customer"}


def explain_fields(
    kind: AutomationKind, choices: Choices
) -> list[tuple[str, tuple[str, ...], str]]:
    """Explain each field: its name, how it may be compared, and what values there are."""
    explained = []
    for name, title in name_fields(kind).items():
        own = f"{ATTRIBUTE_PREFIX}x" if name == ConditionField.ATTRIBUTE else name
        known = list(choices.values.get(name, {}).values())
        more = ", …" if len(known) > _MOST_NAMED else ""
        compared = tuple(COMPARISONS[each.value] for each in get_field(own).comparisons)
        explained.append((title, compared, ", ".join(known[:_MOST_NAMED]) + more))
    return explained


def list_offered(kind: AutomationKind, choices: Choices) -> dict[str, dict[str, str]]:
    """List what may be done, in groups, each by the value of its row."""
    agents = {f"assign {email}": f"Give it to {name}" for email, name in choices.agents.items()}
    me = {f"assign {ME}": "Give it to whoever runs it"} if kind is AutomationKind.MACRO else {}
    groups: dict[str, tuple[ActionKind, dict[str, str]]] = {
        "To a queue": (
            ActionKind.QUEUE,
            {f"queue {name}": f"Queue {title}" for name, title in choices.queues.items()},
        ),
        "Priority": (
            ActionKind.PRIORITY,
            {f"priority {each.value}": f"Priority {each.value}" for each in Priority},
        ),
        "Agreement by which it counts": (
            ActionKind.POLICY,
            {f"policy {name}": f"Agreement {title}" for name, title in choices.policies.items()},
        ),
        "To somebody": (
            ActionKind.ASSIGN,
            {**me, **agents, f"assign {NOBODY}": "Give it back to the queue"},
        ),
        "Status": (
            ActionKind.STATUS,
            {f"status {name}": words for name, words in _STATUSES.items()},
        ),
        "Tell people": (
            ActionKind.NOTIFY,
            {f"notify {name}": f"Tell {words}" for name, words in AUDIENCES.items()},
        ),
    }
    allowed = set(ACTIONS_OF[kind])
    offered = {title: each for title, (do, each) in groups.items() if do in allowed and each}
    written = {
        ActionKind.TAG: "Tag it…",
        ActionKind.UNTAG: "Take a tag off…",
        ActionKind.REPLY: "Answer the customer…",
        ActionKind.NOTE: "Write a note for colleagues…",
    }
    offered["Write"] = {do.value: words for do, words in written.items() if do in allowed}
    return offered
