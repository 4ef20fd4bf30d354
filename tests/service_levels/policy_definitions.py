"""Names that definitions of policies may use, and definitions made of them."""

from typing import Any

from hypothesis import strategies as st

from domain.conversations import Priority
from domain.service_levels import ClockKind, StepAction
from service_levels.known_names import KnownNames

KNOWN = KnownNames(
    queues=frozenset({"general", "baggage", "refunds"}),
    calendars=frozenset({"always", "office"}),
    channels=frozenset({"sms", "email", "web_chat"}),
    accounts=frozenset({"sms/main", "sms/second", "email/support"}),
    agents=frozenset({"Ann.Berg@example.com"}),
    webhooks=frozenset({"pager"}),
)
FIRST = {"first_response": "2h"}


def durations() -> st.SearchStrategy[Any]:
    """Minutes as they may be written."""
    minutes = st.integers(1, 366 * 1440)
    return st.one_of(
        minutes,
        minutes.map(lambda each: f"{each}m"),
        minutes.map(lambda each: f"{each // 60}h{each % 60}m"),
        st.integers(1, 366).map(lambda each: f"{each}d"),
    )


def targets() -> st.SearchStrategy[Any]:
    by_priority = st.dictionaries(
        st.sampled_from([*(each.value for each in Priority), "default"]), durations(), min_size=1
    )
    kinds = st.sampled_from([each.value for each in ClockKind])
    return st.dictionaries(kinds, st.one_of(durations(), by_priority), min_size=1)


def steps() -> st.SearchStrategy[Any]:
    whom = {
        StepAction.NOTIFY: ["assignee", "queue", "supervisors"],
        StepAction.RAISE_PRIORITY: ["high", "urgent"],
        StepAction.WIDEN_QUEUE: sorted(KNOWN.queues),
        StepAction.REASSIGN: ["queue", *KNOWN.agents],
        StepAction.WEBHOOK: sorted(KNOWN.webhooks),
    }
    moments = st.one_of(
        st.integers(1, 99).map(lambda each: f"{each}%"),
        st.just("breach"),
        st.integers(1, 5000).map(lambda each: f"breach+{each}m"),
    )
    return st.one_of(
        *(
            st.fixed_dictionaries(
                {"at": moments, "do": st.just(do.value), "to": st.sampled_from(to)}
            )
            for do, to in whom.items()
        )
    )


def definitions() -> st.SearchStrategy[dict[str, Any]]:
    """Definitions that can be used."""

    def some(*values: str) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(values), unique=True)

    pauses = st.dictionaries(
        st.sampled_from([each.value for each in ClockKind]),
        some("customer", "snooze", "third_party"),
    )
    return st.fixed_dictionaries(
        {"targets": targets()},
        optional={
            "title": st.text("abc ", min_size=1).filter(str.strip),
            "enabled": st.booleans(),
            "conditions": st.fixed_dictionaries(
                {},
                optional={
                    "tiers": some("gold", "silver"),
                    "accounts": some(*KNOWN.accounts),
                    "topics": some("baggage", "fares"),
                    "queues": some(*KNOWN.queues),
                },
            ),
            "calendar": st.sampled_from(sorted(KNOWN.calendars)),
            "pauses": pauses,
            "warnings": st.lists(st.integers(1, 99), unique=True, max_size=10),
            "retarget": st.sampled_from(["always", "stricter", "never"]),
            "tell_customer": st.booleans(),
            "steps": st.lists(steps(), max_size=5),
        },
    )
