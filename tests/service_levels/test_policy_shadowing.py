"""What can never hold is told, and nothing else is: compared with trying everything there is."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import strategies as st

from domain.service_levels import ClockKind, PolicyConditions, PolicyFacts, SlaPolicy
from service_levels.policy_matching import find_policy, fits
from service_levels.policy_shadowing import find_shadowed
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit
# Values that policies name, and one more of each that none does.
TIERS, CHANNELS, TOPICS = ("gold", "silver"), ("sms", "email"), ("fares", "bags")
ACCOUNTS, QUEUES = ("sms/a", "sms/b", "email/a"), ("general", "baggage")


def make_policy(name: str, *, enabled: bool = True, **conditions: tuple[str, ...]) -> SlaPolicy:
    return SlaPolicy(
        name=name,
        title=name.title(),
        version=name,
        position=1,
        enabled=enabled,
        conditions=PolicyConditions(**conditions),
        targets={ClockKind.FIRST_RESPONSE: {"default": 60}},
    )


def list_facts() -> Iterator[PolicyFacts]:
    accounts = [*ACCOUNTS, "sms/other", "email/other", "fax/other"]
    for tier, account, topic, queue in product(
        [*TIERS, "standard"], accounts, [*TOPICS, None], [*QUEUES, None]
    ):
        yield PolicyFacts(
            tier=tier, channel=account.split("/")[0], account=account, topic=topic, queue=queue
        )


FACTS = tuple(list_facts())


def policies() -> st.SearchStrategy[list[SlaPolicy]]:
    def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)

    conditions = st.builds(
        PolicyConditions,
        tiers=some(*TIERS),
        channels=some(*CHANNELS),
        accounts=some(*ACCOUNTS),
        topics=some(*TOPICS),
        queues=some(*QUEUES),
    )
    each = st.tuples(conditions, st.sampled_from([True, True, True, False]))
    return st.lists(each, min_size=1, max_size=5).map(
        lambda made: [
            SlaPolicy(
                name=f"p{at}",
                title=f"P{at}",
                version=f"p{at}",
                position=at,
                enabled=enabled,
                conditions=wanted,
                targets={ClockKind.FIRST_RESPONSE: {"default": 60}},
            )
            for at, (wanted, enabled) in enumerate(made)
        ]
    )


def list_fitting(policy: SlaPolicy) -> set[PolicyFacts]:
    return {facts for facts in FACTS if policy.enabled and fits(policy.conditions, facts)}


def test_what_fits_nothing_by_itself_is_not_told_to_stand_behind_another():
    tried = [make_policy("all"), make_policy("none", channels=("email",), accounts=("sms/a",))]
    assert find_shadowed(tried).shadowed == ()


@property_test(tried=policies())
def test_a_policy_is_told_to_never_hold_where_it_fits_something_and_holds_nowhere(
    tried: list[SlaPolicy],
):
    holding = {found.name for facts in FACTS if (found := find_policy(tried, facts))}
    never = {each.name for each in tried if list_fitting(each) and each.name not in holding}
    assert {each.policy for each in find_shadowed(tried).shadowed} == never


@property_test(tried=policies())
def test_those_that_shadow_it_cover_all_it_is_for_and_come_before_it(tried: list[SlaPolicy]):
    named = {each.name: each for each in tried}
    for shadowed in find_shadowed(tried).shadowed:
        covered = set().union(*(list_fitting(named[by]) for by in shadowed.by))
        assert list_fitting(named[shadowed.policy]) <= covered
        assert all(named[by].position < named[shadowed.policy].position for by in shadowed.by)


@property_test(tried=policies())
def test_two_overlap_where_both_fit_something_and_the_later_one_holds_somewhere(
    tried: list[SlaPolicy],
):
    findings = find_shadowed(tried)
    never = {each.policy for each in findings.shadowed}
    expected = {
        (one.name, other.name)
        for at, one in enumerate(tried)
        for other in tried[at + 1 :]
        if other.name not in never and list_fitting(one) & list_fitting(other)
    }
    assert {(each.earlier, each.later) for each in findings.overlaps} == expected


@property_test(tried=policies())
def test_an_exception_from_a_rule_is_told_apart(tried: list[SlaPolicy]):
    named = {each.name: each for each in tried}
    for each in find_shadowed(tried).overlaps:
        inner, outer = list_fitting(named[each.earlier]), list_fitting(named[each.later])
        assert each.nested is (inner <= outer)


def test_a_catch_all_in_front_of_others_is_told():
    findings = find_shadowed([make_policy("all"), make_policy("gold", tiers=("gold",))])
    (shadowed,) = findings.shadowed
    assert (shadowed.policy, shadowed.by) == ("gold", ("all",))
    assert shadowed.sentence == (
        "'Gold' never holds: 'All' comes before it and covers all that it is for; move it before "
        "that, or remove it"
    )
    assert not findings.overlaps


def test_two_may_cover_together_what_neither_does_alone():
    tried = [
        make_policy("gold", tiers=("gold",)),
        make_policy("silver", tiers=("silver",)),
        make_policy("good", tiers=("gold", "silver")),
    ]
    (shadowed,) = find_shadowed(tried).shadowed
    assert (shadowed.policy, shadowed.by) == ("good", ("gold", "silver"))


def test_what_is_switched_off_stands_in_nobodys_way():
    tried = [make_policy("all", enabled=False), make_policy("gold", tiers=("gold",))]
    findings = find_shadowed(tried)
    assert not findings.shadowed
    assert not findings.overlaps


def test_an_overlap_says_which_one_holds_and_for_what():
    tried = [make_policy("gold", tiers=("gold",)), make_policy("text", channels=("sms",))]
    (overlap,) = find_shadowed(tried).overlaps
    assert overlap.sentence == (
        "'Gold' and 'Text' both fit, for the tier gold, the account sms/… for example; 'Gold' "
        "holds there, as it comes first"
    )


def test_a_great_many_policies_are_looked_through():
    tried = [
        make_policy(f"p{at}", tiers=(f"t{at % 20}",), queues=(f"q{at % 10}", f"q{at % 7}"))
        for at in range(200)
    ]
    assert find_shadowed(tried).shadowed
